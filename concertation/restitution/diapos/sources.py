"""The last slides of a deck: where it comes from, and the reservations of what it shows."""

from collections.abc import Sequence

from concertation.restitution.diapos.contexte import Contexte
from concertation.restitution.diapos.mise_en_page import body_height, split_items
from concertation.restitution.diapos.modele import Liste, Page, Puce


def compose_sources(contexte: Contexte, avant: Sequence[Page]) -> list[Page]:
    """The sources and the reservations of the pages before."""
    sources = list(dict.fromkeys(s for page in avant for s in page.sources))
    reserves = sorted({r for page in avant for r in page.reserves})
    metadonnees = contexte.donnees.metadonnees
    licences = [str(licence.get("title", "")) for licence in metadonnees.get("licenses") or ()]
    puces = [Puce(source) for source in sources]
    if contexte.date_donnees:
        puces.append(Puce(f"Données publiées en l'état au {contexte.date_donnees}"))
    puces += [Puce(f"Licence des données : {licence}") for licence in licences if licence]
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
