"""Facets: columns whose values filter rows, with their labels and the rows they keep.

The Table Schemas say which columns may be facets, their labels, and which hold lists.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from concertation.analyse.mots.textes import collation_key, split_liste
from concertation.analyse.ordre import theme_names
from concertation.declarations.portee import PORTEE
from concertation.donnees import Donnees, soft_table
from concertation.donnees.schemas import load_schemas

# Facet: column of its values, column of their labels.
FACETTES_ATELIERS = {
    "departement": ("code_departement", "departement"),
    "cts": ("cts", "cts"),
    "arrondissement": ("code_arrondissement", "arrondissement"),
}
# Facets that filter proposals even when no proposal says any value.
TOUJOURS = ("theme", "portee")


@cache
def champs_of(fichier: str) -> dict[str, dict[str, Any]]:
    """Field descriptors of one file (« propositions »), by column; empty if it has no schema."""
    schema = load_schemas().get(fichier)
    return {champ["name"]: champ for champ in schema.champs} if schema else {}


def libelles_of(fichier: str) -> dict[str, str]:
    """French display label of each column, from the schema's titles."""
    return {nom: str(champ.get("title") or nom) for nom, champ in champs_of(fichier).items()}


def is_liste(fichier: str, colonne: str) -> bool:
    """Whether cells of the column hold several values joined by ` | `."""
    return "liste" in champs_of(fichier).get(colonne, {})


def optional_facettes(fichier: str) -> list[str]:
    """Columns that a region may fill and that then filter the rows."""
    return [nom for nom, champ in champs_of(fichier).items() if champ.get("facette")]


class Facette(NamedTuple):
    """A column that filters: its values and their labels, in display order."""

    nom: str
    libelle: str
    options: Mapping[str, str]
    is_liste: bool = False  # cells hold several values joined by ` | `


def keep_rows(
    frame: pd.DataFrame, choix: Iterable[tuple[str, Sequence[str]]], listes: Iterable[str] = ()
) -> np.ndarray:
    """Boolean mask: a row has, in each column of `choix`, one of the chosen values.

    `listes` are the columns whose cells hold several values. A column that the frame lacks keeps
    nothing, since no row has the value.
    """
    masque = np.ones(len(frame), dtype=bool)
    for colonne, valeurs in choix:
        cellules = frame[colonne].tolist() if colonne in frame else [""] * len(frame)
        lues = (split_liste(cellule) if colonne in listes else (cellule,) for cellule in cellules)
        if voulues := set(valeurs):
            masque &= np.array([not voulues.isdisjoint(lue) for lue in lues], bool)
    return masque


def count_values(frame: pd.DataFrame, colonne: str, is_liste: bool = False) -> dict[str, int]:
    """Number of rows by value; a row with several values counts once for each."""
    if colonne not in frame:
        return {}
    cellules = frame[colonne].tolist()
    if not is_liste:
        return dict(Counter(cellule for cellule in cellules if cellule))
    return dict(Counter(valeur for cellule in cellules for valeur in set(split_liste(cellule))))


# Data don't change while they are loaded, and a screen asks several times in one run.
@lru_cache(maxsize=8)
def facettes_of(donnees: Donnees) -> list[Facette]:
    """Theme, portée, then the optional columns in which the data hold a value.

    Every published theme and portée is an option; of an optional column, the values that some
    proposal has. Raises DonneeIndisponible when the proposals can't be used; without usable
    themes, their ids stand for their names.
    """
    propositions = donnees.table("propositions")
    libelles = libelles_of("propositions")
    ateliers = soft_table(donnees, "ateliers").sort_values("ordre", kind="stable")
    connus = {
        "theme": theme_names(soft_table(donnees, "themes")),
        "portee": dict(PORTEE),
        "atelier": dict(zip(ateliers["id"].tolist(), ateliers["nom"].tolist(), strict=True)),
    }
    facettes = []
    for nom in (*TOUJOURS, *optional_facettes("propositions")):
        presentes = count_values(propositions, nom, is_liste("propositions", nom))
        mots = connus.get(nom, {})
        options = {v: mot for v, mot in mots.items() if nom in TOUJOURS or v in presentes}
        # What the files don't name goes last, under its own id.
        options |= {v: v for v in sorted(presentes.keys() - mots.keys(), key=collation_key)}
        if options or nom in TOUJOURS:
            facettes.append(Facette(nom, libelles[nom], options, is_liste("propositions", nom)))
    return facettes


def facettes_of_ateliers(ateliers: pd.DataFrame) -> list[Facette]:
    """Département, CTS and arrondissement: the values that some workshop has, by name."""
    libelles, facettes = libelles_of("ateliers"), []
    for nom, (codes, noms) in FACETTES_ATELIERS.items():
        paires = dict(zip(ateliers[codes].tolist(), ateliers[noms].tolist(), strict=True))
        tries = sorted(paires.items(), key=lambda paire: collation_key(paire[1]))
        options = {code: mot or code for code, mot in tries if code}
        facettes.append(Facette(nom, libelles[noms], options))
    return facettes
