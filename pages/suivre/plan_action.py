"""Plan d'action: the actions as a table, a calendar or cards, their money, and as a file."""

import streamlit as st

from concertation.interface.ecrans.plan_action import ecran as vues
from concertation.interface.ecrans.plan_action.fiche import show_fiche
from concertation.interface.ecrans.plan_action.vues import show_actions, show_outils, show_publie
from concertation.interface.socle.garde import guard
from concertation.interface.suivi.ecran import opened

with opened(vues.EcranPlanAction) as ecran:
    if ecran.etat.action or ecran.etat.nouvelle:
        show_fiche(ecran)
    else:
        st.title("Plan d’action", anchor=False)
        show_outils(ecran)
        vues.show_filtres(ecran)
        vues.show_compte(ecran)
        show_actions(ecran)
        with guard():
            show_publie(ecran)
