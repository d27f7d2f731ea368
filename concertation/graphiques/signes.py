"""How the signs of codes are drawn: a shape or a hatching, and only then a colour."""

from collections.abc import Sequence
from typing import Any

from concertation.declarations.codes import Signe
from concertation.graphiques.gabarit import ENCRES, Mode, blend, text_width

# Found by computation and held by the tests: contrast of at least 3 with the page and with the
# tint of a cell; the closest two stay 22 apart for every sight (CAM02-UCS).
COULEURS_SUIVI: dict[Mode, dict[str, str]] = {
    "light": {"vert": "#1F6459", "bleu": "#4283FF", "ambre": "#BF7300", "rouge": "#7B0008"},
    "dark": {"vert": "#8CF2D9", "bleu": "#3F72EA", "ambre": "#E6B01A", "rouge": "#D0506A"},
}
TEINTE = 0.14  # part of its colour that a cell shows behind its words


def sign_color(signe: Signe, mode: Mode) -> str:
    """Colour of a sign on the page of `mode`."""
    return COULEURS_SUIVI[mode][signe.teinte] if signe.teinte else ENCRES[mode].discret


def tint(signe: Signe, mode: Mode) -> str:
    """Ground of a cell or of a hatched bar: a little of the sign's colour on the page."""
    return blend(sign_color(signe, mode), ENCRES[mode].fond, TEINTE)


def symbol_marker(signes: Sequence[Signe], taille: float, mode: Mode) -> dict[str, Any]:
    """Plotly marker of as many signs; the stroke of an open shape is as strong as a full one."""
    couleurs = [sign_color(s, mode) for s in signes]
    fond = ENCRES[mode].fond
    return {
        "symbol": [s.symbole for s in signes],
        "size": [_size(s, taille) for s in signes],
        "color": [fond if s.anneau else c for s, c in zip(signes, couleurs, strict=True)],
        "line": {"width": [_stroke_width(s, taille) for s in signes], "color": couleurs},
        "opacity": 1,
    }


def _size(signe: Signe, taille: float) -> float:
    """Pixels that give shapes of like weight."""
    return round(taille * (0.76 if signe.anneau else 0.86 if signe.symbole == "x" else 1), 1)


def _stroke_width(signe: Signe, taille: float) -> float:
    if signe.anneau:
        return round(taille / 4, 1)
    return round(taille / 8, 1) if "open" in signe.symbole else 0


def bar_marker(signes: Sequence[Signe], mode: Mode) -> dict[str, Any]:
    """Plotly marker of as many bars: solid, hatched on a light ground, or outlined."""
    couleurs = [sign_color(s, mode) for s in signes]
    teintes = [tint(s, mode) for s in signes]
    return {
        # The browser's library draws the hatching itself in this colour.
        "color": [c if s.plein else t for s, c, t in zip(signes, couleurs, teintes, strict=True)],
        "line": {"color": couleurs, "width": 1.5},
        "pattern": {
            "shape": [s.motif for s in signes],
            "size": 7,
            "solidity": 0.4,
        },
    }


def page_layout(
    hauteur: int,
    annotations: Sequence[dict[str, Any]] = (),
    formes: Sequence[dict[str, Any]] = (),
    gauche: float = 0,
    droite: float = 0,
    largeur: float = 0,
) -> dict[str, Any]:
    """Layout where x goes from 0 to 1 and y is pixels from the top; side margins in pixels.

    `largeur` is the width for which words were chosen, 0 when any will do: a picture takes it.
    """
    return {
        **({"meta": {"largeur": largeur}} if largeur else {}),
        "height": hauteur,
        "barmode": "overlay",
        "margin": {"l": round(gauche), "r": round(droite), "t": 0, "b": 0, "pad": 0},
        "xaxis": {"range": [0, 1]},
        "yaxis": {"range": [hauteur, 0]},
        "annotations": list(annotations),
        "shapes": list(formes),
    }


def note(texte: str, x: float, y: float, **reste: Any) -> dict[str, Any]:
    """An annotation without arrow whose top left corner is at (x, y), unless told otherwise."""
    base = {"xanchor": "left", "yanchor": "top", "align": "left", "showarrow": False}
    return {"text": texte, "x": x, "y": y, "borderpad": 0, **base, **reste}


def lines_path(segments: Sequence[tuple[float, float, float, float]]) -> str:
    """SVG path of segments (x0, y0, x1, y1): one shape, however many lines."""
    return "".join(f"M{a:g},{b:g}L{c:g},{d:g}" for a, b, c, d in segments)


def stroke(chemin: str, couleur: str, **trait: Any) -> list[dict[str, Any]]:
    """The shape of a path, under the marks; none without a path."""
    if not chemin:
        return []
    ligne = {"color": couleur, "width": 1, **trait}
    return [{"type": "path", "path": chemin, "line": ligne, "layer": "below"}]


def shorten(texte: str, largeur: float, taille: float, gras: bool = False) -> str:
    """`texte` on one line of `largeur` pixels, cut with an ellipsis where it must be."""
    if text_width(texte, taille, gras) <= largeur:
        return texte
    court = texte
    while court and text_width(court + "…", taille, gras) > largeur:
        court = court[:-1]
    return court.rstrip(" -,;") + "…"
