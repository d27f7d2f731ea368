"""Outlines made ready for a map: light, wound as the browser expects, with room for names."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any
from urllib.parse import quote

import numpy as np
import shapely

# Three decimals of a degree are about 100 m: less than a pixel on any screen we draw on.
DECIMALES = 3
GRILLE, GRILLE_DEHORS = 24, 32  # points a side where the name of an area may stand
LOIN = 0.08  # how far from its area a name may stand, as a part of the map's width

Anneau = list[list[float]]


def _light_ring(anneau: Iterable[Iterable[float]], horaire: bool) -> Anneau:
    """Rounded ring without repeated points, clockwise or not, closed; empty when too small."""
    points: Anneau = []
    for lon, lat, *_ in anneau:
        point = [round(lon, DECIMALES), round(lat, DECIMALES)]
        if not points or point != points[-1]:
            points.append(point)
    if len(points) < 4:
        return []
    double_aire = sum(
        x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False)
    )
    return points if (double_aire < 0) == horaire else points[::-1]


def _light_geometry(geometrie: dict[str, Any]) -> dict[str, Any] | None:
    """Polygon or MultiPolygon whose outer rings turn clockwise, as the map library needs.

    The standard of GeoJSON says the contrary; a ring in its order would fill the whole Earth
    but the area. None for another kind of geometry.
    """
    if geometrie["type"] == "Polygon":
        polygones = [geometrie["coordinates"]]
    elif geometrie["type"] == "MultiPolygon":
        polygones = geometrie["coordinates"]
    else:
        return None
    legers = []
    for polygone in polygones:
        anneaux = [_light_ring(anneau, horaire=i == 0) for i, anneau in enumerate(polygone)]
        if anneaux and anneaux[0]:
            legers.append([a for a in anneaux if a])
    return {"type": "MultiPolygon", "coordinates": legers} if legers else None


@dataclass(frozen=True)
class Zone:
    """One area to draw: its code, its name and its light geometry."""

    code: str
    nom: str
    geometrie: dict[str, Any]

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north, in degrees."""
        points = [p for polygone in self.geometrie["coordinates"] for p in polygone[0]]
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        return min(lons), min(lats), max(lons), max(lats)

    @cached_property
    def forme(self) -> shapely.Polygon:
        """The largest part."""
        parties = [shapely.Polygon(p[0], p[1:]) for p in self.geometrie["coordinates"]]
        forme = max(parties, key=lambda p: p.area)
        shapely.prepare(forme)
        return forme

    @cached_property
    def inner_points(self) -> list[tuple[float, float]]:
        """Points (lon, lat) inside the largest part, the most central first."""
        ouest, sud, est, nord = self.forme.bounds
        pas = [(i + 0.5) / GRILLE for i in range(GRILLE)]
        grille = [(ouest + (est - ouest) * i, sud + (nord - sud) * j) for i in pas for j in pas]
        centre = self.forme.centroid
        return sorted(
            self._inside(grille),
            key=lambda p: math.hypot(p[0] - centre.x, 1.5 * (p[1] - centre.y)),
        )

    def points_with_room(self, largeur: float) -> list[tuple[float, float]]:
        """Inner points on which a text `largeur` degrees wide stays inside, central ones first."""
        demi = largeur / 2
        gauche = set(self._inside([(lon - demi, lat) for lon, lat in self.inner_points]))
        droite = set(self._inside([(lon + demi, lat) for lon, lat in self.inner_points]))
        return [
            (lon, lat)
            for lon, lat in self.inner_points
            if (lon - demi, lat) in gauche and (lon + demi, lat) in droite
        ]

    def _inside(self, points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        dedans = shapely.contains_xy(self.forme, [p[0] for p in points], [p[1] for p in points])
        return [p for p, garde in zip(points, dedans, strict=True) if garde]


@dataclass(frozen=True, eq=False)
class Contours:
    """The areas of a map and the address that carries their shapes."""

    zones: tuple[Zone, ...]

    @cached_property
    def _formes(self) -> list[shapely.Geometry]:
        """Outlines good enough for distances of a few pixels."""
        return [
            shapely.union_all([shapely.Polygon(p[0]) for p in z.geometrie["coordinates"]]).simplify(
                0.02
            )
            for z in self.zones
        ]

    @cached_property
    def _outer_points(self) -> list[list[tuple[float, float]]]:
        """For each area, points outside all areas that are nearest to it, the closest first."""
        bornes = [z.bounds for z in self.zones]
        ouest, sud = min(b[0] for b in bornes), min(b[1] for b in bornes)
        est, nord = max(b[2] for b in bornes), max(b[3] for b in bornes)
        pas = [(i + 0.5) / GRILLE_DEHORS for i in range(GRILLE_DEHORS)]
        grille = [(ouest + (est - ouest) * i, sud + (nord - sud) * j) for i in pas for j in pas]
        points = shapely.points(grille)
        ecarts = shapely.distance(np.array(self._formes)[:, None], points[None, :])
        proches = ecarts.argmin(axis=0)
        return [
            [
                grille[k]
                for k in np.argsort(ecarts[i])
                if proches[k] == i and 0 < ecarts[i][k] < LOIN * (est - ouest)
            ]
            for i in range(len(self.zones))
        ]

    @cached_property
    def _places(self) -> dict[tuple[str, tuple[float, ...]], list[tuple[float, float]]]:
        return {}

    def places_for_name(self, zone: Zone, largeurs: tuple[float, ...]) -> list[tuple[float, float]]:
        """Points (lon, lat) where a name can be centred, the best first.

        `largeurs` are the widths of the name on each screen, in degrees. On the first, it stays
        inside the area; after those points come the ones beside the area, off every area on every
        screen, as the name of a coast is written on the sea.
        """
        cle = (zone.code, largeurs)
        if cle not in self._places:
            self._places[cle] = zone.points_with_room(largeurs[0]) + self._beside(zone, largeurs)
        return self._places[cle]

    def _beside(self, zone: Zone, largeurs: tuple[float, ...]) -> list[tuple[float, float]]:
        """Points beside an area on which a text clears every area, whatever the screen."""
        dehors = self._outer_points[self.zones.index(zone)]
        libres = np.ones(len(dehors), dtype=bool)
        if dehors:
            lons, lats = np.array(dehors).T
            for largeur, part in product(largeurs, (-0.5, -0.25, 0, 0.25, 0.5)):
                points = shapely.points(lons + part * largeur, lats)
                for forme in self._formes:
                    libres &= shapely.distance(forme, points) > 0.03
        return [p for p, libre in zip(dehors, libres, strict=True) if libre]

    @cached_property
    def url(self) -> str:
        """The shapes as a `data:` address: the figure copies it at once, point by point it takes
        ten times longer, and the browser keeps it from one figure to the next."""
        collection = {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "id": z.code, "properties": {}, "geometry": z.geometrie}
                for z in self.zones
            ],
        }
        texte = json.dumps(collection, separators=(",", ":"))
        return "data:application/json," + quote(texte, safe='{}[]":,.-')


# The shapes of a folder are read once and shared: the same object comes back at each drawing.
# Holding it makes its identity a sure key.
_DEJA_LUS: dict[int, tuple[Mapping[str, Any], Contours]] = {}


def contours_of(collection: Mapping[str, Any] | None) -> Contours:
    """Areas of a GeoJSON FeatureCollection whose properties hold `code` and `nom`.

    A feature without a code or a surface is left out: the map can't show it. The collection must
    not change afterwards.
    """
    if not collection:
        return Contours(())
    connu = _DEJA_LUS.get(id(collection))
    if connu is None or connu[0] is not collection:
        while len(_DEJA_LUS) >= 8:
            _DEJA_LUS.pop(next(iter(_DEJA_LUS)), None)
        connu = _DEJA_LUS[id(collection)] = (collection, Contours(tuple(_read_zones(collection))))
    return connu[1]


def _read_zones(collection: Mapping[str, Any]) -> Iterable[Zone]:
    for entite in collection.get("features") or []:
        proprietes = entite.get("properties") or {}
        geometrie = _light_geometry(entite["geometry"]) if entite.get("geometry") else None
        if geometrie and proprietes.get("code"):
            code = str(proprietes["code"])
            yield Zone(code, str(proprietes.get("nom") or code), geometrie)
