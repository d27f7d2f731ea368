"""From pages to the file: a slide each, its head, its foot, its notes."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from concertation.analyse.mots.typographie import one_line
from concertation.graphiques.style import text_width
from concertation.graphiques.style.couleurs import legible
from concertation.recits.blocs import Texte
from concertation.restitution.classeur.exports import Cachet
from concertation.restitution.diapos.composition import Progression, foot_text
from concertation.restitution.diapos.mise_en_page import (
    CHAPEAU,
    GOUTTIERE,
    INTERLIGNE,
    PIED,
    SURTITRE,
    text_height,
)
from concertation.restitution.diapos.modele import Page
from concertation.restitution.pptx import template
from concertation.restitution.pptx import texte as textes
from concertation.restitution.pptx.blocs import draw_column, fit, paragraphs_of
from concertation.restitution.pptx.proprietes import set_properties

BANDEAU = 14  # pixels of colour at the top of our own slides
MENTION_COULEUR = "7B0008"
MENTION_TAILLE, MENTION_HAUT = 26, 22
MENTION_BAS = MENTION_HAUT + 1.5 * MENTION_TAILLE + 2


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
    gabarit = template.open_gabarit(modele)
    for rang, page in enumerate(pages):
        if progression is not None:
            progression(rang / len(pages), page.titre)
        _add_page(gabarit, page)
    set_properties(gabarit.presentation, titre, pages, cachet)
    sortie = io.BytesIO()
    gabarit.presentation.save(sortie)
    return sortie.getvalue()


def _add_page(gabarit: template.Gabarit, page: Page) -> None:
    couverture = page.disposition == "couverture" and all(
        isinstance(bloc, Texte) for bloc in (*page.blocs, *page.a_cote)
    )
    page_ou_deux = gabarit.double if page.a_cote else gabarit.page
    diapo = gabarit.presentation.slides.add_slide(
        gabarit.couverture if couverture else page_ou_deux
    )
    gardes, corps = template.TITRES, list[Any]()
    for forme in list(diapo.placeholders):
        genre = forme.placeholder_format.type
        if genre in template.CORPS and not couverture:
            corps.append(forme)
        elif genre not in (*gardes, *((PP_PLACEHOLDER.SUBTITLE,) if couverture else ())):
            _remove(forme)
    # A colour that is ours is legible on our ground; on another's, their own first one is.
    encre = legible(page.couleur) if page.couleur and gabarit.maison else textes.ACCENT
    planche = textes.Planche(diapo, gabarit, page.couleur or textes.ACCENT, encre, corps)
    if couverture:
        _fill_cover(planche, page)
    else:
        _fill_page(planche, page)
    for forme in planche.corps:
        _remove(forme)
    if page.mention:
        _add_mention(planche, page.mention)
    _add_foot(planche, page)
    _add_notes(planche, page)


def _remove(forme: Any) -> None:
    forme._element.getparent().remove(forme._element)


def _fill_cover(planche: textes.Planche, page: Page) -> None:
    """The layout's own title and subtitle, wherever its author put them."""
    gabarit, diapo = planche.gabarit, planche.diapo
    cadre, taille = gabarit.frame_of(template.placeholder_of(diapo, *template.TITRES)), 0.0
    if cadre is not None and (len(page.titre) >= 80 or gabarit.lateral):
        # A very long title stays in its frame, no word is cut in a narrow one.
        taille = _whole_words(page.titre, cadre.largeur, 90)
        while taille > 10 and text_height(page.titre, cadre.largeur, taille, True) > cadre.hauteur:
            taille -= 2
    _write_title(planche, page.titre, taille)
    suite = [textes.Paragraphe((textes.Morceau(page.chapeau),))] if page.chapeau else []
    for bloc in (*page.blocs, *page.a_cote):
        if isinstance(bloc, Texte):
            suite += paragraphs_of(bloc, 0)
    forme = template.placeholder_of(diapo, PP_PLACEHOLDER.SUBTITLE)
    if forme is not None and suite:
        sien = gabarit.frame_of(forme)
        if cadre is not None and sien is not None and gabarit.lateral:
            place = sien.clear_of(cadre)
            forme.left, forme.top, forme.width, forme.height = gabarit.place(place)
        textes.write_paragraphs(forme.text_frame, suite, gabarit, interligne=False)
    elif forme is not None:
        _remove(forme)
    elif suite:
        haut = gabarit.hauteur * 0.6
        place = replace(gabarit.titre, haut=haut, hauteur=gabarit.hauteur * 0.25)
        textes.add_box(planche, place, suite, "Sous-titre")


def _whole_words(titre: str, largeur: float, taille: float) -> float:
    """The size of a title, or a smaller one at which no word is cut in a narrow column."""
    large = max(text_width(mot, 1, True) for mot in (titre or " ").split(" "))
    return min(taille, largeur * 0.85 / (large or 1))


def _write_title(planche: textes.Planche, titre: str, taille: float) -> Any:
    """The title, in the layout's own size when `taille` is 0."""
    forme = template.placeholder_of(planche.diapo, *template.TITRES)
    mots = textes.Morceau(one_line(textes.clean(titre)), taille)
    textes.write_paragraphs(
        forme.text_frame, [textes.Paragraphe((mots,))], planche.gabarit, interligne=False
    )
    return forme


def _fill_page(planche: textes.Planche, page: Page) -> None:
    gabarit = planche.gabarit
    if page.couleur and gabarit.maison:
        textes.add_strip(planche, template.Cadre(0, 0, gabarit.largeur, BANDEAU))
    haut = _fill_head(planche, page)
    corps = gabarit.corps
    haut = max(haut, corps.haut)
    corps = replace(corps, haut=haut, hauteur=max(corps.bas - haut, 100))
    colonnes = [(page.blocs, corps)]
    if page.a_cote:
        gauche = (corps.largeur - GOUTTIERE) * page.partage / 100
        cadre = replace(
            corps,
            gauche=corps.gauche + gauche + GOUTTIERE,
            largeur=corps.largeur - GOUTTIERE - gauche,
        )
        colonnes = [(page.blocs, replace(corps, largeur=gauche)), (page.a_cote, cadre)]
    taille = fit(colonnes, page.corps)
    for blocs, cadre in colonnes:
        draw_column(planche, blocs, cadre, taille)


def _fill_head(planche: textes.Planche, page: Page) -> float:
    """Title, what stands above it and below it; the ordinate where the page begins."""
    gabarit, place = planche.gabarit, planche.gabarit.titre
    taille, hauteur = _fit_line(page.titre, place.largeur, gabarit.taille_titre, True)
    if gabarit.lateral:
        taille = _whole_words(page.titre, place.largeur, taille)
    titre = _write_title(planche, page.titre, 0 if taille == gabarit.taille_titre else taille)
    debut = gabarit.corps.haut if gabarit.lateral else place.haut
    haut = max(debut, MENTION_BAS) if page.mention else debut
    if page.surtitre:
        haut += 8 + _add_line(planche, page.surtitre, haut, SURTITRE, planche.encre, "Surtitre")
    if not gabarit.lateral:  # where it stands, the template's own way
        cadre = replace(place, haut=haut, hauteur=hauteur)
        titre.left, titre.top, titre.width, titre.height = gabarit.place(cadre)
        haut += hauteur
    if page.chapeau:
        haut += 8 + _add_line(planche, page.chapeau, haut + 8, CHAPEAU, textes.DISCRET, "Chapeau")
    return haut + 36


def _fit_line(texte: str, largeur: float, taille: float, gras: bool) -> tuple[float, float]:
    """The size at which a line of the head keeps to the room of three, and its height."""
    place = 3 * taille * INTERLIGNE
    while taille > 6 and text_height(texte, largeur, taille, gras) > place:
        taille *= 0.9
    return taille, min(text_height(texte, largeur, taille, gras), place)


def _add_line(
    planche: textes.Planche, texte: str, haut: float, taille: float, couleur: str, nom: str
) -> float:
    """A line of the head in the title's column; the height that it takes."""
    gabarit, gras = planche.gabarit, nom == "Surtitre"
    place = gabarit.corps if gabarit.lateral else gabarit.titre
    taille, hauteur = _fit_line(texte, place.largeur, taille, gras)
    paragraphe = textes.Paragraphe((textes.Morceau(texte, taille, gras or None, couleur),))
    textes.add_box(planche, replace(place, haut=haut, hauteur=hauteur), [paragraphe], nom)
    return hauteur


def _add_mention(planche: textes.Planche, mention: str) -> None:
    """In a frame at the top right, where nobody misses it."""
    gabarit = planche.gabarit
    largeur = len(mention) * MENTION_TAILLE * 0.6 + 30
    cadre = template.Cadre(
        gabarit.largeur - 30 - largeur, MENTION_HAUT, largeur, MENTION_TAILLE * 1.5
    )
    mots = textes.Morceau(mention, MENTION_TAILLE, True, f"#{MENTION_COULEUR}")
    texte = textes.Paragraphe((mots,), alignement=PP_ALIGN.CENTER)
    boite = textes.add_box(planche, cadre, [texte], "Mention", MSO_ANCHOR.MIDDLE)
    boite.fill.solid()
    boite.fill.fore_color.rgb = RGBColor.from_string("FFFFFF")
    boite.line.color.rgb = RGBColor.from_string(MENTION_COULEUR)
    boite.line.width = gabarit.emu(3)


def _add_foot(planche: textes.Planche, page: Page) -> None:
    """Sources and date, and the number of the slide, in the layout's own places for them."""
    gabarit, texte = planche.gabarit, foot_text(page)
    if texte:
        taille: float = PIED
        place = max(gabarit.pied.hauteur, template.PIED_HAUTEUR)
        while taille > 12 and text_height(texte, gabarit.pied.largeur, taille) > place:
            taille -= 1
        pied = _foot_place(planche, PP_PLACEHOLDER.FOOTER, "Pied", gabarit.pied)
        pied.left, pied.top, pied.width, pied.height = gabarit.place(gabarit.pied)
        mots = textes.Morceau(texte, taille, None, textes.DISCRET)
        paragraphe = textes.Paragraphe((mots,), alignement=PP_ALIGN.LEFT)
        textes.write_paragraphs(pied.text_frame, [paragraphe], gabarit, interligne=False)
    numero = _foot_place(planche, PP_PLACEHOLDER.SLIDE_NUMBER, "Numéro", gabarit.numero)
    numero.text_frame.paragraphs[0]._p.append(
        parse_xml(
            f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" '
            f'type="slidenum"><a:rPr lang="{textes.LANGUE}"/>'
            f"<a:t>{len(gabarit.presentation.slides)}</a:t></a:fld>"
        )
    )


def _foot_place(planche: textes.Planche, type_: Any, nom: str, cadre: template.Cadre) -> Any:
    """A placeholder that the library leaves out of new slides, or a box where it would be."""
    modele = template.placeholder_of(planche.diapo.slide_layout, type_)
    if modele is None:
        return textes.add_box(planche, cadre, [], nom)
    planche.diapo.shapes.clone_placeholder(modele)
    forme = list(planche.diapo.shapes)[-1]
    forme.name = nom
    return forme


def _add_notes(planche: textes.Planche, page: Page) -> None:
    """What the speaker says, then where it comes from and its reservations in full."""
    morceaux = [page.notes] if page.notes else []
    if page.sources:
        morceaux.append("Sources :\n" + "\n".join(page.sources))
    if page.reserves:
        morceaux.append("Réserves :\n" + "\n".join(page.reserves))
    if morceaux:
        cadre = planche.diapo.notes_slide.notes_text_frame
        lignes = "\n\n".join(morceaux).split("\n")
        paragraphes = [
            textes.Paragraphe((textes.Morceau(ligne),) if ligne else ()) for ligne in lignes
        ]
        textes.write_paragraphs(cadre, paragraphes, planche.gabarit, interligne=False)
