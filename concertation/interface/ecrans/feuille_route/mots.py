"""The reservations of the very figures that a roadmap shows."""

from collections.abc import Iterable

import streamlit as st

from concertation.analyse.lignes import find_row
from concertation.analyse.provenance import reserve_ids
from concertation.donnees import Donnees
from concertation.interface.elements.provenance import reserve_text
from concertation.recits.feuille import Cible


def show_reserve_lines(donnees: Donnees, cibles: Iterable[str]) -> None:
    """The reservations of what stands above (« mesures:cpts-couverture », « actions »), in full.

    Raises DonneeIndisponible when they can't be read.
    """
    for numero in reserve_ids(donnees, cibles):
        reserve = find_row(donnees.table("reserves"), numero)
        if reserve is not None:
            st.caption(f":material/info: Réserve {reserve_text(reserve)}")


def show_reserves_of(donnees: Donnees, cibles: Iterable[Cible]) -> None:
    """The same for rows (« mesures », « cpts-couverture »)."""
    show_reserve_lines(donnees, (f"{fichier}:{cle}" for fichier, cle in cibles))
