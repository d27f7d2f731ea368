"""A map as shapes that can be edited: areas, points and names, in one group that is described."""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from concertation.graphiques.dessin import Mot, Point, Points, Zones
from concertation.graphiques.gabarit import text_width
from concertation.graphiques.gabarit.couleurs import VIDE, resolve
from concertation.recits.blocs import Graphique
from concertation.restitution.pptx.gabarit import Cadre, Gabarit
from concertation.restitution.pptx.texte import LANGUE, clean

FORMES = {"circle": "ellipse", "diamond": "diamond", "square": "rect"}
HAUTEUR_LIGNE = 1.25
ECART = 3  # pixels of the drawing between a point and its name
RECTANGLE = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'


def draw_carte(diapo: Any, gabarit: Gabarit, bloc: Graphique, cadre: Cadre) -> None:
    """Draw the map in the middle of its frame."""
    plan = _Plan(gabarit, bloc, cadre, _first_id(diapo))
    diapo.shapes._spTree.append(parse_xml(plan.group("".join(plan.draw()), bloc.alt)))


def _first_id(diapo: Any) -> int:
    return max((int(i) for i in diapo.shapes._spTree.xpath("//@id") if i.isdecimal()), default=1)


class _Plan:
    """Places of one map: pixels of its drawing to EMU of the slide."""

    def __init__(self, gabarit: Gabarit, bloc: Graphique, cadre: Cadre, dernier: int) -> None:
        etendue = bloc.dessin.cadrage
        assert etendue is not None  # noqa: S101 - a map has one
        self.gabarit, self.marques, self.etendue = gabarit, bloc.dessin.marques, etendue
        self.dernier = dernier
        self.echelle = min(cadre.largeur / etendue.largeur, cadre.hauteur / etendue.hauteur)
        largeur, hauteur = etendue.largeur * self.echelle, etendue.hauteur * self.echelle
        self.place = Cadre(
            cadre.gauche + (cadre.largeur - largeur) / 2, cadre.haut, largeur, hauteur
        )

    def x(self, pixels: float) -> int:
        """From pixels of the drawing to the slide."""
        return self.gabarit.emu(self.place.gauche + pixels * self.echelle)

    def y(self, pixels: float) -> int:
        """From pixels of the drawing to the slide."""
        return self.gabarit.emu(self.place.haut + pixels * self.echelle)

    def emu(self, pixels: float) -> int:
        """A length of the drawing on the slide."""
        return self.gabarit.emu(pixels * self.echelle)

    def draw(self) -> Iterable[str]:
        """Shapes from the ground up: areas, then points, then all the names."""
        noms: list[str] = []
        yield self._ground()
        for marque in self.marques:
            if isinstance(marque, Zones):
                yield from self._areas(marque)
            elif isinstance(marque, Points):
                for point in marque.points:
                    yield from self._point(point, noms)
        yield from noms

    def group(self, formes: str, alt: str) -> str:
        """The group that holds the shapes, in the slide's own lengths."""
        coins = (
            f'x="{self.x(0)}" y="{self.y(0)}"/>',
            f'cx="{self.emu(self.etendue.largeur)}" cy="{self.emu(self.etendue.hauteur)}"/>',
        )
        return (
            f"<p:grpSp {nsdecls('p', 'a')}><p:nvGrpSpPr>"
            f'<p:cNvPr id="{self.next_id()}" name="Carte" descr={quoteattr(clean(alt))}/>'
            "<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>"
            f"<a:off {coins[0]}<a:ext {coins[1]}<a:chOff {coins[0]}<a:chExt {coins[1]}"
            f"</a:xfrm></p:grpSpPr>{formes}</p:grpSp>"
        )

    def next_id(self) -> int:
        """An id that no shape of the slide has."""
        self.dernier += 1
        return self.dernier

    def _shape(self, nom: str, boite: tuple[int, int, int, int], reste: str) -> str:
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self.next_id()}" name={quoteattr(clean(nom)[:100])}/>'
            "<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>"
            f'<a:off x="{boite[0]}" y="{boite[1]}"/><a:ext cx="{boite[2]}" cy="{boite[3]}"/>'
            f"</a:xfrm>{reste}</p:sp>"
        )

    def _ground(self) -> str:
        """White behind the map, which keeps its words legible on any theme."""
        boite = (
            self.x(0), self.y(0), self.emu(self.etendue.largeur), self.emu(self.etendue.hauteur)
        )  # fmt: skip
        fond = _fill("fond") + "<a:ln><a:noFill/></a:ln></p:spPr>"
        return self._shape("Fond", boite, RECTANGLE + fond)

    def _areas(self, zones: Zones) -> Iterable[str]:
        connues = {zone.code: zone for zone in zones.contours.zones}
        trait = _line(zones.bord, self.emu(zones.epaisseur))
        for code, encre in zip(zones.codes, zones.encres, strict=True):
            yield self._area(connues[code].nom, connues[code].geometrie, encre, trait)

    def _area(self, nom: str, geometrie: Mapping[str, Any], encre: str, trait: str) -> str:
        """One freeform with all the rings of an area, holes included."""
        anneaux = [
            _thin(
                (self.x(x), self.y(y))
                for x, y in (self.etendue.to_screen(p[0], p[1]) for p in anneau)
            )
            for polygone in geometrie["coordinates"]
            for anneau in polygone
        ]
        anneaux = [anneau for anneau in anneaux if len(anneau) > 2]
        points = [point for anneau in anneaux for point in anneau]
        gauche, haut = min(x for x, _ in points), min(y for _, y in points)
        largeur = max(x for x, _ in points) - gauche
        hauteur = max(y for _, y in points) - haut
        chemin = "".join(
            "".join(
                f'<a:{"lnTo" if rang else "moveTo"}><a:pt x="{x - gauche}" y="{y - haut}"/>'
                f"</a:{'lnTo' if rang else 'moveTo'}>"
                for rang, (x, y) in enumerate(anneau)
            )
            + "<a:close/>"
            for anneau in anneaux
        )
        contour = (
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            '<a:rect l="0" t="0" r="r" b="b"/>'
            f'<a:pathLst><a:path w="{largeur}" h="{hauteur}">{chemin}</a:path></a:pathLst>'
            f"</a:custGeom>{_fill(encre)}{trait}</p:spPr>"
        )
        return self._shape(nom, (gauche, haut, largeur, hauteur), contour)

    def _point(self, point: Point, noms: list[str]) -> Iterable[str]:
        x, y = self.etendue.to_screen(point.x, point.y)
        rayon = point.taille / 2 if point.symbole else 0.0
        if point.symbole:
            boite = (self.x(x - rayon), self.y(y - rayon), self.emu(2 * rayon), self.emu(2 * rayon))
            forme = FORMES.get(point.symbole, "ellipse")
            corps = f'<a:prstGeom prst="{forme}"><a:avLst/></a:prstGeom>{_fill(point.encre)}'
            corps += f"{_line(point.bord, self.emu(point.epaisseur))}</p:spPr>"
            yield self._shape(point.survol.split("\n")[0] or "Point", boite, corps)
        if point.mot and any(point.mot.lignes):
            noms.append(self._name(point.mot, x, y, rayon))

    def _name(self, mot: Mot, x: float, y: float, rayon: float) -> str:
        """A name beside its point, as the drawing places it."""
        lignes, taille = mot.lignes, mot.taille
        largeur = max(text_width(ligne, taille) for ligne in lignes) + 2
        hauteur = len(lignes) * taille * HAUTEUR_LIGNE
        cote_y, _, cote_x = mot.cote.partition(" ")
        ecart = rayon + ECART if rayon else 0
        gauche = {"right": x + ecart, "left": x - ecart - largeur}.get(cote_x, x - largeur / 2)
        haut = {"top": y - ecart - hauteur, "bottom": y + ecart}.get(cote_y, y - hauteur / 2)
        algn = {"right": "l", "left": "r"}.get(cote_x, "ctr")
        boite = (self.x(gauche), self.y(haut), self.emu(largeur), self.emu(hauteur))
        sz = self.gabarit.points(taille * self.echelle)
        mots = "".join(
            f'<a:p><a:pPr algn="{algn}"/><a:r><a:rPr lang="{LANGUE}" sz="{sz}">{_fill(mot.encre)}'
            f"</a:rPr><a:t>{escape(clean(ligne))}</a:t></a:r></a:p>"
            for ligne in lignes
        )
        corps = (
            f"{RECTANGLE}<a:noFill/></p:spPr><p:txBody>"
            '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr">'
            f"<a:noAutofit/></a:bodyPr><a:lstStyle/>{mots}</p:txBody>"
        )
        forme = self._shape(lignes[0], boite, corps)
        return forme.replace("<p:cNvSpPr/>", '<p:cNvSpPr txBox="1"/>', 1)


def _thin(points: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The points that are half a pixel or more from the one before."""
    garde: list[tuple[int, int]] = []
    for x, y in points:
        if not garde or abs(x - garde[-1][0]) + abs(y - garde[-1][1]) > 3000:
            garde.append((x, y))
    return garde


def _fill(encre: str) -> str:
    couleur = resolve(encre, "light")
    if couleur == VIDE:
        return "<a:noFill/>"
    return f'<a:solidFill><a:srgbClr val="{couleur[1:]}"/></a:solidFill>'


def _line(encre: str, epaisseur: int) -> str:
    if not encre or epaisseur <= 0:
        return "<a:ln><a:noFill/></a:ln>"
    return f'<a:ln w="{epaisseur}">{_fill(encre)}<a:round/></a:ln>'
