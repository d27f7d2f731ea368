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
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from operator import gt, lt
from typing import Any

import numpy as np
import pandas as pd

from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie, first_ones
from concertation.donnees.grille import Lecture, Ligne, read_cells
from concertation.donnees.phrases import say
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
    try:
        return date.fromisoformat(texte) if DATE.fullmatch(texte) else None
    except ValueError:
        return None


# Of each type, its reader and its column. Tables of a few hundred rows: slices of Python strings
# are several times quicker than Arrow's.
LECTEURS: dict[str, Callable[[str], Any]] = {
    "integer": read_entier,
    "number": read_nombre,
    "date": read_date,
    "string": str,
}
DTYPES: dict[str, Any] = {
    "integer": "Int64",
    "number": "float64",
    "date": "datetime64[us]",
    "string": pd.StringDtype(storage="python", na_value=np.nan),
}
# What the contract asks of a cell, in the order in which it is told.
CONTRAINTES = ("type", "required", "enum", "pattern", "minimum", "maximum", "unique")
BORNES: dict[str, tuple[Callable[[Any, Any], bool], str]] = {
    "minimum": (lt, "{0!q} est trop petit : la valeur doit être au moins {1}."),
    "maximum": (gt, "{0!q} est trop grand : la valeur doit être au plus {1}."),
}


def read_table(schema: Schema, contenu: bytes) -> Lecture:
    """Read the bytes of one file; never raises."""
    lecture = Lecture(schema)
    read_cells(lecture, contenu)
    lecture.bloquantes += first_ones(check_cells(lecture, ["type"]))
    lecture.bloquantes += first_ones(check_cells(lecture, ["required", "unique"], "id"))
    lecture.mineures += first_ones(check_cells(lecture, ["enum"]))
    if schema.obligatoire and not lecture.lignes and not lecture.bloquantes:
        message = say(
            "le fichier n’a que sa ligne d’en-tête : il doit compter au moins une ligne de données."
        )
        lecture.mineures.append(lecture.fault(message))
    if not lecture.bloquantes:
        lecture.table = _to_table(schema, lecture.lignes)
    return lecture


def empty_table(schema: Schema) -> pd.DataFrame:
    """No row, but every column with its type: what an optional file that isn't given reads as."""
    return _to_table(schema, [])


def _to_table(schema: Schema, lignes: list[Ligne]) -> pd.DataFrame:
    """Every column of the schema with its type; no cell is at fault."""
    colonnes = {}
    for champ in schema.champs:
        nom, type_ = champ["name"], champ["type"]
        vide, lecteur = "" if type_ == "string" else None, LECTEURS[type_]
        valeurs = [lecteur(texte) if (texte := ligne(nom)) else vide for ligne in lignes]
        colonnes[nom] = pd.array(valeurs, dtype=DTYPES[type_])
    return pd.DataFrame(colonnes)


def check_cells(
    lecture: Lecture, contraintes: Iterable[str] = CONTRAINTES, colonne: str = ""
) -> Iterator[Anomalie]:
    """Cells, of one column or of all, that break these constraints of the schema."""
    champs = [
        (champ, nom)
        for champ in lecture.schema.champs
        for nom in contraintes
        if nom in ("type", *champ.get("constraints", ()))
        and champ["name"] in lecture.colonnes
        and colonne in ("", champ["name"])
    ]
    vues: dict[tuple[str, str], int] = {}
    for ligne in lecture.lignes:
        for champ, contrainte in champs:
            texte = ligne(champ["name"])
            message = _explain(champ, contrainte, texte)
            if contrainte == "unique" and texte:
                premiere = vues.setdefault((champ["name"], texte), ligne.numero)
                if premiere != ligne.numero:
                    message = phrases.duplicate_value(texte, premiere)
            if message:
                yield lecture.fault(message, ligne.numero, champ["name"], texte)


def _explain(champ: Mapping[str, Any], contrainte: str, texte: str) -> str:
    """How a cell breaks a constraint of its field; nothing when it doesn't."""
    lecteur, limite = LECTEURS[champ["type"]], champ.get("constraints", {}).get(contrainte)
    if contrainte == "required" and not texte:
        return say("la cellule est vide : une valeur est obligatoire.")
    if not texte:
        return ""
    if contrainte == "type" and lecteur(texte) is None:
        return phrases.wrong_type(texte, champ["type"])
    if contrainte == "enum" and texte not in limite:
        pluriel = "s" if len(limite) > 1 else ""
        phrase = "{0!q} n’est pas une valeur admise ; valeur{1} admise{1} : {2!e}."
        return say(phrase, texte, pluriel, limite)
    if contrainte == "pattern" and not re.fullmatch(limite, texte):
        phrase = "{0!q} n’a pas la forme attendue ; exemple : {1!q} ; motif : {2}."
        return say(phrase, texte, champ["example"], limite)
    if contrainte in BORNES:
        depasse, phrase = BORNES[contrainte]
        if (lue := lecteur(texte)) is not None and depasse(lue, limite):
            return say(phrase, texte, limite)
    return ""
