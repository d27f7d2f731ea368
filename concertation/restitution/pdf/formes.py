"""Decks and documents as PDF: plain data for the templates, and their charts as drawings.

Same deck or document, same bytes, tagged for screen readers (PDF/UA-1).
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from concertation.declarations.point_etape import METEO
from concertation.graphiques.lecteurs.svg import qr_svg, to_svg
from concertation.graphiques.style.couleurs import legible, resolve, sign_ground, sign_role
from concertation.recits.blocs import Bloc, Graphique, Liste, Puce, Tableau, Texte
from concertation.recits.riche import cut_looks
from concertation.restitution.diapos import mise_en_page
from concertation.restitution.diapos.charte import current_charte
from concertation.restitution.diapos.composition import Progression, foot_text, silent
from concertation.restitution.diapos.modele import Page, to_plain
from concertation.restitution.documents.modele import Document
from concertation.restitution.pdf.moteur import clean, compile_pdf, forget

DEMI = 0.5  # a pixel of the scene in points
# Pixels of the scene, by the name that the template has for them.
_COMMUNES = ("marge", "haut", "titre", "surtitre", "chapeau", "pied", "gouttiere")
COTES = {nom: getattr(mise_en_page, nom.upper()) for nom in _COMMUNES}
COTES |= {"couverture": 96, "corps_couverture": 44, "bandeau": 14}
# Drawing the charts, then laying out, take about as long.
PART_DES_DESSINS = 0.5
# Laid out together: a slide takes a megabyte and a half until all of them are.
ENSEMBLE = 40


def to_pdf(
    titre: str,
    pages: Sequence[Page],
    *,
    jour: dt.date,
    auteur: str = "",
    progression: Progression = silent,
) -> bytes:
    """The slides, exactly one page each, at half the scene in points.

    `jour` is the document's date. `progression` is told the part done (0 to 1) and what is at
    hand; an exception that it raises stops everything. Raises PdfImpossible, in French.
    """
    images: dict[str, bytes] = {}
    plates: list[dict[str, Any]] = []
    for rang, page in enumerate(pages, 1):
        progression(PART_DES_DESSINS * (rang - 1) / len(pages), page.titre)
        plate = _page(page, rang, len(pages), images)
        # A slide that goes on is found where the first one is.
        suit = bool(plates) and plates[-1]["titre"] == plate["titre"]
        plates.append(plate | {"signet": not suit})
    donnees = {
        "titre": _or(titre, "Diaporama"),
        "auteur": auteur,
        "mots": sorted({page.mention for page in pages if page.mention}),
        "signes": _signs(),
        "cotes": {nom: pixels * DEMI for nom, pixels in COTES.items()},
    }
    parties: list[bytes] = []
    for debut in range(0, max(1, len(plates)), ENSEMBLE):
        fait = debut / max(1, len(plates))
        progression(PART_DES_DESSINS + (1 - PART_DES_DESSINS) * fait, "Mise en page")
        siennes = {"pages": plates[debut : debut + ENSEMBLE]}
        if len(plates) > ENSEMBLE:
            forget()
        parties.append(compile_pdf("diaporama.typ", donnees | siennes, images, jour))
    if len(parties) == 1:
        return parties[0]
    # Its library takes a moment to load: only for a deck of several parts.
    from concertation.restitution.pdf.jonction import join_pdf

    return join_pdf(parties)


def _page(page: Page, rang: int, nombre: int, images: dict[str, bytes]) -> dict[str, Any]:
    return vars(page) | {
        "titre": _or(page.titre, "Diapositive"),
        "couleur": legible(page.couleur) if page.couleur else "",
        "colonnes": [largeur * DEMI for largeur in mise_en_page.columns(page.partage)],
        "blocs": _blocks(page.blocs, images),
        "a_cote": _blocks(page.a_cote, images),
        "pied": foot_text(page),
        "rang": f"{rang} / {nombre}",
    }


def document_to_pdf(document: Document) -> bytes:
    """The document on A4, numbered, stamped. Raises PdfImpossible, a French sentence."""
    images: dict[str, bytes] = {}
    nature, pied = document.nature, current_charte().pied
    titre = _or(document.titre, nature)
    noms = [section.titre for section in document.sections]
    if document.adresse:
        images["code.svg"] = qr_svg(document.adresse).encode()
    donnees = vars(document) | {
        "jour": "",
        "titre": titre,
        "auteur": dict(document.cachet).get("Tableau de bord") or document.consultation,
        "titre_complet": f"{nature} – {titre}",
        "sujet": _or(document.sous_titre, nature),
        "mots": [document.mention] if document.mention else [],
        "pied": " – ".join(
            mot for mot in (pied, document.consultation, nature, titre, document.edition) if mot
        ),
        "code": f"Code à lire avec un téléphone : {document.adresse}",
        "signes": _signs(),
        "sections": [
            vars(section)
            | {
                "blocs": _blocks(section.blocs or [Texte((section.vide,), "discret")], images),
                "signet": noms.count(section.titre) == 1,
            }
            for section in document.sections
        ],
    }
    return compile_pdf("document.typ", donnees, images, document.jour)


def _or(texte: str, sinon: str) -> str:
    """The text, unless nothing of it is drawn."""
    return texte if clean(texte) else sinon


def _signs() -> dict[str, dict[str, Any]]:
    """The signs of the météo: their shape, colour and ground by code."""
    return {
        code: {
            "forme": "anneau" if signe.anneau else signe.symbole,
            "couleur": resolve(sign_role(signe), "light"),
            "fond": resolve(sign_ground(signe), "light") if signe.teinte else "#FFFFFF",
        }
        for code in METEO
        for signe in [METEO.signe(code)]
    }


def _blocks(blocs: Iterable[Bloc], images: dict[str, bytes]) -> list[dict[str, Any]]:
    return [_block(bloc, images) for bloc in blocs]


def _looks(bloc: Texte | Puce, texte: str) -> list[dict[str, Any]]:
    return [mots._asdict() for mots in cut_looks(bloc, texte)]


def _block(bloc: Bloc, images: dict[str, bytes]) -> dict[str, Any]:
    """A block as a template reads it; its chart goes to `images`, each drawing once."""
    if isinstance(bloc, Tableau) and len(bloc.colonnes) == 1:
        # A column alone is a list.
        puces = tuple(Puce(mots) for ligne in bloc.lignes for mots in ligne)
        bloc = Liste(puces, bloc.titre or bloc.colonnes[0])
    if isinstance(bloc, Texte):
        bloc = replace(bloc, paragraphes=tuple(p for p in bloc.paragraphes if p.strip()))
    if not isinstance(bloc, Graphique):
        plat = dict(to_plain(bloc))
        if isinstance(bloc, Texte) and bloc.riche:
            plat["paragraphes"] = [_looks(bloc, p) for p in bloc.paragraphes]
        for dite, puce in zip(plat.get("puces", ()), getattr(bloc, "puces", ()), strict=True):
            if puce.riche:
                sous = [_looks(puce, texte) for texte in puce.sous]
                dite |= {"texte": _looks(puce, puce.texte), "sous": sous}
        return plat
    svg = to_svg(bloc.dessin, bloc.largeur, alt=clean(bloc.alt)).encode()
    nom = f"{hashlib.sha256(svg).hexdigest()[:32]}.svg"
    images[nom] = svg
    return {
        "bloc": "graphique",
        "fichier": nom,
        "alt": _or(bloc.alt, "Graphique"),
        "largeur": bloc.largeur,
        "hauteur": bloc.hauteur,
    }
