"""Journal: who did what, before and after side by side, and how to put it back."""

import streamlit as st

from concertation.interface.ecrans.journal import ecran as vues
from concertation.interface.ecrans.journal import entrees
from concertation.interface.socle.garde import guard, tell_ignores
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.session import current_donnees, read_params
from concertation.interface.suivi.partage import (
    current_store,
    show_message,
    show_undo,
    watch_entries,
)

donnees = current_donnees()
etat, ignores = vues.EtatJournal.from_params(read_params(), donnees)

st.title("Journal", anchor=False)
acteur = current_acteur()
if acteur.reads_public_only:
    vues.show_ferme()
else:
    store = current_store()
    ecran = vues.Ecran(donnees, store, acteur, etat)
    show_message(store)
    tell_ignores(ignores)
    with guard():
        vues.show_filtres(ecran)
        entrees.show_entrees(ecran)
    show_undo(store, acteur)
    with guard():
        watch_entries(store)
