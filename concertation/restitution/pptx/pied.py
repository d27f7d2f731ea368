"""What stands at the foot of a slide and in its notes."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from concertation.restitution.diapos.composition import foot_text
from concertation.restitution.diapos.mise_en_page import PIED, text_height
from concertation.restitution.diapos.modele import Page
from concertation.restitution.pptx.blocs import Planche
from concertation.restitution.pptx.gabarit import PIED_HAUTEUR, Cadre, placeholder_of
from concertation.restitution.pptx.texte import (
    DISCRET,
    LANGUE,
    Morceau,
    Paragraphe,
    add_run,
    write_paragraphs,
)


def add_foot(planche: Planche, layout: Any, page: Page) -> None:
    """Sources and date, and the number of the slide, in the layout's own places for them."""
    gabarit = planche.gabarit
    texte = foot_text(page)
    if texte:
        cadre = gabarit.pied
        taille: float = PIED
        while taille > 12 and text_height(texte, cadre.largeur, taille) > max(
            cadre.hauteur, PIED_HAUTEUR
        ):
            taille -= 1
        _add_place(
            planche, layout, PP_PLACEHOLDER.FOOTER, "ftr", "Pied", cadre,
            [Morceau(texte, taille, None, DISCRET)], 'algn="l"',
        )  # fmt: skip
    _add_place(
        planche, layout, PP_PLACEHOLDER.SLIDE_NUMBER, "sldNum", "Numéro", gabarit.numero, None, ""
    )


def _add_place(
    planche: Planche,
    layout: Any,
    type_: Any,
    code: str,
    nom: str,
    cadre: Cadre,
    morceaux: Sequence[Morceau] | None,
    alignement: str,
) -> None:
    """A placeholder that the library leaves out of new slides, tied to the layout's when it has
    one. Without `morceaux` it holds the number of the slide."""
    gabarit = planche.gabarit
    modele = placeholder_of(layout, type_)
    lien = ""
    if modele is not None:
        lien = f'<p:ph type="{code}" sz="quarter" idx="{modele.placeholder_format.idx}"/>'
    boite = ""
    if modele is None or morceaux is not None:
        x, y, cx, cy = (
            gabarit.emu(v) for v in (cadre.gauche, cadre.haut, cadre.largeur, cadre.hauteur)
        )
        boite = (
            f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        )
    numero = len(gabarit.presentation.slides)
    champ = "" if morceaux is not None else (
        '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
        f'<a:rPr lang="{LANGUE}"/><a:t>{numero}</a:t></a:fld>'
    )  # fmt: skip
    suivant = max(int(i) for i in planche.diapo.shapes._spTree.xpath("//p:cNvPr/@id")) + 1
    forme = parse_xml(
        f"<p:sp {nsdecls('p', 'a')}><p:nvSpPr>"
        f'<p:cNvPr id="{suivant}" name="{nom}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr>{lien}</p:nvPr></p:nvSpPr><p:spPr>{boite}</p:spPr><p:txBody>"
        f"<a:bodyPr/><a:lstStyle/><a:p><a:pPr {alignement}/>{champ}</a:p></p:txBody></p:sp>"
    )
    if morceaux is not None:
        p = forme.find(f".//{qn('a:p')}")
        for morceau in morceaux:
            add_run(p, morceau, gabarit)
    planche.diapo.shapes._spTree.append(forme)


def add_notes(planche: Planche, page: Page) -> None:
    """What the speaker says, then where it comes from and its reservations in full."""
    morceaux = [page.notes] if page.notes else []
    if page.sources:
        morceaux.append("Sources :\n" + "\n".join(page.sources))
    if page.reserves:
        morceaux.append("Réserves :\n" + "\n".join(page.reserves))
    if not morceaux:
        return
    cadre = planche.diapo.notes_slide.notes_text_frame
    lignes = "\n\n".join(morceaux).split("\n")
    paragraphes = [Paragraphe((Morceau(ligne, 0),) if ligne else ()) for ligne in lignes]
    write_paragraphs(cadre._txBody, paragraphes, planche.gabarit, interligne=False)
