"""From rows to frames: types, names hidden from readers, and who sees which row."""

import datetime
import numbers
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.declarations import OBJETS
from concertation.suivi.socle import tables
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.textes import clean_text

# Columns that name people, and what a reader of what is published gets in the place of a name.
NOMS_DE_PERSONNES = {
    "auteur": "",
    **{c.nom: c.tu for objet in OBJETS.values() for c in objet.champs if c.personne},
}
_DTYPES_DU_NOM: Mapping[str, Any] = {
    "cree_le": "datetime64[us, UTC]", "modifie_le": "datetime64[us, UTC]",
    "quand": "datetime64[us, UTC]", "seance_id": "Int64", "version_publiee": "Int64",
    "point_id": "Int64",
}  # fmt: skip
_DTYPES: Sequence[tuple[Any, Any]] = (
    (sa.Date, "datetime64[us]"), (sa.Boolean, "bool"), ((sa.Float, tables.Montant), "float64"),
    (sa.Integer, "int64"), (sa.JSON, "object"),
)  # fmt: skip
# What a key holds on PostgreSQL; SQLite holds more, and is given no more.
ID_MAX = 2**31 - 1


def to_portable(ligne: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON can hold it: dates in ISO, amounts as text."""
    return {nom: _portable(valeur) for nom, valeur in ligne.items()}


def _portable(valeur: Any) -> Any:
    if isinstance(valeur, datetime.date):
        return valeur.isoformat()
    return str(valeur) if isinstance(valeur, Decimal) else valeur


def to_frame(
    lignes: Sequence[Sequence[Any]], colonnes: Mapping[str, Any], acteur: Acteur | None = None
) -> pd.DataFrame:
    """Rows with the house's types: `colonnes` gives each name its SQL type.

    Text is `str` ("" when empty), identifiers `int64` (`Int64` when they may be empty), numbers
    and amounts `float64`, dates `datetime64[us]`, times `datetime64[us, UTC]`.
    """
    types = tuple(colonnes.items())
    frame = _build(types, zip(*lignes, strict=True)) if lignes else _empty(types).copy()
    if acteur is None or not acteur.reads_public_only:
        return frame
    caches = {nom: mot for nom, mot in NOMS_DE_PERSONNES.items() if nom in frame.columns}
    return frame.assign(**{nom: frame[nom].where(frame[nom] == "", m) for nom, m in caches.items()})


@lru_cache(maxsize=128)
def _empty(types: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    return _build(types, ((),) * len(types))


def _build(types: tuple[tuple[str, Any], ...], valeurs: Iterable[Sequence[Any]]) -> pd.DataFrame:
    colonnes = zip(types, valeurs, strict=True)
    return pd.DataFrame({nom: _column(nom, genre, dites) for (nom, genre), dites in colonnes})


def _column(nom: str, type_sql: Any, valeurs: Sequence[Any]) -> Any:
    """Values as an array: a frame takes it as it is, where it would align one series on another."""
    connus = [dtype for types, dtype in _DTYPES if isinstance(type_sql, types)]
    dtype = _DTYPES_DU_NOM.get(nom, connus[0] if connus else "str")
    if dtype == "str":
        valeurs = ["" if valeur is None else valeur for valeur in valeurs]
    return pd.array(valeurs, dtype=dtype)


def keep_newest(
    frame: pd.DataFrame, cle: Sequence[str], quand: str, ordre: Sequence[str]
) -> pd.DataFrame:
    """Of the rows about one thing, recorded under several names of its place, the last one."""
    if not frame.duplicated(list(cle)).any():
        return frame
    derniers = frame.sort_values([quand, "id"]).drop_duplicates(list(cle), keep="last")
    return derniers.sort_values(list(ordre), ignore_index=True)


def match(colonne: Any, valeur: Any) -> Any:
    """SQL: equal to a value, or among several; what no row can hold matches none."""
    if isinstance(valeur, Collection) and not isinstance(valeur, str):
        return colonne.in_([v for v in valeur if is_storable(v)])
    return colonne == valeur if is_storable(valeur) else sa.false()


def is_storable(valeur: Any) -> bool:
    """Whether a key or a text can be in the database at all."""
    if isinstance(valeur, numbers.Integral):
        return abs(int(valeur)) <= ID_MAX
    return not isinstance(valeur, str) or valeur == clean_text(valeur)
