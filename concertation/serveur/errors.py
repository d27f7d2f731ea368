"""What a person reads when a screen fails: a sentence and a reference, never a traceback."""

import logging
import secrets

import streamlit as st

LOGGER = logging.getLogger("concertation")


def show_script_error(error: Exception) -> bool:
    """Tell the user in French, the log in full; True: Streamlit shows nothing of its own.

    The reference is the same on screen and in the log, so that one finds the other.
    """
    reference = secrets.token_hex(3).upper()
    LOGGER.error("Screen failed, reference %s", reference, exc_info=error)
    st.error(
        "Cet écran a rencontré une erreur et n’a pas pu s’afficher en entier. "
        "Rechargez la page\u00a0; si l’erreur revient, transmettez la référence "
        f"**{reference}** à la personne qui administre l’application.",
        icon=":material/error:",
    )
    return True
