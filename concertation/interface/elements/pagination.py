"""From one page of a list to the next, from one sheet to its neighbour."""

from collections.abc import Callable

import streamlit as st


def show_pages(page: int, pages: int, go: Callable[[int], None], cle: str = "") -> None:
    """« Page 2 sur 8 » between its two buttons; nothing when there is a single page.

    `cle` tells apart the lists of one screen.
    """
    if pages <= 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center"):
        st.button(
            "Page précédente",
            key=f"{cle}-precedente" if cle else None,
            icon=":material/chevron_left:",
            disabled=page == 1,
            on_click=lambda: go(page - 1),
        )
        st.markdown(f"Page {page} sur {pages}", width="content")
        st.button(
            "Page suivante",
            key=f"{cle}-suivante" if cle else None,
            icon=":material/chevron_right:",
            icon_position="right",
            disabled=page == pages,
            on_click=lambda: go(page + 1),
        )


def show_neighbours(
    avant: str | None,
    apres: str | None,
    go: Callable[[str], None],
    place: str = "",
    mots: tuple[str, str] = ("Précédente", "Suivante"),
) -> None:
    """The sheets before and after this one, by button or arrow key; `place`: « 2 sur 13 »."""
    st.button(
        mots[0],
        icon=":material/chevron_left:",
        shortcut="Left",
        disabled=avant is None,
        on_click=lambda: go(avant or ""),
    )
    if place:
        st.markdown(place, width="content")
    st.button(
        mots[1],
        icon=":material/chevron_right:",
        icon_position="right",
        shortcut="Right",
        disabled=apres is None,
        on_click=lambda: go(apres or ""),
    )
