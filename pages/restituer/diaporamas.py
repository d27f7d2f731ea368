"""Diaporamas: ready-made and kept decks, their editor, their file."""

import streamlit as st

from concertation.interface.ecrans.diaporamas import ecran as vues
from concertation.interface.ecrans.diaporamas.brouillon import open_editeur
from concertation.interface.ecrans.diaporamas.editeur import show_editeur
from concertation.interface.socle.garde import guard
from concertation.interface.suivi.ecran import opened, show_refus

with opened(vues.EcranDiaporamas) as ecran:
    editeur = open_editeur(ecran) if ecran.etat.modifier else None
    if editeur is not None:
        with guard():
            show_editeur(editeur)
    else:
        st.title("Diaporamas", anchor=False)
        if not ecran.siens:
            show_refus(ecran.acteur, "aucun territoire")
        vues.show_creation(ecran)
        vues.show_import(ecran)
        vues.show_liste(ecran)
