"""What a map shows: where a point of the Earth falls on screen (Mercator), and outlines made ready:
light, wound as the browser expects, with room for names."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby, product
from typing import Any
from urllib.parse import quote

import numpy as np
import shapely
from numpy.typing import NDArray

# Three decimals of a degree are about 100 m: less than a pixel on any screen we draw on.
DECIMALES = 3
GRILLE = 40  # points a side where the name of an area may stand

Anneau = list[list[float]]
Points = NDArray[np.float64]  # a row (lon, lat) each


@lru_cache(maxsize=4096)
def _mercator(lat: float) -> float:
    """Ordinate of a latitude on a Mercator map, in degrees of longitude at the equator."""
    return math.degrees(math.asinh(math.tan(math.radians(lat))))


@dataclass(frozen=True)
class Cadrage:
    """What the map shows, and where a point of the Earth falls on screen.

    Bounds in degrees; `largeur` in pixels; the height follows from the shapes.
    """

    ouest: float
    sud: float
    est: float
    nord: float
    largeur: float

    @property
    def echelle(self) -> float:
        """Pixels a degree of longitude."""
        return self.largeur / (self.est - self.ouest)

    @property
    def hauteur(self) -> float:
        """Pixels from the south to the north edge."""
        return (_mercator(self.nord) - _mercator(self.sud)) * self.echelle

    def to_screen(self, lon: float, lat: float) -> tuple[float, float]:
        """Pixels from the left and the top edge."""
        return (
            (lon - self.ouest) * self.echelle,
            (_mercator(self.nord) - _mercator(lat)) * self.echelle,
        )


def frame_map(
    boites: Iterable[tuple[float, float, float, float]], largeur: float, marge: float = 0.02
) -> Cadrage | None:
    """View around rectangles (west, south, east, north), `marge` (part of the span) wider on each
    side; None without any.

    A single point gets half a degree around it; a view is never more than 1.2 times as tall as
    wide.
    """
    liste = list(boites)
    if not liste:
        return None
    ouest, sud = min(b[0] for b in liste), min(b[1] for b in liste)
    est, nord = max(b[2] for b in liste), max(b[3] for b in liste)
    marge_x, marge_y = (marge * max(e, 0.5) for e in (est - ouest, nord - sud))
    if est - ouest < 0.5:
        marge_x += (0.5 - (est - ouest)) / 2
    if nord - sud < 0.3:
        marge_y += (0.3 - (nord - sud)) / 2
    ouest, est, sud, nord = ouest - marge_x, est + marge_x, sud - marge_y, nord + marge_y
    manque = (_mercator(nord) - _mercator(sud)) / 1.2 - (est - ouest)
    if manque > 0:
        ouest, est = ouest - manque / 2, est + manque / 2
    return Cadrage(ouest, sud, est, nord, largeur)


def _light_ring(anneau: Iterable[Iterable[float]], horaire: bool) -> Anneau:
    """Rounded ring without repeated points, clockwise or not, closed; empty when too small."""
    arrondis = ([round(lon, DECIMALES), round(lat, DECIMALES)] for lon, lat, *_ in anneau)
    points = [point for point, _ in groupby(arrondis)]
    if len(points) < 4:
        return []
    return points[::-1] if shapely.LinearRing(points).is_ccw == horaire else points


def _light_geometry(geometrie: dict[str, Any]) -> dict[str, Any] | None:
    """Polygon or MultiPolygon whose outer rings turn clockwise, as the map library needs.

    The standard of GeoJSON says the contrary; a ring in its order would fill the whole Earth
    but the area. None for another kind of geometry.
    """
    if geometrie["type"] not in ("Polygon", "MultiPolygon"):
        return None
    coordonnees = geometrie["coordinates"]
    legers = []
    for polygone in [coordonnees] if geometrie["type"] == "Polygon" else coordonnees:
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
    def parties(self) -> list[shapely.Polygon]:
        """Its polygons, with their holes."""
        return [shapely.Polygon(p[0], p[1:]) for p in self.geometrie["coordinates"]]

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north, in degrees."""
        return shapely.MultiPolygon(self.parties).bounds

    @cached_property
    def forme(self) -> shapely.Polygon:
        """The largest part."""
        forme = max(self.parties, key=lambda p: p.area)
        shapely.prepare(forme)
        return forme

    @cached_property
    def inner_points(self) -> Points:
        """Points (lon, lat) inside the largest part, the most central first."""
        grille = _grid(self.forme.bounds, GRILLE)
        dedans = grille[shapely.contains_xy(self.forme, grille)]
        centre = self.forme.centroid
        ecarts = np.hypot(dedans[:, 0] - centre.x, 1.5 * (dedans[:, 1] - centre.y))
        return dedans[np.argsort(ecarts, kind="stable")]


def _grid(boite: tuple[float, float, float, float], cote: int) -> Points:
    """The middles of `cote` × `cote` cells of a rectangle."""
    ouest, sud, est, nord = boite
    pas = (np.arange(cote) + 0.5) / cote
    x, y = np.meshgrid(ouest + (est - ouest) * pas, sud + (nord - sud) * pas, indexing="ij")
    return np.column_stack([x.ravel(), y.ravel()])


@dataclass(frozen=True, eq=False)
class Contours:
    """The areas of a map and the address that carries their shapes."""

    zones: tuple[Zone, ...]

    @cached_property
    def formes(self) -> list[shapely.Geometry]:
        """Outlines good enough for distances of a few pixels."""
        return [
            shapely.union_all([shapely.Polygon(p.exterior) for p in z.parties]).simplify(0.02)
            for z in self.zones
        ]

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


@lru_cache(maxsize=256)
def places_for_name(
    contours: Contours, rang: int, largeur: float, hauteur: float
) -> list[tuple[float, float]]:
    """Points (lon, lat) where a name can be centred so that all of it is inside its area, the best
    first; `largeur` and `hauteur` are the name's, in degrees."""
    zone = contours.zones[rang]
    tient = np.ones(len(zone.inner_points), dtype=bool)
    for cote, pied in product((-0.5, 0, 0.5), (-0.5, 0.5)):
        coin = zone.inner_points + (cote * largeur, pied * hauteur)
        tient &= shapely.contains_xy(zone.forme, coin)
    return [(lon, lat) for lon, lat in zone.inner_points[tient].tolist()]


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
