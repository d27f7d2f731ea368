"""Diaporamas: ready-made and kept decks, their editor, their file."""

import streamlit as st

from concertation.interface.brouillon import open_editeur
from concertation.interface.diaporamas import Ecran, EtatDiaporamas, show_creation, show_liste
from concertation.interface.diaporamas_import import show_import
from concertation.interface.editeur import show_editeur
from concertation.interface.garde import guard
from concertation.interface.identite import current_acteur
from concertation.interface.session import current_donnees, read_params
from concertation.interface.suivi import current_store, show_message, watch_entries
from concertation.interface.territoires import show_refus
from concertation.interface.textes import escape

donnees, store, acteur = current_donnees(), current_store(), current_acteur()
etat, ignores = EtatDiaporamas.from_params(read_params(), donnees)
ecran = Ecran(donnees, store, acteur, etat)

show_message(store)
for phrase in ignores:
    st.warning(escape(phrase), icon=":material/link_off:")
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
