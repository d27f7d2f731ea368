"""A map as native shapes: areas, points, then all the names, in one group."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from concertation.graphiques.carte.fond import text_box
from concertation.graphiques.dessin import Mot, Point, Points, Zones
from concertation.graphiques.style.couleurs import VIDE, resolve
from concertation.recits.blocs import Graphique
from concertation.restitution.pptx import texte as textes
from concertation.restitution.pptx.template import Cadre, Gabarit

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
