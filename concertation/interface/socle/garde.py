"""What a reader sees when something fails: a sentence that says what, where and what to do."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import streamlit as st

from concertation.donnees import Anomalie, DonneeIndisponible
from concertation.interface.socle.textes import escape
from concertation.suivi import ErreurSuivi, StoreIndisponible

T = TypeVar("T")
LIGNES_MONTREES = 20


@contextmanager
def guard(on_away: Callable[[], None] | None = None) -> Iterator[None]:
    """Run a part of a screen; what can't be read leaves a French sentence in its place.

    `on_away` runs after the sentence when it is the follow-up database that does not answer.
    """
    try:
        yield
    except DonneeIndisponible as erreur:
        show_indisponible(erreur)
    except ErreurSuivi as erreur:
        st.error(escape(str(erreur)), icon=":material/cloud_off:")
        if on_away is not None and isinstance(erreur, StoreIndisponible):
            on_away()


def show_parts(sujet: T, *parts: Callable[[T], object]) -> None:
    """Draw each part of a screen; one that can't be read leaves the others."""
    for part in parts:
        with guard():
            part(sujet)


def tell_ignores(phrases: Iterable[str]) -> None:
    """What was left out of the address."""
    for phrase in phrases:
        st.warning(escape(phrase), icon=":material/link_off:")


def show_alone(draw: Callable[[], None]) -> None:
    """Draw a screen; a choice made on it then draws it again without the menu and the footer."""

    @st.fragment
    def guarded() -> None:
        with guard():
            draw()

    guarded()


def show_indisponible(erreur: DonneeIndisponible) -> None:
    """Say which file keeps this part from being shown, and how to mend it."""
    st.error(escape(str(erreur)), icon=":material/report:")
    if erreur.anomalies:
        show_anomalies(erreur.anomalies)
    st.caption(
        "Le reste de l’application fonctionne. Une fois le fichier corrigé, "
        "rechargez cette page : rien d’autre n’est à faire."
    )


def show_anomalies(anomalies: Sequence[Anomalie]) -> None:
    """A table of anomalies, the first ones when there are many."""
    lignes = [
        {
            "Fichier": escape(anomalie.fichier),
            "Ligne": "" if anomalie.ligne is None else str(anomalie.ligne),
            "Colonne": escape(anomalie.colonne or ""),
            "Valeur": escape(shorten(anomalie.valeur or "")),
            "Ce qu’il faut corriger": escape(anomalie.message),
        }
        for anomalie in anomalies[:LIGNES_MONTREES]
    ]
    st.table(
        lignes, hide_index=True, border="horizontal", alt="Anomalies relevées dans les fichiers"
    )
    reste = len(anomalies) - LIGNES_MONTREES
    if reste > 0:
        st.caption(f"… et {reste} autres anomalies.")


def shorten(texte: str, longueur: int = 60) -> str:
    """The text, cut with an ellipsis when a cell would be drowned."""
    return texte if len(texte) <= longueur else texte[: longueur - 1] + "…"
