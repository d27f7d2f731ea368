"""Proposals chosen by hand: kept from page to page, with the version that the person read.

The boxes alone hold what is chosen. Choosing all or nothing draws new ones, which begin so: what a
browser says of the old ones, late, changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.interface.ecrans.instruction.ecran import Ecran


@dataclass
class _Cases:
    """Which boxes are drawn, those that begin ticked, and the version last shown beside each."""

    territoire: str
    tour: int = 0
    cochees: frozenset[str] = frozenset()
    lues: dict[str, int] = field(default_factory=dict)

    def cle(self, identifiant: str) -> str:
        return f"w-choix-{self.territoire}-{self.tour}-{identifiant}"

    def is_ticked(self, identifiant: str) -> bool:
        return bool(st.session_state.get(self.cle(identifiant), identifiant in self.cochees))

    def restart(self, cochees: Iterable[str] = ()) -> None:
        self.tour, self.cochees = self.tour + 1, frozenset(cochees)


def _cases(ecran: Ecran) -> _Cases:
    cle = f"choix-{ecran.etat.partie}-{ecran.etat.territoire}"
    if cle not in st.session_state:
        st.session_state[cle] = _Cases(ecran.etat.territoire)
    cases: _Cases = st.session_state[cle]
    return cases


def chosen(ecran: Ecran) -> dict[str, int]:
    """Version read (0: nothing was recorded) of each chosen proposal, in the order of the list."""
    cases = _cases(ecran)
    return {i: cases.lues.get(i, 0) for i in ecran.toutes["id"] if cases.is_ticked(i)}


def drop(ecran: Ecran) -> None:
    """Choose nothing any more."""
    _cases(ecran).restart()


def read_version(version: object) -> int:
    """The version of a row, 0 where nothing was recorded."""
    return 0 if version is None or pd.isna(version) else int(str(version))  # type: ignore[call-overload]


def show_case(ecran: Ecran, ligne: pd.Series) -> None:
    """The box that chooses one proposal."""
    identifiant, cases = str(ligne["id"]), _cases(ecran)
    cochee = st.checkbox(
        f"Choisir {identifiant}",
        identifiant in cases.cochees,
        key=cases.cle(identifiant),
        persist_state="session",
    )
    if not cochee:
        cases.lues[identifiant] = read_version(ligne.get("version"))


def show_tout_choisir(ecran: Ecran) -> None:
    """Choose all that the filter keeps, or nothing."""
    choisies = chosen(ecran)

    def choose_all() -> None:
        cases, deja = _cases(ecran), chosen(ecran)
        autres = [ligne for ligne in list_records(ecran.lignes) if ligne["id"] not in deja]
        cases.lues |= {ligne["id"]: read_version(ligne.get("version")) for ligne in autres}
        cases.restart([*deja, *(ligne["id"] for ligne in autres)])

    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Choisir les {len(ecran.lignes)}",
            icon=":material/select_all:",
            type="tertiary",
            disabled=set(ecran.lignes["id"]) <= set(choisies),
            on_click=choose_all,
        )
        st.button(
            "Ne rien choisir",
            icon=":material/deselect:",
            type="tertiary",
            disabled=not choisies,
            on_click=lambda: drop(ecran),
        )
