"""Engagements: the state of the screen, and what it reads for the review and for one cell."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from concertation.analyse.adresses import Adresse, choix, entier, jour, plusieurs
from concertation.analyse.avancement.attention import SILENCE_JOURS
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.territoires.noms import choix_territoire, committees, territoire_names
from concertation.declarations.point_etape import METEO
from concertation.declarations.veille import MOTIF_ATTENTION
from concertation.donnees import Donnees, soft_table
from concertation.interface.suivi.noms import names_of_engagements
from concertation.interface.suivi.revue import EcranRevue
from concertation.recits.suivi import NIVEAUX, review_levels

VUES = {
    "attention": "Points d’attention",
    "changements": "Ce qui a changé",
    "publie": "Ce qui est publié",
}
REVUES = {"guidee": "Revue guidée", "publier": "Relire et publier"}
SILENCE_MAXIMUM = 3650
# Older ones stay in the database: the weight of the page does not follow the history.
POINTS_MONTRES = 12


@dataclass(frozen=True)
class EtatEngagements(Adresse):
    """What the address says: level, cell opened, filters, part shown below the grid."""

    niveau: str = choix("Territoires", review_levels, "departement")
    engagement: str = choix("Engagement", names_of_engagements)
    territoire: str = choix_territoire(territoire_names)
    meteo: tuple[str, ...] = plusieurs("Météo", METEO, mots={"aucune": ""})
    vue: str = choix("Afficher", VUES, "attention")
    motif: tuple[str, ...] = plusieurs("Motif", MOTIF_ATTENTION)
    silence: int = entier("Silence, en jours", SILENCE_JOURS, bornes=(0, SILENCE_MAXIMUM))
    depuis: dt.date | None = jour("Depuis le")
    page: int = entier("Page", 1)
    revue: str = choix("Revue", REVUES)

    def complete(self, source: Donnees) -> "EtatEngagements":
        """A cell is of a level that shows its territory, whatever the address says."""
        lues = list_records(soft_table(source, "territoires"))
        niveaux = (self.niveau, *NIVEAUX)
        siens = (n for n in niveaux if self.territoire in committees(lues, n))
        return replace(self, niveau=next(siens, self.niveau))

    @property
    def is_cellule(self) -> bool:
        """Whether one cell is opened."""
        return bool(self.engagement and self.territoire)


class EcranEngagements(EcranRevue[EtatEngagements]):
    """The review of engagements, and the cell of the address when it names one."""

    adresse = EtatEngagements

    @property
    def niveau(self) -> str:  # type: ignore[override]
        return self.etat.niveau

    @property
    def nom_niveau(self) -> str:
        """What the level is called."""
        return review_levels(self.donnees)[self.etat.niveau]

    @cached_property
    def attention(self) -> pd.DataFrame:
        return self.read_attention(self.etat.silence)

    @cached_property
    def retenues(self) -> pd.DataFrame:
        """The cells whose météo is among those asked for; all of them when none is."""
        cellules = self.revue.cellules
        if not self.etat.meteo:
            return cellules
        return cellules[cellules["meteo"].isin(self.etat.meteo)]

    def go(self, **changements: Any) -> None:
        """Change the state; a list starts again at its first page."""
        super().go(**{"page": 1, **changements})

    @cached_property
    def changements(self) -> tuple[pd.DataFrame, dt.date]:
        """What moved since the day of the address, else since the last review; and that day."""
        dit = self.etat.depuis
        return self.read_changements("", min(dit, self.jour).isoformat() if dit else "")

    @cached_property
    def bougees(self) -> set[tuple[str, str]]:
        """The cells of the shown level in which something moved."""
        lus, _ = self.changements
        dits = set(zip(lus["engagement"], lus["territoire"], strict=True))
        return {
            (cellule["engagement"], cellule["territoire"])
            for cellule in list_records(self.revue.cellules)
            if any((cellule["engagement"], x) in dits for x in split_liste(cellule["inclus"]))
        }

    @property
    def cell_name(self) -> str:
        """« E3 – Aller-vers… · Orne »."""
        return f"{self.engagement(self.etat.engagement)} · {self.lieu(self.etat.territoire)}"

    @cached_property
    def cellule(self) -> dict[str, Any]:
        """The cell as the grid shows it."""
        cellules = self.revue.cellules
        ici = cellules["engagement"] == self.etat.engagement
        return list_records(cellules[ici & (cellules["territoire"] == self.etat.territoire)])[0]

    @cached_property
    def inclus(self) -> set[str]:
        """The territories of the cell."""
        return set(split_liste(self.cellule["inclus"]))

    @cached_property
    def points(self) -> pd.DataFrame:
        """The newest points d'étape of the cell, oldest first."""
        return self.store.points_etape.list(
            self.acteur,
            engagement=self.etat.engagement,
            territoire=self.inclus,
            limit=POINTS_MONTRES,
        )

    def lacks(self, quoi: str) -> str:
        """What is not in the cell, in the words of who reads."""
        return self.absence(quoi, self.etat.territoire)

    def inside(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of a frame that are of the cell."""
        garde = frame["territoire"].isin(self.inclus)
        if "engagement" in frame:
            garde &= frame["engagement"] == self.etat.engagement
        return frame[garde]
