"""What was linked to an action or a priority: readings, never shown as a document's own words."""

from urllib.parse import urlencode

import streamlit as st

from concertation.analyse.chaine.graphe import EDITORIAL, Arete, Graphe, Noeud
from concertation.analyse.chaine.mots import UN_GENRE
from concertation.analyse.mots.formats import plural
from concertation.interface.chaine.noms import nature_text
from concertation.interface.chaine.rapprochements import current_graphe, show_switch
from concertation.interface.ecrans.feuille_route.ecran import Ecran
from concertation.interface.ecrans.feuille_route.mots import show_reserve_lines
from concertation.interface.socle.session import shows_links
from concertation.interface.socle.textes import escape
from concertation.recits.chaine import MASQUES


def links_to(graphe: Graphe, noeud: Noeud) -> list[Arete]:
    """Links that lead to a node, those of documents first, then the strong readings."""
    liens = [arete for arete in graphe.edges(noeud, "amont") if arete.lien]
    return sorted(liens, key=lambda a: (a.nature == EDITORIAL, a.force != "forte"))


def show_liens(ecran: Ecran, type_: str, identifiant: str) -> None:
    """Where it may come from: each link with its strength, its reason and its author."""
    graphe = current_graphe()
    liens = links_to(graphe, Noeud(type_, identifiant))
    st.header("Ce qui en a été rapproché", anchor=False)
    show_switch(f"feuille-{type_}")
    if not shows_links():
        st.markdown(MASQUES)
    elif not liens:
        st.markdown("Aucune proposition et aucun engagement n'en a été rapproché.")
    if liens:
        editoriaux = sum(a.nature == EDITORIAL for a in liens)
        with st.expander(_count(len(liens) - editoriaux, editoriaux), icon=":material/link:"):
            st.markdown("\n".join(_line(graphe, arete) for arete in liens))
    show_reserve_lines(ecran.donnees, ["liens"])


def _count(publies: int, editoriaux: int) -> str:
    mots = [plural(publies, "lien écrit par un document", "liens écrits par un document")]
    rapproches = plural(editoriaux, "rapprochement éditorial", "rapprochements éditoriaux")
    return ", ".join([*(mots if publies else []), *([rapproches] if editoriaux else [])])


def _line(graphe: Graphe, arete: Arete) -> str:
    origine = arete.origine
    nom = escape(f"{UN_GENRE.get(origine.type, origine.type)} {origine.id}")
    if origine.type == "proposition":
        adresse = "/propositions?" + urlencode({"fiche": origine.id})
        nom = f'[{nom}]({adresse} "Ouvrir la fiche, nouvel onglet")'
    return f"- {nom} : {escape(graphe.libelles[origine])}  \n  {nature_text(arete)}"
