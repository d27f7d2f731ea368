"""Documents: decks and documents on A4 as files, one at a time or all in a dossier."""

import streamlit as st

from concertation.interface.ecrans.documents.ecran import read_ecran, show_choix
from concertation.interface.ecrans.documents.fichier import show_fabrication
from concertation.interface.elements.decks import show_place
from concertation.interface.socle.garde import guard, tell_ignores
from concertation.interface.socle.session import current_donnees, read_params

ecran, ignores = read_ecran(current_donnees(), read_params())

st.title("Documents", anchor=False)
show_place()
tell_ignores(ignores)
with guard():
    show_choix(ecran)
    show_fabrication(ecran)
