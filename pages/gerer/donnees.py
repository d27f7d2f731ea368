"""Données et sources: files, documents, reservations, and a check of one's own files."""

import streamlit as st

from concertation.interface.ecrans.donnees import ecran as vues
from concertation.interface.socle.garde import guard, tell_ignores
from concertation.interface.socle.session import current_donnees, read_params

donnees = current_donnees()
etat, ignores = vues.EtatDonnees.from_params(read_params(), donnees)

st.title("Données et sources", anchor=False)
tell_ignores(ignores)
vues.show_anomalies_du_dossier(donnees)
vues.show_vues(etat)
with guard():
    if etat.vue == "documents":
        vues.show_documents(donnees)
    elif etat.vue == "reserves":
        vues.show_toutes_reserves(donnees)
    elif etat.vue == "verifier":
        vues.show_verification(donnees)
    else:
        vues.show_fichiers(donnees, etat)
