"""Ateliers: map that answers to a click, filters, table, sheet of each workshop."""

import streamlit as st

from concertation.analyse.selection.filtres import FiltreAteliers
from concertation.interface.ecrans.ateliers import ecran as vues
from concertation.interface.socle.garde import show_alone, show_parts, tell_ignores
from concertation.interface.socle.session import current_donnees, read_params


def show_ecran() -> None:
    donnees = current_donnees()
    filtre, ignores = FiltreAteliers.from_params(read_params(), donnees)
    ecran = vues.EcranAteliers(donnees, filtre)

    st.title("Ateliers", anchor=False)
    tell_ignores(ignores)
    vues.show_filtres(ecran)
    vues.show_compte(ecran)
    gauche, droite = st.columns([3, 2], gap="large")
    with gauche:
        vues.show_carte(ecran)
    with droite:
        vues.show_fiche(ecran)
    show_parts(ecran, vues.show_tableau, vues.show_reserves_ateliers)


show_alone(show_ecran)
