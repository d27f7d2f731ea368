"""A chart on a screen: title, picture with its text alternative, table one click away, source."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import NON_PUBLIE, is_empty
from concertation.graphiques.dessin import Dessin
from concertation.graphiques.lecteurs.plotly import CONFIG, to_figure
from concertation.interface.elements.images import show_image
from concertation.interface.socle.session import current_mode, is_phone
from concertation.interface.socle.textes import escape

OnSelect = Callable[[list[str]], None]


def show_figure(
    titre: str,
    dessin: Dessin,
    *,
    source: str,
    cle: str,
    on_select: OnSelect | None = None,
    on_area: OnSelect | None = None,
    aide: str | None = None,
    scrolls: bool = False,
    nom: str = "",
    suivi: bool | Callable[[], bool] = False,
) -> None:
    """Draw a chart with all that must stand beside it.

    `on_select` receives the ids that the clicked mark holds, `on_area` those of a clicked area.
    `scrolls` says that the chart lets a finger scroll the page while it waits for clicks. `nom`
    names it in a file where the screen writes its title itself; `suivi` as in `show_image`.
    """
    if titre:
        st.header(titre, help=aide, anchor=False)
    figure = _read(dessin, current_mode())
    # A chart of bars that waits for clicks keeps a finger from scrolling: on a phone the filters
    # beside it do the same.
    if on_select is None or (is_phone() and not scrolls):
        st.plotly_chart(figure, theme=None, config=CONFIG, alt=dessin.alt, key=cle)
    else:
        st.plotly_chart(
            figure,
            theme=None,
            config=CONFIG,
            alt=dessin.alt,
            key=cle,
            on_select=lambda: _forward(cle, on_select, on_area),
            selection_mode="points",
        )
    ouvert = f"{cle}-tableau"
    with st.container(horizontal=True, gap="small", vertical_alignment="top", wrap=False):
        # Drawn only once opened: most readers look at the picture.
        tableau = st.popover(
            "Tableau",
            icon=":material/table:",
            wrap=False,
            key=ouvert,
            on_change="rerun",
        )
        if tableau.open:
            with tableau:
                show_table(dessin.table(), alt=f"Tableau : {titre or dessin.alt}")
                # A long table scrolls: the keyboard needs something to reach inside.
                st.button("Fermer le tableau", key=f"{cle}-fermer", on_click=_close, args=(ouvert,))
        show_image(titre or nom, dessin, source=source, cle=cle, suivi=suivi)
    st.caption(source)


# A drawing that a screen keeps from one run to the next is read once a mode.
_read = lru_cache(maxsize=64)(to_figure)


def _close(cle: str) -> None:
    st.session_state[cle] = False


def _forward(cle: str, on_select: OnSelect, on_area: OnSelect | None) -> None:
    etat = st.session_state.get(cle) or {}
    marque, zone = read_click((etat.get("selection") or {}).get("points") or [])
    if marque:
        on_select(marque)
    elif zone and on_area is not None:
        on_area(zone)


def read_click(points: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """Ids of the first mark and of the first area in the points of a selection, [] without any."""
    ids: dict[bool, list[str]] = {False: [], True: []}
    for point in points:
        # The browser gives a `location` for an area, coordinates for a point.
        is_zone, donnees = point.get("location") is not None, point.get("customdata")
        valeurs = donnees if isinstance(donnees, list | tuple) else [donnees]
        ids[is_zone] = ids[is_zone] or [str(valeur) for valeur in valeurs if valeur is not None]
    return ids[False], ids[True]


def show_table(table: pd.DataFrame, *, alt: str, markdown: Collection[str] = ()) -> None:
    """A table that prints, can be read aloud, and shows empty as « non publié ».

    `markdown` names the columns whose cells are Markdown already.
    """
    textes = pd.DataFrame(
        {
            escape(str(nom)): _cells(table[nom].tolist(), is_markdown=nom in markdown)
            for nom in table.columns
        }
    )
    st.table(textes, hide_index=True, border="horizontal", alt=alt)


def _cells(valeurs: Sequence[object], *, is_markdown: bool) -> list[str]:
    textes = (_cell(valeur) for valeur in valeurs)
    return list(textes) if is_markdown else [escape(texte) for texte in textes]


def _cell(valeur: object) -> str:
    return NON_PUBLIE if is_empty(valeur) else str(valeur)
