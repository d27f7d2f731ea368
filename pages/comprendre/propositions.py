"""Propositions: search, facets, counts, cards or table, sheet, charts, exports."""

import streamlit as st

from concertation.analyse.selection.filtres import AffichagePropositions, FiltrePropositions
from concertation.interface.ecrans.propositions import ecran as vues
from concertation.interface.ecrans.propositions.fiche import show_fiche
from concertation.interface.elements.provenance import show_reserves
from concertation.interface.socle.garde import show_alone, show_parts, tell_ignores
from concertation.interface.socle.session import current_donnees, current_recherche, read_params


def show_ecran() -> None:
    donnees, recherche, params = current_donnees(), current_recherche(), read_params()
    filtre, ignores = FiltrePropositions.from_params(params, donnees)
    affichage, ignores_affichage = AffichagePropositions.from_params(params, donnees)
    ecran = vues.EcranPropositions(donnees, recherche, filtre, affichage)
    tell_ignores((*ignores, *ignores_affichage))
    if affichage.fiche:
        show_fiche(ecran)
    else:
        show_liste(ecran)


def show_liste(ecran: vues.EcranPropositions) -> None:
    st.title("Propositions", anchor=False)
    vues.show_recherche(ecran)
    gauche, droite = st.columns([3, 2], gap="large")
    # The chart first: it is what the eye waits for after a choice.
    with droite:
        vues.show_graphique(ecran)
    with gauche:
        vues.show_filtres(ecran)
        vues.show_compte(ecran)
        show_parts(ecran, vues.show_outils)
    vues.show_resultats(ecran)
    show_parts(ecran.donnees, lambda donnees: show_reserves(donnees, [("propositions", None)]))


show_alone(show_ecran)
