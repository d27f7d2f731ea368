"""From pages to the file: a slide each, its head, its foot, its notes."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

from concertation.recits.blocs import Texte
from concertation.restitution.classeur.exports import Cachet
from concertation.restitution.diapos.composition import Progression
from concertation.restitution.diapos.mise_en_page import (
    CHAPEAU,
    GOUTTIERE,
    INTERLIGNE,
    SURTITRE,
    text_height,
)
from concertation.restitution.diapos.modele import Page
from concertation.restitution.pptx.blocs import (
    Planche,
    draw_column,
    draw_strip,
    fit,
    paragraphs_of,
)
from concertation.restitution.pptx.gabarit import Cadre, Gabarit, open_gabarit, placeholder_of
from concertation.restitution.pptx.pied import add_foot, add_notes
from concertation.restitution.pptx.texte import (
    ACCENT,
    DISCRET,
    LANGUE,
    Morceau,
    Paragraphe,
    add_box,
    clean,
    write_paragraphs,
)
from concertation.suivi.mentions import FICTIVES

BANDEAU = 14  # pixels of colour at the top of our own slides
MENTION_COULEUR = "#7B0008"
MENTION_TAILLE, MENTION_HAUT = 26, 22
MENTION_BAS = MENTION_HAUT + 1.5 * MENTION_TAILLE + 2
_TITRES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_GARDES = (*_TITRES, PP_PLACEHOLDER.SUBTITLE)


def to_pptx(
    titre: str,
    pages: Sequence[Page],
    *,
    modele: bytes | None = None,
    cachet: Cachet | None = None,
    progression: Progression | None = None,
) -> bytes:
    """One slide a page, in order.

    `cachet` goes to the properties of the document, its day is the document's. `progression` is
    told the part done (0 to 1) and the page at hand; an exception that it raises stops everything.
    Raises ModeleInvalide.
    """
    gabarit = open_gabarit(modele)
    for rang, page in enumerate(pages):
        if progression is not None:
            progression(rang / len(pages), page.titre)
        _add_page(gabarit, page)
    _set_properties(gabarit.presentation, titre, pages, cachet)
    sortie = io.BytesIO()
    gabarit.presentation.save(sortie)
    return sortie.getvalue()


def _set_properties(
    presentation: Any, titre: str, pages: Sequence[Page], cachet: Cachet | None
) -> None:
    proprietes = presentation.core_properties
    fictif = any(page.mention for page in pages) or bool(cachet and cachet.mention)
    proprietes.title = clean(titre)[:255]
    proprietes.author = ""
    proprietes.last_modified_by = ""
    proprietes.subject = clean(cachet.titre if cachet else titre)[:255]
    proprietes.keywords = FICTIVES if fictif else ""
    proprietes.language = LANGUE
    proprietes.revision = 1
    if cachet is not None:
        lignes = "\n".join(f"{nom} : {texte}" for nom, texte in cachet.rows())
        proprietes.comments = clean(lignes)[:255]
        if isinstance(cachet.date_export, dt.date):
            proprietes.created = dt.datetime.combine(cachet.date_export, dt.time())
            proprietes.modified = proprietes.created


def _add_page(gabarit: Gabarit, page: Page) -> None:
    couverture = page.disposition == "couverture" and all(
        isinstance(bloc, Texte) for bloc in (*page.blocs, *page.a_cote)
    )
    layout = gabarit.couverture if couverture else gabarit.page
    diapo = gabarit.presentation.slides.add_slide(layout)
    for forme in list(diapo.placeholders):
        if forme.placeholder_format.type not in _GARDES:
            forme._element.getparent().remove(forme._element)
    # A colour that is ours is legible on our ground; on another's, their own first one is.
    encre = page.couleur if page.couleur and gabarit.maison else ACCENT
    planche = Planche(diapo, gabarit, page.couleur or ACCENT, encre)
    if couverture:
        _fill_cover(planche, page)
    else:
        _fill_page(planche, page)
    if page.mention:
        _add_mention(planche, page.mention)
    add_foot(planche, layout, page)
    add_notes(planche, page)


def _fill_cover(planche: Planche, page: Page) -> None:
    """The layout's own title and subtitle, wherever its author put them."""
    gabarit, diapo = planche.gabarit, planche.diapo
    _write_title(diapo, page.titre, gabarit, _shrunk(diapo, gabarit, page.titre))
    suite = [Paragraphe((Morceau(page.chapeau, 0),))] if page.chapeau else []
    for bloc in (*page.blocs, *page.a_cote):
        if isinstance(bloc, Texte):
            suite += paragraphs_of(bloc, 0)
    forme = placeholder_of(diapo, PP_PLACEHOLDER.SUBTITLE)
    if not suite:
        if forme is not None:
            forme._element.getparent().remove(forme._element)
    elif forme is not None:
        write_paragraphs(forme._element.txBody, suite, gabarit, interligne=False)
    else:
        place = Cadre(
            gabarit.titre.gauche, gabarit.hauteur * 0.6, gabarit.titre.largeur,
            gabarit.hauteur * 0.25,
        )  # fmt: skip
        add_box(diapo, gabarit, place, suite, "Sous-titre")


def _shrunk(diapo: Any, gabarit: Gabarit, titre: str) -> float:
    """A size at which a very long title stays in the cover's frame; 0 for the layout's own."""
    cadre = gabarit.frame_of(placeholder_of(diapo, *_TITRES))
    if cadre is None or len(titre) < 80:
        return 0
    tailles = range(90, 8, -2)
    return next(
        (t for t in tailles if text_height(titre, cadre.largeur, t, True) <= cadre.hauteur),
        tailles[-1],
    )


def _write_title(diapo: Any, titre: str, gabarit: Gabarit, taille: float = 0) -> Any:
    forme = placeholder_of(diapo, *_TITRES)
    corps = forme._element.txBody
    for p in corps.findall(qn("a:p")):
        corps.remove(p)
    p = etree.SubElement(corps, qn("a:p"))
    run = etree.SubElement(p, qn("a:r"))
    look = etree.SubElement(run, qn("a:rPr"), lang=LANGUE)
    if taille:
        look.set("sz", str(gabarit.points(taille)))
    etree.SubElement(run, qn("a:t")).text = " ".join(clean(titre).split())
    return forme


def _fill_page(planche: Planche, page: Page) -> None:
    gabarit = planche.gabarit
    if page.couleur and gabarit.maison:
        draw_strip(planche, Cadre(0, 0, gabarit.largeur, BANDEAU))
        # Last of the tree is read last: the title must be the first thing heard.
        arbre = planche.diapo.shapes._spTree
        arbre.append(arbre[-1])
    haut = _fill_head(planche, page)
    corps = Cadre(
        gabarit.titre.gauche, haut, gabarit.titre.largeur,
        max(gabarit.pied.haut - 12 - haut, 100),
    )  # fmt: skip
    if page.a_cote:
        gauche = (corps.largeur - GOUTTIERE) * page.partage / 100
        droite = corps.largeur - GOUTTIERE - gauche
        colonnes = [
            (page.blocs, Cadre(corps.gauche, haut, gauche, corps.hauteur)),
            (page.a_cote, Cadre(corps.gauche + gauche + GOUTTIERE, haut, droite, corps.hauteur)),
        ]
    else:
        colonnes = [(page.blocs, corps)]
    taille = fit(colonnes, page.corps)
    for blocs, cadre in colonnes:
        draw_column(planche, blocs, cadre, taille)


def _fill_head(planche: Planche, page: Page) -> float:
    """Title, what stands above it and below it; the ordinate where the page begins."""
    gabarit, place = planche.gabarit, planche.gabarit.titre
    taille, hauteur = _fit_line(page.titre, place.largeur, gabarit.taille_titre, True, 3)
    propre = 0 if taille == gabarit.taille_titre else taille
    titre = _write_title(planche.diapo, page.titre, gabarit, propre)
    haut = place.haut
    if page.mention:
        haut = max(haut, MENTION_BAS)
    if page.surtitre:
        haut += 8 + _add_line(planche, page.surtitre, haut, SURTITRE, planche.encre, "Surtitre")
    titre.left, titre.top = gabarit.emu(place.gauche), gabarit.emu(haut)
    titre.width, titre.height = gabarit.emu(place.largeur), gabarit.emu(hauteur)
    haut += hauteur
    if page.chapeau:
        haut += 8 + _add_line(planche, page.chapeau, haut + 8, CHAPEAU, DISCRET, "Chapeau")
    return haut + 36


def _fit_line(
    texte: str, largeur: float, taille: float, gras: bool, lignes: int
) -> tuple[float, float]:
    """The size at which a line of the head keeps to the room of some lines, and its height."""
    place = lignes * taille * INTERLIGNE
    while taille > 6 and text_height(texte, largeur, taille, gras) > place:
        taille *= 0.9
    return taille, min(text_height(texte, largeur, taille, gras), place)


def _add_line(
    planche: Planche, texte: str, haut: float, taille: float, couleur: str, nom: str
) -> float:
    """A line of the head in the title's column; the height that it takes."""
    place, gras = planche.gabarit.titre, nom == "Surtitre"
    taille, hauteur = _fit_line(texte, place.largeur, taille, gras, 3)
    paragraphe = Paragraphe((Morceau(texte, taille, gras or None, couleur),))
    cadre = Cadre(place.gauche, haut, place.largeur, hauteur)
    add_box(planche.diapo, planche.gabarit, cadre, [paragraphe], nom)
    return hauteur


def _add_mention(planche: Planche, mention: str) -> None:
    """In a frame at the top right, where nobody misses it."""
    gabarit = planche.gabarit
    largeur = len(mention) * MENTION_TAILLE * 0.6 + 30
    cadre = Cadre(gabarit.largeur - 30 - largeur, MENTION_HAUT, largeur, MENTION_TAILLE * 1.5)
    texte = Paragraphe((Morceau(mention, MENTION_TAILLE, True, MENTION_COULEUR),), alignement="ctr")
    boite = add_box(planche.diapo, gabarit, cadre, [texte], "Mention", "ctr")
    proprietes = boite._element.spPr
    for remplissage in proprietes.findall(qn("a:noFill")):
        proprietes.remove(remplissage)
    boite.fill.solid()
    boite.fill.fore_color.rgb = _rgb("#FFFFFF")
    boite.line.color.rgb = _rgb(MENTION_COULEUR)
    boite.line.width = gabarit.emu(3)


def _rgb(couleur: str) -> Any:
    return RGBColor.from_string(couleur[1:])
