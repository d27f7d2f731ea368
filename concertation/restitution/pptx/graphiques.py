"""Charts of a slide: native ones with their workbook, a map of shapes, or a picture."""

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
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
from xlsxwriter import Workbook

from concertation.graphiques.dessin import Image, Serie
from concertation.graphiques.style import text_width
from concertation.graphiques.style.couleurs import mix, resolve
from concertation.recits.blocs import Graphique
from concertation.restitution.diapos.mise_en_page import PIED
from concertation.restitution.pptx import texte as textes
from concertation.restitution.pptx.carte import draw_carte
from concertation.restitution.pptx.template import Cadre, Gabarit

TAILLE, TAILLE_MINIMUM = 32, 20  # pixels of a chart's words
FEUILLE = "Données"  # of the workbook of a chart
ACCENTS = tuple(getattr(MSO_THEME_COLOR, f"ACCENT_{rang}") for rang in range(1, 7))
BARRES = ("barres", "barres_opposees", "parts")  # natures that native bars show
ECHELLE_IMAGE = 2  # pixels of a picture for one of the scene, that it stays sharp in print


class _Classeur(CategoryWorkbookWriter):
    """The library's workbook of a chart, but for the English name of its sheet."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        with Workbook(xlsx_file, {"in_memory": True}) as classeur:
            yield classeur, classeur.add_worksheet(FEUILLE)


class _Donnees(CategoryChartData):
    @property
    def _workbook_writer(self) -> _Classeur:
        return _Classeur(self)


def draw_graphique(planche: textes.Planche, bloc: Graphique, cadre: Cadre) -> None:
    """The chart in the middle of its frame, in the most editable form that its nature allows."""
    dessin = bloc.dessin
    if not dessin.marques and not dessin.notes:
        # A file may hold a chart that is not ours: its words say what it showed.
        textes.add_box(
            planche, cadre, [textes.Paragraphe((textes.Morceau(bloc.alt, TAILLE),))], "Graphique"
        )
    elif dessin.nature == "carte" and dessin.cadrage:
        draw_carte(planche, bloc, cadre)
    elif dessin.nature in BARRES and dessin.categories:
        _draw_bars(planche, bloc, cadre)
    else:
        _draw_picture(planche, bloc, cadre)


def _draw_bars(planche: textes.Planche, bloc: Graphique, cadre: Cadre) -> None:
    gabarit, series = planche.gabarit, bloc.dessin.series
    # Decimals only where a value has some; shares in hundredths.
    entiers = all(valeur == int(valeur) for serie in series for valeur in serie.valeurs)
    unite = ' "%"' if bloc.dessin.nature == "parts" else ""
    format_ = ("0" if entiers else "0.0") + unite
    donnees = _Donnees(number_format=format_)
    donnees.categories = [textes.clean(nom) for nom in bloc.dessin.categories]
    for serie in series:
        donnees.add_series(textes.clean(serie.nom), serie.valeurs)
    # Opposed on screen, from the same line here: a program knows no bar to the left but a negative.
    hauteur = min(cadre.hauteur, 150 * len(bloc.dessin.categories) + 120)
    place = gabarit.place(replace(cadre, hauteur=hauteur))
    forme = planche.diapo.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, donnees)
    textes.describe(forme, " et ".join(serie.nom for serie in series), bloc.alt)
    graphique = forme.chart
    # Names keep to two fifths of the chart.
    plus_long = max((text_width(nom, 1) for nom in bloc.dessin.categories), default=1)
    taille = max(TAILLE_MINIMUM, min(TAILLE, cadre.largeur * 0.4 / max(plus_long / 2, 1)))
    graphique.font.size = gabarit.points(taille)
    graphique._chartSpace.find(qn("c:txPr")).find(f".//{qn('a:defRPr')}").set("lang", textes.LANGUE)
    graphique.has_title = False
    for reference in graphique._chartSpace.iter(qn("c:f")):
        reference.text = reference.text.replace("Sheet1!", f"{FEUILLE}!")
    for axe in graphique._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        axe.set("val", axe.get("val").lstrip("-"))  # the schema knows no negative one
    _set_axes(graphique, bloc)
    _set_plot(graphique, gabarit, bloc, format_, taille)


def _set_axes(graphique: Any, bloc: Graphique) -> None:
    """Names on the left, the first on top; the lengths say the values, no axis repeats them."""
    noms, valeurs = graphique.category_axis, graphique.value_axis
    noms.reverse_order = True
    noms.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    noms.major_tick_mark = noms.minor_tick_mark = XL_TICK_MARK.NONE
    noms.format.line.color.theme_color = MSO_THEME_COLOR.TEXT_2
    noms.has_major_gridlines = False
    valeurs.has_major_gridlines = False
    valeurs.visible = False
    series = bloc.dessin.series
    plus_grand = max((abs(v) for serie in series for v in serie.valeurs), default=0) or 1
    # Room for the numbers at the ends of the longest bars.
    valeurs.maximum_scale = plus_grand * 1.15
    valeurs.minimum_scale = 0


def _set_plot(
    graphique: Any, gabarit: Gabarit, bloc: Graphique, format_: str, taille: float
) -> None:
    trace = graphique.plots[0]
    trace.gap_width = 45
    trace.overlap = -10
    trace.vary_by_categories = False
    trace.has_data_labels = True
    etiquettes = trace.data_labels
    etiquettes.number_format = format_
    etiquettes.number_format_is_linked = False
    etiquettes.position = XL_LABEL_POSITION.OUTSIDE_END
    etiquettes.show_value = True
    etiquettes.font.bold = True
    etiquettes.font.size = gabarit.points(taille)
    graphique.has_legend = len(bloc.dessin.series) > 1
    if graphique.has_legend:
        graphique.legend.position = XL_LEGEND_POSITION.BOTTOM
        graphique.legend.include_in_layout = False
        graphique.legend.font.size = gabarit.points(max(PIED, TAILLE_MINIMUM))
    rangs: dict[str, int] = {}  # of each colour among those of another's theme
    for serie, modele in zip(trace.series, bloc.dessin.series, strict=True):
        serie.invert_if_negative = False
        # The legend of a series of many colours is of none of them.
        encres = modele.encres
        ou = None if gabarit.maison else rangs
        _paint(serie.format, modele, encres[0] if len(set(encres)) == 1 else "accent", ou)
        for point, encre in enumerate(encres if len(encres) > 1 else ()):
            _paint(serie.points[point].format, modele, encre, ou)


def _paint(format_: Any, serie: Serie, encre: str, rangs: dict[str, int] | None) -> None:
    """Plain, or hatched on a light ground under an outline; in the theme's accents where `rangs`
    has their order."""
    rgb = RGBColor.from_string(resolve(encre, "light")[1:].upper())
    rang = None if rangs is None else rangs.setdefault(encre, len(rangs)) % len(ACCENTS)
    if serie.hachure:
        format_.fill.patterned()
        format_.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    else:
        format_.fill.solid()
    for couleur in (format_.fill.fore_color, format_.line.color):
        if rang is None:
            couleur.rgb = rgb
        else:
            couleur.theme_color = ACCENTS[rang]
    if serie.hachure and rang is None:
        clair = resolve(mix(f"#{rgb}", 0.12), "light")
        format_.fill.back_color.rgb = RGBColor.from_string(clair[1:])
    elif serie.hachure:
        format_.fill.back_color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
    format_.line.width = Pt(1)


def _draw_picture(planche: textes.Planche, bloc: Graphique, cadre: Cadre) -> None:
    """What has no native form, drawn as on screen, on white."""
    # The renderer takes a moment to load: only for the charts that need it.
    from concertation.graphiques.lecteurs.svg import to_svg
    from concertation.restitution.images import to_png

    echelle = min(cadre.largeur / bloc.largeur, cadre.hauteur / bloc.hauteur)
    largeur, hauteur = bloc.largeur * echelle, bloc.hauteur * echelle
    photos = [m.adresse for m in bloc.dessin.marques if isinstance(m, Image)]
    if photos:
        png = base64.b64decode(photos[0].partition(",")[2])  # as it is
    else:
        png = to_png(to_svg(bloc.dessin, bloc.largeur), round(largeur * ECHELLE_IMAGE))
    gauche = cadre.gauche + (cadre.largeur - largeur) / 2
    place = planche.gabarit.place(Cadre(gauche, cadre.haut, largeur, hauteur))
    textes.describe(
        planche.diapo.shapes.add_picture(io.BytesIO(png), *place), "Graphique", bloc.alt
    )
