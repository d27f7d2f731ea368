"""The last slides of a deck: where it comes from, and the reservations of what it shows."""

from collections.abc import Sequence

from concertation.recits.blocs import Liste, Puce
from concertation.recits.contexte import Contexte
from concertation.restitution.diapos.cachet import EDITIONS
from concertation.restitution.diapos.mise_en_page import body_height, split_items
from concertation.restitution.diapos.modele import Page


def compose_sources(contexte: Contexte, avant: Sequence[Page]) -> list[Page]:
    """The sources and the reservations of the pages before."""
    sources = list(dict.fromkeys(s for page in avant for s in page.sources))
    reserves = sorted({r for page in avant for r in page.reserves})
    puces = [Puce(texte) for texte in (*sources, *_stamp(contexte))]
    pages = [
        Page("Sources", blocs=(Liste(lot),), ecran="donnees")
        for lot in split_items(puces, lambda _rang: body_height("Sources"), taille=32)
    ]
    notes = []
    for reserve in reserves:
        numero, _, texte = reserve.partition(" – ")
        notes.append(Puce(texte, numero))
    lots = split_items(notes, lambda _rang: body_height("Réserves", "x"), taille=28)
    return pages + [
        Page(
            "Réserves",
            surtitre=f"{rang} sur {len(lots)}" if len(lots) > 1 else "",
            blocs=(Liste(lot),),
            ecran="donnees?fichier=reserves",
        )
        for rang, lot in enumerate(lots, 1)
    ]


def _stamp(contexte: Contexte) -> list[str]:
    """What the deck was read from, for whom, and under which licence."""
    lignes = []
    if contexte.date_donnees:
        lignes.append(f"Données publiées en l'état au {contexte.date_donnees}")
    lignes.append(EDITIONS["publique" if contexte.acteur.reads_public_only else "complete"])
    if contexte.store is not None:
        lignes.append(f"Suivi {contexte.lecture}")
    if not contexte.liens:
        lignes.append("Rapprochements éditoriaux masqués")
    if contexte.licence:
        lignes.append(f"Licence des données : {contexte.licence}")
    return lignes
