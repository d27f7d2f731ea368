"""Propositions: search, facets, counts, cards or table, sheet, charts, exports."""

import streamlit as st

from concertation.analyse.filtres import AffichagePropositions, FiltrePropositions
from concertation.analyse.propositions import filter_propositions, sort_propositions
from concertation.interface import propositions as vues
from concertation.interface.garde import guard
from concertation.interface.session import current_donnees, current_recherche, read_params

donnees = current_donnees()
recherche = current_recherche()
propositions = donnees.table("propositions")
params = read_params()
filtre, ignores = FiltrePropositions.from_params(params, donnees)
affichage, ignores_affichage = AffichagePropositions.from_params(params, donnees)
resultat = filter_propositions(propositions, filtre, recherche)
resultat_trie = sort_propositions(resultat.frame, affichage.tri, donnees.table("themes"))
ecran = vues.Ecran(donnees, recherche, filtre, affichage, resultat, resultat_trie)

for phrase in (*ignores, *ignores_affichage):
    st.warning(phrase, icon=":material/link_off:")

if affichage.fiche:
    vues.show_fiche(ecran)
else:
    st.title("Propositions", anchor=False)
    vues.show_recherche(ecran)
    gauche, droite = st.columns([3, 2], gap="large")
    # The chart first: it is what the eye waits for after a choice.
    with droite:
        vues.show_graphique(ecran)
    with gauche:
        vues.show_facettes(ecran)
        vues.show_compte(ecran)
        with guard():
            vues.show_outils(ecran)
    vues.show_resultats(ecran)
    with guard():
        vues.show_reserves_du_fichier(ecran)
