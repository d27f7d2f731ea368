"""Slides of the chain: a published roadmap, and what became of one proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from concertation.analyse.chaine.graphe import Noeud
from concertation.analyse.feuille_route.lecture import list_actions, list_priorites
from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.formats import plural
from concertation.recits.blocs import Liste, Puce, Texte
from concertation.recits.chaine import MASQUES, RIEN, tell_chaine
from concertation.recits.contexte import Contexte
from concertation.recits.feuille import table_priorites, tell_action, title_of
from concertation.restitution.diapos.mise_en_page import (
    block_height,
    body_height,
    columns,
    item_height,
    split_items,
)
from concertation.restitution.diapos.modele import Page

PAR_GENRE = 3
# Pixels: the text of an action, at least, and the title of a list.
TAILLE, TITRE = 28, 60


def compose_feuille(contexte: Contexte, parametres: Mapping[str, Any]) -> list[Page]:
    """A roadmap: its priorities, then for each one with published elements its actions."""
    feuilles = contexte.donnees.table("feuilles")
    voulue = str(parametres.get("feuille") or "")
    if not voulue and len(feuilles):
        # A deck of a CTS asks for the roadmap of its territory.
        territoire = str(parametres.get("territoire") or "")
        siennes = feuilles[feuilles["territoire"] == territoire] if territoire else feuilles
        voulue = str(siennes["id"].iloc[0]) if len(siennes) else territoire
    cle = contexte.require(feuilles["id"], voulue, "La feuille de route")
    feuille = list_records(feuilles[feuilles["id"] == cle])[0]
    priorites = list_records(list_priorites(contexte.donnees, cle))
    page = Page(
        str(feuille["nom"]),
        surtitre=", ".join(str(feuille[nom]) for nom in ("cadre", "periode_texte") if feuille[nom]),
        chapeau=f"Bilan : {feuille['bilan']}" if feuille["bilan"] else "",
        blocs=(table_priorites(contexte.donnees, cle),),
        sources=contexte.sources([feuille["source"]]),
        reserves=contexte.reserves(("priorites", None), ("feuilles", cle)),
        ecran=f"feuille_route?feuille={cle}",
    )
    actions = list_records(list_actions(contexte.donnees, cle))
    pages = [page]
    for priorite in priorites:
        titre = title_of(priorite)
        pages += [
            _page_action(contexte, action, titre, cle)
            for action in actions
            if action["priorite"] == priorite["id"]
        ]
    return pages


def _page_action(
    contexte: Contexte, action: Mapping[str, Any], priorite: str, feuille: str
) -> Page:
    """Who and with what money on the left, results and what next on the right."""
    cle = str(action["id"])
    recit = tell_action(contexte.donnees, feuille, cle)
    largeur = columns(50)[1]
    libre = body_height(recit.titre, priorite) - block_height(recit.suites, largeur, TAILLE) - TITRE
    resultats = _cut(recit.resultats.puces, libre, largeur)
    droite = [Liste(resultats, recit.resultats.titre)] if resultats else []
    return Page(
        recit.titre,
        surtitre=priorite,
        blocs=(Texte((recit.intitule,)), Liste(recit.reperes.puces[1:3]), recit.argent),
        a_cote=(*droite, recit.suites),
        sources=contexte.sources([action["source"]]),
        reserves=contexte.reserves(*recit.cibles),
        ecran=f"feuille_route?action={cle}",
    )


def _cut(puces: Sequence[Puce], hauteur: float, largeur: float) -> tuple[Puce, ...]:
    """What one slide holds of figures, the first one at least; the rest is counted."""
    lots = split_items(puces, lambda _rang: hauteur, largeur, TAILLE)
    if len(lots) < 2:
        return tuple(puces)
    tenues = list(puces)
    while len(tenues) > 1 and _too_high(tenues, hauteur, largeur):
        tenues.pop()
    reste = plural(len(puces) - len(tenues), "autre résultat", "autres résultats")
    return (*tenues, Puce(f"… et {reste} sur la fiche de l'action"))


def _too_high(puces: Sequence[Puce], hauteur: float, largeur: float) -> bool:
    return sum(item_height(puce, largeur, TAILLE) for puce in puces) + TITRE > hauteur


def compose_chaine(contexte: Contexte, parametres: Mapping[str, Any]) -> list[Page]:
    """What one proposal led to; each link says that it is a reading."""
    propositions = contexte.donnees.table("propositions")
    cle = contexte.require(
        propositions["id"], str(parametres.get("proposition", "")), "La proposition"
    )
    ligne = find_row(propositions, cle)
    liste = tell_chaine(
        contexte.donnees, contexte.graphe, Noeud("proposition", cle), "aval", PAR_GENRE
    )
    # A room reads what was reached and who says so; reasons are for the screen and the paper.
    puces = [replace(puce, sous=()) for puce in liste.puces]
    titre = f"Qu'est devenue la proposition {cle} ?"
    chapeau = "" if ligne is None else f"« {ligne['intitule']} »"
    commun: dict[str, Any] = {
        "sources": contexte.sources(["" if ligne is None else ligne["source"]]),
        "reserves": contexte.reserves(("liens", None), ("propositions", cle)),
        "ecran": f"tracabilite?depart=proposition:{cle}",
    }
    if not puces:
        return [Page(titre, chapeau=chapeau, blocs=(Texte((RIEN["aval"],)),), **commun)]
    lots = split_items(puces, lambda _rang: body_height(titre, "x", chapeau), taille=32)
    avertissement = "Liens éditoriaux : une lecture, qu'aucun document ne fait"
    return [
        Page(
            titre,
            surtitre=avertissement if contexte.liens else MASQUES,
            chapeau=chapeau,
            blocs=(Liste(lot),),
            **commun,
        )
        for lot in lots
    ]
