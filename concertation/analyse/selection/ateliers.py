"""Workshops filtered, counted, and told one by one with what nobody published."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from concertation.analyse.mots.formats import NON_PUBLIE, format_date, format_quantite, is_empty
from concertation.analyse.selection.facettes import (
    FACETTES_ATELIERS,
    count_values,
    keep_rows,
    libelles_of,
)
from concertation.analyse.selection.filtres import FiltreAteliers

# The facts of a sheet, each with the column that says how sure or how exact it is.
PRECISIONS = {
    "nom": "", "commune": "code_insee", "departement": "code_departement",
    "arrondissement": "code_arrondissement", "epci": "siren_epci", "cts": "cts_certitude",
    "date": "date_certitude", "lieu": "", "participants": "",
}  # fmt: skip


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


def date_of_atelier(atelier: Mapping[Any, Any], vide: str = "non publiée") -> str:
    """« 21 novembre 2022, probable (annonce de presse) »: its day, and what that is worth."""
    return vide if is_empty(atelier["date"]) else format_date(atelier["date"]) + tell_doubt(atelier)


def tell_doubt(atelier: Mapping[Any, Any]) -> str:
    """« , probable (annonce de presse) », "" for a date that is certain or has no mention."""
    certitude = str(atelier.get("date_certitude") or "")
    return f", {certitude}" if certitude not in ("", "certaine") else ""


def describe_atelier(atelier: pd.Series) -> tuple[list[Fait], list[str]]:
    """The sheet of one row of `ateliers`: what is published, and the names of what is not."""
    libelles, participants = libelles_of("ateliers"), atelier["participants"]
    dits = {
        **atelier,
        "date": format_date(atelier["date"], vide=""),
        "participants": ""
        if is_empty(participants)
        else format_quantite(participants, None, str(atelier["participants_qualificatif"])),
    }
    faits = [
        Fait(nom, libelles[nom], str(dits[nom]), str(atelier[precision]) if precision else "")
        for nom, precision in PRECISIONS.items()
    ]
    publies = [f for f in faits if f.valeur]
    if mots := tell_presence(atelier):
        publies.append(Fait("participants", libelles["participants"], NON_PUBLIE, mots))
    dites = {fait.colonne for fait in publies}
    return publies, [f.libelle for f in faits if f.colonne not in dites]


def tell_presence(atelier: Mapping[str, Any] | pd.Series) -> str:
    """What someone wrote of who came, in their words, where no number is published."""
    return str(atelier["participants_qualificatif"]) if is_empty(atelier["participants"]) else ""
