"""Engagements: the state of the screen, what it reads, and the review by cells."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import pandas as pd

from concertation.analyse.avancement.attention import SILENCE_JOURS
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.territoires.noms import every_territoire
from concertation.declarations.point_etape import METEO
from concertation.declarations.veille import MOTIF_ATTENTION
from concertation.donnees import Donnees, soft_table
from concertation.interface.socle.session import write_params
from concertation.interface.suivi.noms import names_of_engagements
from concertation.interface.suivi.revue import RevueLue
from concertation.suivi import Acteur, Store
from concertation.suivi.revue import Revue

NIVEAUX = {"departement": "Départements", "cts": "CTS"}
VUES = {"attention": "Points d'attention", "changements": "Ce qui a changé"}
SILENCE_MAXIMUM = 3650
# The code of « non renseigné » in an address, where an empty value can't stand.
AUCUNE = "aucune"
METEOS = {code or AUCUNE: mot for code, mot in METEO.items()}
LISTES = ("meteo", "motif")


@dataclass(frozen=True)
class EtatEngagements:
    """What the address says: level, cell opened, filters, part shown below the grid."""

    niveau: str = "departement"
    engagement: str = ""
    territoire: str = ""
    meteo: tuple[str, ...] = ()
    vue: str = "attention"
    motif: tuple[str, ...] = ()
    silence: str = str(SILENCE_JOURS)
    depuis: str = ""
    page: str = "1"

    @classmethod
    def from_params(
        cls, params: Mapping[str, Sequence[str]], donnees: Donnees
    ) -> tuple["EtatEngagements", tuple[str, ...]]:
        """The state of an address, and French sentences about what was left out of it."""
        niveaux = dict(zip(*_columns(donnees, "id", "niveau"), strict=True))
        admis: dict[str, Any] = {
            "niveau": NIVEAUX.__contains__,
            "engagement": names_of_engagements(donnees).__contains__,
            "territoire": lambda v: niveaux.get(v) in NIVEAUX,
            "meteo": METEOS.__contains__,
            "vue": VUES.__contains__,
            "motif": MOTIF_ATTENTION.__contains__,
            "silence": lambda v: _is_number(v) and int(v) <= SILENCE_MAXIMUM,
            "depuis": _is_day,
            "page": lambda v: _is_number(v) and int(v) > 0,
        }
        lus: dict[str, Any] = {}
        phrases = []
        for nom, verifie in admis.items():
            ecrits = [v for v in params.get(nom, ()) if v]
            phrases += [
                f"« {v[:40]} » : valeur inconnue pour « {nom} »." for v in ecrits if not verifie(v)
            ]
            bons = [v for v in ecrits if verifie(v)]
            if bons:
                lus[nom] = tuple(sorted(set(bons))) if nom in LISTES else bons[0]
        if "territoire" in lus:
            # A cell is of the level of its territory, whatever the address says.
            lus["niveau"] = niveaux[lus["territoire"]]
        return cls(**lus), tuple(phrases)

    def to_params(self) -> dict[str, list[str]]:
        """The state as parameters, silent about defaults."""
        defaut = EtatEngagements()
        params = {}
        for champ in fields(self):
            valeur = getattr(self, champ.name)
            if valeur != getattr(defaut, champ.name):
                params[champ.name] = list(valeur) if champ.name in LISTES else [valeur]
        return params

    @property
    def is_cellule(self) -> bool:
        """Whether one cell is opened."""
        return bool(self.engagement and self.territoire)


def _columns(donnees: Donnees, *noms: str) -> list[list[str]]:
    table = soft_table(donnees, "territoires")
    return [table[nom].tolist() for nom in noms]


def _is_number(texte: str) -> bool:
    return texte.isascii() and texte.isdigit() and len(texte) <= 6


def _is_day(texte: str) -> bool:
    try:
        return dt.date.fromisoformat(texte).year >= 2000
    except ValueError:
        return False


@dataclass(frozen=True)
class Ecran:
    """What the screen shows in this run; what it needs of the store is read when shown."""

    donnees: Donnees
    store: Store
    acteur: Acteur
    etat: EtatEngagements
    jour: dt.date

    @cached_property
    def engagements(self) -> dict[str, str]:
        return names_of_engagements(self.donnees)

    @cached_property
    def lieux(self) -> dict[str, str]:
        return every_territoire(self.donnees)

    @cached_property
    def lue(self) -> RevueLue:
        return RevueLue(self.donnees, self.store, self.acteur, self.etat.niveau, self.jour)

    @cached_property
    def revue(self) -> Revue:
        return self.lue.revue

    @cached_property
    def attention(self) -> pd.DataFrame:
        return self.lue.attention(int(self.etat.silence))

    @cached_property
    def retenues(self) -> pd.DataFrame:
        """The cells whose météo is among those asked for; all of them when none is."""
        cellules = self.revue.cellules
        if not self.etat.meteo:
            return cellules
        voulues = ["" if code == AUCUNE else code for code in self.etat.meteo]
        return cellules[cellules["meteo"].isin(voulues)]

    @cached_property
    def is_vierge(self) -> bool:
        """Whether the person can read nothing at all."""
        revue = self.revue
        return all(
            frame.empty for frame in (revue.points, revue.actions, revue.indicateurs, revue.seances)
        )

    def go(self, **changements: Any) -> None:
        """Change the state; a list starts again at its first page."""
        write_params(replace(self.etat, **{"page": "1", **changements}).to_params())

    def cell_name(self, engagement: str, territoire: str) -> str:
        """« E3 – Aller-vers… · Orne (département) »."""
        titre = self.engagements.get(engagement, engagement)
        return f"{titre} · {self.lieux.get(territoire, territoire)}"

    def cell_of(self, engagement: str, territoire: str) -> str:
        """The territory of the shown level whose cell holds what is said there; "" for none."""
        cellules = self.revue.cellules
        siennes = cellules[cellules["engagement"] == engagement]
        for cellule, inclus in zip(siennes["territoire"], siennes["inclus"], strict=True):
            if territoire in split_liste(inclus):
                return str(cellule)
        return ""


def count_values(colonne: pd.Series) -> dict[str, int]:
    """How many rows hold each value."""
    return {str(valeur): nombre for valeur, nombre in Counter(colonne.tolist()).items()}
