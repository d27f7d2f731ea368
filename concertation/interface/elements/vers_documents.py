"""Links from the screens to a document already chosen."""

from concertation.interface.socle.boutons import show_link
from concertation.interface.socle.registre import DOCUMENTS

ENGAGEMENT, TERRITOIRE, REVUE = "fiche-engagement", "fiche-territoire", "note-de-revue"
RELEVE, FEUILLE = "releve-de-decisions", "bilan-feuille-de-route"


def link_document(mots: str, document: str, **parametres: str) -> None:
    """To the screen of documents, its choice made; `parametres` are the document's."""
    show_link(DOCUMENTS, mots, {"document": document, **{n: v for n, v in parametres.items() if v}})
