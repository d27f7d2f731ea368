"""Excel workbooks read back by openpyxl, as the text of their cells."""

import io
import re
import warnings
import zipfile
from typing import Any

import pandas as pd
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from concertation.restitution.cellules import column_text

CELLULES_MAXIMUM = 2_000_000
_ILLISIBLE = (
    zipfile.BadZipFile,
    InvalidFileException,
    SyntaxError,  # broken XML
    KeyError,
    OSError,
    IndexError,
    ValueError,
    TypeError,
)
# Characters that XML can't hold are written _xHHHH_, and a text that looks so _x005F_xHHHH_.
_CODE_XML = re.compile(r"_x005F(_x[0-9A-Fa-f]{4}_)|_x([0-9A-Fa-f]{4})_")


def read_classeur(contenu: bytes) -> pd.DataFrame:
    """The rows of the first sheet, as text; raises ValueError, in French, if it can't be read."""
    try:
        lecteur = _Lecteur(io.BytesIO(contenu), data_only=True)
        lecteur.read()
        page = lecteur.wb.worksheets[0]
        lignes = list(page[_table_range(page)])
    except _ILLISIBLE as erreur:
        raise ValueError("Ce fichier n'est pas un classeur XLSX lisible.") from erreur
    noms, *rangees = [[_read_cell(cellule.value) for cellule in ligne] for ligne in lignes]
    return pd.DataFrame(rangees, columns=noms, dtype="str")


class ErreurDeFormule(str):
    """What a cell shows when its formula failed: `#REF!`, `#DIV/0!`…"""


def read_feuilles(contenu: bytes) -> list[tuple[str, list[tuple[int, list[Any]]]]]:
    """Every sheet: its title, and its rows, each with its number and the values of its cells.

    Text is text, dates are dates, a formula is its last result. Raises ValueError, in French.
    """
    try:
        with warnings.catch_warnings():
            # Of parts that openpyxl leaves out (styles, lists of values): none of them is read.
            warnings.simplefilter("ignore")
            lecteur = _Lecteur(io.BytesIO(contenu), data_only=True)
            lecteur.read()
        pages = lecteur.wb.worksheets
    except _ILLISIBLE as erreur:
        raise ValueError("ce fichier n'est pas un classeur XLSX lisible.") from erreur
    for page in pages:
        if page.max_row * page.max_column > CELLULES_MAXIMUM:
            raise ValueError(
                f"la feuille « {page.title} » est trop grande : supprimez les lignes et les "
                "colonnes vides qui suivent le tableau."
            )
    return [(page.title, _read_rows(page)) for page in pages]


def _read_rows(page: Any) -> list[tuple[int, list[Any]]]:
    return [
        (numero, [_read_value(cellule) for cellule in ligne])
        for numero, ligne in enumerate(page.iter_rows(), 1)
    ]


def _read_value(cellule: Any) -> Any:
    if cellule.data_type == "e":
        return ErreurDeFormule(cellule.value)
    return _decode(cellule.value)


class _Lecteur(ExcelReader):
    """openpyxl's reader, with texts as they are written: it removes any « x005F_ » from them."""

    def read_strings(self) -> None:
        partie = self.package.find(SHARED_STRINGS)
        if partie is not None:
            with self.archive.open(partie.PartName[1:]) as source:
                self.shared_strings = [
                    Text.from_tree(noeud).content
                    for _, noeud in iterparse(source)
                    if noeud.tag == f"{{{SHEET_MAIN_NS}}}si"
                ]


def _table_range(page: Any) -> str:
    """Cells of the sheet's table; all that is used when it has none."""
    tables = list(page.tables.values())
    return str(tables[0].ref) if tables else str(page.dimensions)


def _read_cell(valeur: Any) -> str:
    decodee = _decode(valeur)
    return (
        decodee if isinstance(decodee, str) else column_text(pd.Series([valeur], dtype="object"))[0]
    )


def _decode(valeur: Any) -> Any:
    if isinstance(valeur, str):
        return _CODE_XML.sub(lambda m: m.group(1) or chr(int(m.group(2), 16)), valeur)
    return valeur
