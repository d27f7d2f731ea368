"""Ateliers: map that answers to a click, filters, table, sheet of each workshop."""

import streamlit as st

from concertation.analyse.ateliers import filter_ateliers
from concertation.analyse.filtres import FiltreAteliers
from concertation.interface import ateliers as vues
from concertation.interface.garde import guard
from concertation.interface.session import current_donnees, read_params

donnees = current_donnees()
ateliers = donnees.table("ateliers")
filtre, ignores = FiltreAteliers.from_params(read_params(), donnees)
retenus = filter_ateliers(ateliers, filtre)
ecran = vues.Ecran(donnees, filtre, ateliers, retenus)

st.title("Ateliers", anchor=False)
for phrase in ignores:
    st.warning(phrase, icon=":material/link_off:")
vues.show_filtres(ecran)
vues.show_compte(ecran)
gauche, droite = st.columns([3, 2], gap="large")
with gauche:
    vues.show_carte(ecran)
with droite:
    vues.show_fiche(ecran)
with guard():
    vues.show_tableau(ecran)
with guard():
    vues.show_reserves_ateliers(ecran)
