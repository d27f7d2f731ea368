"""A folder as the rules see it: only what no earlier pass found at fault."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import shapely.errors
import shapely.geometry

from concertation.donnees.anomalies import Anomalie, DonneeIndisponible, Releve
from concertation.donnees.dossier import Donnees
from concertation.donnees.grille import Grille
from concertation.donnees.schemas import CARTES


class Ligne(NamedTuple):
    """One row: its line number and its trusted cells."""

    numero: int
    cellules: dict[str, str]

    def __call__(self, colonne: str) -> str:
        return self.cellules.get(colonne, "")


def split_liste(cellule: str) -> list[str]:
    """Values of a cell that holds several, joined by « | »."""
    return [valeur for partie in cellule.split("|") if (valeur := partie.strip())]


class Vue:
    """A folder as the rules see it: only what no earlier pass found at fault."""

    def __init__(self, donnees: Donnees, fautes: Releve) -> None:
        self.donnees = donnees
        self.paquet = donnees.paquet
        places = {(a.fichier, a.ligne, a.colonne) for a in fautes if a.ligne is not None}
        self._colonnes_fautives = {(fichier, colonne) for fichier, _, colonne in places}
        self.lignes: dict[str, list[Ligne]] = {}
        self._sures: dict[str, bool] = {}
        for nom, lecture in donnees.lectures.items():
            grille = lecture.grille
            sures = grille is not None and not fautes.is_full(lecture.schema.fichier)
            self.lignes[nom] = list(_trust(grille, places)) if grille and sures else []
            self._sures[nom] = sures and grille is not None and grille.complete

    def is_given(self, nom: str) -> bool:
        """Whether the region publishes this file, or should."""
        lecture = self.donnees.lectures[nom]
        return lecture.grille is not None or bool(lecture.bloquantes)

    def is_sure(self, nom: str, *colonnes: str) -> bool:
        """Whether all the rows of a file, and these columns of them, can be trusted."""
        grille = self.donnees.lectures[nom].grille
        return (
            grille is not None
            and self._sures[nom]
            and bool(grille.lignes or not grille.schema.obligatoire)
            and all(
                c in grille.colonnes and (grille.schema.fichier, c) not in self._colonnes_fautives
                for c in colonnes
            )
        )

    @cached_property
    def contours(self) -> dict[str, dict[str, Any]]:
        """Outlines by map then code; None for an outline that can't be drawn."""
        formes: dict[str, dict[str, Any]] = {}
        for nom in CARTES:
            try:
                carte = self.donnees.geo(nom)
            except DonneeIndisponible:
                continue
            formes[nom] = {c["properties"]["code"]: _draw(c) for c in carte["features"]}
        return formes

    def tell(self, nom: str, ligne: Ligne, colonne: str, message: str) -> Anomalie:
        """A fault of one cell."""
        return Anomalie(f"{nom}.csv", ligne.numero, colonne, ligne(colonne), message)


def _trust(grille: Grille, fautes: set[tuple[str, int, str | None]]) -> Iterator[Ligne]:
    """Rows without their cells at fault."""
    fichier = grille.schema.fichier
    for numero, cellules in grille.lignes:
        sures = {
            colonne: cellules[position]
            for colonne, position in grille.colonnes.items()
            if (fichier, numero, colonne) not in fautes
        }
        yield Ligne(numero, sures)


def _draw(contour: dict[str, Any]) -> Any:
    try:
        forme = shapely.geometry.shape(contour["geometry"])
    except (ValueError, TypeError, IndexError, AttributeError, shapely.errors.ShapelyError):
        return None
    return None if forme.is_empty else forme
