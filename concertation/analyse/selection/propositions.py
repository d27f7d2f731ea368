"""Proposals and workshops filtered, sorted and counted: what screens, charts and commands show; a
workshop told with what nobody published."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from concertation.analyse.mots.formats import NON_PUBLIE, format_date, format_quantite, is_empty
from concertation.analyse.ordre import theme_names
from concertation.analyse.selection.facettes import (
    FACETTES_ATELIERS,
    Facette,
    champs_of,
    count_values,
    is_liste,
    keep_rows,
    libelles_of,
)
from concertation.analyse.selection.filtres import Filtre, FiltreAteliers, FiltrePropositions
from concertation.declarations.portee import COTES, PORTEE

if TYPE_CHECKING:  # its index takes a moment to load
    from concertation.analyse.recherche.recherche import Recherche

FICHIER = "propositions"


class ResultatPropositions(NamedTuple):
    """Rows that answer; those of `suggestion`, not of the words typed, when `approximatif`; those
    that hold a part of the words when `partiel`."""

    frame: pd.DataFrame
    approximatif: bool = False
    suggestion: str = ""
    partiel: bool = False


def filter_propositions(
    propositions: pd.DataFrame, filtre: FiltrePropositions, recherche: "Recherche"
) -> ResultatPropositions:
    """Rows that have a chosen value in each facet and answer the words.

    Best answer first when there are words, order of the document otherwise.
    """
    listes = [nom for nom, _ in filtre.facettes if is_liste(FICHIER, nom)]
    gardees = propositions[keep_rows(propositions, filtre.facettes, listes)]
    reponse = recherche.search(filtre.recherche)
    rangs = {identifiant: rang for rang, identifiant in enumerate(reponse.ids)}
    positions = [
        (rangs[identifiant], position)
        for position, identifiant in enumerate(gardees["id"].tolist())
        if identifiant in rangs
    ]
    frame = gardees.iloc[[position for _, position in sorted(positions)]]
    return ResultatPropositions(frame, reponse.approximatif, reponse.suggestion, reponse.partiel)


def count_facette(
    propositions: pd.DataFrame, filtre: FiltrePropositions, facette: str, recherche: "Recherche"
) -> dict[str, int]:
    """How many rows each value of a facet would leave, given the words and the other facets.

    A value that is not in the dictionary would leave none.
    """
    autres = filter_propositions(propositions, filtre.without(facette), recherche).frame
    return count_values(autres, facette, is_liste(FICHIER, facette))


def count_theme_portee(frame: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """One row by theme in its order: theme, nom_court, and a count (`Int64`, 0 counts) by side.

    `locale`: those that are decided in a territory; `nationale`: those that are sent on.

    A theme that `themes` lacks comes last, under its id.
    """
    noms = theme_names(themes)
    for theme in frame["theme"].drop_duplicates().tolist():
        noms.setdefault(theme, theme)
    table = pd.DataFrame({"theme": list(noms), "nom_court": list(noms.values())}, dtype="str")
    for cote, role in COTES.items():
        comptes = frame.loc[frame["portee"].isin(PORTEE.which(role)), "theme"].value_counts()
        table[cote] = table["theme"].map(comptes).fillna(0).astype("Int64")
    return table


def describe_filtre(filtre: Filtre, facettes: list[Facette], suggestion: str = "") -> str:
    """The question in words: « Thème : Prévention ; Recherche : « pharmacien » ».

    `suggestion`: the words that were searched instead, when the answer is approximate.
    """
    morceaux = [
        f"{facette.libelle} : {' ou '.join(facette.options.get(v, v) for v in choisies)}"
        for facette in facettes
        if (choisies := filtre.values(facette.nom))
    ]
    if isinstance(filtre, FiltrePropositions) and filtre.recherche.strip():
        autre = f" (résultats pour « {suggestion} »)" if suggestion else ""
        morceaux.append(f"Recherche : « {filtre.recherche.strip()} »{autre}")
    return " ; ".join(morceaux) or "aucun filtre"


def published_columns(frame: pd.DataFrame) -> list[str]:
    """Columns to show or export: optional ones only where they hold something."""
    champs = champs_of(FICHIER).items()
    optionnelles = {nom for nom, champ in champs if champ.get("optionnel")}
    return [nom for nom in frame.columns if nom not in optionnelles or any(frame[nom].tolist())]


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
