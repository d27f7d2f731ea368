"""The chain that a session reads, in full for Traçabilité and in short on the sheet of one thing.

A link is a reading and nothing else: each is shown with the words « rapprochement éditorial »,
its strength, its reason and who made it, and one switch takes them all away, on every screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from concertation.analyse.chaine.comptes import list_echoes
from concertation.analyse.chaine.construction import build_graphe
from concertation.analyse.chaine.graphe import (
    EDITORIAL,
    PUBLIE,
    Arete,
    Graphe,
    Noeud,
    without_editorial,
)
from concertation.donnees import Donnees
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.session import (
    PARAM_LIENS,
    current_donnees,
    set_widget,
    shows_links,
)
from concertation.interface.socle.textes import escape
from concertation.recits.proches import tell_authors, tell_link, tell_reason
from concertation.suivi.socle.adresse import default_url, may_hold_rows
from concertation.suivi.socle.errors import ErreurSuivi

if TYPE_CHECKING:
    from concertation.suivi import Acteur, Store

AIDE = (
    "Un rapprochement relie deux faits par une lecture éditoriale : aucun document ne l’écrit. "
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
    if auteurs := tell_authors(current_donnees()):
        st.caption(escape(f"Rapprochements : {auteurs}."))


def _switch(cle: str) -> None:
    choisi = bool(st.session_state[cle])
    st.session_state[PARAM_LIENS] = choisi
    if choisi:
        st.query_params.pop(PARAM_LIENS, None)
    else:
        st.query_params[PARAM_LIENS] = "non"


def current_graphe() -> Graphe:
    """The chain of the current data and follow-up, without links when the switch is off."""
    return current_chaine().graphe


def current_chaine() -> Chaine:
    """Built once per data, per entry of follow-up, and per way of reading it."""
    donnees, acteur, liens = current_donnees(), current_acteur(), shows_links()
    if not may_hold_rows(default_url()):
        return _published(donnees, liens)
    # The database libraries take longer to load than a home page takes to show.
    from concertation.interface.suivi.partage import current_store

    try:
        store = current_store()
        if not store.moment[0]:
            return _published(donnees, liens)
        droits = (acteur.role, acteur.territoires)
        cle = (donnees.empreinte, default_url(), store.moment, droits)
        return _with_suivi(cle, liens, donnees, store, acteur)
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
    cle: tuple[Any, ...], liens: bool, _donnees: Donnees, _store: Store, _acteur: Acteur
) -> Chaine:
    if not liens:
        complete = _with_suivi(cle, True, _donnees, _store, _acteur)
        return Chaine(without_editorial(complete.graphe), False)
    # The database libraries take longer to load than a home page takes to show.
    from concertation.suivi.lectures import read_frames

    return Chaine(build_graphe(_donnees, read_frames(_store, _acteur)))


@lru_cache(maxsize=8)
def read_echoes(chaine: Chaine) -> dict[str, dict[Noeud, bool]]:
    """The proposals behind each count of the home page, and whether a sure link makes it."""
    return list_echoes(chaine.graphe)


def nature_text(arete: Arete) -> str:
    """Markdown: who says that two things are linked, and why."""
    signe = {PUBLIE: "article", EDITORIAL: "link"}.get(arete.nature, "groups")
    raison = tell_reason(arete, tell_authors(current_donnees()))
    suite = f" : {escape(raison)}" if raison else ""
    return f":material/{signe}: **{tell_link(arete)}**{suite}"
