"""What the minutes of a session are: the entries they tell, and the whole."""

import datetime as dt
from dataclasses import dataclass, field

import pandas as pd

from concertation.analyse.mots.formats import format_date
from concertation.recits.blocs import Section

TITRE = "Relevé de décisions"
ESPACE = "\u00a0"


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
