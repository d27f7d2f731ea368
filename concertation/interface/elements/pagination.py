"""From one page of a list to the next, from one sheet to its neighbour."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, TypeVar, cast

import pandas as pd
import streamlit as st

from concertation.interface.socle.session import is_phone

T = TypeVar("T")
Cote = Literal["left", "right"]
Lignes = TypeVar("Lignes", bound=pd.DataFrame | Sequence[object])


@contextmanager
def paged(
    lignes: Lignes, page: int, taille: int, go: Callable[[int], None], cle: str = ""
) -> Iterator[Lignes]:
    """The rows of one page to draw, the last one when `page` is beyond; then « Page 2 sur 8 »
    between its two buttons, unless there is a single page. `cle` tells apart the lists of a screen.
    """
    pages = max(1, -(-len(lignes) // taille))
    page = min(page, pages)
    coupe = slice((page - 1) * taille, page * taille)
    yield cast(Lignes, lignes.iloc[coupe] if isinstance(lignes, pd.DataFrame) else lignes[coupe])
    if pages <= 1:
        return
    avant, apres = (f"{cle}-precedente", f"{cle}-suivante") if cle else (None, None)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center"):
        _show_step("Page précédente", "left", page - 1 or None, go, key=avant)
        st.markdown(f"Page {page} sur {pages}", width="content")
        _show_step("Page suivante", "right", page + 1 if page < pages else None, go, key=apres)


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
    rang, place = ids.index(ici) if ici in ids else -1, place and not is_phone()
    suivent = () if rang < 0 and ailleurs else ids[rang + 1 :]
    _show_step(mots[0], "left", ids[rang - 1] if rang > 0 else None, go, shortcut="Left")
    if place or (rang < 0 and ailleurs):
        mention = f"{rang + 1} sur {len(ids)}" if rang >= 0 else ailleurs
        st.markdown(mention, width="content")
    _show_step(mots[1], "right", suivent[0] if suivent else None, go, shortcut="Right")


def _show_step(
    mots: str, cote: Cote, vers: T | None, go: Callable[[T], None], **options: Any
) -> None:
    """A button to the one before or after; None when there is none."""

    def step() -> None:
        if vers is not None:
            go(vers)

    icone = f":material/chevron_{cote}:"
    # A phone has no arrow keys, nor room to say them.
    options |= {"shortcut": None} if is_phone() else {}
    st.button(mots, icon=icone, icon_position=cote, disabled=vers is None, on_click=step, **options)
