"""Cells of an export: their text, and how that text travels safely through a spreadsheet.

The text of a cell is that of the files: decimal point, ISO dates, nothing for what is empty. It
doesn't depend on the format, so what is exported is what is imported.
"""

import datetime as dt
import math
import unicodedata
from decimal import Decimal
from typing import Any

import pandas as pd
from pandas.api import types

from concertation.analyse.mots.formats import is_empty
from concertation.suivi.socle.textes import clean_text

# Sheets of a workbook beside its tables.
A_PROPOS, LISTES, DONNEES = "À propos", "Listes", "Données"
# The one that a plan prints, and that no import reads.
A_IMPRIMER = "À imprimer"
MENTION = "Mention"


def is_number(colonne: pd.Series) -> bool:
    """Whether a column holds figures (truth values aside)."""
    return types.is_numeric_dtype(colonne) and not types.is_bool_dtype(colonne)


def to_text(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows as text, numbered from 0: `1250`, `0.5`, `2022-12-08`, "" when empty."""
    colonnes = {str(nom): column_text(frame[nom]) for nom in frame.columns}
    return pd.DataFrame(colonnes, index=range(len(frame)), dtype="str")


def column_text(colonne: pd.Series) -> list[str]:
    """Text of each cell of a column."""
    return [_write(valeur) for valeur in colonne.tolist()]


def _write(valeur: Any) -> str:
    if isinstance(valeur, str):
        return valeur
    if valeur is None or pd.isna(valeur):
        return ""
    if isinstance(valeur, dt.datetime):  # a Timestamp too
        jour = valeur.date().isoformat()
        return jour if valeur.time() == dt.time() else valeur.isoformat()
    if isinstance(valeur, float):
        # The shortest text that reads back as the same float, and 1250 rather than 1250.0.
        return repr(valeur).removesuffix(".0")
    return str(valeur)


def to_plain(valeur: Any) -> str:
    """Any cell as composed text, without the spaces around it nor what the store would not keep."""
    if is_empty(valeur):
        return ""
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    if isinstance(valeur, float):
        # Fifteen figures, as Excel shows: a sum such as 0.30000000000000004 is 0.3.
        return format(Decimal(format(valeur, ".15g")), "f") if math.isfinite(valeur) else "inf"
    if isinstance(valeur, dt.datetime):
        return str(valeur.date()) if valeur.time() == dt.time() else valeur.isoformat(" ")
    if isinstance(valeur, dt.date):
        return valeur.isoformat()
    return unicodedata.normalize("NFC", clean_text(str(valeur))).strip()
