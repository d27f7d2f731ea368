"""Fields that show what the address says and write to it: one of many values, a day."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from concertation.interface.socle.session import set_widget


def show_select(
    libelle: str,
    cle: str,
    options: Mapping[str, str],
    choisie: str,
    on_change: Callable[[str], None],
    invite: str = "",
    **autres: Any,
) -> None:
    """One of many values, by their words; `invite` says what to do when none is chosen ("")."""
    set_widget(cle, choisie or None if invite else choisie)
    st.selectbox(
        libelle,
        list(options),
        index=None if invite else 0,
        key=cle,
        format_func=lambda valeur: options.get(valeur, valeur),
        placeholder=invite or None,
        on_change=lambda: on_change(st.session_state[cle] or ""),
        **autres,
    )


def show_day(
    libelle: str,
    cle: str,
    jour: dt.date | None,
    on_change: Callable[[dt.date | None], None],
    **autres: Any,
) -> None:
    """A day, or none."""
    set_widget(cle, jour)
    st.date_input(
        libelle,
        None,
        key=cle,
        format="DD/MM/YYYY",
        on_change=lambda: on_change(st.session_state[cle]),
        **autres,
    )
