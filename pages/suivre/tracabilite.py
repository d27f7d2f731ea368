"""Traçabilité: what stands near to what was said, or done, from any starting point."""

import streamlit as st

from concertation.interface.chaine import current_chaine
from concertation.interface.ecrans.tracabilite.depart import (
    show_depart,
    show_listes,
    show_reserves_chaine,
)
from concertation.interface.ecrans.tracabilite.ecran import (
    EcranTracabilite,
    EtatTracabilite,
    show_recherche,
)
from concertation.interface.ecrans.tracabilite.liens import show_liens
from concertation.interface.ecrans.tracabilite.vues import show_vues
from concertation.interface.socle.garde import guard, show_alone, tell_ignores
from concertation.interface.socle.session import current_donnees, current_recherche, read_params
from concertation.interface.socle.textes import escape


def show_ecran() -> None:
    st.title("Traçabilité", anchor=False)
    donnees, recherche = current_donnees(), current_recherche()
    chaine = current_chaine()
    etat, ignores = EtatTracabilite.from_params(read_params(), chaine.graphe)
    ecran = EcranTracabilite(donnees, etat, chaine)
    tell_ignores(ignores)
    if chaine.panne:
        st.warning(escape(chaine.panne), icon=":material/cloud_off:")
    show_recherche(ecran, recherche)
    show_depart(ecran)
    for show_part in (show_vues, show_listes, show_liens, show_reserves_chaine):
        with guard():
            show_part(ecran)


show_alone(show_ecran)
