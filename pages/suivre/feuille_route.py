"""Feuille de route: what a territory committed to, with money, results and what comes next."""

import streamlit as st

from concertation.donnees import DonneeIndisponible
from concertation.interface.ecrans.feuille_route import chiffres, fiche
from concertation.interface.ecrans.feuille_route import ecran as vues
from concertation.interface.socle.garde import guard, show_alone, tell_ignores
from concertation.interface.socle.session import current_donnees, read_params

PARTIES = {
    "priorites": vues.show_priorites,
    "argent": chiffres.show_argent,
    "frise": vues.show_frise,
    "perspectives": vues.show_perspectives,
}


def show_ecran() -> None:
    donnees = current_donnees()
    try:
        etat, ignores = vues.EtatFeuille.from_params(read_params(), donnees)
    except DonneeIndisponible:
        st.title("Feuille de route", anchor=False)
        raise
    tell_ignores(ignores)
    ecran = vues.EcranFeuilleRoute(donnees, etat)
    if etat.action:
        fiche.show_fiche(ecran)
    elif etat.priorite:
        fiche.show_priorite(ecran)
    else:
        st.title("Feuille de route", anchor=False)
        show_ensemble(ecran)


def show_ensemble(ecran: vues.EcranFeuilleRoute) -> None:
    if vues.list_feuilles(ecran.donnees).empty:
        vues.show_vide()
        return
    vues.show_cadre(ecran)
    vues.show_vues(ecran)
    with guard():
        PARTIES[ecran.etat.vue](ecran)
    with guard():
        vues.show_exports_feuille(ecran)


show_alone(show_ecran)
