"""Plan d'action: the parts of the list put in place."""

import streamlit as st

from concertation.interface.ecrans.plan_action.ecran import TOUS, VUES, Ecran
from concertation.interface.ecrans.plan_action.fichier import show_fichier
from concertation.interface.ecrans.plan_action.financements import show_sommes
from concertation.interface.ecrans.plan_action.tableau import show_tableau
from concertation.interface.ecrans.plan_action.vues import (
    show_cartes,
    show_frise,
    show_nouvelle,
    show_retirees,
)
from concertation.interface.elements.facettes import show_choice
from concertation.interface.suivi.ecran import show_refus, show_territoire, writable
from concertation.interface.suivi.partage import show_publication, show_undo


def show_outils(ecran: Ecran) -> None:
    """The territory, and what can be done with all of it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        noms = {TOUS: "Tous les territoires", **ecran.noms}
        show_territoire(
            noms,
            ecran.etat.territoire,
            lambda lieu: ecran.go(territoire=lieu),
            cle="w-plan-territoire",
        )
        show_nouvelle(ecran)
        show_publication(ecran.store, ecran.acteur, "action", ecran.lignes, "action", "actions")
        show_undo(ecran.store, ecran.acteur)
    lieux = {ecran.territoire: ecran.lieu} if ecran.territoire else ecran.noms
    if not writable(ecran.store, ecran.acteur, lieux):
        show_refus(ecran.acteur, ecran.lieu)


def show_actions(ecran: Ecran) -> None:
    """The actions in the way that the address asks for."""
    show_choice("Afficher en", "w-plan-vue", VUES, ecran.etat.vue, lambda vue: ecran.go(vue=vue))
    if ecran.etat.vue == "fichier":
        show_fichier(ecran)
        return
    if ecran.etat.vue == "frise":
        show_frise(ecran)
    elif ecran.etat.vue == "cartes":
        show_cartes(ecran)
    else:
        show_tableau(ecran)
    show_sommes(ecran)
    show_retirees(ecran)
