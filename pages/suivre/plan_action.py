"""Plan d'action: the actions as a table, a calendar or cards, their money, and as a file."""

import datetime as dt

import streamlit as st

from concertation.interface.ecrans.plan_action import ecran as vues
from concertation.interface.ecrans.plan_action.fiche import show_fiche
from concertation.interface.ecrans.plan_action.page import show_actions, show_outils
from concertation.interface.socle.garde import tell_ignores
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.session import current_donnees, read_params
from concertation.interface.suivi.ecran import show_seance_courante
from concertation.interface.suivi.partage import current_store, show_message, watch_entries

donnees, store, acteur = current_donnees(), current_store(), current_acteur()
etat, ignores = vues.read_etat(read_params(), donnees, acteur)
ecran = vues.read_ecran(donnees, store, acteur, etat, dt.date.today())

show_message(store)
tell_ignores(ignores)
show_seance_courante(store, acteur, donnees)
if etat.action or etat.nouvelle:
    show_fiche(ecran)
else:
    st.title("Plan d'action", anchor=False)
    show_outils(ecran)
    vues.show_filtres(ecran)
    vues.show_compte(ecran)
    show_actions(ecran)
watch_entries(store)
