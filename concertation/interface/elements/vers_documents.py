"""Links from the screens to a document already chosen."""

import streamlit as st

from concertation.interface.socle.registre import DOCUMENTS

ENGAGEMENT, TERRITOIRE, REVUE = "fiche-engagement", "fiche-territoire", "note-de-revue"
RELEVE, FEUILLE = "releve-de-decisions", "bilan-feuille-de-route"


def link_document(mots: str, document: str, **parametres: str) -> None:
    """To the screen of documents, its choice made; `parametres` are the document's."""
    st.page_link(
        DOCUMENTS.chemin,
        label=mots,
        icon=DOCUMENTS.icone,
        query_params={"document": document, **{n: v for n, v in parametres.items() if v}},
    )
