"""Fields that show what the address says and write to it: filters, one of many values, a day."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from concertation.analyse.mots.typographie import typeset
from concertation.analyse.selection.facettes import Facette
from concertation.analyse.selection.filtres import Filtre
from concertation.interface.socle.session import set_widget
from concertation.interface.socle.textes import escape

F = TypeVar("F", bound=Filtre)
Mots = Mapping[str, str]
"""Values with their words."""
Tell = Callable[[str], None]
"""What is told the value that was chosen."""


def show_facette(
    libelle: str,
    cle: str,
    options: Mots,
    compte: Mapping[str, int],
    choisies: Sequence[str],
    on_change: Callable[[tuple[str, ...]], None],
) -> None:
    """Boxes that can be combined; each shows how many results it would leave.

    One box for each option: what the browser sends back is then the box, not its words, so that
    a choice made while the counts are changing still counts.
    """
    with st.container(horizontal=True, gap="small", key=cle):
        st.markdown(f"**{escape(libelle)}**", width="content")
        for valeur, mots in options.items():
            set_widget(f"{cle}-{valeur}", valeur in choisies)
            st.checkbox(
                f"{escape(mots)} ({compte.get(valeur, 0)})",
                key=f"{cle}-{valeur}",
                on_change=lambda: on_change(read_facette(cle, options)),
            )


def read_facette(cle: str, options: Iterable[str]) -> tuple[str, ...]:
    """The values whose box is ticked, in the order of the options."""
    return tuple(valeur for valeur in options if st.session_state.get(f"{cle}-{valeur}"))


def show_facettes(
    facettes: Iterable[Facette],
    filtre: Filtre,
    count: Callable[[str], Mapping[str, int]],
    on_change: Callable[[], None],
) -> None:
    """The boxes of each facet; `on_change` reads them all (`read_facettes`), since a click may come
    before the answer to the one before it."""
    for nom, libelle, options in ((f.nom, f.libelle, f.options) for f in facettes if f.options):
        choisies = filtre.values(nom)
        show_facette(libelle, f"w-{nom}", options, count(nom), choisies, lambda _: on_change())


def read_facettes(facettes: Iterable[Facette], filtre: F) -> F:
    """The filter that all the boxes show."""
    for facette in facettes:
        choix = read_facette(f"w-{facette.nom}", facette.options)
        filtre = filtre.with_facette(facette.nom, choix)
    return filtre


def show_field(
    champ: Callable[..., Any],
    libelle: str,
    cle: str,
    valeur: object,
    on_change: Callable[[Any], object],
    **options: Any,
) -> None:
    """A field of Streamlit's that shows a value, and tells the one that is answered."""
    set_widget(cle, valeur)
    champ(libelle, key=cle, on_change=lambda: on_change(st.session_state[cle]), **options)


def _among(options: Mots) -> dict[str, Any]:
    return {"options": list(options), "format_func": lambda cle: typeset(options.get(cle, cle))}


def show_choice(
    libelle: str, cle: str, options: Mots, choisie: str, on_change: Tell, aide: str | None = None
) -> None:
    """One of a few ways to show the same thing."""
    reste = _among(options) | {"required": True, "help": aide}
    show_field(st.segmented_control, libelle, cle, choisie, on_change, **reste)


def show_select(
    libelle: str,
    cle: str,
    options: Mots,
    choisie: str,
    on_change: Tell,
    invite: str = "",
    **autres: Any,
) -> None:
    """One of many values, by their words; `invite` says what to do when none is chosen ("")."""
    autres |= _among(options)
    if invite:
        autres |= {"index": None, "placeholder": invite}
    valeur = choisie or None if invite else choisie

    def take(lue: str | None) -> None:
        # A page that is late, or no page of ours, may say a value that is there no more.
        if not lue or lue in options:
            on_change(lue or "")

    show_field(st.selectbox, libelle, cle, valeur, take, **autres)


def show_day(
    libelle: str,
    cle: str,
    jour: dt.date | None,
    on_change: Callable[[dt.date | None], None],
    **autres: Any,
) -> None:
    """A day, or none."""
    autres |= {"value": None, "format": "DD/MM/YYYY"}
    show_field(st.date_input, libelle, cle, jour, on_change, **autres)


def show_search(libelle: str, cle: str, texte: str, on_change: Tell, *, exemple: str) -> None:
    """A search field that answers while one types."""
    show_field(
        st.text_input, libelle, cle, texte, lambda lu: on_change(lu or ""), placeholder=exemple,
        type="search", icon=":material/search:", live="300ms",
    )  # fmt: skip


@dataclass(frozen=True)
class Puce:
    """A filter in force, in words, and what removes it."""

    cle: str
    mots: str
    retirer: Callable[[], None]


def chips_of(facettes: Iterable[Facette], filtre: F, ask: Callable[[F], None]) -> list[Puce]:
    """One chip for each value of the facets that is filtered on."""
    return [
        Puce(
            f"{facette.nom}-{valeur}",
            f"{facette.libelle} : {facette.options.get(valeur, valeur)}",
            partial(ask, filtre.without(facette.nom, valeur)),
        )
        for facette in facettes
        for valeur in filtre.values(facette.nom)
    ]


def show_chips(puces: Sequence[Puce], on_clear: Callable[[], None]) -> None:
    """What is filtered, each removable on its own; nothing when nothing is."""
    if not puces:
        return
    with st.container(horizontal=True, gap="small"):
        for puce in puces:
            st.button(
                escape(puce.mots),
                key=f"puce-{puce.cle}",
                icon=":material/close:",
                icon_position="right",
                help=f"Retirer le filtre « {escape(puce.mots)} »",
                on_click=puce.retirer,
            )
        if len(puces) > 1:
            st.button("Tout effacer", key="puce-tout", type="tertiary", on_click=on_clear)
