"""Aide: glossary, the screens, how to read the figures, keys of the keyboard, who may do what."""

import streamlit as st

from concertation.interface.ecrans.aide import ecran as vues
from concertation.interface.socle.garde import guard
from concertation.interface.socle.session import current_donnees, read_params

donnees = current_donnees()
terme = (read_params().get("terme") or [""])[0]

st.title("Aide et glossaire", anchor=False)
with guard():
    vues.show_glossaire(donnees, terme)
vues.show_ecrans()
vues.show_lecture()
vues.show_clavier()
vues.show_droits()
vues.show_ligne_de_commande()
