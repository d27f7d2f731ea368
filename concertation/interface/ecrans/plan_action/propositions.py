"""The proposals that an action comes from: chosen one by one, each with its words."""

from collections.abc import Mapping, Sequence

import streamlit as st

from concertation.interface.socle.textes import escape
from concertation.interface.suivi.saisies import Formulaire


def show_propositions(nom: str, locales: Mapping[str, str], lues: Sequence[str]) -> list[str]:
    """Proposals of the form `nom`, `lues` at first: to take out, and to add by a search.

    A list of tags would be shorter, but its tags can't be read on a dark ground.
    """
    cle = f"{Formulaire(nom).cle}-propositions"
    choisies: list[str] = st.session_state.setdefault(cle, [p for p in lues if p in locales])
    ajout = f"{cle}-ajout"

    def add() -> None:
        nouvelle = st.session_state[ajout]
        if nouvelle in locales and nouvelle not in choisies:
            st.session_state[cle] = [*choisies, nouvelle]
        st.session_state[ajout] = None

    with st.container(border=True):
        st.markdown("**Propositions dont elle vient**")
        if not choisies:
            st.markdown("Aucune.")
        for identifiant in choisies:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(
                    f"{escape(identifiant)} – {escape(locales[identifiant])}", width="stretch"
                )
                st.button(
                    f"Enlever {identifiant}",
                    key=f"{cle}-{identifiant}",
                    icon=":material/close:",
                    type="tertiary",
                    on_click=_remove,
                    args=(cle, identifiant),
                )
        st.selectbox(
            "Ajouter une proposition",
            [p for p in locales if p not in choisies],
            index=None,
            key=ajout,
            format_func=lambda p: f"{p} – {locales.get(p, '')}",
            placeholder="Cherchez par son numéro ou ses mots",
            on_change=add,
        )
    return list(choisies)


def _remove(cle: str, identifiant: str) -> None:
    st.session_state[cle] = [p for p in st.session_state[cle] if p != identifiant]
