"""Recherche: everything that has a title, at once."""

import streamlit as st

from concertation.interface.ecrans.recherche.ecran import show_recherche
from concertation.interface.socle.garde import guard

st.title("Recherche", anchor=False)
with guard():
    show_recherche()
