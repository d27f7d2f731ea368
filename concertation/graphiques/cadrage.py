"""What a map shows, and where a point of the Earth falls on screen (Mercator)."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


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
