"""Territoires: layers on one map, the sheet of each territory, and a look at another region."""

import streamlit as st

from concertation.interface.ecrans.territoires import ecran as carte
from concertation.interface.ecrans.territoires.fiche import (
    show_ailleurs,
    show_fiche,
    show_suivi,
    show_zones,
)
from concertation.interface.ecrans.territoires.regards import show_regards
from concertation.interface.elements.provenance import show_reserves
from concertation.interface.socle.garde import show_alone, show_parts, tell_ignores
from concertation.interface.socle.session import current_donnees, is_phone, read_params


def show_ecran() -> None:
    donnees = current_donnees()
    etat, ignores = carte.EtatTerritoires.from_params(read_params(), donnees)
    ecran = carte.EcranTerritoires(donnees, etat)
    st.title("Territoires", anchor=False)
    tell_ignores(ignores)
    carte.show_vues(ecran)
    if etat.vue == "regards":
        show_regards(donnees)
    else:
        show_carte(ecran)


def show_carte(ecran: carte.EcranTerritoires) -> None:
    # On a phone, who opened a territory reads its sheet before the map.
    if ecran.etat.territoire and is_phone():
        show_parts(ecran, carte.show_selecteur, show_fiche, show_suivi, show_ailleurs)
        show_parts(ecran, carte.show_couches, carte.show_carte)
    else:
        carte.show_couches(ecran)
        gauche, droite = st.columns([3, 2], gap="large")
        with gauche:
            show_parts(ecran, carte.show_carte)
        with droite:
            show_parts(ecran, carte.show_selecteur, show_fiche)
        show_parts(ecran, show_suivi, show_ailleurs)
    show_parts(ecran.donnees, show_zones)
    show_reserves(
        ecran.donnees,
        [(nom, None) for nom in ("ateliers", "zones_prioritaires", "lieux", "dispositifs")],
    )


show_alone(show_ecran)
