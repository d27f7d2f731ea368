"""Plan d'action: the actions as a table, a calendar or cards, their money, and as a file."""

import datetime as dt

import streamlit as st

from concertation.interface import plan_action as vues
from concertation.interface.identite import current_acteur
from concertation.interface.plan_action_fiche import show_fiche
from concertation.interface.plan_action_page import show_actions, show_outils
from concertation.interface.seance_courante import show_seance_courante
from concertation.interface.session import current_donnees, read_params
from concertation.interface.suivi import current_store, show_message, watch_entries
from concertation.interface.textes import escape

donnees, store, acteur = current_donnees(), current_store(), current_acteur()
etat, ignores = vues.EtatPlan.from_params(read_params(), donnees, acteur)
ecran = vues.read_ecran(donnees, store, acteur, etat, dt.date.today())

show_message(store)
for phrase in ignores:
    st.warning(escape(phrase), icon=":material/link_off:")
show_seance_courante(store, acteur, donnees)
if etat.action:
    show_fiche(ecran)
else:
    st.title("Plan d'action", anchor=False)
    show_outils(ecran)
    vues.show_filtres(ecran)
    vues.show_compte(ecran)
    show_actions(ecran)
watch_entries(store)
