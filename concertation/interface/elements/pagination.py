"""From one page of a list to the next, from one sheet to its neighbour."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar, cast

import pandas as pd
import streamlit as st

Lignes = TypeVar("Lignes", bound=pd.DataFrame | Sequence[object])


@contextmanager
def paged(
    lignes: Lignes, page: int, taille: int, go: Callable[[int], None], cle: str = ""
) -> Iterator[Lignes]:
    """The rows of one page to draw, the last one when `page` is beyond; then its buttons."""
    pages = max(1, -(-len(lignes) // taille))
    page = min(page, pages)
    coupe = slice((page - 1) * taille, page * taille)
    yield cast(Lignes, lignes.iloc[coupe] if isinstance(lignes, pd.DataFrame) else lignes[coupe])
    _show_pages(page, pages, go, cle)


def _show_pages(page: int, pages: int, go: Callable[[int], None], cle: str) -> None:
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
    ids: Sequence[str],
    ici: str,
    go: Callable[[str], None],
    mots: tuple[str, str] = ("Précédente", "Suivante"),
    place: bool = True,
    ailleurs: str = "",
) -> None:
    """The sheets before and after this one, by button or arrow key; `place`: « 2 sur 13 » between.

    `ailleurs` stands there for a sheet that is not of the list, and has no neighbour; without it,
    the first one follows a sheet that is not of the list.
    """
    rang = ids.index(ici) if ici in ids else -1
    avant = ids[rang - 1] if rang > 0 else None
    suivent = () if rang < 0 and ailleurs else ids[rang + 1 :]
    apres = suivent[0] if suivent else None
    st.button(
        mots[0],
        icon=":material/chevron_left:",
        shortcut="Left",
        disabled=avant is None,
        on_click=lambda: go(avant or ""),
    )
    if place:
        mention = f"{rang + 1} sur {len(ids)}" if rang >= 0 else ailleurs
        st.markdown(mention, width="content")
    st.button(
        mots[1],
        icon=":material/chevron_right:",
        icon_position="right",
        shortcut="Right",
        disabled=apres is None,
        on_click=lambda: go(apres or ""),
    )
