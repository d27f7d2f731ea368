"""Proposals chosen by hand: kept from page to page, with the version that the person read."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.interface.ecrans.instruction.ecran import Ecran
from concertation.interface.socle.session import set_widget


def _cle(ecran: Ecran) -> str:
    return f"choix-{ecran.etat.partie}-{ecran.etat.territoire}"


def chosen(ecran: Ecran) -> dict[str, int]:
    """Version read (0: nothing was recorded) of each chosen proposal, in the order of the list."""
    choisies: dict[str, int] = st.session_state.get(_cle(ecran), {})
    ordre = [identifiant for identifiant in ecran.toutes["id"] if identifiant in choisies]
    return {identifiant: choisies[identifiant] for identifiant in ordre}


def choose(ecran: Ecran, lignes: pd.DataFrame) -> None:
    """Add rows to what is chosen, with the versions shown."""
    choisies = st.session_state.setdefault(_cle(ecran), {})
    for ligne in list_records(lignes):
        choisies.setdefault(ligne["id"], read_version(ligne.get("version")))


def drop(ecran: Ecran, identifiants: Iterable[str] | None = None) -> None:
    """Take proposals out of what is chosen; all of them by default."""
    choisies = st.session_state.get(_cle(ecran), {})
    for identifiant in list(choisies) if identifiants is None else identifiants:
        choisies.pop(identifiant, None)


def read_version(version: object) -> int:
    """The version of a row, 0 where nothing was recorded."""
    return 0 if version is None or pd.isna(version) else int(str(version))  # type: ignore[call-overload]


def show_case(ecran: Ecran, ligne: pd.Series) -> None:
    """The box that chooses one proposal."""
    identifiant = str(ligne["id"])
    cle = f"w-choix-{ecran.etat.territoire}-{identifiant}"
    # Written only when it differs: a box ticked while another one is being answered stays ticked.
    set_widget(cle, identifiant in chosen(ecran))

    def change() -> None:
        if st.session_state[cle]:
            choose(ecran, ecran.lignes[ecran.lignes["id"] == identifiant])
        else:
            drop(ecran, [identifiant])

    st.checkbox(f"Choisir {identifiant}", key=cle, on_change=change)


def show_tout_choisir(ecran: Ecran) -> None:
    """Choose all that the filter keeps, or nothing."""
    choisies = chosen(ecran)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Choisir les {len(ecran.lignes)}",
            icon=":material/select_all:",
            type="tertiary",
            disabled=set(ecran.lignes["id"]) <= set(choisies),
            on_click=lambda: choose(ecran, ecran.lignes),
        )
        st.button(
            "Ne rien choisir",
            icon=":material/deselect:",
            type="tertiary",
            disabled=not choisies,
            on_click=lambda: drop(ecran),
        )
