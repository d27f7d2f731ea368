"""Instruction: what a territory decides on each local proposal, and where national ones stand."""

import streamlit as st

from concertation.interface.ecrans.instruction import ecran as vues
from concertation.interface.ecrans.instruction.page import (
    read_ecran,
    show_fiche_of,
    show_outils,
    show_partie,
)
from concertation.interface.socle.garde import tell_ignores
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.session import current_donnees, current_recherche, read_params
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.partage import current_store, show_message, watch_entries
from concertation.interface.suivi.seance_courante import show_seance_courante

donnees, recherche = current_donnees(), current_recherche()
store, acteur = current_store(), current_acteur()
ecran, ignores = read_ecran(donnees, recherche, store, acteur, read_params())

if ecran.affichage.fiche:
    st.title(f"Instruction de {escape(ecran.affichage.fiche)}", anchor=False)
else:
    st.title("Instruction des propositions", anchor=False)
show_message(store)
tell_ignores(ignores)
show_seance_courante(store, acteur, donnees)
show_outils(ecran)
if ecran.affichage.fiche:
    show_fiche_of(ecran)
else:
    vues.show_parties(ecran)
    vues.show_filtres(ecran)
    vues.show_compte(ecran)
    show_partie(ecran)
watch_entries(store)
