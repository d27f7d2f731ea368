"""The map of the territories: layers of areas and of points that can be combined."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from concertation.graphiques.carte.fond import RAYONS, Lieu, build_map
from concertation.graphiques.contours import Contours, contours_of
from concertation.graphiques.dessin import Dessin, Point, Zones
from concertation.graphiques.style.couleurs import mix

# Never by colour alone: each kind of point has its shape.
FORMES = {"atelier": "circle", "dispositif": "diamond", "action": "square"}
SIGNES = {"atelier": "●", "dispositif": "◆", "action": "■"}
MOTS = {
    "atelier": ("Atelier", "ateliers"),
    "dispositif": ("Lieu d’un dispositif", "lieux de dispositifs"),
    "action": ("Lieu d’une action", "lieux d’actions"),
}
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

    @property
    def contours(self) -> Contours:
        """The outlines, read once for all."""
        return contours_of(self.geo)

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
    fond = next((c for c in couches.values() if c.style == FOND), None)
    # One group a kind: its shape tells it.
    groupes: dict[str, list[Lieu]] = {genre: [] for genre in FORMES}
    places = points[points["latitude"].notna() & points["longitude"].notna()]
    for ligne in places.to_dict("records"):
        genre = ligne["genre"]
        atelier = genre == "atelier"
        encre, bord, epaisseur = ("accent", "fond", 1.5) if atelier else ("fond", "texte", 2)
        point = Point(
            ligne["longitude"],
            ligne["latitude"],
            FORMES[genre],
            2 * RAYONS[1] if atelier else RAYONS[0],
            encre,
            bord,
            epaisseur,
            f"{genre}:{ligne['id']}",
            f"{ligne['nom']}\n{ligne['detail']}",
        )
        groupes[genre].append(Lieu(point, ligne["nom"]))
    return build_map(
        _alt(couches, points, lieu),
        partial(_table, points),
        [_areas(couche, choisi) for couche in couches.values() if couche.zones],
        fond.contours if fond else Contours(()),
        list(groupes.values()),
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


def _alt(couches: Mapping[str, Couche], points: pd.DataFrame, lieu: str) -> str:
    parts = [f"{len(couche.zones)} {nom.lower()}" for nom, couche in couches.items()]
    genres = list(points["genre"])
    parts += [f"{genres.count(g)} {mots}" for g, (_, mots) in MOTS.items() if g in genres]
    debut = f"Carte : {', '.join(parts)}." if parts else "Carte sans aucune couche."
    return f"{debut} Territoire choisi : {lieu}." if lieu else debut


def _table(points: pd.DataFrame) -> pd.DataFrame:
    sortes = points.assign(genre=[MOTS[genre][0] for genre in points["genre"]])
    noms = {"genre": "Sorte", "nom": "Nom", "detail": "Détail"}
    return sortes[list(noms)].rename(columns=noms)
