"""Exports read back as a person's own tools would, to prove that nothing is lost in them."""

import csv
import io
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

import openpyxl
import pandas as pd
from pandas.api import types

from concertation.restitution.classeur.cells import (
    column_text,
    is_number,
    unescape_formula,
)
from concertation.restitution.classeur.exports import BOM, COLONNES_DE_NOMBRES
from concertation.restitution.classeur.lecture import read_feuilles


def read_export(contenu: bytes, nom: str) -> pd.DataFrame:
    """The rows of an export as text (`restore_types` gives types back)."""
    if PurePath(nom).suffix.lower() == ".xlsx":
        return _read_classeur(contenu)
    return _read_csv(contenu)


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
            lues = [float(cellule) if cellule else float("nan") for cellule in cellules]
        colonnes[nom] = pd.Series(lues, dtype=dtype)
    return pd.DataFrame(colonnes, index=texte.index)


def _read_classeur(contenu: bytes) -> pd.DataFrame:
    """The rows of the first sheet."""
    lignes = dict(read_feuilles(contenu)[0][1])
    hauteur = openpyxl.load_workbook(io.BytesIO(contenu)).worksheets[0].max_row
    noms = lignes.pop(1)
    pleines = [lignes.get(numero, []) for numero in range(2, hauteur + 1)]
    rangees = [
        column_text(pd.Series([*cellules, *[None] * (len(noms) - len(cellules))], dtype="object"))
        for cellules in pleines
    ]
    return pd.DataFrame(rangees, columns=noms, dtype="str")


def _read_csv(contenu: bytes) -> pd.DataFrame:
    try:
        texte = contenu.decode("utf-8")
    except UnicodeDecodeError as erreur:
        raise ValueError("Ce fichier n’est pas en UTF-8 : enregistrez-le en CSV UTF-8.") from erreur
    has_bom = texte.startswith(BOM)
    cachet, corps = _split_stamp(texte.removeprefix(BOM))
    entete = corps.partition("\n")[0]
    # A file saved again by Excel keeps its BOM and may have another separator.
    is_excel = ";" in entete or (has_bom and "," not in entete)
    lecteur = csv.reader(io.StringIO(corps, newline=""), delimiter=";" if is_excel else ",")
    try:
        noms, *lignes = [ligne for ligne in lecteur if ligne] or [[]]
    except csv.Error as erreur:
        raise ValueError("Ce fichier CSV ne peut pas être découpé en cellules.") from erreur
    if not noms:
        raise ValueError("Ce fichier CSV est vide : il lui manque une ligne d’en-tête.")
    noms = [unescape_formula(nom) for nom in noms]
    for numero, ligne in enumerate(lignes, 1):
        if len(ligne) != len(noms):
            raise ValueError(
                f"La ligne de données {numero} a {len(ligne)} cellules au lieu de {len(noms)}."
            )
    nombres = set(_number_columns(cachet, noms)) if is_excel else set()
    lignes = [
        [c.replace(",", ".") if rang in nombres else c for rang, c in enumerate(ligne)]
        for ligne in lignes
    ]
    # A figure never begins with an apostrophe, so every cell can be read alike.
    lignes = [[unescape_formula(cellule) for cellule in ligne] for ligne in lignes]
    return pd.DataFrame(lignes, columns=noms, dtype="str")


def _split_stamp(texte: str) -> tuple[list[str], str]:
    cachet = []
    while texte.startswith("#"):
        ligne, _, texte = texte.partition("\n")
        cachet.append(ligne.strip())
    return cachet, texte


def _number_columns(cachet: Sequence[str], noms: Sequence[str]) -> list[int]:
    debut = f"# {COLONNES_DE_NOMBRES} : "
    annonces = {
        nom.strip()
        for ligne in cachet
        if ligne.startswith(debut)
        for nom in ligne.removeprefix(debut).split("|")
    }
    return [rang for rang, nom in enumerate(noms) if nom in annonces]
