"""Slides of where things come from and lead to: a roadmap, a proposal, the sources of a deck."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from concertation.analyse.chaine.graphe import Noeud
from concertation.analyse.feuille_route.lecture import list_actions, list_priorites
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import plural
from concertation.recits.blocs import Liste, Puce, Texte
from concertation.recits.chaine import MASQUES, RIEN, tell_chaine
from concertation.recits.contexte import Contexte
from concertation.recits.feuille import (
    choose_feuille,
    frame_of,
    table_priorites,
    tell_action,
    title_of,
)
from concertation.restitution.diapos.mise_en_page import (
    block_height,
    body_height,
    columns,
    item_height,
    paginate,
)
from concertation.restitution.diapos.modele import EDITIONS, Page

PAR_GENRE = 3
# Pixels: the text of an action, at least, and the title of a list.
TAILLE, TITRE = 28, 60


def compose_feuille(contexte: Contexte, parametres: Mapping[str, Any]) -> Iterator[Page]:
    """A roadmap: its priorities, then for each one with published elements its actions."""
    contexte.donnees.table("feuilles")  # Says so when this file can't be read.
    feuille = choose_feuille(contexte, parametres)
    cle = str(feuille["id"])
    yield Page(
        str(feuille["nom"]),
        surtitre=frame_of(feuille),
        chapeau=f"Bilan : {feuille['bilan']}" if feuille["bilan"] else "",
        blocs=(table_priorites(contexte.donnees, cle),),
        sources=contexte.sources([feuille["source"]]),
        reserves=contexte.reserves(("priorites", None), ("feuilles", cle)),
        ecran=f"feuille_route?feuille={cle}",
    )
    titres = {p["id"]: title_of(p) for p in list_records(list_priorites(contexte.donnees, cle))}
    for action in list_records(list_actions(contexte.donnees, cle)):
        yield _page_action(contexte, action, titres[action["priorite"]], cle)


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
    hauteurs = [item_height(puce, largeur, TAILLE) for puce in puces]
    if len(puces) < 2 or sum(hauteurs) <= hauteur:
        return tuple(puces)
    tenues = len(puces)
    while tenues > 1 and sum(hauteurs[:tenues]) + TITRE > hauteur:
        tenues -= 1
    reste = plural(len(puces) - tenues, "autre résultat", "autres résultats")
    return (*puces[:tenues], Puce(f"… et {reste} sur la fiche de l'action"))


def compose_chaine(contexte: Contexte, parametres: Mapping[str, Any]) -> list[Page]:
    """What one proposal led to; each link says that it is a reading."""
    propositions = contexte.donnees.table("propositions")
    cle = contexte.choose(parametres, "proposition")
    ligne = list_records(propositions[propositions["id"] == cle])[0]
    noeud = Noeud("proposition", cle)
    liste = tell_chaine(contexte.donnees, contexte.graphe, noeud, "aval", PAR_GENRE)
    avertissement = "Liens éditoriaux : une lecture, qu'aucun document ne fait"
    page = Page(
        f"Qu'est devenue la proposition {cle} ?",
        surtitre=avertissement if contexte.liens else MASQUES,
        chapeau=f"« {ligne['intitule']} »",
        sources=contexte.sources([ligne["source"]]),
        reserves=contexte.reserves(("liens", None), ("propositions", cle)),
        ecran=f"tracabilite?depart=proposition:{cle}",
    )
    if not liste.puces:
        return [replace(page, surtitre="", blocs=(Texte((RIEN["aval"],)),))]
    # A room reads what was reached and who says so; reasons are for the screen and the paper.
    puces = [replace(puce, sous=()) for puce in liste.puces]
    return paginate(page, puces, 32, ranked=False)


def compose_sources(contexte: Contexte, avant: Sequence[Page]) -> list[Page]:
    """The sources and the reservations of the pages before, the last slides of a deck."""
    sources = dict.fromkeys(source for page in avant for source in page.sources)
    # What the deck was read from, for whom, and under which licence.
    edition = EDITIONS["publique" if contexte.acteur.reads_public_only else "complete"]
    date, licence = contexte.date_donnees, contexte.licence
    lu = (
        f"Données publiées en l'état au {date}" if date else "",
        edition,
        f"Suivi {contexte.lecture}" if contexte.store is not None else "",
        "" if contexte.liens else "Rapprochements éditoriaux masqués",
        f"Licence des données : {licence}" if licence else "",
    )
    puces = [Puce(texte) for texte in (*sources, *lu) if texte]
    numeros = (
        reserve.partition(" – ") for reserve in sorted({r for p in avant for r in p.reserves})
    )
    notes = [Puce(texte, numero) for numero, _, texte in numeros]
    return [
        *paginate(Page("Sources", ecran="donnees"), puces, 32, ranked=False),
        *paginate(Page("Réserves", ecran="donnees?fichier=reserves"), notes, 28),
    ]
