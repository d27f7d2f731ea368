"""Rows of a table, one or all."""

from typing import Any

import pandas as pd


def find_row(frame: pd.DataFrame, identifiant: str) -> pd.Series | None:
    """The first row whose `id` is this one; None when there is none."""
    trouves = frame[frame["id"] == identifiant]
    return None if trouves.empty else trouves.iloc[0]


def list_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row as a dictionary of its columns."""
    return [{str(nom): v for nom, v in ligne.items()} for ligne in frame.to_dict("records")]
