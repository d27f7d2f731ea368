"""From rows to frames: types, names hidden from readers, and who sees which row."""

import datetime
import numbers
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.declarations import OBJETS
from concertation.suivi.socle import tables
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.textes import clean_text

# Columns that name people: a reader of what is published does not get them.
NOMS_DE_PERSONNES = (
    "auteur",
    *(c.nom for objet in OBJETS.values() for c in objet.champs if c.personne),
)
_NULLABLES = ("seance_id", "version_publiee")
_HEURES = ("cree_le", "modifie_le", "quand")
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
    valeurs = list(zip(*lignes, strict=True)) if lignes else [()] * len(colonnes)
    frame = pd.DataFrame(
        {
            nom: _column(nom, type_sql, brutes)
            for (nom, type_sql), brutes in zip(colonnes.items(), valeurs, strict=True)
        }
    )
    return frame if acteur is None else hide_names(frame, acteur)


def hide_names(frame: pd.DataFrame, acteur: Acteur) -> pd.DataFrame:
    """The frame without people's names when the person only reads what is published."""
    if not acteur.reads_public_only:
        return frame
    caches = [nom for nom in NOMS_DE_PERSONNES if nom in frame.columns]
    return frame.assign(**{nom: pd.Series("", index=frame.index, dtype="str") for nom in caches})


def _column(nom: str, type_sql: Any, valeurs: Sequence[Any]) -> pd.Series:
    if nom in _HEURES:
        heures = pd.to_datetime(pd.Series(valeurs, dtype="object"), utc=True, format="ISO8601")
        return heures.astype("datetime64[us, UTC]")
    if isinstance(type_sql, sa.Date):
        return pd.Series(pd.to_datetime(pd.Series(valeurs, dtype="object"))).astype(
            "datetime64[us]"
        )
    if isinstance(type_sql, sa.Boolean):
        return pd.Series([bool(valeur) for valeur in valeurs], dtype="bool")
    if isinstance(type_sql, sa.Float | tables.Montant):
        nombres = [None if valeur is None else float(valeur) for valeur in valeurs]
        return pd.Series(nombres, dtype="float64")
    if isinstance(type_sql, sa.Integer):
        return pd.Series(list(valeurs), dtype="Int64" if nom in _NULLABLES else "int64")
    if isinstance(type_sql, sa.JSON):
        return pd.Series(list(valeurs), dtype="object")
    return pd.Series(["" if valeur is None else valeur for valeur in valeurs], dtype="str")


def latest_flag(trace: sa.Table, drapeau: str, objet: str, identifiant: Any) -> Any:
    """SQL: the last word of `publication` or `retrait` on a row; false when nothing was said."""
    return sa.func.coalesce(latest_value(trace, drapeau, objet, identifiant), sa.false())


def latest_value(trace: sa.Table, colonne: str, objet: str, identifiant: Any) -> Any:
    """SQL: a column of the last row of `publication` or `retrait` on an object."""
    alias = trace.alias()
    return (
        sa.select(alias.c[colonne])
        .where(alias.c.objet == objet, alias.c.objet_id == identifiant)
        .order_by(alias.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


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


def among(colonne: Any, territoires: Iterable[str] | None) -> Any:
    """SQL: in one of these territories; None means all of them."""
    return sa.true() if territoires is None else colonne.in_(sorted(territoires))
