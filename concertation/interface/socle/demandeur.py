"""Who asks for what is made or read beside the screens, and whether their tab is still open."""

from collections.abc import Callable
from functools import partial
from typing import TypedDict

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from concertation.interface.socle.identite import current_acteur


class Demandeur(TypedDict):
    """What `fabrique` asks of whoever asks."""

    qui: str
    veut: Callable[[], bool]


def current_demandeur() -> Demandeur:
    """The person of this session, else their device, since one opens as many tabs as one likes."""
    contexte = get_script_run_ctx()
    session = contexte.session_id if contexte else ""
    qui = current_acteur().nom or st.context.ip_address or "ici"
    return {"qui": qui, "veut": partial(_is_open, session)}


def _is_open(session: str) -> bool:
    return not runtime.exists() or runtime.get_instance().is_active_session(session)
