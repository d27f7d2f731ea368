"""The chain of one thing on its own sheet: a short list, and the way to Traçabilité."""

from collections.abc import Mapping
from functools import lru_cache

import streamlit as st

from concertation.analyse.chaine.comptes import count_echoes
from concertation.analyse.chaine.flux import key_of
from concertation.analyse.chaine.graphe import Noeud, Sens
from concertation.donnees import Donnees
from concertation.interface.chaine.rapprochements import Chaine, current_chaine, show_switch
from concertation.interface.elements.blocs import list_markdown
from concertation.interface.socle.boutons import show_link
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.registre import TRACABILITE
from concertation.interface.socle.textes import escape
from concertation.recits.chaine import MASQUES, RIEN, tell_chaine

PAR_GENRE = 3


def show_chaine(donnees: Donnees, noeud: Noeud, titres: Mapping[Sens, str]) -> None:
    """What something led to, or comes from; `titres` gives the directions to show.

    Every link says who makes it.
    """
    chaine = current_chaine(donnees, current_acteur())
    for rang, (sens, titre) in enumerate(titres.items()):
        st.header(titre, anchor=False)
        if not rang:
            show_switch(noeud.type)
        st.markdown(_text(donnees, chaine, noeud, sens) or f"**{RIEN[sens]}**")
    if not chaine.liens:
        st.caption(MASQUES)
    if chaine.panne:
        st.caption(escape(chaine.panne))
    if noeud in chaine.graphe.libelles:
        show_link(TRACABILITE, "Suivre toute la chaîne", {"depart": key_of(noeud)})


@lru_cache(maxsize=256)
def _text(donnees: Donnees, chaine: Chaine, noeud: Noeud, sens: Sens) -> str:
    return list_markdown(tell_chaine(donnees, chaine.graphe, noeud, sens, PAR_GENRE))


def read_echoes(donnees: Donnees) -> tuple[dict[str, int], Chaine]:
    """The chain's figures for the home page, and what they were counted on."""
    chaine = current_chaine(donnees, current_acteur())
    return _echoes(chaine), chaine


@lru_cache(maxsize=8)
def _echoes(chaine: Chaine) -> dict[str, int]:
    return count_echoes(chaine.graphe)
