"""Indicateurs: what is measured, how far it is, who says so."""

import streamlit as st

from concertation.interface import indicateurs as vues
from concertation.interface.garde import guard
from concertation.interface.identite import current_acteur
from concertation.interface.indicateur_fiche import show_fiche
from concertation.interface.indicateur_saisies import show_definir
from concertation.interface.seance_courante import show_seance_courante
from concertation.interface.session import current_donnees, read_params
from concertation.interface.suivi import current_store, show_message, show_undo, watch_entries

donnees = current_donnees()
acteur = current_acteur()
etat, ignores = vues.EtatIndicateurs.from_params(read_params(), donnees)

if not etat.fiche:
    st.title("Indicateurs", anchor=False)
store = current_store()
ecran = vues.Ecran(donnees, store, acteur, etat)
show_message(store)
for phrase in ignores:
    st.warning(phrase, icon=":material/link_off:")
with guard():
    show_seance_courante(store, acteur, donnees)
if etat.fiche:
    with guard():
        show_fiche(ecran)
else:
    with guard():
        vues.show_filtres(ecran)
        vues.show_liste(ecran)
    with guard():
        show_definir(ecran)
        vues.show_retires(ecran)
with guard():
    show_undo(store, acteur)
    watch_entries(store)
