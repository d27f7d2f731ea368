"""Paragraphs of a slide: runs in French, real bullets and numbers, hanging indents."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn

from concertation.restitution.pptx.gabarit import Cadre, Gabarit
from concertation.suivi.socle.textes import clean_text

LANGUE = "fr-FR"
INTERLIGNE = 110_000  # of a line's own height: with the font's, the 1.3 that pages count on
ACCENT, DISCRET = "accent1", "tx2"  # colours of the theme, whichever it is
_HORS_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True)
class Morceau:
    """Words of one look. `couleur`: « #RRGGBB », a colour of the theme, "" for that of the text."""

    texte: str
    taille: float  # pixels of the scene; 0 for the placeholder's own
    gras: bool | None = None
    couleur: str = ""


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
    alignement: str = ""
    couleur_puce: str = ""
    taquet: bool = field(default=False)  # the text goes on at the margin, after a tab


def clean(texte: str) -> str:
    """The text as XML can hold it."""
    return _HORS_XML.sub("", clean_text(texte))


def write_paragraphs(
    corps: Any, paragraphes: Iterable[Paragraphe], gabarit: Gabarit, interligne: bool = True
) -> None:
    """Put the paragraphs in a text body, in the place of those it has."""
    for ancien in corps.findall(qn("a:p")):
        corps.remove(ancien)
    for paragraphe in paragraphes:
        p = etree.SubElement(corps, qn("a:p"))
        _set_properties(etree.SubElement(p, qn("a:pPr")), paragraphe, gabarit, interligne)
        for morceau in paragraphe.morceaux:
            add_run(p, morceau, gabarit)
        if not paragraphe.morceaux:
            etree.SubElement(p, qn("a:endParaRPr"), lang=LANGUE)
    if corps.find(qn("a:p")) is None:
        etree.SubElement(corps, qn("a:p"))


def add_run(p: Any, morceau: Morceau, gabarit: Gabarit) -> None:
    """Words at the end of a paragraph; their line feeds break the line."""
    for rang, ligne in enumerate(clean(morceau.texte).split("\n")):
        if rang:
            _set_look(
                etree.SubElement(etree.SubElement(p, qn("a:br")), qn("a:rPr")), morceau, gabarit
            )
        if ligne:
            run = etree.SubElement(p, qn("a:r"))
            _set_look(etree.SubElement(run, qn("a:rPr")), morceau, gabarit)
            etree.SubElement(run, qn("a:t")).text = ligne


def _set_look(proprietes: Any, morceau: Morceau, gabarit: Gabarit) -> None:
    proprietes.set("lang", LANGUE)
    if morceau.taille:
        proprietes.set("sz", str(gabarit.points(morceau.taille)))
    if morceau.gras is not None:
        proprietes.set("b", str(int(morceau.gras)))
    if morceau.couleur:
        add_fill(proprietes, morceau.couleur)


def add_fill(parent: Any, couleur: str) -> None:
    """A solid fill: « #RRGGBB » or a colour of the theme."""
    _add_colour(etree.SubElement(parent, qn("a:solidFill")), couleur)


def _add_colour(parent: Any, couleur: str) -> None:
    if couleur.startswith("#"):
        etree.SubElement(parent, qn("a:srgbClr"), val=couleur[1:])
    else:
        etree.SubElement(parent, qn("a:schemeClr"), val=couleur)


def _set_properties(
    proprietes: Any, paragraphe: Paragraphe, gabarit: Gabarit, interligne: bool
) -> None:
    """The schema wants these children in this order."""
    if paragraphe.marge or paragraphe.retrait:
        proprietes.set("marL", str(gabarit.emu(paragraphe.marge)))
        proprietes.set("indent", str(-gabarit.emu(paragraphe.retrait)))
    if paragraphe.niveau:
        proprietes.set("lvl", str(paragraphe.niveau))
    if paragraphe.alignement:
        proprietes.set("algn", paragraphe.alignement)
    if interligne:
        espace = etree.SubElement(proprietes, qn("a:lnSpc"))
        etree.SubElement(espace, qn("a:spcPct"), val=str(INTERLIGNE))
        avant = etree.SubElement(proprietes, qn("a:spcBef"))
        espace = gabarit.points(paragraphe.avant) if paragraphe.avant else 0
        etree.SubElement(avant, qn("a:spcPts"), val=str(espace))
    if paragraphe.apres:
        apres = etree.SubElement(proprietes, qn("a:spcAft"))
        etree.SubElement(apres, qn("a:spcPts"), val=str(gabarit.points(paragraphe.apres)))
    if not paragraphe.puce:
        etree.SubElement(proprietes, qn("a:buNone"))
    else:
        if paragraphe.couleur_puce:
            _add_colour(etree.SubElement(proprietes, qn("a:buClr")), paragraphe.couleur_puce)
        if paragraphe.puce.isdecimal():
            etree.SubElement(
                proprietes, qn("a:buAutoNum"), type="arabicPeriod", startAt=paragraphe.puce
            )
        else:
            etree.SubElement(proprietes, qn("a:buFont"), typeface="Arial")
            etree.SubElement(proprietes, qn("a:buChar"), char=paragraphe.puce)
    if paragraphe.taquet:
        taquets = etree.SubElement(proprietes, qn("a:tabLst"))
        etree.SubElement(taquets, qn("a:tab"), pos=str(gabarit.emu(paragraphe.marge)), algn="l")


def add_box(
    diapo: Any,
    gabarit: Gabarit,
    cadre: Cadre,
    paragraphes: Sequence[Paragraphe],
    nom: str,
    ancre: str = "t",
    ajuste: bool = True,
) -> Any:
    """A text box that begins where its frame does; `ajuste`: programs may shrink what overflows."""
    boite = diapo.shapes.add_textbox(
        *(gabarit.emu(v) for v in (cadre.gauche, cadre.haut, cadre.largeur, cadre.hauteur))
    )
    boite.name = clean(nom)[:100]
    bords = boite._element.txBody.find(qn("a:bodyPr"))
    for enfant in list(bords):
        bords.remove(enfant)
    bords.set("wrap", "square")
    for cote in ("lIns", "tIns", "rIns", "bIns"):
        bords.set(cote, "0")
    bords.set("anchor", ancre)
    etree.SubElement(bords, qn("a:normAutofit" if ajuste else "a:noAutofit"))
    write_paragraphs(boite._element.txBody, paragraphes, gabarit)
    return boite
