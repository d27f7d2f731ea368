"""Charts of a slide: native ones with their workbook, a map of shapes, or a picture."""

import io
from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_PATTERN, MSO_THEME_COLOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from concertation.graphiques.gabarit import ENCRES, blend, text_width
from concertation.recits.blocs import Graphique, Serie
from concertation.restitution.diapos.mise_en_page import PIED
from concertation.restitution.pptx.carte import draw_carte
from concertation.restitution.pptx.gabarit import Cadre, Gabarit
from concertation.restitution.pptx.texte import LANGUE, Morceau, Paragraphe, add_box, clean

TAILLE, TAILLE_MINIMUM = 32, 20  # pixels of a chart's words
# Where the value is told by the length on each side: 15 and 12, never -15.
SANS_SIGNE = "0;0"
ECHELLE_IMAGE = 2  # pixels of a picture for one of the scene, that it stays sharp in print


def draw_graphique(diapo: Any, gabarit: Gabarit, bloc: Graphique, cadre: Cadre) -> None:
    """The chart in the middle of its frame, in the most editable form that its nature allows."""
    if bloc.nature in ("barres", "barres_opposees", "parts") and bloc.categories and bloc.series:
        _draw_bars(diapo, gabarit, bloc, cadre)
    elif bloc.nature != "carte" or not draw_carte(diapo, gabarit, bloc, cadre):
        _draw_picture(diapo, gabarit, bloc, cadre)


def _draw_bars(diapo: Any, gabarit: Gabarit, bloc: Graphique, cadre: Cadre) -> None:
    opposees = bloc.nature == "barres_opposees" and len(bloc.series) > 1
    parts = bloc.nature == "parts"
    format_ = SANS_SIGNE if opposees else _number_format(bloc, parts)
    donnees = CategoryChartData(number_format=format_)
    donnees.categories = [clean(nom) for nom in bloc.categories]
    for rang, serie in enumerate(bloc.series):
        signe = -1 if opposees and not rang else 1
        donnees.add_series(clean(serie.nom), [signe * valeur for valeur in serie.valeurs])
    hauteur = min(cadre.hauteur, 150 * len(bloc.categories) + 120)
    haut = cadre.haut
    cadre_graphique = diapo.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED,
        *(gabarit.emu(v) for v in (cadre.gauche, haut, cadre.largeur, hauteur)),
        donnees,
    )
    cadre_graphique.name = " et ".join(clean(serie.nom) for serie in bloc.series)[:100]
    cadre_graphique._element.nvGraphicFramePr.cNvPr.set("descr", clean(bloc.alt))
    graphique = cadre_graphique.chart
    taille = _text_size(bloc, cadre.largeur)
    graphique.font.size = Pt(gabarit.points(taille) / 100)
    graphique._chartSpace.find(qn("c:txPr")).find(f".//{qn('a:defRPr')}").set("lang", LANGUE)
    graphique.has_title = False
    _set_axes(graphique, bloc, opposees)
    _set_plot(graphique, gabarit, bloc, opposees, format_, taille)


def _number_format(bloc: Graphique, parts: bool) -> str:
    """Decimals only where a value has some; shares in hundredths."""
    entiers = all(valeur == int(valeur) for serie in bloc.series for valeur in serie.valeurs)
    return ("0" if entiers else "0.0") + (' "%"' if parts else "")


def _text_size(bloc: Graphique, largeur: float) -> float:
    """Names keep to two fifths of the chart."""
    plus_long = max((text_width(nom, 1) for nom in bloc.categories), default=1)
    return max(TAILLE_MINIMUM, min(TAILLE, largeur * 0.4 / max(plus_long / 2, 1)))


def _set_axes(graphique: Any, bloc: Graphique, opposees: bool) -> None:
    """Names on the left, the first on top; the lengths say the values, no axis repeats them."""
    noms, valeurs = graphique.category_axis, graphique.value_axis
    noms.reverse_order = True
    noms.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    noms.major_tick_mark = noms.minor_tick_mark = XL_TICK_MARK.NONE
    noms.format.line.color.theme_color = MSO_THEME_COLOR.TEXT_2
    noms.has_major_gridlines = False
    valeurs.has_major_gridlines = False
    valeurs.visible = False
    plus_grand = max((abs(v) for serie in bloc.series for v in serie.valeurs), default=0) or 1
    # Room for the numbers at the ends of the longest bars.
    valeurs.maximum_scale = plus_grand * (1.3 if opposees else 1.15)
    valeurs.minimum_scale = -plus_grand * 1.3 if opposees else 0


def _set_plot(
    graphique: Any, gabarit: Gabarit, bloc: Graphique, opposees: bool, format_: str, taille: float
) -> None:
    trace = graphique.plots[0]
    trace.gap_width = 45
    trace.overlap = 100 if opposees else -10
    trace.vary_by_categories = False
    trace.has_data_labels = True
    etiquettes = trace.data_labels
    etiquettes.number_format = format_
    etiquettes.number_format_is_linked = False
    etiquettes.position = XL_LABEL_POSITION.OUTSIDE_END
    etiquettes.show_value = True
    etiquettes.font.bold = True
    etiquettes.font.size = Pt(gabarit.points(taille) / 100)
    graphique.has_legend = len(bloc.series) > 1
    if graphique.has_legend:
        graphique.legend.position = XL_LEGEND_POSITION.BOTTOM
        graphique.legend.include_in_layout = False
        graphique.legend.font.size = Pt(gabarit.points(max(PIED, TAILLE_MINIMUM)) / 100)
    for rang, (serie, modele) in enumerate(zip(trace.series, bloc.series, strict=True)):
        serie.invert_if_negative = False
        couleurs = _point_colours(bloc, rang)
        legende = modele.couleur if len(set(couleurs)) < 2 else ENCRES["light"].accent
        _paint(serie.format, modele, legende)
        for point, couleur in enumerate(couleurs):
            _paint(serie.points[point].format, modele, couleur)


def _point_colours(bloc: Graphique, rang: int) -> Sequence[str]:
    """The colour of each bar in the figure on screen; none when it has one for all."""
    traces = [t for t in bloc.figure.get("data") or () if t.get("type") == "bar"]
    if len(traces) != len(bloc.series) or bloc.nature == "parts":
        return ()
    marque = traces[rang].get("marker") or {}
    couleurs = (marque.get("line") or {}).get("color") or marque.get("color")
    if not isinstance(couleurs, list | tuple) or len(couleurs) != len(bloc.categories):
        return ()
    return [str(couleur) for couleur in couleurs] if all(_is_colour(c) for c in couleurs) else ()


def _is_colour(couleur: Any) -> bool:
    return isinstance(couleur, str) and len(couleur) == 7 and couleur.startswith("#")


def _paint(format_: Any, serie: Serie, couleur: str) -> None:
    """Plain, or hatched on a light ground under an outline."""
    if not _is_colour(couleur):
        return
    rgb = RGBColor.from_string(couleur[1:].upper())
    if serie.hachure:
        format_.fill.patterned()
        format_.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        format_.fill.fore_color.rgb = rgb
        clair = blend(couleur, ENCRES["light"].fond, 0.12)
        format_.fill.back_color.rgb = RGBColor.from_string(clair[1:])
    else:
        format_.fill.solid()
        format_.fill.fore_color.rgb = rgb
    format_.line.color.rgb = rgb
    format_.line.width = Pt(1)


def _draw_picture(diapo: Any, gabarit: Gabarit, bloc: Graphique, cadre: Cadre) -> None:
    """What has no native form, drawn as on screen, on white."""
    # The renderer takes a moment to load: only for the charts that need it.
    from concertation.graphiques.lecteurs.svg import to_svg
    from concertation.restitution.images import to_png

    echelle = min(cadre.largeur / bloc.largeur, cadre.hauteur / bloc.hauteur)
    largeur, hauteur = bloc.largeur * echelle, bloc.hauteur * echelle
    try:
        svg = to_svg(bloc.figure, bloc.largeur, bloc.hauteur, alt=bloc.alt)
    except (ValueError, KeyError, TypeError):
        # A file may hold a figure that is not ours: its words say what it showed.
        mots = Paragraphe((Morceau(bloc.alt, TAILLE),))
        add_box(diapo, gabarit, cadre, [mots], "Graphique")
        return
    image = diapo.shapes.add_picture(
        io.BytesIO(to_png(svg, round(largeur * ECHELLE_IMAGE))),
        *(
            gabarit.emu(v)
            for v in (cadre.gauche + (cadre.largeur - largeur) / 2, cadre.haut, largeur, hauteur)
        ),
    )
    image.name = "Graphique"
    image._element.nvPicPr.cNvPr.set("descr", clean(bloc.alt))
