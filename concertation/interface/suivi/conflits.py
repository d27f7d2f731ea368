"""Forms aware of other writers: both texts shown, nothing typed lost, the person chooses.

The version of a row is the one that was shown when its form opened, whatever others write
meanwhile: the store then refuses, and both texts stay on screen until the person has chosen.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from concertation.interface.suivi.partage import attempt, show_conflict
from concertation.interface.suivi.saisies import Formulaire
from concertation.suivi import Conflit

T = TypeVar("T")


def submit(nom: str, verbe: Callable[[], T], succes: str) -> T | None:
    """Run a verb for a form; on success the form starts anew with the next run.

    On a conflict both texts stay on screen until the person has chosen (`show_choice_of_texts`).
    """

    def keep(conflit: Conflit) -> None:
        st.session_state[f"conflit-{Formulaire(nom).cle}"] = conflit

    resultat = attempt(verbe, succes, keep)
    if resultat is not None:
        Formulaire(nom).clear()
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
    form = Formulaire(nom)
    cle = f"conflit-{form.cle}"
    conflit = st.session_state.get(cle)
    if not isinstance(conflit, Conflit):
        return

    def keep() -> None:
        form.clear()
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
        del st.session_state[cle]
        ecrit = submit(nom, lambda: overwrite(conflit), succes) is not None
        if ecrit or cle in st.session_state:
            st.rerun()
