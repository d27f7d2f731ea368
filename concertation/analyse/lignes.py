"""One row among those of a table."""

import pandas as pd


def find_row(frame: pd.DataFrame, identifiant: str) -> pd.Series | None:
    """The first row whose `id` is this one; None when there is none."""
    trouves = frame[frame["id"] == identifiant]
    return None if trouves.empty else trouves.iloc[0]
