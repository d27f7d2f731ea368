"""Forms aware of other writers: both texts shown, nothing typed lost, the person chooses.

The version of a row is the one that was shown when its form opened, whatever others write
meanwhile: the store then refuses, and both texts stay on screen until the person has chosen.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import streamlit as st

from concertation.interface.suivi.partage import attempt, show_conflict
from concertation.interface.suivi.saisies import Formulaire
from concertation.suivi import Conflit

T = TypeVar("T")


def form_key(nom: str, champ: str = "") -> str:
    """Key of a form, or of one of its widgets."""
    cle = Formulaire(nom).cle
    return f"{cle}-{champ}" if champ else cle


def restart_form(nom: str) -> None:
    """Forget what was typed, the version read and the conflict."""
    Formulaire(nom).clear()
    for cle in ("lu", "conflit"):
        st.session_state.pop(f"{cle}-{nom}", None)


def hold_row(nom: str, ligne: Mapping[str, Any]) -> dict[str, Any]:
    """The row as it was when the form opened, its version with it."""
    tenue = st.session_state.setdefault(f"lu-{nom}", dict(ligne))
    return dict(tenue)


def submit(nom: str, verbe: Callable[[], T], succes: str) -> T | None:
    """Run a verb for a form; on success the form starts anew with the next run.

    On a conflict both texts stay on screen until the person has chosen (`show_choice_of_texts`).
    """

    def keep(conflit: Conflit) -> None:
        st.session_state[f"conflit-{nom}"] = conflit

    resultat = attempt(verbe, succes, keep)
    if resultat is not None:
        restart_form(nom)
    return resultat


def show_choice_of_texts(
    nom: str,
    overwrite: Callable[[Conflit], Any],
    succes: str,
    on_keep: Callable[[Conflit], None] | None = None,
) -> None:
    """Both texts of the pending conflict of a form, and one button for each; nothing otherwise.

    `overwrite` writes the person's own text over the row as the conflict showed it; `on_keep`
    forgets what else belongs to the text that the person gives up.
    """
    conflit = st.session_state.get(f"conflit-{nom}")
    if not isinstance(conflit, Conflit):
        return

    def keep() -> None:
        restart_form(nom)
        if on_keep is not None:
            on_keep(conflit)

    with st.container(border=True):
        show_conflict(conflit)
        with st.container(horizontal=True):
            mienne = st.button(
                "Enregistrer ma saisie", key=f"mienne-{nom}", icon=":material/edit_note:"
            )
            st.button(
                "Garder la version enregistrée",
                key=f"autre-{nom}",
                icon=":material/history:",
                on_click=keep,
            )
    if mienne:
        del st.session_state[f"conflit-{nom}"]
        ecrit = submit(nom, lambda: overwrite(conflit), succes) is not None
        if ecrit or f"conflit-{nom}" in st.session_state:
            st.rerun()
