"""A figure as a drawing that stands alone: SVG without script, style sheet nor outside address.

What is drawn is what our own builders use, and as the browser's library draws it: bars, points,
lines, words, shapes, annotations and maps. Anything else raises ValueError, so that no drawing
ever lacks a part in silence.
"""

import math
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, TypeAlias

import plotly.graph_objects as go

from concertation.graphiques.lecteurs.svg_geo import (
    Place,
    Projection,
    draw_choropleth,
    draw_scattergeo,
    shape_of,
)
from concertation.graphiques.lecteurs.svg_texte import POLICE_SVG, attribute, clean, draw_note
from concertation.graphiques.lecteurs.svg_traces import (
    Motifs,
    Repere,
    draw_bars,
    draw_scatter,
    draw_shape,
)
from concertation.graphiques.lecteurs.svg_traits import number

LARGEUR, HAUTEUR = 700, 450  # pixels of a figure that says nothing of its size
TYPES = ("bar", "scatter", "choropleth", "scattergeo")

Figure: TypeAlias = go.Figure | Mapping[str, Any]


def size_of(figure: Figure) -> tuple[int, int]:
    """(width, height) in pixels that suit the figure: a map's by its shape, a chart's by the words
    that were wrapped for it; `LARGEUR` where nothing tells, which all our charts fill well."""
    page = _plain(figure)["layout"]
    hauteur = round(page.get("height") or HAUTEUR)
    if geo := page.get("geo"):
        return round(hauteur * shape_of(geo)), hauteur
    prevue = (page.get("meta") or {}).get("largeur")
    return round(page.get("width") or prevue or LARGEUR), hauteur


def to_svg(
    figure: Figure, largeur: float, hauteur: float | None = None, *, alt: str, titre: str = ""
) -> str:
    """`figure` drawn in `largeur` × `hauteur` pixels, its own height unless it is given.

    `alt` is the text alternative and `titre` the name: both are read aloud, neither is drawn. The
    ground is transparent. A caller scales the drawing by its `viewBox`, words included. Raises
    ValueError naming what can't be drawn.
    """
    haut = float(hauteur or size_of(figure)[1])
    prefixe = make_prefix(alt, titre, largeur, haut, _plain(figure)["data"])
    corps = draw_body(figure, largeur, haut, prefixe)
    return open_svg(largeur, haut, alt=alt, titre=titre, prefixe=prefixe) + corps + "</svg>"


def make_prefix(*contenu: object) -> str:
    """Start of the ids of a drawing: several may stand on one page, and ids must differ."""
    return "g" + blake2b(repr(contenu).encode("utf-8", "replace"), digest_size=5).hexdigest()


def open_svg(largeur: float, hauteur: float, *, alt: str, titre: str, prefixe: str) -> str:
    """The start of a drawing, up to its name and its text alternative."""
    noms, etiquettes = f'<desc id="{prefixe}-d">{clean(alt)}</desc>', f"{prefixe}-d"
    if titre:
        noms = f'<title id="{prefixe}-t">{clean(titre)}</title>{noms}'
        etiquettes = f"{prefixe}-t {prefixe}-d"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"'
        f' width="{number(largeur)}" height="{number(hauteur)}"'
        f' viewBox="0 0 {number(largeur)} {number(hauteur)}" role="img"'
        f' aria-labelledby="{etiquettes}" font-family={attribute(POLICE_SVG)}>{noms}'
    )


def draw_body(figure: Figure, largeur: float, hauteur: float, prefixe: str) -> str:
    """What `to_svg` draws, for a caller that writes the `<svg>` around it; `prefixe` starts ids."""
    plan = _plain(figure)
    page, traces = plan["layout"], plan["data"]
    inconnus = sorted({str(t.get("type")) for t in traces} - set(TYPES))
    if inconnus:
        raise ValueError(f"Type de tracé que le dessin ne connaît pas : {', '.join(inconnus)}")
    police = {**_template(page).get("font", {}), **(page.get("font") or {})}
    motifs = Motifs(prefixe)
    corps = _Dessin(page, traces, police, _place(page, largeur, hauteur)).draw(motifs)
    definitions = motifs.definitions()
    return (f"<defs>{definitions}</defs>" if definitions else "") + corps


def _template(page: Mapping[str, Any]) -> Mapping[str, Any]:
    """The layout that a figure follows where it says nothing itself."""
    layout: Mapping[str, Any] = (page.get("template") or {}).get("layout") or {}
    return layout


def _plain(figure: Figure) -> Mapping[str, Any]:
    """The figure as dicts, with data and layout."""
    plan: Mapping[str, Any] = figure.to_dict() if isinstance(figure, go.Figure) else figure
    return {"data": plan.get("data") or [], "layout": plan.get("layout") or {}}


def _place(page: Mapping[str, Any], largeur: float, hauteur: float) -> Place:
    """What the margins leave for the axes."""
    marges = {**_template(page).get("margin", {}), **(page.get("margin") or {})}
    gauche, haut = marges.get("l", 80), marges.get("t", 100)
    return (
        gauche,
        haut,
        largeur - gauche - marges.get("r", 80),
        hauteur - haut - marges.get("b", 80),
    )


class _Dessin:
    """The layers of one figure, from the ground up, in the order of the browser's library."""

    def __init__(
        self, page: Mapping[str, Any], traces: Any, police: Mapping[str, Any], place: Place
    ) -> None:
        self.page, self.traces, self.police, self.place = page, traces, police, place

    def draw(self, motifs: Motifs) -> str:
        """All the layers."""
        repere = _frame_axes(self.page, self.place)
        formes = self.page.get("shapes") or ()
        dessous = [f for f in formes if f.get("layer") == "below"]
        dessus = [f for f in formes if f.get("layer") != "below"]
        parties = [draw_shape(f, repere) for f in dessous]
        parties += [draw_bars(t, repere, motifs) for t in self._traces_of("bar")]
        ecriture = (self.police["color"], self.police["size"])
        parties += [draw_scatter(t, repere, *ecriture) for t in self._traces_of("scatter")]
        parties += self._draw_map(ecriture)
        parties += [draw_shape(f, repere) for f in dessus]
        parties += [self._draw_note(n, repere) for n in self.page.get("annotations") or ()]
        return "".join(parties)

    def _traces_of(self, genre: str) -> list[Mapping[str, Any]]:
        return [t for t in self.traces if t["type"] == genre]

    def _draw_map(self, ecriture: tuple[str, float]) -> list[str]:
        zones, points = self._traces_of("choropleth"), self._traces_of("scattergeo")
        if not zones and not points:
            return []
        projection = Projection(self.page.get("geo") or {}, self.place)
        parties = [draw_choropleth(t, projection) for t in zones]
        return parties + [draw_scattergeo(t, projection, *ecriture) for t in points]

    def _draw_note(self, note: Mapping[str, Any], repere: Repere) -> str:
        if note.get("showarrow", True):
            raise ValueError("Annotation fléchée, que le dessin ne connaît pas")
        police = {**self.police, **(note.get("font") or {})}
        gauche, haut, largeur, hauteur = self.place
        x, y = note.get("x"), note.get("y")
        if note.get("xref") == "paper" or x is None:
            x = gauche + largeur * (0.5 if x is None else x)
        else:
            x = repere.to_x(x)
        if note.get("yref") == "paper" or y is None:
            y = haut + hauteur * (0.5 if y is None else 1 - y)
        else:
            y = repere.to_y(y)
        return draw_note(note, x, y, police)


def _frame_axes(page: Mapping[str, Any], place: Place) -> Repere:
    """Scale of both axes; raises ValueError for an axis that writes ticks or has no range."""
    gabarit = _template(page)
    axes = [{**(gabarit.get(nom) or {}), **(page.get(nom) or {})} for nom in ("xaxis", "yaxis")]
    if any(a.get("showticklabels", True) and a.get("visible", True) for a in axes):
        raise ValueError("Axe gradué, que le dessin ne connaît pas")
    gauche, haut, largeur, hauteur = place
    # Nothing of a map or of a lone message stands on the axes.
    (x0, x1), (y0, y1) = (a.get("range") or (0, 1) for a in axes)
    ax, ay = largeur / (x1 - x0), hauteur / (y0 - y1)
    if not axes[0].get("scaleanchor"):
        return Repere(ax, gauche - ax * x0, ay, haut - ay * y1)
    # Units as long on both axes: the tighter one decides, the other shows more, on its right or
    # on both sides.
    unite = min(abs(ax), abs(ay))
    ax, ay = math.copysign(unite, ax), math.copysign(unite, ay)
    by = haut + hauteur / 2 - ay * (y0 + y1) / 2
    if axes[0].get("constraintoward") == "left":
        return Repere(ax, gauche - ax * x0, ay, by)
    return Repere(ax, gauche + largeur / 2 - ax * (x0 + x1) / 2, ay, by)
