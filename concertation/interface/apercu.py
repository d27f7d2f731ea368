"""What a slide will show, in the page's own flow: texts, tables, drawings."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from concertation.graphiques.signes import METEO_SIGNES
from concertation.graphiques.svg import to_svg
from concertation.interface.rangees import show_rows
from concertation.interface.textes import escape
from concertation.restitution.diapos.composition import foot_text
from concertation.restitution.diapos.modele import (
    Bloc,
    Chiffres,
    Graphique,
    Liste,
    Page,
    Tableau,
    Texte,
)


def show_pages(pages: Sequence[Page], debut: int = 1) -> None:
    """Each page in a frame of its own, numbered from `debut`."""
    for rang, page in enumerate(pages, debut):
        with st.container(border=True):
            show_page(page, rang)


def show_page(page: Page, rang: int) -> None:
    """One page, its foot and its notes."""
    if page.mention:
        st.caption(f"**{escape(page.mention)}**")
    st.caption(f"Page {rang}" + (f" · {escape(page.surtitre)}" if page.surtitre else ""))
    st.markdown(f"**{escape(page.titre)}**")
    if page.panne:
        st.warning(escape(page.panne), icon=":material/report:")
        return
    if page.chapeau:
        st.markdown(escape(page.chapeau))
    for rang_bloc, bloc in enumerate((*page.blocs, *page.a_cote), 1):
        _show_bloc(bloc, f"Page {rang}, tableau {rang_bloc}")
    if pied := foot_text(page):
        st.caption(escape(pied))


def _show_bloc(bloc: Bloc, alt: str) -> None:
    if isinstance(bloc, Texte):
        debut = "> " if bloc.style == "citation" else ""
        st.markdown("\n\n".join(f"{debut}{escape(p)}" for p in bloc.paragraphes))
    elif isinstance(bloc, Liste):
        st.markdown(_markdown(bloc))
    elif isinstance(bloc, Chiffres):
        lignes = [
            f"- **{escape(c.valeur)}** {escape(c.libelle)}"
            + (f" ({escape(c.note)})" * bool(c.note))
            for c in bloc.chiffres
        ]
        st.markdown("\n".join(lignes))
    elif isinstance(bloc, Tableau):
        show_rows(_frame(bloc), alt=bloc.titre or alt)
    else:
        _show_drawing(bloc)


def _show_drawing(bloc: Graphique) -> None:
    svg = to_svg(bloc.figure, bloc.largeur, bloc.hauteur, alt=bloc.alt)
    # A white ground: the drawing is that of a slide, whatever the colours of the screen.
    st.html(f'<div style="background:#fff;border-radius:8px;padding:8px">{svg}</div>')


def _markdown(bloc: Liste) -> str:
    lignes = [f"**{escape(bloc.titre)}**", ""] if bloc.titre else []
    for puce in bloc.puces:
        marque = f"**{escape(puce.marque)}** " if puce.marque else ""
        lignes.append(f"- {marque}{escape(puce.texte)}")
        lignes += [f"    - {escape(sous)}" for sous in puce.sous]
    return "\n".join(lignes)


def _frame(bloc: Tableau) -> pd.DataFrame:
    lignes = [list(ligne) for ligne in bloc.lignes]
    for rang, colonne, code in bloc.teintes:
        if not lignes[rang][colonne] and code in METEO_SIGNES:
            lignes[rang][colonne] = code
    colonnes = [nom or " " * rang for rang, nom in enumerate(bloc.colonnes, 1)]
    return pd.DataFrame(lignes, columns=colonnes)
