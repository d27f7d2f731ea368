"""Our own presentation, built here so that what it holds can be read: two layouts, one theme."""

from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu

from concertation.graphiques.gabarit import COULEURS, ENCRES
from concertation.restitution.diapos.mise_en_page import HAUT, MARGE, PIED, TITRE
from concertation.restitution.diapos.modele import HAUTEUR, LARGEUR

EMU = 6350  # a pixel of the scene: 1920 × 1080 are then 13.333 × 7.5 inches
POLICE = "Arial"  # on every machine, or its metric twin
COUVERTURE_MARGE, COUVERTURE_TITRE, COUVERTURE_SOUS_TITRE = 200, 96, 44
PIED_HAUT, PIED_HAUTEUR, NUMERO_LARGEUR = 990, 62, 150
_INVITES = {
    "Click to edit Master title style": "Titre",
    "Click to edit Master subtitle style": "Sous-titre",
    "Click to edit Master text styles": "Texte",
    "Second level": "Deuxième niveau",
    "Third level": "Troisième niveau",
    "Fourth level": "Quatrième niveau",
    "Fifth level": "Cinquième niveau",
}
BANDEAU = 14  # pixels of colour at the top of a slide


def build_presentation() -> Any:
    """Our own presentation, without slides: two layouts, colours and fonts in its theme."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Emu(LARGEUR * EMU), Emu(HAUTEUR * EMU)
    taille = presentation.part._element.find(qn("p:sldSz"))
    taille.attrib.pop("type", None)
    paquet = presentation.part.package
    for cle, lien in list(paquet._rels.items()):
        if lien.reltype.endswith("/thumbnail"):
            paquet.drop_rel(cle)
    garde = {"title": "Couverture", "titleOnly": "Titre et contenu"}
    for layout in list(presentation.slide_layouts):
        type_ = layout._element.get("type")
        if type_ in garde:
            layout._element.find(qn("p:cSld")).set("name", garde[type_])
        else:
            presentation.slide_layouts.remove(layout)
    _set_theme(presentation.slide_master)
    _set_master(presentation.slide_master)
    for layout in presentation.slide_layouts:
        _set_layout(layout)
    for element in (presentation.part._element, presentation.slide_master._element):
        _speak_french(element)
    return presentation


def _set_theme(master: Any) -> None:
    """Colours and fonts where a communication department looks for them."""
    encres = ENCRES["light"]
    couleurs = {
        "dk1": encres.texte, "lt1": encres.fond, "dk2": encres.discret, "lt2": encres.grille,
        **{f"accent{rang}": c for rang, c in enumerate(COULEURS["light"][:6], 1)},
        "hlink": COULEURS["light"][0], "folHlink": COULEURS["light"][5],
    }  # fmt: skip
    part = next(r.target_part for r in master.part.rels.values() if r.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    theme.set("name", "Concertation")
    for nom, couleur in couleurs.items():
        place = theme.find(f".//{qn('a:clrScheme')}/{qn('a:' + nom)}")
        for ancien in list(place):
            place.remove(ancien)
        etree.SubElement(place, qn("a:srgbClr")).set("val", couleur[1:])
    for police in ("a:majorFont", "a:minorFont"):
        theme.find(f".//{qn(police)}/{qn('a:latin')}").set("typeface", POLICE)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_master(master: Any) -> None:
    places = {
        PP_PLACEHOLDER.TITLE: (MARGE, HAUT, LARGEUR - 2 * MARGE, round(2.4 * TITRE)),
        PP_PLACEHOLDER.BODY: (MARGE, 240, LARGEUR - 2 * MARGE, 720),
        PP_PLACEHOLDER.FOOTER: (
            MARGE, PIED_HAUT, LARGEUR - 2 * MARGE - NUMERO_LARGEUR - 40, PIED_HAUTEUR,
        ),
        PP_PLACEHOLDER.SLIDE_NUMBER: (
            LARGEUR - MARGE - NUMERO_LARGEUR, PIED_HAUT, NUMERO_LARGEUR, PIED_HAUTEUR,
        ),
    }  # fmt: skip
    for forme in list(master.placeholders):
        type_ = forme.placeholder_format.type
        if type_ not in places:  # a date: slides write theirs in the foot
            forme._element.getparent().remove(forme._element)
            continue
        _place(forme, *places[type_])
        _without_insets(forme)
        for style in forme._element.iter(qn("a:lvl1pPr")):
            style.set("algn", "r" if type_ == PP_PLACEHOLDER.SLIDE_NUMBER else "l")
    master.shapes._spTree.insert(2, _strip())
    titre = master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    titre.set("algn", "l")
    titre.find(qn("a:defRPr")).set("sz", str(TITRE * 50))
    titre.find(qn("a:defRPr")).set("b", "1")
    for style in master._element.iter(qn("a:defRPr")):
        if style.get("sz") == "1200":  # the foot and the number
            style.set("sz", str(PIED * 50))
            for teinte in style.iter(qn("a:schemeClr")):
                teinte.set("val", "tx2")
                for nuance in list(teinte):
                    teinte.remove(nuance)


def _set_layout(layout: Any) -> None:
    for forme in list(layout.placeholders):
        type_ = forme.placeholder_format.type
        if type_ == PP_PLACEHOLDER.DATE:
            forme._element.getparent().remove(forme._element)
        elif type_ == PP_PLACEHOLDER.CENTER_TITLE:
            _place(forme, COUVERTURE_MARGE, 250, LARGEUR - 2 * COUVERTURE_MARGE, 330)
            _without_insets(forme, "b")
            _set_style(forme, COUVERTURE_TITRE, True)
        elif type_ == PP_PLACEHOLDER.SUBTITLE:
            _place(forme, COUVERTURE_MARGE, 620, LARGEUR - 2 * COUVERTURE_MARGE, 250)
            _without_insets(forme)
            _set_style(forme, COUVERTURE_SOUS_TITRE, False)
    _speak_french(layout._element)


def _place(forme: Any, gauche: int, haut: int, largeur: int, hauteur: int) -> None:
    forme.left, forme.top = gauche * EMU, haut * EMU
    forme.width, forme.height = largeur * EMU, hauteur * EMU


def _without_insets(forme: Any, ancre: str = "t") -> None:
    """Text that begins where its frame does, so that everything aligns."""
    bords = forme._element.find(f".//{qn('a:bodyPr')}")
    for cote in ("lIns", "tIns", "rIns", "bIns"):
        bords.set(cote, "0")
    bords.set("anchor", ancre)


def _set_style(forme: Any, taille: int, gras: bool) -> None:
    """Text of the first level: its size, its weight, ragged right and without bullet."""
    liste = forme._element.find(f".//{qn('a:lstStyle')}")
    for ancien in list(liste):
        liste.remove(ancien)
    niveau = etree.SubElement(liste, qn("a:lvl1pPr"), marL="0", indent="0", algn="l")
    etree.SubElement(niveau, qn("a:buNone"))
    etree.SubElement(niveau, qn("a:defRPr"), sz=str(taille * 50), b=str(int(gras)))


def _speak_french(element: Any) -> None:
    for style in element.iter():
        if style.get("lang"):
            style.set("lang", "fr-FR")
    for texte in element.iter(qn("a:t")):
        texte.text = _INVITES.get(texte.text or "", texte.text)


def _strip() -> Any:
    """A band of the theme's first colour, at the top of each slide."""
    return parse_xml(
        f"<p:sp {nsdecls('p', 'a')}>"
        '<p:nvSpPr><p:cNvPr id="90" name="Bandeau"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        '<p:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{LARGEUR * EMU}" cy="{BANDEAU * EMU}"/></a:xfrm><a:prstGeom prst="rect">'
        '<a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )
