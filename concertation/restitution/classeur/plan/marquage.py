"""A file that came back with faults, each marked in its cell: to mend and to bring again."""

import io
from collections.abc import Sequence

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from concertation.donnees import Anomalie
from concertation.donnees.fichiers.ouverture import read_feuilles
from concertation.donnees.fichiers.xlsx import Feuille
from concertation.restitution.classeur.entetes import name_columns
from concertation.restitution.classeur.plan.lecture import A_CORRIGER, recognize
from concertation.restitution.classeur.plan.modele import COLONNES

_FOND = PatternFill("solid", fgColor="FFE699")
_AUTEUR = "Vérification"


def mark_faults(contenu: bytes, nom: str, anomalies: Sequence[Anomalie]) -> bytes:
    """The workbook (of a CSV, its rows in one) with a note on each cell at fault, and a first sheet
    that lists them, which no import reads. ValueError, in French, for what can't be read."""
    feuilles = read_feuilles(contenu, nom)
    if nom.lower().endswith(".xlsx"):
        classeur = openpyxl.load_workbook(io.BytesIO(contenu))
    else:
        classeur = openpyxl.Workbook()
        classeur.remove(classeur.active)
        for feuille in feuilles:
            _copy(classeur.create_sheet(_title(feuille.titre)), feuille)
    liste = classeur.create_sheet(A_CORRIGER, 0)
    liste.append(["Feuille", "Ligne", "Colonne", "Valeur", "Ce qu’il faut corriger"])
    for lettre, largeur in zip("ABCDE", (24, 8, 18, 28, 90), strict=True):
        liste.column_dimensions[lettre].width = largeur
    # One prints it: on A4, as wide as a page.
    liste.page_setup.paperSize, liste.page_setup.orientation = liste.PAPERSIZE_A4, "landscape"
    liste.page_setup.fitToHeight, liste.sheet_properties.pageSetUpPr.fitToPage = 0, True
    noms = {feuille.titre: _columns(feuille) for feuille in feuilles}
    for a in anomalies:
        liste.append([a.fichier, a.ligne, a.colonne, a.valeur, a.message])
        for cellule in liste[liste.max_row]:
            cellule.data_type = "n" if isinstance(cellule.value, int) else "s"
        if a.ligne is None or a.fichier not in noms:
            continue
        siens = noms[a.fichier]
        colonne = siens.index(a.colonne) + 1 if a.colonne in siens else 1
        page = classeur[a.fichier if a.fichier in classeur.sheetnames else _title(a.fichier)]
        cellule = page.cell(a.ligne, colonne)
        if isinstance(cellule, openpyxl.cell.cell.MergedCell):
            continue
        deja = f"{cellule.comment.text}\n" if cellule.comment else ""
        cellule.comment = Comment(deja + a.message, _AUTEUR, width=360, height=120)
        cellule.fill = _FOND
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def _title(titre: str) -> str:
    """A file's name as a sheet may be called."""
    return "".join(c for c in titre.removesuffix(".csv") if c not in "[]:*?/\\")[:31] or "Feuille"


def _copy(page: Worksheet, feuille: Feuille) -> None:
    for numero, cellules in feuille.rangees or ():
        for rang, valeur in enumerate(cellules, 1):
            if valeur not in (None, ""):
                page.cell(numero, rang, valeur).data_type = "s" if isinstance(valeur, str) else "n"


def _columns(feuille: Feuille) -> list[str]:
    table, _, entete = recognize(feuille.titre, feuille.rangees or [])
    return name_columns(entete, COLONNES[table]) if table else []
