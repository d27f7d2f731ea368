"""Facets: columns whose values filter rows, with their labels and the rows they keep."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from concertation.analyse.adresses import resolve
from concertation.analyse.mots.textes import split_liste


@dataclass(frozen=True)
class Facette:
    """A column that filters: its values and their labels, in display order."""

    nom: str
    libelle: str
    options: Mapping[str, str] = field(default_factory=dict)
    is_liste: bool = False  # cells hold several values joined by ` | `

    def resolve(self, ecrit: str) -> str | None:
        """The value that somebody wrote, or whose label."""
        return resolve(ecrit, self.options)


def keep_rows(
    frame: pd.DataFrame, choix: Iterable[tuple[str, Sequence[str]]], listes: Iterable[str] = ()
) -> np.ndarray:
    """Boolean mask: a row has, in each column of `choix`, one of the chosen values.

    `listes` are the columns whose cells hold several values. A column that the frame lacks keeps
    nothing, since no row has the value.
    """
    masque = np.ones(len(frame), dtype=bool)
    for colonne, valeurs in choix:
        if not valeurs:
            continue
        if colonne not in frame:
            return np.zeros(len(frame), dtype=bool)
        if colonne in listes:
            voulues = set(valeurs)
            cellules = frame[colonne].tolist()
            masque &= np.array([not voulues.isdisjoint(split_liste(c)) for c in cellules], bool)
        else:
            masque &= frame[colonne].isin(list(valeurs)).to_numpy(dtype=bool)
    return masque


def count_values(frame: pd.DataFrame, colonne: str, is_liste: bool = False) -> dict[str, int]:
    """Number of rows by value; a row with several values counts once for each."""
    if colonne not in frame:
        return {}
    cellules = frame[colonne].tolist()
    if not is_liste:
        return dict(Counter(cellule for cellule in cellules if cellule))
    return dict(Counter(valeur for cellule in cellules for valeur in set(split_liste(cellule))))
