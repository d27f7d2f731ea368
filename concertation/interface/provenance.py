"""Where a figure comes from, and what must be known before using it."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from concertation.analyse.provenance import describe_sources, reserves_of
from concertation.donnees import Donnees
from concertation.interface.textes import escape, plural

# More would drown the figure they stand under.
SOURCES_CITEES = 2


def reserve_text(reserve: pd.Series) -> str:
    """One reservation as Markdown: its number, what is noted, what is done about it."""
    return (
        f"**{escape(reserve['id'])} – {escape(reserve['titre'])}.** {escape(reserve['constat'])} "
        f"*{escape(reserve['conduite'])}*"
    )


def help_of(donnees: Donnees, fichier: str, identifiant: str | None = None) -> str | None:
    """The reservations of one figure as a tooltip; None when there is none."""
    reserves = reserves_of(donnees, fichier, identifiant)
    return "\n\n".join(reserve_text(ligne) for _, ligne in reserves.iterrows()) or None


def show_reserves(donnees: Donnees, cibles: Iterable[tuple[str, str | None]]) -> None:
    """The reservations of what a screen shows, one click away."""
    cadres = [reserves_of(donnees, fichier, identifiant) for fichier, identifiant in cibles]
    reserves = pd.concat(cadres).drop_duplicates("id").sort_values("id") if cadres else None
    if reserves is None or reserves.empty:
        return
    titre = f"Réserves : à savoir avant d'utiliser ces chiffres ({len(reserves)})"
    with st.expander(titre, icon=":material/info:"):
        for _, reserve in reserves.iterrows():
            st.markdown(reserve_text(reserve))


def source_line(donnees: Donnees, cellules: Iterable[str]) -> str:
    """« Source : … » in Markdown, from cells of a column `source`; the first ones when many."""
    phrases = [escape(phrase) for phrase in describe_sources(donnees, cellules)]
    if not phrases:
        return "Source : non renseignée"
    reste = len(phrases) - SOURCES_CITEES
    suite = f" ; et {plural(reste, 'autre')} (écran Données et sources)" if reste > 0 else ""
    return f"Source : {' ; '.join(phrases[:SOURCES_CITEES])}{suite}"
