"""The legend of a chart of follow-up: sign and word side by side, in columns."""

from collections.abc import Sequence

from concertation.declarations.codes import Signe
from concertation.graphiques.dessin import Barres, Mot, Note, Points
from concertation.graphiques.gabarit.marques import sign_bar, sign_point

LIGNE = 24  # pixels

Entrees = Sequence[tuple[Signe, str]]


def legend_height(nombre: int, colonnes: int) -> int:
    """Pixels that `nombre` entries take in `colonnes` columns."""
    return -(-nombre // colonnes) * LIGNE


def legend_symbols(entrees: Entrees, haut: float, colonnes: int) -> tuple[Points, list[Note]]:
    """Marks and words of (sign, word) entries drawn as symbols, from `haut` down."""
    places = _places(entrees, haut, colonnes)
    return (
        Points(tuple(sign_point(s, x + 0.02, y, 15) for x, y, s, _ in places)),
        [Note(x + 0.02, y, _word(mot), 14) for x, y, _, mot in places],
    )


def legend_bars(entrees: Entrees, haut: float, colonnes: int) -> tuple[Barres, list[Note]]:
    """The same with a small bar as sign, which shows the hatching."""
    places = _places(entrees, haut, colonnes)
    return (
        Barres(tuple(sign_bar(s, x + 0.005, y - 7, 0.06, 14) for x, y, s, _ in places)),
        [Note(x + 0.065, y, _word(mot), 8) for x, y, _, mot in places],
    )


def _places(entrees: Entrees, haut: float, colonnes: int) -> list[tuple[float, float, Signe, str]]:
    return [
        (i % colonnes / colonnes, haut + LIGNE * (i // colonnes + 0.5), signe, mot)
        for i, (signe, mot) in enumerate(entrees)
    ]


def _word(mot: str) -> Mot:
    return Mot((mot,), cote="middle right")
