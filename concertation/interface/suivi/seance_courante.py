"""The session that a person is holding: what they enter for its territory is bound to it.

It is the window's, kept until the person leaves it or somebody closes it.
"""

import streamlit as st

from concertation.analyse.mots.formats import format_date
from concertation.analyse.territoires.noms import name_territoire
from concertation.donnees import Donnees
from concertation.interface.socle.boutons import show_link
from concertation.interface.socle.registre import COMITE
from concertation.interface.socle.textes import escape
from concertation.suivi import Acteur, Introuvable, Store

_CLE = "seance-courante"


def enter_seance(identifiant: int, territoire: str) -> None:
    """Bind the next entries to a session."""
    st.session_state[_CLE] = (int(identifiant), territoire)


def leave_seance() -> None:
    """Bind nothing any more; the session stays open for the others."""
    st.session_state.pop(_CLE, None)


def current_seance(store: Store, territoire: str) -> int | None:
    """The session to bind an entry of this territory to; None out of it.

    A session of a territory takes the entries of the territories inside it, of the one around it,
    and those of no territory (`""`: the transmission of a national proposal).
    """
    tenue = st.session_state.get(_CLE)
    if tenue is None:
        return None
    identifiant, lieu = tenue
    liens = store.references
    if not territoire or liens.contains(lieu, territoire) or liens.contains(territoire, lieu):
        return int(identifiant)
    return None


def is_held(identifiant: int) -> bool:
    """Whether this session is the one that the person is holding."""
    tenue = st.session_state.get(_CLE)
    return tenue is not None and tenue[0] == identifiant


def show_seance_courante(
    store: Store, acteur: Acteur, donnees: Donnees, ouverte: int | None = None
) -> None:
    """« Séance du … en cours », on every screen where one enters things, and the way out.

    `ouverte`: the session that the screen shows; what it says itself is not said twice.
    """
    tenue = st.session_state.get(_CLE)
    if tenue is None:
        return
    try:
        seance = store.seances.get(acteur, tenue[0])
    except Introuvable:
        leave_seance()
        return
    lieu = name_territoire(donnees, seance["territoire"])
    titre = f"Séance du {format_date(seance['date'])} – {lieu}"
    if seance["etat"] != "ouverte" or seance["retire"]:
        leave_seance()
        st.info(escape(f"{titre} : elle est close, vos saisies ne s'y rattachent plus."))
        return
    if ouverte == tenue[0]:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":material/groups: **{escape(titre)} en cours** : vos saisies s'y rattachent.",
            width="stretch",
        )
        show_link(
            COMITE,
            "Revenir à la séance",
            {"territoire": [seance["territoire"]], "seance": [str(tenue[0])]},
            "meeting_room",
        )
        st.button("Quitter la séance", icon=":material/logout:", on_click=leave_seance)
