"""Données et sources: files, documents, reservations, and a check of one's own files."""

import streamlit as st

from concertation.interface.ecrans.donnees import ecran as vues
from concertation.interface.ecrans.donnees.depot import show_verification
from concertation.interface.socle.garde import guard
from concertation.interface.socle.session import current_donnees, read_params

donnees = current_donnees()
etat = vues.EtatDonnees.from_params(read_params())

st.title("Données et sources", anchor=False)
vues.show_anomalies_du_dossier(donnees)
vues.show_vues(etat)
with guard():
    if etat.vue == "documents":
        vues.show_documents(donnees)
    elif etat.vue == "reserves":
        vues.show_toutes_reserves(donnees)
    elif etat.vue == "verifier":
        show_verification(donnees)
    else:
        vues.show_fichiers(donnees, etat)
