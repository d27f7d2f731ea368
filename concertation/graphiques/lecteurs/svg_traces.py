"""Bars and points of a figure, and its shapes, as SVG."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from concertation.graphiques.lecteurs.svg_texte import draw_text
from concertation.graphiques.lecteurs.svg_traits import (
    draw_marker,
    is_clear,
    number,
    paint,
    pattern,
    stroke,
)

_CHEMIN = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NOMBRE = re.compile(r"-?[\d.]+(?:e-?\d+)?")
_COTES = {"left": "end", "center": "middle", "right": "start"}
_SENS = {"end": -1, "middle": 0, "start": 1}


@dataclass(frozen=True)
class Repere:
    """Where a value of each axis falls, in pixels of the drawing: `a * value + b`."""

    ax: float
    bx: float
    ay: float
    by: float

    def to_x(self, valeur: float) -> float:
        """Pixels from the left edge."""
        return self.ax * valeur + self.bx

    def to_y(self, valeur: float) -> float:
        """Pixels from the top edge."""
        return self.ay * valeur + self.by


class Motifs:
    """The hatchings of a drawing, each written once."""

    def __init__(self, prefixe: str) -> None:
        self.prefixe = prefixe
        self.connus: dict[tuple[Any, ...], str] = {}

    def fill(self, motif: str, taille: float, part: float, trait: str, fond: str) -> str:
        """` fill="url(#…)"` of a hatching."""
        cle = (motif, taille, part, trait, fond)
        rang = self.connus.setdefault(cle, f"{self.prefixe}-m{len(self.connus) + 1}")
        return f' fill="url(#{rang})"'

    def definitions(self) -> str:
        """All the `<pattern>` elements."""
        return "".join(pattern(nom, *cle) for cle, nom in self.connus.items())


def pick(valeur: Any, rang: int, defaut: Any = None) -> Any:
    """The value of a mark: its own in a list, else the one that all share."""
    if isinstance(valeur, str) or not isinstance(valeur, Sequence):
        return defaut if valeur is None else valeur
    return valeur[rang] if rang < len(valeur) else defaut


def pick_all(objet: Mapping[str, Any], rang: int) -> dict[str, Any]:
    """A marker or a font as one mark has it."""
    return {
        cle: pick_all(v, rang) if isinstance(v, Mapping) else pick(v, rang)
        for cle, v in objet.items()
    }


def draw_bars(trace: Mapping[str, Any], repere: Repere, motifs: Motifs) -> str:
    """The bars of a trace; their thickness is in the units of the axis that they stand on."""
    couche = trace.get("orientation") == "h"
    longueurs, milieux = (trace["x"], trace["y"]) if couche else (trace["y"], trace["x"])
    rendus = []
    for i, (longueur, milieu) in enumerate(zip(longueurs, milieux, strict=True)):
        depart = float(pick(trace.get("base"), i, 0))
        demi = float(pick(trace["width"], i)) / 2
        if not longueur or not math.isfinite(depart + longueur):
            continue
        bouts, bords = (depart, depart + longueur), (milieu - demi, milieu + demi)
        x = sorted(repere.to_x(v) for v in (bouts if couche else bords))
        y = sorted(repere.to_y(v) for v in (bords if couche else bouts))
        peinture = _bar_paint(pick_all(trace["marker"], i), motifs)
        if peinture:
            rendus.append(
                f'<rect x="{number(x[0])}" y="{number(y[0])}" width="{number(x[1] - x[0])}"'
                f' height="{number(y[1] - y[0])}"{peinture}/>'
            )
    return "".join(rendus)


def _bar_paint(marque: Mapping[str, Any], motifs: Motifs) -> str:
    """Fill and outline of a bar; "" when neither shows."""
    ligne, hachure = marque.get("line") or {}, marque.get("pattern") or {}
    bord = stroke(ligne.get("color") or "#444444", float(ligne.get("width") or 0))
    if hachure.get("shape"):
        fond = motifs.fill(
            hachure["shape"],
            float(hachure.get("size", 8)),
            float(hachure.get("solidity", 0.3)),
            hachure.get("fgcolor") or marque["color"],
            hachure.get("bgcolor") or "",
        )
        return fond + bord
    if is_clear(marque["color"]) and not bord:
        return ""
    return paint("fill", marque["color"]) + bord


def draw_scatter(trace: Mapping[str, Any], repere: Repere, encre: str, taille: float) -> str:
    """Line, markers then words of a trace, in the order that the browser draws them."""
    points = [
        (repere.to_x(x), repere.to_y(y)) if _is_known(x) and _is_known(y) else None
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    return draw_points(trace, points, encre, taille)


def _is_known(valeur: Any) -> bool:
    return valeur is not None and math.isfinite(valeur)


def draw_points(
    trace: Mapping[str, Any],
    points: Sequence[tuple[float, float] | None],
    encre: str,
    taille: float,
) -> str:
    """A trace whose marks fall at `points`, None where nothing is known; `encre` and `taille` are
    the colour and the size of words that name none."""
    genres = str(trace["mode"]).split("+")
    rendus = []
    if "lines" in genres:
        rendus.append(_draw_line(trace.get("line") or {}, points))
    if "markers" in genres:
        rendus += [
            draw_marker(*point, pick_all(trace["marker"], i))
            for i, point in enumerate(points)
            if point
        ]
    if "text" in genres:
        rendus += _draw_words(trace, points, "markers" in genres, encre, taille)
    return "".join(rendus)


def _draw_line(ligne: Mapping[str, Any], points: Sequence[tuple[float, float] | None]) -> str:
    if ligne.get("shape", "linear") not in ("linear", "hv"):
        raise ValueError(f"Ligne inconnue : {ligne['shape']!r}")
    marches = ligne.get("shape") == "hv"
    chemin, avant = "", None
    for point in points:
        if point:
            x, y = (number(v) for v in point)
            chemin += f"M{x},{y}" if avant is None else f"H{x}V{y}" if marches else f"L{x},{y}"
        avant = point
    bord = stroke(ligne["color"], float(ligne.get("width", 2)), ligne.get("dash", ""))
    return f'<path d="{chemin}" fill="none" stroke-linejoin="round"{bord}/>' if chemin else ""


def _draw_words(
    trace: Mapping[str, Any],
    points: Sequence[tuple[float, float] | None],
    marques: bool,
    encre: str,
    defaut: float,
) -> Iterator[str]:
    """The words of each point, beside its marker or on its place."""
    for i, point in enumerate(points):
        texte = pick(trace.get("text"), i, "")
        if not point or not texte:
            continue
        police = {"size": defaut, "color": encre, **pick_all(trace.get("textfont") or {}, i)}
        taille = float(police["size"])
        vertical, cote = str(pick(trace.get("textposition"), i, "middle center")).split()
        ancre = _COTES[cote]
        rayon = float(pick(trace["marker"].get("size"), i, 6)) / 2 if marques else 0.0
        ecart = rayon / 0.8 + 1 if rayon else 0.0
        lignes = 1 + 1.3 * str(texte).count("<br>")
        sens = {"top": -1, "middle": 0, "bottom": 1}[vertical]
        base = 0.75 * taille + sens * ecart + (sens - 1) * lignes * taille / 2
        halo = str(police.get("shadow") or "").partition("px ")[2].split(",")[0]
        yield draw_text(
            str(texte), point[0] + _SENS[ancre] * ecart, point[1] + base, police, ancre, halo
        )


def draw_shape(forme: Mapping[str, Any], repere: Repere) -> str:
    """A shape given in the units of the axes: rectangle, circle, line or path.

    Raises ValueError for another kind.
    """
    ligne = forme.get("line") or {}
    bord = stroke(
        ligne.get("color", "#444444"), float(ligne.get("width", 2)), ligne.get("dash", "")
    )
    fond = forme.get("fillcolor", "rgba(0,0,0,0)")
    if is_clear(fond) and not bord:
        return ""
    peinture = paint("fill", fond) + bord
    genre = forme["type"]
    if genre == "path":
        return f'<path d="{_move_path(forme["path"], repere)}"{peinture}/>'
    x = [repere.to_x(forme["x0"]), repere.to_x(forme["x1"])]
    y = [repere.to_y(forme["y0"]), repere.to_y(forme["y1"])]
    if genre == "line":
        return f'<path d="M{number(x[0])},{number(y[0])}L{number(x[1])},{number(y[1])}"{bord}/>'
    (x0, x1), (y0, y1) = sorted(x), sorted(y)
    if genre == "rect":
        place = f'x="{number(x0)}" y="{number(y0)}" width="{number(x1 - x0)}"'
        return f'<rect {place} height="{number(y1 - y0)}"{peinture}/>'
    if genre == "circle":
        place = f'cx="{number((x0 + x1) / 2)}" cy="{number((y0 + y1) / 2)}"'
        rayons = f'rx="{number((x1 - x0) / 2)}" ry="{number((y1 - y0) / 2)}"'
        return f"<ellipse {place} {rayons}{peinture}/>"
    raise ValueError(f"Forme inconnue : {genre!r}")


def _move_path(chemin: str, repere: Repere) -> str:
    """A path of axis units as one of pixels."""
    rendu = []
    for commande, suite in _CHEMIN.findall(chemin):
        if commande not in "MLHVCQZ":
            raise ValueError(f"Commande de tracé inconnue : {commande!r}")
        nombres = [float(n) for n in _NOMBRE.findall(suite)]
        if commande == "V":
            pixels = [repere.to_y(n) for n in nombres]
        elif commande == "H":
            pixels = [repere.to_x(n) for n in nombres]
        else:
            pixels = [repere.to_y(n) if i % 2 else repere.to_x(n) for i, n in enumerate(nombres)]
        rendu.append(commande + ",".join(number(p) for p in pixels))
    return "".join(rendu)
