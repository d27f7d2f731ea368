"""From cells to a typed table, and which faults forbid the use of it.

The rule, for every file: a fault blocks its own table, and no other, when what would be shown
could be wrong without anyone seeing it.

- Blocking: the file is missing though required or listed in datapackage.json; it can't be opened,
  decoded or cut into cells; a column is missing or comes twice; a row has too few or too many
  cells; a number or a date can't be read; an identifier is empty or comes twice.
- Minor, told on the data screen while the table stays in use: an unknown column (ignored), a blank
  row (skipped), a value out of an enumeration, a required file without rows.

Everything else (patterns, limits, references, counts, geography) is for the checker alone: it
takes longer and does not change what a table says.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie, first_ones
from concertation.donnees.grille import Grille, parse_grille
from concertation.donnees.schemas import Schema

# 18 digits always fit in 64 bits, and no figure of a consultation has more.
ENTIER = re.compile(r"-?[0-9]{1,18}")
NOMBRE = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_entier(texte: str) -> int | None:
    """The integer, or None when the text is no plain integer."""
    return int(texte) if ENTIER.fullmatch(texte) else None


def read_nombre(texte: str) -> float | None:
    """The number, or None when the text is no plain decimal number."""
    return float(texte) if NOMBRE.fullmatch(texte) else None


def read_date(texte: str) -> date | None:
    """The day, or None when the text is no `YYYY-MM-DD` day of the calendar."""
    if not DATE.fullmatch(texte):
        return None
    try:
        return date.fromisoformat(texte)
    except ValueError:
        return None


# Tables of a few hundred rows: slices of Python strings are several times quicker than Arrow's.
TEXTE = pd.StringDtype(storage="python", na_value=np.nan)

LECTEURS: dict[str, Callable[[str], Any]] = {
    "integer": read_entier,
    "number": read_nombre,
    "date": read_date,
}


@dataclass(frozen=True)
class Lecture:
    """What the reader made of one file; `table` is None when a fault forbids its use."""

    schema: Schema
    grille: Grille | None
    table: pd.DataFrame | None
    bloquantes: tuple[Anomalie, ...] = ()
    mineures: tuple[Anomalie, ...] = ()


def read_table(schema: Schema, contenu: bytes) -> Lecture:
    """Read the bytes of one file; never raises."""
    grille = parse_grille(schema, contenu)
    bloquantes, mineures = list(grille.bloquantes), list(grille.mineures)
    valeurs = {}
    if grille.lisible:
        for champ in schema.champs:
            colonne = champ["name"]
            valeurs[colonne], illisibles = _convert(grille, champ)
            bloquantes += illisibles
            mineures += _find_foreign_values(grille, champ)
        bloquantes += first_ones(_find_key_faults(grille))
    if schema.obligatoire and not grille.lignes and not bloquantes:
        mineures.append(Anomalie(schema.fichier, None, None, None, phrases.no_row()))
    table = None if bloquantes else pd.DataFrame(valeurs)
    return Lecture(schema, grille, table, tuple(bloquantes), tuple(mineures))


def empty_table(schema: Schema) -> pd.DataFrame:
    """No row, but every column with its type: what an optional file that isn't given reads as."""
    return pd.DataFrame({c["name"]: _to_series([], c["type"]) for c in schema.champs})


def _convert(grille: Grille, champ: dict[str, Any]) -> tuple[pd.Series, list[Anomalie]]:
    """One typed column, and its cells that can't be read."""
    colonne, type_ = champ["name"], champ["type"]
    textes = grille.values(colonne)
    lecteur = LECTEURS.get(type_)
    if lecteur is None:
        return _to_series(textes, type_), []
    lues = [lecteur(texte) if texte else None for texte in textes]
    fautes = (
        Anomalie(grille.schema.fichier, numero, colonne, texte, phrases.wrong_type(texte, type_))
        for (numero, _), texte, lue in zip(grille.lignes, textes, lues, strict=True)
        if texte and lue is None
    )
    return _to_series(lues, type_), first_ones(fautes)


def _to_series(valeurs: list[Any], type_: str) -> pd.Series:
    if type_ == "integer":
        return pd.Series(pd.array(valeurs, dtype="Int64"))
    if type_ == "number":
        return pd.Series(np.array(valeurs, dtype="float64"))
    if type_ == "date":
        return pd.Series(np.array(valeurs, dtype="datetime64[us]"))
    return pd.Series(valeurs, dtype=TEXTE)


def _find_foreign_values(grille: Grille, champ: dict[str, Any]) -> list[Anomalie]:
    """Cells out of the field's enumeration: screens count by these values."""
    admises = champ.get("constraints", {}).get("enum")
    if admises is None:
        return []
    connues = {"", *map(str, admises)}
    return first_ones(
        Anomalie(
            grille.schema.fichier,
            numero,
            champ["name"],
            texte,
            phrases.broken_constraint("enum", texte, champ),
        )
        for (numero, _), texte in zip(grille.lignes, grille.values(champ["name"]), strict=True)
        if texte not in connues
    )


def _find_key_faults(grille: Grille) -> Iterator[Anomalie]:
    """Identifiers that are empty or come twice."""
    schema = grille.schema
    cle = schema.cle
    if cle not in grille.colonnes:
        return
    vues: dict[str, int] = {}
    for (numero, _), texte in zip(grille.lignes, grille.values(cle), strict=True):
        if not texte:
            message = phrases.broken_constraint("required", "", {})
            yield Anomalie(schema.fichier, numero, cle, "", message)
        elif texte in vues:
            message = phrases.duplicate_value(texte, vues[texte])
            yield Anomalie(schema.fichier, numero, cle, texte, message)
        else:
            vues[texte] = numero
