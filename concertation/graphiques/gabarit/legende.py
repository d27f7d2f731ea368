"""The legend of a chart of follow-up: sign and word side by side, in columns."""

from collections.abc import Sequence
from typing import Any

from concertation.declarations.codes import Signe
from concertation.graphiques.gabarit import ENCRES, Mode, escape
from concertation.graphiques.signes import bar_marker, symbol_marker

LIGNE = 24  # pixels
TAILLE = 14


def legend_height(nombre: int, colonnes: int) -> int:
    """Pixels that `nombre` entries take in `colonnes` columns."""
    return -(-nombre // colonnes) * LIGNE


def legend_symbols(
    entrees: Sequence[tuple[Signe, str]], haut: float, colonnes: int, mode: Mode
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Traces and annotations of (sign, word) entries drawn as symbols, from `haut` down."""
    x, y = _places(len(entrees), haut, colonnes)
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": [a + 0.02 for a in x],
        "y": y,
        "marker": symbol_marker([s for s, _ in entrees], 15, mode),
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return [trace], _words([mot for _, mot in entrees], x, y, 0.02, 14, mode)


def legend_bars(
    entrees: Sequence[tuple[Signe, str]], haut: float, colonnes: int, mode: Mode
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The same with a small bar as sign, which shows the hatching."""
    x, y = _places(len(entrees), haut, colonnes)
    trace = {
        "type": "bar",
        "orientation": "h",
        "base": [a + 0.005 for a in x],
        "x": [0.06] * len(x),
        "y": y,
        "width": 14,
        "marker": bar_marker([s for s, _ in entrees], mode),
        "hoverinfo": "skip",
    }
    return [trace], _words([mot for _, mot in entrees], x, y, 0.065, 8, mode)


def _places(nombre: int, haut: float, colonnes: int) -> tuple[list[float], list[float]]:
    return (
        [i % colonnes / colonnes for i in range(nombre)],
        [haut + LIGNE * (i // colonnes + 0.5) for i in range(nombre)],
    )


def _words(
    mots: Sequence[str],
    x: Sequence[float],
    y: Sequence[float],
    ecart: float,
    pixels: int,
    mode: Mode,
) -> list[dict[str, Any]]:
    return [
        {
            "text": escape(mot),
            "x": a + ecart,
            "xshift": pixels,
            "y": b,
            "xanchor": "left",
            "yanchor": "middle",
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": TAILLE, "color": ENCRES[mode].texte},
        }
        for mot, a, b in zip(mots, x, y, strict=True)
    ]
