"""Engagements: the state of the screen, what it reads, and the review by cells."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from concertation.analyse.adresses import Adresse, choix, entier, jour, plusieurs
from concertation.analyse.avancement.attention import SILENCE_JOURS
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.territoires.noms import every_territoire, territoire_names
from concertation.declarations.point_etape import METEO
from concertation.declarations.veille import MOTIF_ATTENTION
from concertation.donnees import Donnees
from concertation.interface.socle.session import write_params
from concertation.interface.suivi.noms import names_of_engagements
from concertation.interface.suivi.revue import RevueLue
from concertation.suivi import Acteur, Store
from concertation.suivi.revue import Revue

NIVEAUX = {"departement": "Départements", "cts": "CTS"}
VUES = {"attention": "Points d'attention", "changements": "Ce qui a changé"}
SILENCE_MAXIMUM = 3650


@dataclass(frozen=True)
class EtatEngagements(Adresse):
    """What the address says: level, cell opened, filters, part shown below the grid."""

    niveau: str = choix("Territoires", NIVEAUX, "departement")
    engagement: str = choix("Engagement", names_of_engagements)
    territoire: str = choix("Territoire", lambda donnees: territoire_names(donnees, (*NIVEAUX,)))
    meteo: tuple[str, ...] = plusieurs("Météo", METEO, mots={"aucune": ""})
    vue: str = choix("Afficher", VUES, "attention")
    motif: tuple[str, ...] = plusieurs("Motif", MOTIF_ATTENTION)
    silence: int = entier("Silence, en jours", SILENCE_JOURS, (0, SILENCE_MAXIMUM))
    depuis: dt.date | None = jour("Depuis le")
    page: int = entier("Page", 1)

    def complete(self, source: Donnees) -> "EtatEngagements":
        """A cell is of the level of its territory, whatever the address says."""
        siens = (n for n in NIVEAUX if self.territoire in territoire_names(source, (n,)))
        return replace(self, niveau=next(siens, self.niveau))

    @property
    def is_cellule(self) -> bool:
        """Whether one cell is opened."""
        return bool(self.engagement and self.territoire)


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
        return self.lue.attention(self.etat.silence)

    @cached_property
    def retenues(self) -> pd.DataFrame:
        """The cells whose météo is among those asked for; all of them when none is."""
        cellules = self.revue.cellules
        if not self.etat.meteo:
            return cellules
        return cellules[cellules["meteo"].isin(self.etat.meteo)]

    @cached_property
    def is_vierge(self) -> bool:
        """Whether the person can read nothing at all."""
        revue = self.revue
        return all(
            frame.empty for frame in (revue.points, revue.actions, revue.indicateurs, revue.seances)
        )

    def go(self, **changements: Any) -> None:
        """Change the state; a list starts again at its first page."""
        write_params(replace(self.etat, **{"page": 1, **changements}).to_params())

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
