"""Restituer: decks to present, change and take away, documents; the editor of a deck."""

import streamlit as st

from concertation.interface.ecrans.diaporamas import ecran as vues
from concertation.interface.ecrans.diaporamas.brouillon import open_editeur
from concertation.interface.ecrans.diaporamas.editeur import show_editeur
from concertation.interface.elements.decks import show_place
from concertation.interface.socle.garde import guard
from concertation.interface.suivi.ecran import opened, show_refus

with opened(vues.EcranDiaporamas, lambda etat: "" if etat.modifier else "Restituer") as ecran:
    editeur = open_editeur(ecran) if ecran.etat.modifier else None
    if editeur is not None:
        with guard():
            show_editeur(editeur)
    else:
        if ecran.etat.modifier:
            st.title("Restituer", anchor=False)
        show_place()
        vues.show_liste(ecran)
        if not ecran.siens:
            show_refus(ecran.acteur, "aucun territoire")
        vues.show_creation(ecran)
        vues.show_import(ecran)
        vues.show_documents(ecran)
