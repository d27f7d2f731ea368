"""What is written and painted on a slide: paragraphs in French, real bullets, boxes, strips."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn

from concertation.restitution.pptx.template import Cadre, Gabarit
from concertation.suivi.socle.textes import clean_text

LANGUE = "fr-FR"
INTERLIGNE = 1.1  # of a line's own height: with the font's, the 1.3 that pages count on
ACCENT, DISCRET = "accent1", "tx2"  # colours of the theme, whichever it is
_HORS_XML = re.compile("[\ufffe\uffff]")
_DECORATIF = (
    '<a:ext xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext>'
)


@dataclass(frozen=True)
class Planche:
    """The slide at hand, its look, its page's colour (one of the theme's when it has none), and
    the one of the words that stand out."""

    diapo: Any
    gabarit: Gabarit
    couleur: str = ACCENT
    encre: str = ACCENT
    corps: list[Any] = field(default_factory=list)
    """The bodies of its layout that nothing fills yet."""


@dataclass(frozen=True)
class Morceau:
    """Words of one look. `couleur`: « #RRGGBB », a colour of the theme, "" for that of the text.
    `lien` is where they lead, "" for nowhere."""

    texte: str
    taille: float = 0  # pixels of the scene; 0 for the placeholder's own
    gras: bool | None = None
    couleur: str = ""
    lien: str = ""


@dataclass(frozen=True)
class Paragraphe:
    """A paragraph; lengths in pixels. `puce`: a bullet, or the number that it bears."""

    morceaux: tuple[Morceau, ...]
    puce: str = ""
    marge: float = 0
    retrait: float = 0  # of what stands before the text, inside the margin
    avant: float = 0
    apres: float = 0
    niveau: int = 0
    alignement: PP_ALIGN | None = None
    couleur_puce: str = ""
    taquet: bool = False  # the text goes on at the margin, after a tab


def clean(texte: str) -> str:
    """The text as XML can hold it."""
    return _HORS_XML.sub("", clean_text(texte))


def describe(forme: Any, nom: str, alt: str) -> None:
    """What a shape is called, and what is said of it to who hears the slide."""
    forme.name = clean(nom)[:100]
    forme._element.xpath("./*[1]/p:cNvPr")[0].set("descr", clean(alt))


def write_paragraphs(
    cadre: Any,
    paragraphes: Iterable[Paragraphe],
    gabarit: Gabarit,
    interligne: bool = True,
    propre: bool = False,
) -> None:
    """Put the paragraphs in a text frame, in the place of those it has."""
    cadre.clear()
    for rang, paragraphe in enumerate(paragraphes):
        p = cadre.add_paragraph() if rang else cadre.paragraphs[0]
        if interligne:
            p.line_spacing, p.space_before = INTERLIGNE, 0
        if paragraphe.avant:
            p.space_before = gabarit.points(paragraphe.avant)
        if paragraphe.apres:
            p.space_after = gabarit.points(paragraphe.apres)
        p.level, p.alignment = paragraphe.niveau, paragraphe.alignement
        _set_bullet(p._p.get_or_add_pPr(), paragraphe, gabarit, propre)
        for morceau in paragraphe.morceaux:
            add_run(p, morceau, gabarit)
        if not paragraphe.morceaux:
            p._p.get_or_add_endParaRPr().set("lang", LANGUE)


def add_run(p: Any, morceau: Morceau, gabarit: Gabarit) -> None:
    """Words at the end of a paragraph; their line feeds break the line."""
    for rang, ligne in enumerate(clean(morceau.texte).split("\n")):
        if rang:
            _set_look(etree.SubElement(p._p.add_br(), qn("a:rPr")), morceau, gabarit)
        if ligne:
            run = p.add_run()
            run.text = ligne
            _set_look(run._r.get_or_add_rPr(), morceau, gabarit)
            if morceau.lien:
                run.hyperlink.address = morceau.lien


def _set_look(proprietes: Any, morceau: Morceau, gabarit: Gabarit) -> None:
    proprietes.set("lang", LANGUE)
    if morceau.taille:
        proprietes.set("sz", str(gabarit.points(morceau.taille).centipoints))
    if morceau.gras is not None:
        proprietes.set("b", str(int(morceau.gras)))
    # What is discreet on our ground may not be legible on another's.
    if morceau.couleur and (gabarit.maison or morceau.couleur != DISCRET):
        add_fill(proprietes, morceau.couleur)


def add_fill(parent: Any, couleur: str, balise: str = "a:solidFill") -> None:
    """A solid fill: « #RRGGBB », a colour of the theme, or none."""
    if not couleur:
        etree.SubElement(parent, qn("a:noFill"))
    elif couleur.startswith("#"):
        etree.SubElement(etree.SubElement(parent, qn(balise)), qn("a:srgbClr"), val=couleur[1:])
    else:
        etree.SubElement(etree.SubElement(parent, qn(balise)), qn("a:schemeClr"), val=couleur)


def _set_bullet(
    proprietes: Any, paragraphe: Paragraphe, gabarit: Gabarit, propre: bool = False
) -> None:
    """What the library doesn't know, in the order that the schema wants; `propre`: with margins of
    its own, even none."""
    if paragraphe.marge or paragraphe.retrait or propre:
        proprietes.set("marL", str(gabarit.emu(paragraphe.marge)))
        proprietes.set("indent", str(-gabarit.emu(paragraphe.retrait)))
    if paragraphe.puce and paragraphe.couleur_puce:
        add_fill(proprietes, paragraphe.couleur_puce, "a:buClr")
    if not paragraphe.puce:
        etree.SubElement(proprietes, qn("a:buNone"))
    elif paragraphe.puce.isdecimal():
        numero = {"type": "arabicPeriod", "startAt": paragraphe.puce}
        etree.SubElement(proprietes, qn("a:buAutoNum"), numero)
    else:
        etree.SubElement(proprietes, qn("a:buFont"), typeface="Arial")
        etree.SubElement(proprietes, qn("a:buChar"), char=paragraphe.puce)
    if paragraphe.taquet:
        taquets = etree.SubElement(proprietes, qn("a:tabLst"))
        etree.SubElement(taquets, qn("a:tab"), pos=str(gabarit.emu(paragraphe.marge)), algn="l")


def add_box(
    planche: Planche,
    cadre: Cadre,
    paragraphes: Sequence[Paragraphe],
    nom: str,
    ancre: MSO_ANCHOR = MSO_ANCHOR.TOP,
    corps: bool = False,
) -> Any:
    """A text box that begins where its frame does; programs may shrink what overflows. A `corps`
    is a body of the layout, as long as it has one, which the outline of the deck shows."""
    pris = corps and bool(planche.corps)
    place = planche.gabarit.place(cadre)
    boite = planche.corps.pop(0) if pris else planche.diapo.shapes.add_textbox(*place)
    if pris:
        boite.left, boite.top, boite.width, boite.height = place
        planche.diapo.shapes._spTree.append(boite._element)  # read after what is above it
    boite.name = clean(nom)[:100]
    texte = boite.text_frame
    texte.word_wrap, texte.auto_size = True, MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    texte.margin_left = texte.margin_top = texte.margin_right = texte.margin_bottom = 0
    texte.vertical_anchor = ancre
    write_paragraphs(texte, paragraphes, planche.gabarit, propre=pris)
    return boite


def add_strip(planche: Planche, cadre: Cadre) -> None:
    """A rectangle of the page's colour, which says nothing to who hears the slide."""
    forme = planche.diapo.shapes.add_shape(MSO_SHAPE.RECTANGLE, *planche.gabarit.place(cadre))
    forme.name = "Filet"
    paint(forme, planche.couleur)
    suites = etree.SubElement(forme._element.nvSpPr.cNvPr, qn("a:extLst"))
    suites.append(etree.fromstring(_DECORATIF))


def paint(forme: Any, fond: str, bord: str = "", epaisseur: int = 0) -> None:
    """The ground and the outline of a new shape, "" for none, in the place of the theme's look."""
    forme._element.remove(forme._element.find(qn("p:style")))
    add_fill(forme._element.spPr, fond)
    trait = etree.SubElement(forme._element.spPr, qn("a:ln"))
    if not bord or epaisseur <= 0:
        add_fill(trait, "")
    else:
        trait.set("w", str(epaisseur))
        add_fill(trait, bord)
        etree.SubElement(trait, qn("a:round"))
