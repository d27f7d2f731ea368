"""A map as shapes that can be edited: areas, points and names, in one group that is described."""

import html
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from concertation.graphiques.carte.cadrage import Cadrage
from concertation.graphiques.gabarit import ENCRES, text_width
from concertation.recits.blocs import Graphique
from concertation.restitution.pptx.gabarit import Cadre, Gabarit
from concertation.restitution.pptx.texte import LANGUE, clean

FORMES = {"circle": "ellipse", "diamond": "diamond", "square": "rect"}
HAUTEUR_LIGNE = 1.25
ECART = 3  # pixels of the figure between a point and its name
_GEOJSON = "data:application/json,"
_BALISE = re.compile(r"<[^>]*>")
_COULEUR = re.compile(r"#[0-9A-Fa-f]{6}")


def draw_carte(diapo: Any, gabarit: Gabarit, bloc: Graphique, cadre: Cadre) -> bool:
    """Draw the map in the middle of its frame; False when the figure is no map that we know."""
    etendue = _extent(bloc)
    if etendue is None:
        return False
    plan = _Plan(gabarit, bloc, cadre, etendue, _first_id(diapo))
    try:
        formes = "".join(plan.draw())
    except (KeyError, ValueError, TypeError, IndexError):
        return False
    diapo.shapes._spTree.append(parse_xml(plan.group(formes, bloc.alt)))
    return True


def _extent(bloc: Graphique) -> Cadrage | None:
    geo = (bloc.figure.get("layout") or {}).get("geo") or {}
    try:
        ouest, est = geo["lonaxis"]["range"]
        sud, nord = geo["lataxis"]["range"]
    except (KeyError, TypeError, ValueError):
        return None
    if (geo.get("projection") or {}).get("type") != "mercator" or not ouest < est or not sud < nord:
        return None
    return Cadrage(float(ouest), float(sud), float(est), float(nord), float(bloc.largeur))


def _first_id(diapo: Any) -> int:
    return max((int(i) for i in diapo.shapes._spTree.xpath("//@id") if i.isdecimal()), default=1)


class _Plan:
    """Places of one map: pixels of its figure to EMU of the slide."""

    def __init__(
        self, gabarit: Gabarit, bloc: Graphique, cadre: Cadre, etendue: Cadrage, dernier: int
    ) -> None:
        self.gabarit, self.traces, self.etendue = gabarit, bloc.figure["data"], etendue
        self.dernier = dernier
        self.echelle = min(cadre.largeur / etendue.largeur, cadre.hauteur / etendue.hauteur)
        largeur, hauteur = etendue.largeur * self.echelle, etendue.hauteur * self.echelle
        self.place = Cadre(
            cadre.gauche + (cadre.largeur - largeur) / 2, cadre.haut, largeur, hauteur
        )

    def x(self, pixels: float) -> int:
        """From pixels of the figure to the slide."""
        return self.gabarit.emu(self.place.gauche + pixels * self.echelle)

    def y(self, pixels: float) -> int:
        """From pixels of the figure to the slide."""
        return self.gabarit.emu(self.place.haut + pixels * self.echelle)

    def emu(self, pixels: float) -> int:
        """A length of the figure on the slide."""
        return self.gabarit.emu(pixels * self.echelle)

    def draw(self) -> Iterable[str]:
        """Shapes from the ground up: areas, then points, then all the names."""
        noms: list[str] = []
        yield self._ground()
        for trace in self.traces:
            if trace["type"] == "choropleth":
                yield from self._areas(trace)
            elif trace["type"] == "scattergeo":
                yield from self._points(trace, noms)
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
        fond = _fill(ENCRES["light"].fond) + "<a:ln><a:noFill/></a:ln></p:spPr>"
        return self._shape("Fond", boite, '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' + fond)

    def _areas(self, trace: Mapping[str, Any]) -> Iterable[str]:
        zones = _read_zones(trace["geojson"])
        noms = trace.get("hovertext") or trace["locations"]
        bord = trace["marker"]["line"]
        for rang, code in enumerate(trace["locations"]):
            geometrie = zones.get(str(code))
            if geometrie is not None:
                couleur = _area_colour(trace, rang)
                trait = _line(bord["color"], self.emu(bord["width"]))
                yield self._area(_plain(str(noms[rang])), geometrie, couleur, trait)

    def _area(self, nom: str, geometrie: Mapping[str, Any], couleur: str, trait: str) -> str:
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
            f"</a:custGeom>{_fill(couleur)}{trait}</p:spPr>"
        )
        return self._shape(nom, (gauche, haut, largeur, hauteur), contour)

    def _points(self, trace: Mapping[str, Any], noms: list[str]) -> Iterable[str]:
        marque = trace.get("marker") or {}
        police = trace.get("textfont") or {}
        survols = trace.get("hovertext")
        for rang, (lon, lat) in enumerate(zip(trace["lon"], trace["lat"], strict=True)):
            x, y = self.etendue.to_screen(float(lon), float(lat))
            rayon = 0.0
            if "markers" in trace["mode"]:
                rayon = float(_pick(marque["size"], rang)) / 2
                nom = _plain(str(survols[rang])).split("\n")[0] if survols else "Point"
                yield self._point(nom, x, y, rayon, marque, rang)
            texte = _plain(str(_pick(trace.get("text") or "", rang)))
            if "text" in trace["mode"] and texte:
                position = str(_pick(trace.get("textposition", "middle center"), rang))
                taille = float(_pick(police.get("size", 13), rang))
                couleur = _hex(_pick(police.get("color", ""), rang), ENCRES["light"].texte)
                noms.append(self._name(texte, x, y, rayon, position, taille, couleur))

    def _point(
        self, nom: str, x: float, y: float, rayon: float, marque: Mapping[str, Any], rang: int
    ) -> str:
        forme = FORMES.get(str(_pick(marque.get("symbol", "circle"), rang)), "ellipse")
        ligne = marque.get("line") or {}
        trait = _line(
            _pick(ligne.get("color", ""), rang), self.emu(float(_pick(ligne.get("width", 0), rang)))
        )
        boite = (self.x(x - rayon), self.y(y - rayon), self.emu(2 * rayon), self.emu(2 * rayon))
        couleur = _hex(_pick(marque["color"], rang), ENCRES["light"].accent)
        geometrie = f'<a:prstGeom prst="{forme}"><a:avLst/></a:prstGeom>'
        return self._shape(nom, boite, f"{geometrie}{_fill(couleur)}{trait}</p:spPr>")

    def _name(
        self, texte: str, x: float, y: float, rayon: float, position: str, taille: float,
        couleur: str,
    ) -> str:  # fmt: skip
        """A name beside its point, as the figure places it."""
        lignes = texte.split("\n")
        largeur = max(text_width(ligne, taille) for ligne in lignes) + 2
        hauteur = len(lignes) * taille * HAUTEUR_LIGNE
        cote_y, _, cote_x = position.partition(" ")
        ecart = rayon + ECART if rayon else 0
        gauche = {"right": x + ecart, "left": x - ecart - largeur}.get(cote_x, x - largeur / 2)
        haut = {"top": y - ecart - hauteur, "bottom": y + ecart}.get(cote_y, y - hauteur / 2)
        algn = {"right": "l", "left": "r"}.get(cote_x, "ctr")
        boite = (self.x(gauche), self.y(haut), self.emu(largeur), self.emu(hauteur))
        sz = self.gabarit.points(taille * self.echelle)
        mots = "".join(
            f'<a:p><a:pPr algn="{algn}"/><a:r><a:rPr lang="{LANGUE}" sz="{sz}">{_fill(couleur)}'
            f"</a:rPr><a:t>{escape(clean(ligne))}</a:t></a:r></a:p>"
            for ligne in lignes
        )
        corps = (
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>'
            '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr">'
            f"<a:noAutofit/></a:bodyPr><a:lstStyle/>{mots}</p:txBody>"
        )
        forme = self._shape(lignes[0], boite, corps)
        return forme.replace("<p:cNvSpPr/>", '<p:cNvSpPr txBox="1"/>', 1)


def _read_zones(adresse: str) -> dict[str, Any]:
    """Geometry of each area of a `data:` address, by its id."""
    if not adresse.startswith(_GEOJSON):
        raise ValueError("outlines that aren't in the figure")
    collection = json.loads(unquote(adresse.removeprefix(_GEOJSON)))
    return {str(entite["id"]): entite["geometry"] for entite in collection["features"]}


def _thin(points: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The points that are half a pixel or more from the one before."""
    garde: list[tuple[int, int]] = []
    for x, y in points:
        if not garde or abs(x - garde[-1][0]) + abs(y - garde[-1][1]) > 3000:
            garde.append((x, y))
    return garde


def _area_colour(trace: Mapping[str, Any], rang: int) -> str:
    """The colour of the nearest stop: our maps have no gradient."""
    part = (trace["z"][rang] - trace["zmin"]) / ((trace["zmax"] - trace["zmin"]) or 1)
    palier = min(trace["colorscale"], key=lambda p: abs(p[0] - part))
    return _hex(palier[1], "")


def _pick(valeur: Any, rang: int) -> Any:
    return valeur[rang] if isinstance(valeur, list | tuple) else valeur


def _hex(couleur: Any, defaut: str) -> str:
    return str(couleur) if _COULEUR.fullmatch(str(couleur)) else defaut


def _fill(couleur: str) -> str:
    if not couleur:
        return "<a:noFill/>"
    return f'<a:solidFill><a:srgbClr val="{couleur[1:]}"/></a:solidFill>'


def _line(couleur: Any, epaisseur: int) -> str:
    plein = _hex(couleur, "")
    if not plein or epaisseur <= 0:
        return "<a:ln><a:noFill/></a:ln>"
    return f'<a:ln w="{epaisseur}">{_fill(plein)}<a:round/></a:ln>'


def _plain(texte: str) -> str:
    """What the browser's library shows of a text: line breaks, no mark-up."""
    return html.unescape(_BALISE.sub("", texte.replace("<br>", "\n")))
