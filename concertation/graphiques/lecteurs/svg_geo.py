"""Areas and points of a map as SVG, in the projection of the screens (Mercator)."""

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from concertation.graphiques.lecteurs.svg_traces import draw_points, pick
from concertation.graphiques.lecteurs.svg_traits import is_clear, number, paint, stroke

Place = tuple[float, float, float, float]  # left, top, width, height in pixels


def _rise(lat: float) -> float:
    """Ordinate of a latitude, in degrees of longitude at the equator."""
    return math.degrees(math.asinh(math.tan(math.radians(lat))))


def _ranges_of(geo: Mapping[str, Any]) -> tuple[float, float, float, float]:
    """West, east in degrees; bottom, top as `_rise` gives them. Raises ValueError."""
    projection = (geo.get("projection") or {}).get("type")
    if projection != "mercator":
        raise ValueError(f"Projection inconnue : {projection!r}")
    try:
        (ouest, est), (sud, nord) = geo["lonaxis"]["range"], geo["lataxis"]["range"]
    except KeyError as absent:
        raise ValueError("Carte sans étendue") from absent
    return ouest, est, _rise(sud), _rise(nord)


def shape_of(geo: Mapping[str, Any]) -> float:
    """Width of a map for a height of 1."""
    ouest, est, bas, haut = _ranges_of(geo)
    return (est - ouest) / (haut - bas)


class Projection:
    """Where a point of the Earth falls when the ranges of a map fill its place as well as can be.

    Raises ValueError for another projection than Mercator's, or without ranges.
    """

    def __init__(self, geo: Mapping[str, Any], place: Place) -> None:
        ouest, est, bas, sommet = _ranges_of(geo)
        gauche, haut, largeur, hauteur = place
        self.echelle = min(largeur / (est - ouest), hauteur / (sommet - bas))
        self.x = gauche + largeur / 2 - self.echelle * (ouest + est) / 2
        self.y = haut + hauteur / 2 + self.echelle * (bas + sommet) / 2

    def to_screen(self, lon: float, lat: float) -> tuple[float, float]:
        """Pixels from the left and the top edge."""
        return self.x + self.echelle * lon, self.y - self.echelle * _rise(lat)


@lru_cache(maxsize=8)
def _read_zones(adresse: str) -> dict[str, Any]:
    """Geometry of each area of a `data:` address, by its id."""
    if not adresse.startswith("data:application/json,"):
        raise ValueError("Contours qui ne sont pas dans la figure")
    collection = json.loads(unquote(adresse.partition(",")[2]))
    return {str(entite["id"]): entite["geometry"] for entite in collection["features"]}


def draw_choropleth(trace: Mapping[str, Any], projection: Projection) -> str:
    """The areas of a trace, each filled after its value."""
    zones = _read_zones(trace["geojson"])
    ligne = trace["marker"]["line"]
    rendus = []
    for rang, code in enumerate(trace["locations"]):
        geometrie = zones.get(str(code))
        if geometrie is None:
            continue
        couleur = _color_of(trace, float(trace["z"][rang]))
        bord = stroke(pick(ligne["color"], rang), float(pick(ligne["width"], rang)))
        if bord or not is_clear(couleur):
            chemin = _draw_rings(geometrie, projection)
            rendus.append(f'<path d="{chemin}"{paint("fill", couleur)}{bord}/>')
    if not rendus:
        return ""
    return f'<g fill-rule="evenodd" stroke-linejoin="round">{"".join(rendus)}</g>'


def _color_of(trace: Mapping[str, Any], valeur: float) -> str:
    """Colour of a value; only the stops themselves are known, as our maps have no gradient."""
    part = (valeur - trace["zmin"]) / (trace["zmax"] - trace["zmin"])
    for palier, couleur in trace["colorscale"]:
        if math.isclose(palier, part):
            return str(couleur)
    raise ValueError(f"Valeur {valeur:g} entre deux couleurs d'une carte")


def _draw_rings(geometrie: Mapping[str, Any], projection: Projection) -> str:
    """Path of all the rings, without the points that fall on the one before."""
    chemin = []
    for polygone in geometrie["coordinates"]:
        for anneau in polygone:
            points: list[str] = []
            for lon, lat in anneau[:-1]:
                x, y = projection.to_screen(lon, lat)
                point = f"{number(x)},{number(y)}"
                if not points or point != points[-1]:
                    points.append(point)
            if len(points) > 2:
                chemin.append("M" + " ".join(points) + "Z")
    return "".join(chemin)


def draw_scattergeo(
    trace: Mapping[str, Any], projection: Projection, encre: str, taille: float
) -> str:
    """Markers and names of a trace."""
    points: Sequence[tuple[float, float]] = [
        projection.to_screen(lon, lat) for lon, lat in zip(trace["lon"], trace["lat"], strict=True)
    ]
    return draw_points(trace, points, encre, taille)
