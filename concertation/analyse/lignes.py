"""Rows of a table, one or all."""

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd


def find_row(frame: pd.DataFrame, identifiant: str) -> pd.Series | None:
    """The first row whose `id` is this one; None when there is none."""
    trouves = frame[frame["id"] == identifiant]
    return None if trouves.empty else trouves.iloc[0]


def tabulate(lignes: Iterable[Any], *colonnes: tuple[str, Callable[[Any], Any]]) -> pd.DataFrame:
    """A table in words: each column by its name, with what it says of a row."""
    dites = list(lignes)
    return pd.DataFrame({nom: [tell(ligne) for ligne in dites] for nom, tell in colonnes})


def list_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row as a dictionary of its columns; None for an integer that isn't given."""
    if frame.empty:
        return []
    noms = [str(nom) for nom in frame.columns]
    # Column by column: `to_dict` takes three times as long over texts.
    colonnes = [
        [None if valeur is pd.NA else valeur for valeur in frame.iloc[:, rang].tolist()]
        for rang in range(len(noms))
    ]
    return [dict(zip(noms, ligne, strict=True)) for ligne in zip(*colonnes, strict=True)]
