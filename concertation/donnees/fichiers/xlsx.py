"""Excel workbooks read back by openpyxl: sheets, rows, and the values of their cells.

Cells are read as a stream, and nothing is read before its marks are counted: a workbook of a few
kilobytes can hold millions of cells.
"""

import io
import re
import warnings
import zipfile
from typing import Any, NamedTuple

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from concertation.donnees import limites
from concertation.donnees.phrases import quote

COLONNES_EXCEL = 16_384
# Characters that XML can't hold are written _xHHHH_, and a text that looks so _x005F_xHHHH_.
_CODE_XML = re.compile(r"_x005F(_x[0-9A-Fa-f]{4}_)|_x([0-9A-Fa-f]{4})_")

# Excel's « Strict Open XML »: the same parts, under other names.
_STRICT = b"http://purl.oclc.org/ooxml/"
_NOMS_STRICTS = (
    (_STRICT + b"officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (_STRICT + b"spreadsheetml/main", SHEET_MAIN_NS.encode()),
)

Rangees = list[tuple[int, list[Any]]]
"""Rows, numbered as a spreadsheet does, from 1; each with its cells from column A on."""


class Feuille(NamedTuple):
    """A sheet, or a file of an archive: its title, its rows (None: it is not read), and what was
    guessed or met while it was read, in French."""

    titre: str
    rangees: Rangees | None
    dites: tuple[str, ...] = ()


class ErreurDeFormule(str):
    """What a cell shows when its formula failed: `#REF!`, `#DIV/0!`…"""


class FormuleSansResultat(str):
    """A formula, `=A1+1`, whose result isn't in the file: no spreadsheet computed it."""


def read_feuilles(contenu: bytes) -> list[Feuille]:
    """Every sheet of cells, in order, hidden ones too.

    Text is text, dates are dates, a formula is its last result. Raises ValueError, in French.
    """
    balises, parties = 0, dict[str, bytes]()
    try:
        for nom, partie in limites.read_zip(contenu):
            balises = limites.check_tags(partie, (b"<", b"="), balises)
            parties[nom] = partie
        if any(_STRICT in partie for partie in parties.values()):
            contenu = _loosen(parties)
        with warnings.catch_warnings():
            # Of parts that openpyxl leaves out (styles, lists of values): none of them is read.
            warnings.simplefilter("ignore")
            return _Lecteur(contenu).read_feuilles()
    except Exception as erreur:  # openpyxl raises what comes, from KeyError to those of lxml
        if isinstance(erreur, limites.FichierRefuse) and not isinstance(
            erreur, limites.ArchiveIllisible
        ):
            raise
        raise ValueError("ce fichier n’est pas un classeur XLSX lisible.") from erreur


def _loosen(parties: dict[str, bytes]) -> bytes:
    """A strict workbook under the names that openpyxl knows."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        for nom, partie in parties.items():
            for strict, courant in _NOMS_STRICTS:
                partie = partie.replace(strict, courant)
            archive.writestr(nom, partie)
    return sortie.getvalue()


class _Lecteur(ExcelReader):
    """openpyxl's reader, with texts as they are written: it removes any « x005F_ » from them."""

    def __init__(self, contenu: bytes) -> None:
        super().__init__(io.BytesIO(contenu), read_only=True, data_only=True, keep_links=False)
        self.place = limites.CELLULES

    def read_strings(self) -> None:
        partie = self.package.find(SHARED_STRINGS)
        if partie is not None:
            with self.archive.open(partie.PartName[1:]) as source:
                self.shared_strings = [
                    Text.from_tree(noeud).content
                    for _, noeud in iterparse(source)
                    if noeud.tag == f"{{{SHEET_MAIN_NS}}}si"
                ]

    def read_feuilles(self) -> list[Feuille]:
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        return [
            self._read_feuille(feuille.name, lien.target)
            for feuille, lien in self.parser.find_sheets()
            if "chartsheet" not in lien.Type
        ]

    def _read_feuille(self, titre: str, partie: str) -> Feuille:
        with self.archive.open(partie) as source:
            analyseur = _Analyseur(source, self)
            lignes = self._read_rows(titre, analyseur)
            dites = _spread_merged(lignes, analyseur.merged_cells)
            if analyseur.masquees:
                dites.append("lignes masquées ou filtrées, lues comme les autres")
        return Feuille(titre, lignes, tuple(dites))

    def _read_rows(self, titre: str, analyseur: "_Analyseur") -> Rangees:
        lignes: Rangees = []
        for _, cellules in analyseur.parse():
            pleines = {c["column"]: c["value"] for c in cellules if c["value"] is not None}
            if not pleines:
                continue
            # The last one's, since a row needs no number of its own.
            numero, largeur = cellules[-1]["row"], max(pleines)
            if lignes and numero <= lignes[-1][0]:
                raise ValueError(numero)
            self.place -= largeur
            if len(lignes) == limites.LIGNES:
                raise limites.too_many(f"la feuille {quote(titre)}", "lignes", limites.LIGNES)
            if self.place < 0:
                raise limites.too_many(
                    f"le classeur, à la feuille {quote(titre)},", "cellules", limites.CELLULES
                )
            lignes.append((numero, [pleines.get(rang) for rang in range(1, largeur + 1)]))
        return lignes


def _spread_merged(lignes: Rangees, fusions: Any) -> list[str]:
    """Write in each row the value of a cell merged over several rows; what was done."""
    rangees, faites = dict(lignes), 0
    for zone in fusions.mergeCell if fusions else ():
        colonne, debut, _, fin = range_boundaries(zone.ref)
        premiere = rangees.get(debut, [])
        if fin == debut or len(premiere) < colonne or premiere[colonne - 1] is None:
            continue
        for numero, cellules in lignes:
            if debut < numero <= fin:
                cellules.extend([None] * (colonne - len(cellules)))
                cellules[colonne - 1] = premiere[colonne - 1]
                faites += 1
    return ["cellules fusionnées, leur valeur lue à chaque ligne"] if faites else []


class _Analyseur(WorkSheetParser):
    """openpyxl's parser of sheets, which tells a formula without a result from an empty cell, an
    error from its look-alike, and reads the codes of characters."""

    def __init__(self, source: Any, lecteur: _Lecteur) -> None:
        classeur = lecteur.wb
        dates, durees = classeur._date_formats, classeur._timedelta_formats  # noqa: SLF001
        super().__init__(source, lecteur.shared_strings, True, classeur.epoch, dates, durees)
        self.masquees = False

    def parse_row(self, row: Any) -> Any:
        if len(row) > COLONNES_EXCEL:
            raise ValueError(len(row))
        is_hidden = row.get("hidden") in ("1", "true")
        numero, cellules = super().parse_row(row)
        self.masquees |= is_hidden and any(c["value"] is not None for c in cellules)
        return numero, cellules

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cellule: dict[str, Any] = super().parse_cell(element)
        formule, valeur = element.find(FORMULA_TAG), cellule["value"]
        # An empty text is a result, which spreadsheets announce as a text.
        is_text = element.get("t") == "str" and element.find(VALUE_TAG) is not None
        if formule is not None and valeur is None and not is_text:
            cellule["value"] = FormuleSansResultat(f"={formule.text or ''}")
        elif valeur is not None and cellule["data_type"] == "e":
            cellule["value"] = ErreurDeFormule(valeur)
        elif isinstance(valeur, str):
            code = _CODE_XML.sub(lambda m: m.group(1) or chr(int(m.group(2), 16)), valeur)
            cellule["value"] = code
        return cellule
