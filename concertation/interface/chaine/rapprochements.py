"""The chain that a session reads, and the one switch that shows or hides editorial links.

A link is a reading and nothing else: each is shown with the words « rapprochement éditorial »,
its strength, its reason and who made it, and all of them go at once, on every screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from concertation.analyse.chaine.construction import build_graphe
from concertation.analyse.chaine.graphe import Graphe, without_editorial
from concertation.donnees import Donnees
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.session import (
    PARAM_LIENS,
    current_donnees,
    set_widget,
    shows_links,
)
from concertation.suivi.socle.adresse import default_url, may_hold_rows
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.erreurs import ErreurSuivi

if TYPE_CHECKING:
    from concertation.suivi import Store
    from concertation.suivi.socle.memoire import Moment

AIDE = (
    "Un rapprochement relie deux faits par une lecture éditoriale : aucun document ne l'écrit. "
    "Sans eux ne restent que les liens publiés et le suivi, sur tous les écrans."
)


@dataclass(frozen=True, eq=False)
class Chaine:
    """A graph as one person may read it; the same object as long as nothing changes.

    `panne` says, in French, that follow-up could not be read: the published facts remain.
    """

    graphe: Graphe
    liens: bool = True
    panne: str = ""


def show_switch(lieu: str) -> None:
    """The switch, where a screen shows links; it holds for the session and in the address.

    `lieu` names the screen: a widget of another one would answer with its own last value.
    """
    cle = f"w-rapprochements-{lieu}"
    set_widget(cle, shows_links())
    st.toggle("Rapprochements éditoriaux", key=cle, help=AIDE, on_change=lambda: _switch(cle))


def _switch(cle: str) -> None:
    choisi = bool(st.session_state[cle])
    st.session_state[PARAM_LIENS] = choisi
    if choisi:
        st.query_params.pop(PARAM_LIENS, None)
    else:
        st.query_params[PARAM_LIENS] = "non"


def current_graphe() -> Graphe:
    """The chain of the current data and follow-up, without links when the switch is off."""
    return current_chaine(current_donnees(), current_acteur()).graphe


def current_chaine(donnees: Donnees, acteur: Acteur) -> Chaine:
    """Built once per data, per entry of follow-up, and per way of reading it."""
    liens = shows_links()
    if not may_hold_rows(default_url()):
        return _published(donnees, liens)
    # The database libraries take longer to load than a home page takes to show.
    from concertation.interface.suivi.partage import current_store

    try:
        store = current_store()
        return _with_suivi(
            donnees.empreinte, default_url(), store.moment, acteur.role, acteur.territoires, liens,
            donnees, store, acteur,
        )  # fmt: skip
    except ErreurSuivi as erreur:
        return _broken(donnees, liens, str(erreur))


def prepare_chaine(donnees: Donnees) -> None:
    """Build what the first visitor would wait for."""
    _published(donnees, True)


@lru_cache(maxsize=8)
def _published(donnees: Donnees, liens: bool) -> Chaine:
    if liens:
        return Chaine(build_graphe(donnees))
    return Chaine(without_editorial(_published(donnees, True).graphe), False)


@lru_cache(maxsize=4)
def _broken(donnees: Donnees, liens: bool, panne: str) -> Chaine:
    return Chaine(_published(donnees, liens).graphe, liens, panne)


@st.cache_resource(max_entries=16, show_spinner=False)
def _with_suivi(
    empreinte: str,
    url: str,
    moment: Moment,
    role: str,
    territoires: frozenset[str],
    liens: bool,
    _donnees: Donnees,
    _store: Store,
    _acteur: Acteur,
) -> Chaine:
    if not moment[0]:
        return _published(_donnees, liens)
    if not liens:
        complete = _with_suivi(
            empreinte, url, moment, role, territoires, True, _donnees, _store, _acteur
        )
        return Chaine(without_editorial(complete.graphe), False)
    # The database libraries take longer to load than a home page takes to show.
    from concertation.suivi.chaine import read_frames

    return Chaine(build_graphe(_donnees, read_frames(_store, _acteur)))
