"""Blocks of a story as Markdown: what slides and papers say, on a screen."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import plural
from concertation.interface.elements.figures import show_rows
from concertation.interface.socle.textes import escape
from concertation.recits.blocs import Bloc, Liste, Puce, Section, Tableau, Texte

_STYLES = {"fort": "**{}**", "citation": "« {} »", "discret": ":small[{}]"}


def show_section(section: Section) -> None:
    """A part of a story that has words and tables: its title, its blocks or that there are none."""
    st.header(escape(section.titre), anchor=False)
    show_blocs(section)


def show_blocs(section: Section) -> None:
    """The blocks of a part whose title the caller says, or that there are none."""
    if not section.blocs:
        st.markdown(f"*{escape(section.vide)}*")
    for bloc in section.blocs:
        _show_bloc(bloc, section.titre)


def _show_bloc(bloc: Bloc, titre: str) -> None:
    if isinstance(bloc, Texte):
        for texte in bloc.paragraphes:
            st.markdown(_STYLES.get(bloc.style, "{}").format(escape(texte)))
    elif isinstance(bloc, Liste):
        if bloc.titre:
            st.markdown(f"**{escape(bloc.titre)}**")
        st.markdown(list_markdown(bloc))
    elif isinstance(bloc, Tableau):
        show_rows(pd.DataFrame(bloc.lignes, columns=list(bloc.colonnes)), alt=bloc.titre or titre)


def list_markdown(liste: Liste) -> str:
    """Items and their sub-points. The title is the caller's."""
    return "\n".join(
        ligne
        for puce in liste.puces
        for ligne in (f"- {_words(puce)}", *(f"    - {escape(sous)}" for sous in puce.sous))
    )


def cut_markdown(puces: Iterable[Puce], nombre: int, suite: str = "") -> str:
    """The first items; the others are counted."""
    toutes = list(puces)
    reste = len(toutes) - nombre
    mots = list_markdown(Liste(tuple(toutes[:nombre])))
    return mots + (f"\n- … et {plural(reste, 'autre')}{suite}" if reste > 0 else "")


def facts_markdown(liste: Liste, fin: str = "  \n") -> str:
    """Items as lines without bullets: « **Porteur :** … »."""
    return fin.join(_words(puce) for puce in liste.puces)


def _words(puce: Puce) -> str:
    # Emphasis can't end with a space.
    fort = puce.fort.rstrip()
    tete = f"**{escape(fort)}**{puce.fort[len(fort) :]}" if fort else ""
    marque = f" {escape(puce.marque)}" if puce.marque else ""
    return tete + escape(puce.texte) + marque
