"""Where a figure comes from, and what must be known before using it."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import plural
from concertation.analyse.provenance import describe_sources, reserve_ids, reserves_of
from concertation.donnees import Donnees
from concertation.donnees.schemas import fichier_carte
from concertation.interface.socle.textes import escape

# More would drown the figure they stand under.
SOURCES_CITEES = 2


def reserve_text(reserve: Mapping[Any, Any] | pd.Series) -> str:
    """One reservation as Markdown: its number, what is noted, what is done about it."""
    return (
        f"**{escape(reserve['id'])} – {escape(reserve['titre'])}.** {escape(reserve['constat'])} "
        f"*{escape(reserve['conduite'])}*"
    )


# Data don't change while they are loaded: each of these is worked out once.
@lru_cache(maxsize=1024)
def _reserve_texts(
    donnees: Donnees, fichier: str, identifiant: str | None
) -> tuple[tuple[str, str], ...]:
    """(number, Markdown) of the reservations of one figure."""
    reserves = reserves_of(donnees, fichier, identifiant).to_dict("records")
    return tuple((str(reserve["id"]), reserve_text(reserve)) for reserve in reserves)


def help_of(donnees: Donnees, fichier: str, identifiant: str | None = None) -> str | None:
    """The reservations of one figure as a tooltip; None when there is none."""
    return "\n\n".join(mots for _, mots in _reserve_texts(donnees, fichier, identifiant)) or None


def show_reserves(donnees: Donnees, cibles: Iterable[tuple[str, str | None]]) -> None:
    """The reservations of what a screen shows, one click away."""
    textes: dict[str, str] = {}
    for fichier, identifiant in cibles:
        textes.update(_reserve_texts(donnees, fichier, identifiant))
    if textes:
        titre = f"Réserves : à savoir avant d’utiliser ces chiffres ({len(textes)})"
        with st.expander(titre, icon=":material/info:"):
            st.markdown("\n\n".join(textes[numero] for numero in sorted(textes)))


def show_reserve_lines(donnees: Donnees, cibles: Iterable[str]) -> None:
    """The reservations of what stands above (« mesures:cpts-couverture », « actions »), in full.

    Raises DonneeIndisponible when they can't be read.
    """
    for texte in _reserve_lines(donnees, tuple(cibles)):
        st.caption(f":material/info: Réserve {texte}")


@lru_cache(maxsize=256)
def _reserve_lines(donnees: Donnees, cibles: tuple[str, ...]) -> tuple[str, ...]:
    reserves, numeros = donnees.table("reserves"), reserve_ids(donnees, cibles)
    textes = {str(r["id"]): reserve_text(r) for _, r in reserves.iterrows() if r["id"] in numeros}
    return tuple(textes[numero] for numero in numeros)


def source_line(donnees: Donnees, cellules: Iterable[str]) -> str:
    """« Source : … » in Markdown, from cells of a column `source`; the first ones when many."""
    return _source_line(donnees, tuple(dict.fromkeys(cellules)))


@lru_cache(maxsize=256)
def _source_line(donnees: Donnees, cellules: tuple[str, ...]) -> str:
    phrases = [escape(phrase) for phrase in describe_sources(donnees, cellules)]
    if not phrases:
        return "Source : non renseignée"
    reste = len(phrases) - SOURCES_CITEES
    suite = f" ; et {plural(reste, 'autre')} (écran Données et sources)" if reste > 0 else ""
    return f"Source : {' ; '.join(phrases[:SOURCES_CITEES])}{suite}"


def carte_source(donnees: Donnees) -> str:
    """Source of the points, and the attribution of the outlines."""
    ateliers = donnees.table("ateliers")
    ligne = source_line(donnees, ateliers["source"])
    fond = fichier_carte("departements")
    attributions = [
        str(ressource["attribution"])
        for ressource in donnees.paquet.ressources
        if ressource["path"] == fond and ressource.get("attribution")
    ]
    return " · ".join([ligne, *(escape(attribution) for attribution in attributions)])
