"""What an entry did, said over the foot of its screen until somebody has had time to read it."""

import time
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from concertation.interface.socle.textes import escape

# Seconds through which it stays, whatever is clicked on its screen meanwhile.
LECTURE = 6.0
_CLE = "annonce"


@dataclass
class _Annonce:
    mots: str
    ecran: str = ""
    montree: float | None = None
    place: DeltaGenerator | None = None  # in the run that draws it


def announce(mots: str) -> None:
    """Say it with the next run; an empty text takes back what was said before, at once."""
    if (avant := st.session_state.get(_CLE)) and avant.place:
        avant.place.empty()
    st.session_state[_CLE] = _Annonce(mots)


def show_annonce() -> None:
    """Draw it. Its time begins when a run has drawn the whole screen (`start_reading`)."""
    # Always there, in sight wherever one is (`serveur/page.css`), and it moves nothing.
    place = st.container(key="annonce").empty()
    annonce, ici = st.session_state.get(_CLE), st.session_state.get("ecran", "")
    if not annonce or not annonce.mots:
        return
    if annonce.montree is not None and (
        annonce.ecran != ici or time.monotonic() - annonce.montree >= LECTURE
    ):
        del st.session_state[_CLE]
        return
    # Never taken out before it is drawn: the run could be stopped in between.
    annonce.ecran = ici
    annonce.place = place
    place.success(escape(annonce.mots), icon=":material/check_circle:")


def start_reading() -> None:
    """At the end of a run: what it announced is on screen."""
    annonce = st.session_state.get(_CLE)
    if not annonce:
        return
    annonce.place = None
    if annonce.ecran and annonce.montree is None:
        annonce.montree = time.monotonic()
