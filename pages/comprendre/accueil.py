"""Accueil: what the consultation was and what it gave, in one screen."""

import streamlit as st

from concertation.interface.ecrans.accueil import ecran as vues
from concertation.interface.socle.garde import guard
from concertation.interface.socle.session import current_donnees

donnees = current_donnees()
vues.show_titre(donnees)
with guard():
    vues.show_chiffres(donnees)
gauche, droite = st.columns(2, gap="large")
# The bars first: the browser draws them while the larger map is on its way.
with droite:
    with guard():
        vues.show_propositions(donnees)
    with guard():
        vues.show_participation(donnees)
with gauche, guard():
    vues.show_carte(donnees)
with guard():
    vues.show_engagements(donnees)
with guard():
    vues.show_chaine_accueil(donnees)
vues.show_reserves_accueil(donnees)
