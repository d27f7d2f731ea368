"""Documents: decks and documents on A4 as files, one at a time or all in a dossier."""

import streamlit as st

from concertation.interface.documents import read_ecran
from concertation.interface.documents_champs import show_choix
from concertation.interface.documents_fichier import show_fabrication
from concertation.interface.garde import guard
from concertation.interface.session import current_donnees, read_params
from concertation.interface.textes import escape

ecran, ignores = read_ecran(current_donnees(), read_params())

st.title("Documents", anchor=False)
for phrase in ignores:
    st.warning(escape(phrase), icon=":material/link_off:")
with guard():
    show_choix(ecran)
    show_fabrication(ecran)
