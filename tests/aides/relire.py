"""Exports read back as a person's own tools would, to prove that nothing is lost in them."""

import csv
import io
import zipfile
from pathlib import PurePath
from typing import Any

import openpyxl
import pandas as pd
from pandas.api import types

from concertation.donnees.fichiers.textes import unescape_formula
from concertation.donnees.fichiers.xlsx import read_feuilles
from concertation.restitution.classeur.cells import (
    DONNEES,
    column_text,
    is_number,
)
from concertation.restitution.classeur.exports import BOM


def read_export(contenu: bytes, nom: str) -> pd.DataFrame:
    """The rows of an export as text (`restore_types` gives types back)."""
    suffixe = PurePath(nom).suffix.lower()
    lire = {".xlsx": _read_classeur, ".zip": _read_archive}.get(suffixe, _read_csv)
    return lire(contenu)


def restore_types(texte: pd.DataFrame, modele: pd.DataFrame) -> pd.DataFrame:
    """Rows of text with the types of `modele`, which has the same columns.

    Raises ValueError where a cell doesn't hold its type.
    """
    colonnes: dict[str, Any] = {}
    for nom in texte.columns:
        dtype, cellules = modele[nom].dtype, texte[nom].tolist()
        lues: list[Any] = cellules
        if types.is_datetime64_any_dtype(dtype):
            lues = [pd.Timestamp(cellule) if cellule else pd.NaT for cellule in cellules]
        elif types.is_integer_dtype(dtype):
            lues = [int(cellule) if cellule else pd.NA for cellule in cellules]
        elif is_number(modele[nom]):
            lues = [float(c.replace(",", ".")) if c else float("nan") for c in cellules]
        colonnes[nom] = pd.Series(lues, dtype=dtype)
    return pd.DataFrame(colonnes, index=texte.index)


def _read_classeur(contenu: bytes) -> pd.DataFrame:
    """The rows of the sheet of codes, the first one when there is none."""
    feuilles = {feuille.titre: feuille.rangees for feuille in read_feuilles(contenu)}
    nom = next((n for n in feuilles if n.startswith(DONNEES)), next(iter(feuilles)))
    lignes = dict(feuilles[nom])
    hauteur = openpyxl.load_workbook(io.BytesIO(contenu))[nom].max_row
    noms = lignes.pop(1)
    pleines = [lignes.get(numero, []) for numero in range(2, hauteur + 1)]
    rangees = [
        column_text(pd.Series([*cellules, *[None] * (len(noms) - len(cellules))], dtype="object"))
        for cellules in pleines
    ]
    return pd.DataFrame(rangees, columns=noms, dtype="str")


def _read_archive(contenu: bytes) -> pd.DataFrame:
    """The rows of codes of an archive, the only ones when it has no others."""
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        noms = archive.namelist()
        nom = next((n for n in noms if n.startswith("donnees")), noms[0])
        return _read_csv(archive.read(nom))


def read_stamp(contenu: bytes) -> str:
    """What an archive says of its rows, a line each."""
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        texte = archive.read("a-propos.csv").decode("utf-8-sig")
    lignes = csv.reader(io.StringIO(texte, newline=""), delimiter=texte[len("Rubrique")])
    return "\n".join("\u00a0: ".join(map(unescape_formula, ligne)) for ligne in lignes)


def _read_csv(contenu: bytes) -> pd.DataFrame:
    texte = contenu.decode("utf-8")
    separateur = ";" if texte.startswith(BOM) else ","
    lecteur = csv.reader(io.StringIO(texte.removeprefix(BOM), newline=""), delimiter=separateur)
    noms, *lignes = [ligne for ligne in lecteur if ligne]
    # A figure never begins with an apostrophe, so every cell can be read alike.
    lues = [[unescape_formula(cellule) for cellule in ligne] for ligne in lignes]
    return pd.DataFrame(lues, columns=[unescape_formula(nom) for nom in noms], dtype="str")
