"""A chart on a screen: title, picture with its text alternative, source; one click away, its table,
and the picture to take away, SVG or PNG, with its title, its source,
its reservations and its date."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from copy import copy
from functools import lru_cache, partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import NON_PUBLIE, format_date, is_empty
from concertation.analyse.mots.textes import file_name
from concertation.analyse.mots.typographie import one_line, typeset
from concertation.analyse.provenance import describe_reserves, reserve_ids
from concertation.graphiques.dessin import Dessin
from concertation.graphiques.lecteurs.plotly import CONFIG, to_figure
from concertation.graphiques.style import Mode
from concertation.interface.socle.buttons import show_download
from concertation.interface.socle.session import (
    current_day,
    current_donnees,
    current_mode,
    is_narrow,
    is_phone,
)
from concertation.interface.socle.textes import JOINT, escape

OnSelect = Callable[[list[str]], None]
FINESSE = 2  # pixels of a PNG for one of the drawing

_LIEN = re.compile(r"\[((?:\\.|[^\]\\])*)\]\([^)]*\)")
_DEVANT = re.compile(r" ([;:!?»·–—])")
_ECHAPPE = re.compile(r"\\([^\w\s]|_)")


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
    reserves: Iterable[str] = (),
    legende: str = "",
) -> None:
    """Draw a chart with all that must stand beside it.

    `on_select` receives the ids that the clicked mark holds, `on_area` those of a clicked area.
    `scrolls` says that the chart lets a finger scroll the page while it waits for clicks. `nom`
    names it in a file where the screen writes its title itself; `suivi` and `reserves` as in
    `_show_image`; `legende` says the signs that it does not say itself.
    """
    if titre:
        st.header(typeset(titre), help=aide, anchor=False)
    options: dict[str, Any] = {}
    # A chart of bars that waits for clicks keeps a finger from scrolling: on a phone the filters
    # beside it do the same.
    if on_select is not None and (scrolls or not is_phone()):
        answer = partial(_forward, cle, on_select, on_area)
        options = {"on_select": answer, "selection_mode": "points"}
    figure = _read(dessin, current_mode())
    st.plotly_chart(figure, theme=None, config=CONFIG, alt=typeset(dessin.alt), key=cle, **options)
    ouvert = f"{cle}-tableau"

    def close() -> None:
        st.session_state[ouvert] = False

    with st.container(horizontal=True, gap="small", vertical_alignment="top", wrap=False):
        # Drawn only once opened: most readers look at the picture.
        tableau = st.popover(
            "Tableau", icon=":material/table:", wrap=False, key=ouvert, on_change="rerun"
        )
        if tableau.open:
            with tableau:
                show_table(dessin.table(), alt=f"Tableau : {titre or dessin.alt}")
                # A long table scrolls: the keyboard needs something to reach inside.
                st.button("Fermer le tableau", key=f"{cle}-fermer", on_click=close)
        dits = (legende, plain_text(source))
        _show_image(titre or nom, dessin, dits=dits, cle=cle, suivi=suivi, reserves=reserves)
    st.caption("  \n".join(filter(None, (legende, source))))


# A drawing that a screen keeps from one run to the next is read once a mode.
@lru_cache(maxsize=64)
def _read(dessin: Dessin, mode: Mode) -> Any:
    figure: Any = to_figure(dessin, mode)
    figure.to_dict = partial(copy, figure.to_dict())  # Streamlit asks for it at each run
    return figure


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
    textes = {
        escape(str(nom)): [_cell(valeur, nom in markdown) for valeur in table[nom].tolist()]
        for nom in table.columns
    }
    st.table(pd.DataFrame(textes), hide_index=True, border="horizontal", alt=typeset(alt))


def _cell(valeur: object, is_markdown: bool) -> str:
    texte = NON_PUBLIE if is_empty(valeur) else str(valeur)
    return texte if is_markdown else escape(texte)


def show_rows(table: pd.DataFrame, *, alt: str, markdown: Collection[str] = ()) -> None:
    """A table; in a narrow window one block a row, since no key would scroll a table wider than it.

    `markdown` names the columns whose cells are Markdown already.
    """
    if not is_narrow():
        show_table(table, alt=alt, markdown=markdown)
        return
    for ligne in table.to_dict("records"):
        with st.container(border=True):
            dits = ((escape(str(n)), _cell(v, n in markdown)) for n, v in ligne.items())
            st.markdown("  \n".join(f"**{nom}** : {mots}" for nom, mots in dits))


def _show_image(
    titre: str,
    dessin: Dessin,
    *,
    dits: tuple[str, ...],
    cle: str,
    suivi: bool | Callable[[], bool],
    reserves: Iterable[str],
) -> None:
    """The way to two files of a chart; nothing is made before they are asked for.

    `dits` are its legend and its source. `suivi` says, or tells when called, whether the chart
    shows what committees entered; `reserves` are what reservations of it may aim at
    (« mesures:cpts-couverture »). Colours are those of paper, whatever the reader's screen.
    """
    volet = st.popover(
        "Image", icon=":material/image:", wrap=False, key=f"{cle}-image", on_change="rerun"
    )
    if not volet.open:
        return
    saisi, avertissement = suivi() if callable(suivi) else suivi, ""
    if saisi:
        from concertation.interface.suivi.partage import current_store
        from concertation.suivi.mentions import FICTIVES

        avertissement = FICTIVES if current_store().fictif else ""
    draw = partial(
        _draw,
        dessin,
        titre=titre,
        mentions=(*dits, *_reserve_lines(reserves), _date_line(saisi)),
        avertissement=avertissement,
    )
    nom = file_name(titre or dessin.alt, vide="graphique")
    with volet:
        for libelle, fin, mime, render in (
            ("Image (PNG)", "png", "image/png", partial(_to_png, draw)),
            ("Dessin (SVG)", "svg", "image/svg+xml", draw),
        ):
            show_download(
                libelle, render, f"{nom}.{fin}", mime, "", key=f"{cle}-{fin}", width="stretch"
            )
        st.caption("Avec le titre, la source, les réserves et la date.")


def plain_text(markdown: str) -> str:
    """Markdown of our own captions as its words alone."""
    mots = _LIEN.sub(r"\1", markdown).replace("**", "").replace(JOINT, "")
    mots = one_line(_ECHAPPE.sub(r"\1", mots))
    # No line of the picture begins with one of these.
    return _DEVANT.sub("\u00a0\\1", mots)


def _reserve_lines(cibles: Iterable[str]) -> list[str]:
    donnees = current_donnees()
    return [f"Réserve {mots}" for mots in describe_reserves(donnees, reserve_ids(donnees, cibles))]


def _date_line(suivi: bool) -> str:
    """Who made the picture, from files or entries of which day: its figures are as old as their
    source."""
    metadonnees = current_donnees().metadonnees
    nom = f"Tableau de bord « {metadonnees.get('nom') or 'Concertation'} »"
    if suivi:
        return f"{nom} · suivi lu le {format_date(current_day())}"
    jour = metadonnees.get("date_donnees") or metadonnees.get("date")
    return f"{nom} · fichiers au {format_date(jour, vide='jour non renseigné')}"


# The library of pictures is loaded by the first reader who asks for one.
def _draw(dessin: Dessin, **reste: object) -> str:
    from concertation.restitution.images import draw_image

    return draw_image(dessin, **reste)  # type: ignore[arg-type]


def _to_png(draw: Callable[[], str]) -> bytes:
    from concertation.restitution.images import to_png, view_of

    dessin = draw()
    return to_png(dessin, round(FINESSE * view_of(dessin)[0]))
