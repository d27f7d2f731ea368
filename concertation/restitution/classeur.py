"""Excel workbooks written by XlsxWriter: a table, and its stamp on a second sheet."""

import datetime as dt
import io
import math
import re
from collections.abc import Sequence

import pandas as pd
import xlsxwriter
from pandas.api import types
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from concertation.restitution.cellules import column_text, escape_formula, is_number

A_PROPOS = "À propos"
CARACTERES_MAXIMUM = 32_767
NOM_FEUILLE_MAXIMUM = 31
LARGEUR_MINIMUM, LARGEUR_MAXIMUM = 8, 60  # characters
CACHET_LARGEUR = 100
LIGNE, HAUTEUR_MAXIMUM = 15, 409  # points; the second is Excel's limit
# The same rows must give the same bytes: the day of creation is no information.
CREATION = dt.datetime(2000, 1, 1)
_NOM_INTERDIT = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write_classeur(frame: pd.DataFrame, cachet: Sequence[tuple[str, str]], feuille: str) -> bytes:
    """A workbook of bytes; `cachet` is (label, text) pairs, on a sheet of their own.

    Raises ValueError, in French, for a cell longer than what a workbook can hold.
    """
    sortie = io.BytesIO()
    with xlsxwriter.Workbook(sortie, _OPTIONS) as classeur:
        proprietes = dict(cachet)
        classeur.set_properties(
            {
                "title": proprietes.get("Titre", ""),
                "subject": proprietes.get("Filtres", ""),
                "comments": "\n".join(f"{nom} : {texte}" for nom, texte in cachet)[:2000],
                "created": CREATION,
            }
        )
        styles = _styles(classeur)
        page = classeur.add_worksheet(_sheet_name(feuille))
        _write_table(page, frame, styles)
        if cachet:
            _write_cachet(classeur.add_worksheet(A_PROPOS), cachet, styles)
    return sortie.getvalue()


def _styles(classeur: xlsxwriter.Workbook) -> dict[str, Format]:
    base = {"valign": "top", "text_wrap": True}
    return {
        "texte": classeur.add_format(base),
        # Kept as text even after somebody edits the cell.
        "texte-formule": classeur.add_format(base | {"quote_prefix": True}),
        "nombre": classeur.add_format({"valign": "top"}),
        "date": classeur.add_format({"valign": "top", "num_format": "dd/mm/yyyy"}),
        "entete": classeur.add_format(base | {"bold": True}),
    }


def _write_table(page: Worksheet, frame: pd.DataFrame, styles: dict[str, Format]) -> None:
    noms = [str(nom) for nom in frame.columns]
    if noms and len(frame):
        # An Excel table needs a row; its ids and names must exist before its cells.
        page.add_table(
            0,
            0,
            len(frame),
            len(noms) - 1,
            {
                "name": "Tableau1",
                "style": "Table Style Light 1",
                "columns": [{"header": nom, "header_format": styles["entete"]} for nom in noms],
            },
        )
    elif noms:
        page.autofilter(0, 0, 0, len(noms) - 1)
    textes = [column_text(frame[nom]) for nom in frame.columns]
    largeurs = [_width(nom, colonne) for nom, colonne in zip(noms, textes, strict=True)]
    for rang, nom in enumerate(noms):
        _write_text(page, 0, rang, nom, styles["entete"], styles["entete"])
        _write_column(page, rang, frame[frame.columns[rang]], styles)
        page.set_column(rang, rang, largeurs[rang])
    for ligne, cellules in enumerate(zip(*textes, strict=True), 1):
        page.set_row(ligne, _height(cellules, largeurs))
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write_column(
    page: Worksheet, rang: int, colonne: pd.Series, styles: dict[str, Format]
) -> None:
    is_date = types.is_datetime64_any_dtype(colonne)
    for ligne, (valeur, texte) in enumerate(
        zip(colonne.tolist(), column_text(colonne), strict=True), 1
    ):
        if not texte:
            page.write_blank(ligne, rang, None, styles["texte"])
        elif is_date:
            page.write_datetime(ligne, rang, valeur.to_pydatetime(), styles["date"])
        elif is_number(colonne):
            page.write_number(ligne, rang, valeur, styles["nombre"])
        else:
            _write_text(page, ligne, rang, texte, styles["texte"], styles["texte-formule"])


def _write_text(
    page: Worksheet, ligne: int, rang: int, texte: str, style: Format, style_formule: Format
) -> None:
    """Any text as text: never a formula, a link or markup."""
    texte = texte.encode("utf-8", "replace").decode("utf-8")
    if len(texte.encode("utf-16-le")) // 2 > CARACTERES_MAXIMUM:
        raise ValueError(
            f"Ligne {ligne + 1}, colonne {rang + 1} : le texte dépasse les 32 767 caractères "
            "qu'une cellule Excel peut contenir. Exportez en CSV."
        )
    choisi = style_formule if escape_formula(texte) != texte else style
    if texte.startswith("<r>") and texte.endswith("</r>"):
        # XlsxWriter takes such a text for its own rich markup: give it in two pieces.
        page.write_rich_string(ligne, rang, texte[:2], choisi, texte[2:], choisi)
    else:
        page.write_string(ligne, rang, texte, choisi)


def _write_cachet(
    page: Worksheet, cachet: Sequence[tuple[str, str]], styles: dict[str, Format]
) -> None:
    page.set_column(0, 0, 20)
    page.set_column(1, 1, CACHET_LARGEUR)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    for ligne, (libelle, texte) in enumerate(cachet):
        page.set_row(ligne, _height((texte,), (CACHET_LARGEUR,)))
        page.write_string(ligne, 0, libelle, styles["entete"])
        _write_text(
            page, ligne, 1, texte[:CARACTERES_MAXIMUM], styles["texte"], styles["texte-formule"]
        )


def _width(nom: str, textes: Sequence[str]) -> int:
    """Wide enough for the longest cell, up to a limit; longer ones wrap."""
    plus_longue = max((len(texte) for texte in textes), default=0)
    # The arrow of the filter takes room beside the name.
    return min(max(LARGEUR_MINIMUM, len(nom) + 4, plus_longue + 2), LARGEUR_MAXIMUM)


def _height(cellules: Sequence[str], largeurs: Sequence[int]) -> int:
    """Room for the longest wrapped cell: Excel would find it alone, LibreOffice doesn't."""
    lignes = max(
        sum(math.ceil(max(len(morceau), 1) / largeur) for morceau in cellule.split("\n"))
        for cellule, largeur in zip(cellules, largeurs, strict=True)
    )
    return min(LIGNE * lignes, HAUTEUR_MAXIMUM)


def _sheet_name(nom: str) -> str:
    propre = _NOM_INTERDIT.sub(" ", nom).strip().strip("'")[:NOM_FEUILLE_MAXIMUM].strip()
    # « History » is Excel's own, in English and in French.
    return propre if propre and propre.lower() not in ("history", A_PROPOS.lower()) else "Données"
