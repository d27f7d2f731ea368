"""Diaporamas: ready-made and kept decks, their editor, their file."""

import streamlit as st

from concertation.interface.ecrans.diaporamas.brouillon import open_editeur
from concertation.interface.ecrans.diaporamas.ecran import (
    Ecran,
    EtatDiaporamas,
    show_creation,
    show_import,
    show_liste,
)
from concertation.interface.ecrans.diaporamas.editeur import show_editeur
from concertation.interface.socle.garde import guard, tell_ignores
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.session import current_donnees, read_params
from concertation.interface.suivi.ecran import show_refus
from concertation.interface.suivi.partage import current_store, show_message, watch_entries

donnees, store, acteur = current_donnees(), current_store(), current_acteur()
etat, ignores = EtatDiaporamas.from_params(read_params(), donnees)
ecran = Ecran(donnees, store, acteur, etat)

show_message(store)
tell_ignores(ignores)
editeur = open_editeur(ecran) if etat.modifier else None
if editeur is not None:
    with guard():
        show_editeur(editeur)
else:
    st.title("Diaporamas", anchor=False)
    if not ecran.lieux:
        show_refus(acteur, "aucun territoire")
    show_creation(ecran)
    show_import(ecran)
    show_liste(ecran)
watch_entries(store)
