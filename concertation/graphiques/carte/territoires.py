"""The map of the territories: layers of areas and of points that can be combined."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from concertation.graphiques.carte.fond import RAYONS, Lieu, build_map
from concertation.graphiques.contours import Contours, contours_of
from concertation.graphiques.dessin import Dessin, Point, Zones
from concertation.graphiques.gabarit.couleurs import mix

# Never by colour alone: each kind of point has its shape.
FORMES = {"atelier": "circle", "dispositif": "diamond", "action": "square"}
SIGNES = {"atelier": "●", "dispositif": "◆", "action": "■"}
# The ground, what lies over it, and what is drawn by its outline alone.
FOND, SURFACE, TRAIT = "fond", "surface", "trait"


@dataclass(frozen=True)
class Couche:
    """Areas of one kind: their outlines (GeoJSON), the codes kept, the territory of each code.

    `style`: FOND (the ground), SURFACE (filled, over it) or TRAIT (a thin outline).
    """

    geo: Mapping[str, Any] | None
    territoires: Mapping[str, str]
    style: str
    contours: Contours = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "contours", contours_of(self.geo))

    @property
    def zones(self) -> list[Any]:
        """The areas kept."""
        return [z for z in self.contours.zones if z.code in self.territoires]


def map_territoires(
    couches: Mapping[str, Couche],
    points: pd.DataFrame,
    choisi: str = "",
    lieu: str = "",
    compact: bool = False,
    largeur: int | None = None,
) -> Dessin:
    """Map of layers of areas, by their names, and of `points` (id, genre, nom, detail, latitude,
    longitude).

    `choisi` is the territory drawn more strongly, `lieu` its name. Ids are the territories' for
    areas, « genre:id » for points. Names are placed as on the map of the workshops.
    """
    lignes = points[points["latitude"].notna() & points["longitude"].notna()].to_dict("records")
    fond = next((c for c in couches.values() if c.style == FOND), None)
    nombres = {nom.lower(): len(couche.zones) for nom, couche in couches.items()}
    return build_map(
        _alt(nombres, points, lieu),
        partial(_table, points),
        [_areas(couche, choisi) for couche in couches.values() if couche.zones],
        fond.contours if fond else Contours(()),
        # One group a kind: its shape tells it.
        [[_place(ligne) for ligne in lignes if ligne["genre"] == genre] for genre in FORMES],
        compact,
        largeur,
    )


def _areas(couche: Couche, choisi: str) -> Zones:
    codes = tuple(zone.code for zone in couche.zones)
    ids = tuple(couche.territoires[code] for code in codes)
    # A transparent area still answers to a click.
    plein, vif, bord, epaisseur = {
        FOND: ("zone", "zone_active", "bord", 1.5),
        SURFACE: (mix("accent", 0.3, "zone"), mix("accent", 0.6, "zone"), "texte", 1.5),
        TRAIT: ("", "zone_active", "bord", 0.7),
    }[couche.style]
    encres = tuple(vif if identifiant == choisi else plein for identifiant in ids)
    return Zones(couche.contours, codes, ids, encres, bord, epaisseur)


def _place(ligne: Mapping[Any, Any]) -> Lieu:
    genre = ligne["genre"]
    atelier = genre == "atelier"
    point = Point(
        ligne["longitude"],
        ligne["latitude"],
        FORMES[genre],
        2 * RAYONS[1] if atelier else RAYONS[0],
        "accent" if atelier else "fond",
        "fond" if atelier else "texte",
        1.5 if atelier else 2,
        f"{genre}:{ligne['id']}",
        f"{ligne['nom']}\n{ligne['detail']}",
    )
    return Lieu(point, ligne["nom"])


def _alt(couches: Mapping[str, int], points: pd.DataFrame, lieu: str = "") -> str:
    parts = [f"{nombre} {mots}" for mots, nombre in couches.items()]
    noms = {
        "atelier": "ateliers",
        "dispositif": "lieux de dispositifs",
        "action": "lieux d'actions",
    }
    parts += [
        f"{nombre} {mots}"
        for genre, mots in noms.items()
        if (nombre := int((points["genre"] == genre).sum()))
    ]
    debut = f"Carte : {', '.join(parts)}." if parts else "Carte sans aucune couche."
    return f"{debut} Territoire choisi : {lieu}." if lieu else debut


def _table(points: pd.DataFrame) -> pd.DataFrame:
    sortes = {
        "atelier": "Atelier",
        "dispositif": "Lieu d'un dispositif",
        "action": "Lieu d'une action",
    }
    return pd.DataFrame(
        {
            "Sorte": [sortes[genre] for genre in points["genre"]],
            "Nom": list(points["nom"]),
            "Détail": list(points["detail"]),
        }
    )


def kinds_of(points: pd.DataFrame) -> Collection[str]:
    """Kinds among the points, in the order of the legend."""
    return [genre for genre in FORMES if genre in set(points["genre"])]
