"""What the minutes of a session are: sections, the entries they tell, the whole."""

import datetime as dt
from dataclasses import dataclass, field

import pandas as pd

from concertation.analyse.mots.formats import format_date

TITRE = "Relevé de décisions"
NON_RENSEIGNE = "Non renseigné."
ESPACE = "\u00a0"


@dataclass(frozen=True)
class Section:
    """A part of the minutes: sentences, then a table; `vide` is said when there is neither.

    `puces`: the sentences are items of a list, but for those that `intertitres` ranks.
    `largeurs`: share of each column, out of 100.
    `accent`: the first line of the first column is what the row is about.
    """

    titre: str
    textes: tuple[str, ...] = ()
    puces: bool = False
    intertitres: frozenset[int] = frozenset()
    colonnes: tuple[str, ...] = ()
    lignes: tuple[tuple[str, ...], ...] = ()
    largeurs: tuple[int, ...] = ()
    accent: bool = False
    vide: str = NON_RENSEIGNE

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but `vide` to say."""
        return not self.textes and not self.lignes

    def rows(self) -> list[dict[str, str]]:
        """The table, a dictionary a row."""
        return [dict(zip(self.colonnes, ligne, strict=True)) for ligne in self.lignes]


@dataclass(frozen=True)
class Entrees:
    """Frames of the store: the entries bound to the session, and nothing else.

    `financements` are those of `actions`; `mesures` name an indicator of `indicateurs`. Frames of
    published files put words on ids: `propositions`, `engagements`, `territoires`.
    """

    points: pd.DataFrame = field(default_factory=pd.DataFrame)
    instructions: pd.DataFrame = field(default_factory=pd.DataFrame)
    actions: pd.DataFrame = field(default_factory=pd.DataFrame)
    financements: pd.DataFrame = field(default_factory=pd.DataFrame)
    transmissions: pd.DataFrame = field(default_factory=pd.DataFrame)
    mesures: pd.DataFrame = field(default_factory=pd.DataFrame)
    indicateurs: pd.DataFrame = field(default_factory=pd.DataFrame)
    propositions: pd.DataFrame = field(default_factory=pd.DataFrame)
    engagements: pd.DataFrame = field(default_factory=pd.DataFrame)
    territoires: pd.DataFrame = field(default_factory=pd.DataFrame)


@dataclass(frozen=True)
class Releve:
    """The minutes of a session. Texts are ready to be shown, never markup.

    `jour` and `edition` are the days of the session and of the document.
    """

    territoire: str
    consultation: str
    jour: dt.date
    edition: dt.date
    etat: str
    lieu: str
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    mention: str = ""

    @property
    def titre(self) -> str:
        """« Relevé de décisions du comité de suivi – Orne »."""
        return f"{TITRE} du comité de suivi –{ESPACE}{self.territoire}"

    @property
    def sous_titre(self) -> str:
        """« Séance du 2 mars 2026 (close), Alençon »."""
        lieu = f", {self.lieu}" if self.lieu else ""
        return f"Séance du {format_date(self.jour)} ({self.etat}){lieu}"

    @property
    def cachet(self) -> tuple[tuple[str, str], ...]:
        """(label, text) pairs that say where the document comes from."""
        return (
            *((("Mention", self.mention),) if self.mention else ()),
            ("Concertation", self.consultation or "non renseignée"),
            ("Document édité le", format_date(self.edition)),
            *(("Source", source) for source in self.sources),
        )
