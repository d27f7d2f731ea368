"""Indicateurs: what is measured, how far it is, who says so."""

import streamlit as st

from concertation.interface.ecrans.indicateurs import ecran as vues
from concertation.interface.ecrans.indicateurs.fiche import show_fiche
from concertation.interface.ecrans.indicateurs.saisies import show_definir
from concertation.interface.socle.garde import guard, tell_ignores
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.session import current_donnees, read_params
from concertation.interface.suivi.partage import (
    current_store,
    show_message,
    show_undo,
    watch_entries,
)
from concertation.interface.suivi.seance_courante import show_seance_courante

donnees = current_donnees()
acteur = current_acteur()
etat, ignores = vues.EtatIndicateurs.from_params(read_params(), donnees)

if not etat.fiche:
    st.title("Indicateurs", anchor=False)
store = current_store()
ecran = vues.Ecran(donnees, store, acteur, etat)
show_message(store)
tell_ignores(ignores)
with guard():
    show_seance_courante(store, acteur, donnees)
if etat.fiche:
    with guard():
        show_fiche(ecran)
else:
    with guard():
        vues.show_filtres(ecran)
        vues.show_liste(ecran)
    with guard():
        show_definir(ecran)
        vues.show_retires(ecran)
with guard():
    show_undo(store, acteur)
    watch_entries(store)
