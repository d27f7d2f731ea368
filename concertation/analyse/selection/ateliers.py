"""Workshops filtered, counted, and told one by one with what nobody published."""

from typing import NamedTuple

import pandas as pd

from concertation.analyse.mots.formats import format_date, format_quantite, is_empty
from concertation.analyse.selection.facettes import (
    FACETTES_ATELIERS,
    count_values,
    keep_rows,
    libelles_of,
)
from concertation.analyse.selection.filtres import FiltreAteliers


class Fait(NamedTuple):
    """One published fact; `precision` says how sure or how exact it is, empty when it's plain."""

    colonne: str
    libelle: str
    valeur: str
    precision: str = ""


def filter_ateliers(ateliers: pd.DataFrame, filtre: FiltreAteliers) -> pd.DataFrame:
    """Rows in every chosen territory kind (any of the values in each), in the file's order."""
    choix = [(FACETTES_ATELIERS[nom][0], valeurs) for nom, valeurs in filtre.facettes]
    return ateliers[keep_rows(ateliers, choix)]


def count_facette_ateliers(
    ateliers: pd.DataFrame, filtre: FiltreAteliers, facette: str
) -> dict[str, int]:
    """How many workshops each value of a facet would leave, given the other facets."""
    autres = filter_ateliers(ateliers, filtre.without(facette))
    return count_values(autres, FACETTES_ATELIERS[facette][0])


def describe_atelier(atelier: pd.Series) -> tuple[list[Fait], list[str]]:
    """The sheet of one row of `ateliers`: what is published, and the names of what is not."""
    libelles = libelles_of("ateliers")
    faits = [Fait(nom, libelles[nom], *dit) for nom, dit in _faits(atelier).items()]
    return [f for f in faits if f.valeur], [f.libelle for f in faits if not f.valeur]


def _faits(atelier: pd.Series) -> dict[str, tuple[str, str]]:
    """Value and precision of each fact; an empty value is not published."""

    def with_code(nom: str, code: str) -> tuple[str, str]:
        return str(atelier[nom]), str(atelier[code]) if atelier[nom] else ""

    date, participants = atelier["date"], atelier["participants"]
    return {
        "nom": (str(atelier["nom"]), ""),
        "commune": with_code("commune", "code_insee"),
        "departement": with_code("departement", "code_departement"),
        "arrondissement": with_code("arrondissement", "code_arrondissement"),
        "epci": with_code("epci", "siren_epci"),
        "cts": with_code("cts", "cts_certitude"),
        "date": ("" if is_empty(date) else format_date(date), str(atelier["date_certitude"])),
        "lieu": (str(atelier["lieu"]), ""),
        "participants": (
            ""
            if is_empty(participants)
            else format_quantite(participants, None, str(atelier["participants_qualificatif"])),
            "",
        ),
    }
