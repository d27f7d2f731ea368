"""Rows as dictionaries, for every table of the contract."""

import pandas as pd
import pytest

from concertation.analyse.lignes import list_records
from concertation.donnees import load_donnees
from concertation.donnees.schemas import RACINE

DONNEES = load_donnees(RACINE / "data")


@pytest.mark.parametrize("nom", DONNEES.lectures)
def test_records_are_those_that_pandas_gives(nom: str) -> None:
    frame = DONNEES.table(nom)
    for obtenue, attendue in zip(list_records(frame), frame.to_dict("records"), strict=True):
        assert list(obtenue) == list(attendue)
        for colonne, valeur in obtenue.items():
            assert type(valeur) is type(attendue[colonne])
            assert valeur == attendue[colonne] or (pd.isna(valeur) and pd.isna(attendue[colonne]))


def test_no_row_gives_no_record() -> None:
    assert list_records(DONNEES.table("actions").iloc[:0]) == []
