"""Rows of a table, one or all."""

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd


def find_row(frame: pd.DataFrame, identifiant: str) -> pd.Series | None:
    """The first row whose `id` is this one; None when there is none."""
    rangs = (frame["id"] == identifiant).to_numpy().nonzero()[0]
    return frame.iloc[rangs[0]] if len(rangs) else None


def tabulate(lignes: Iterable[Any], *colonnes: tuple[str, Callable[[Any], Any]]) -> pd.DataFrame:
    """A table in words: each column by its name, with what it says of a row."""
    dites = list(lignes)
    return pd.DataFrame({nom: [tell(ligne) for ligne in dites] for nom, tell in colonnes})


def list_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row as a dictionary of its columns; None for an integer that isn't given."""
    if frame.empty:
        return []
    noms = [str(nom) for nom in frame.columns]
    # All at once: column by column takes three times as long, `to_dict` over texts nine times.
    return [
        {nom: None if dit is pd.NA else dit for nom, dit in zip(noms, ligne, strict=True)}
        for ligne in frame.to_numpy(dtype=object).tolist()
    ]
