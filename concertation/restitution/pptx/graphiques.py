"""Charts of a slide: native ones with their workbook, a map of shapes, or a picture."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
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
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from concertation.graphiques.carte.fond import text_box
from concertation.graphiques.dessin import Mot, Point, Points, Serie, Zones
from concertation.graphiques.style import text_width
from concertation.graphiques.style.couleurs import VIDE, mix, resolve
from concertation.recits.blocs import Graphique
from concertation.restitution.diapos.mise_en_page import PIED
from concertation.restitution.pptx import texte as textes
from concertation.restitution.pptx.template import Cadre, Gabarit

TAILLE, TAILLE_MINIMUM = 32, 20  # pixels of a chart's words
# Where the value is told by the length on each side: 15 and 12, never -15.
SANS_SIGNE = "0;0"
BARRES = ("barres", "barres_opposees", "parts")  # natures that native bars show
ECHELLE_IMAGE = 2  # pixels of a picture for one of the scene, that it stays sharp in print


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
    opposees = bloc.dessin.nature == "barres_opposees" and len(series) > 1
    # Decimals only where a value has some; shares in hundredths.
    entiers = all(valeur == int(valeur) for serie in series for valeur in serie.valeurs)
    unite = ' "%"' if bloc.dessin.nature == "parts" else ""
    format_ = SANS_SIGNE if opposees else ("0" if entiers else "0.0") + unite
    donnees = CategoryChartData(number_format=format_)
    donnees.categories = [textes.clean(nom) for nom in bloc.dessin.categories]
    for rang, serie in enumerate(series):
        signe = -1 if opposees and not rang else 1
        donnees.add_series(textes.clean(serie.nom), [signe * valeur for valeur in serie.valeurs])
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
    _set_axes(graphique, bloc, opposees)
    _set_plot(graphique, gabarit, bloc, opposees, format_, taille)


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
    series = bloc.dessin.series
    plus_grand = max((abs(v) for serie in series for v in serie.valeurs), default=0) or 1
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
    etiquettes.font.size = gabarit.points(taille)
    graphique.has_legend = len(bloc.dessin.series) > 1
    if graphique.has_legend:
        graphique.legend.position = XL_LEGEND_POSITION.BOTTOM
        graphique.legend.include_in_layout = False
        graphique.legend.font.size = gabarit.points(max(PIED, TAILLE_MINIMUM))
    for serie, modele in zip(trace.series, bloc.dessin.series, strict=True):
        serie.invert_if_negative = False
        # The legend of a series of many colours is of none of them.
        encres = modele.encres
        _paint(serie.format, modele, encres[0] if len(set(encres)) == 1 else "accent")
        for point, encre in enumerate(encres if len(encres) > 1 else ()):
            _paint(serie.points[point].format, modele, encre)


def _paint(format_: Any, serie: Serie, encre: str) -> None:
    """Plain, or hatched on a light ground under an outline."""
    rgb = RGBColor.from_string(resolve(encre, "light")[1:].upper())
    if serie.hachure:
        format_.fill.patterned()
        format_.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        format_.fill.fore_color.rgb = rgb
        clair = resolve(mix(f"#{rgb}", 0.12), "light")
        format_.fill.back_color.rgb = RGBColor.from_string(clair[1:])
    else:
        format_.fill.solid()
        format_.fill.fore_color.rgb = rgb
    format_.line.color.rgb = rgb
    format_.line.width = Pt(1)


def _draw_picture(planche: textes.Planche, bloc: Graphique, cadre: Cadre) -> None:
    """What has no native form, drawn as on screen, on white."""
    # The renderer takes a moment to load: only for the charts that need it.
    from concertation.graphiques.lecteurs.svg import to_svg
    from concertation.restitution.images import to_png

    echelle = min(cadre.largeur / bloc.largeur, cadre.hauteur / bloc.hauteur)
    largeur, hauteur = bloc.largeur * echelle, bloc.hauteur * echelle
    png = to_png(to_svg(bloc.dessin, bloc.largeur), round(largeur * ECHELLE_IMAGE))
    gauche = cadre.gauche + (cadre.largeur - largeur) / 2
    place = planche.gabarit.place(Cadre(gauche, cadre.haut, largeur, hauteur))
    textes.describe(
        planche.diapo.shapes.add_picture(io.BytesIO(png), *place), "Graphique", bloc.alt
    )


FORMES = {"diamond": MSO_SHAPE.DIAMOND, "square": MSO_SHAPE.RECTANGLE}
ALIGNEMENTS = {"right": PP_ALIGN.LEFT, "left": PP_ALIGN.RIGHT}
PROCHE = 3000  # EMU, half a pixel: nearer points of an outline are one


def draw_carte(planche: textes.Planche, bloc: Graphique, cadre: Cadre) -> None:
    """Draw the map in the middle of its frame: areas, then points, then all the names."""
    etendue = bloc.dessin.cadrage
    assert etendue is not None  # noqa: S101 - a map has one
    echelle = min(cadre.largeur / etendue.largeur, cadre.hauteur / etendue.hauteur)
    gauche = cadre.gauche + (cadre.largeur - etendue.largeur * echelle) / 2
    formes = planche.diapo.shapes
    avant = len(formes)
    plan = _Plan(planche.gabarit, formes, etendue.to_screen, gauche, cadre.haut, echelle)
    # White behind the map, which keeps its words legible on any theme.
    boite = plan.place(0, 0, etendue.largeur, etendue.hauteur)
    plan.finish(formes.add_shape(MSO_SHAPE.RECTANGLE, *boite), "Fond", "fond")
    for marque in bloc.dessin.marques:
        if isinstance(marque, Zones):
            plan.areas(marque)
    points = [p for m in bloc.dessin.marques if isinstance(m, Points) for p in m.points]
    for point in points:
        plan.point(point)
    for point in points:
        if point.mot and any(point.mot.lignes):
            plan.name(point, point.mot)
    # Grouped at the end: a group measures all that it holds whenever it grows.
    textes.describe(formes.add_group_shape(list(formes)[avant:]), "Carte", bloc.alt)


@dataclass(frozen=True)
class _Plan:
    """Draws in a group: degrees to pixels of the drawing, then to EMU of the slide."""

    gabarit: Gabarit
    formes: Any
    to_screen: Callable[[float, float], tuple[float, float]]
    gauche: float
    haut: float
    echelle: float

    def place(self, x: float, y: float, largeur: float, hauteur: float) -> tuple[int, ...]:
        """A rectangle of the drawing on the slide."""
        e = self.echelle
        return self.gabarit.place(
            Cadre(self.gauche + x * e, self.haut + y * e, largeur * e, hauteur * e)
        )

    def finish(self, forme: Any, nom: str, fond: str, bord: str = "", epaisseur: float = 0) -> None:
        """The name and the colours of a shape."""
        forme.name = textes.clean(nom)[:100]
        trait = self.gabarit.emu(epaisseur * self.echelle)
        textes.paint(forme, _plain(fond), _plain(bord), trait)

    def areas(self, zones: Zones) -> None:
        """One freeform an area, with all its rings, holes included."""
        connues = {zone.code: zone for zone in zones.contours.zones}
        for code, encre in zip(zones.codes, zones.encres, strict=True):
            polygones = connues[code].geometrie["coordinates"]
            anneaux = [self._thin(anneau) for polygone in polygones for anneau in polygone]
            anneaux = [anneau for anneau in anneaux if len(anneau) > 2]
            x, y = (sorted(v) for v in zip(*(p for anneau in anneaux for p in anneau), strict=True))
            trace = self.formes.build_freeform(x[0], y[0])
            forme = trace.add_line_segments([(x[-1], y[-1])]).convert_to_shape()
            # The library takes the box; its own points would be measured again for each of them.
            chemin = forme._element.find(f".//{qn('a:path')}")
            chemin[:] = parse_xml(_path(anneaux, x[0], y[0]))
            self.finish(forme, connues[code].nom, encre, zones.bord, zones.epaisseur)

    def _thin(self, anneau: Iterable[list[float]]) -> list[tuple[int, int]]:
        """The points of a ring that are half a pixel or more from the one before."""
        garde: list[tuple[int, int]] = []
        for lon, lat in anneau:
            x, y, *_ = self.place(*self.to_screen(lon, lat), 0, 0)
            if not garde or abs(x - garde[-1][0]) + abs(y - garde[-1][1]) > PROCHE:
                garde.append((x, y))
        return garde

    def point(self, point: Point) -> None:
        """The symbol of a point, if it has one."""
        x, y = self.to_screen(point.x, point.y)
        if point.symbole:
            genre, cote = FORMES.get(point.symbole, MSO_SHAPE.OVAL), point.taille
            boite = self.place(x - cote / 2, y - cote / 2, cote, cote)
            nom = point.survol.split("\n")[0] or "Point"
            forme = self.formes.add_shape(genre, *boite)
            self.finish(forme, nom, point.encre, point.bord, point.epaisseur)

    def name(self, point: Point, mot: Mot) -> None:
        """A name beside its point, as the drawing places it."""
        rayon = point.taille / 2 if point.symbole else 0
        centre, mots = self.to_screen(point.x, point.y), "\n".join(mot.lignes)
        b = text_box(mots, *centre, mot.taille, mot.cote, rayon, mot.gras)
        place = self.place(b.gauche, b.haut, b.droite - b.gauche, b.bas - b.haut)
        boite = self.formes.add_textbox(*place)
        boite.name = textes.clean(mot.lignes[0])[:100]
        cadre = boite.text_frame
        cadre.margin_left = cadre.margin_top = cadre.margin_right = cadre.margin_bottom = 0
        cadre.vertical_anchor, cadre.auto_size = MSO_ANCHOR.MIDDLE, MSO_AUTO_SIZE.NONE
        taille, encre = mot.taille * self.echelle, _plain(mot.encre)
        alignement = ALIGNEMENTS.get(mot.cote.split()[1], PP_ALIGN.CENTER)
        lignes = [
            textes.Paragraphe((textes.Morceau(ligne, taille, None, encre),), alignement=alignement)
            for ligne in mot.lignes
        ]
        textes.write_paragraphs(cadre, lignes, self.gabarit, interligne=False)


def _path(anneaux: Iterable[Sequence[tuple[int, int]]], gauche: int, haut: int) -> str:
    """Rings as a path, from the corner of their box."""
    pas = (
        "".join(
            f'<a:{genre}><a:pt x="{x - gauche}" y="{y - haut}"/></a:{genre}>'
            for genre, (x, y) in zip(["moveTo", *["lnTo"] * len(anneau)], anneau, strict=False)
        )
        for anneau in anneaux
    )
    return f"<a:path {nsdecls('a')}>{'<a:close/>'.join([*pas, ''])}</a:path>"


def _plain(encre: str) -> str:
    """The colour of a role, "" for none."""
    couleur = resolve(encre, "light")
    return "" if couleur == VIDE else couleur
