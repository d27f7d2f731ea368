"""Any file of rows that people drop: its sheets, and what was guessed to read them."""

import csv
import datetime as dt
import io
from codecs import BOM_UTF8
from pathlib import PurePosixPath
from typing import Any

from python_calamine import CalamineWorkbook

from concertation.donnees.fichiers.textes import (
    cut_cells,
    decode,
    guess_separator,
    is_leftover,
    tell_guess,
    unescape_formula,
)
from concertation.donnees.fichiers.xlsx import Feuille, Rangees
from concertation.donnees.fichiers.xlsx import read_feuilles as read_xlsx
from concertation.donnees.limites import (
    CELLULES,
    LIGNES,
    ArchiveIllisible,
    FichierRefuse,
    check_size,
    check_tags,
    count_cells,
    read_zip,
    too_many,
)
from concertation.donnees.phrases import quote, say

TYPES = ".xlsx,.ods,.csv,.txt,.tsv,.zip"
_TEXTES = (".csv", ".txt", ".tsv")
_ANCIENS = {
    ".xls": "Excel 97-2003", ".xlsb": "classeur binaire d’Excel", ".numbers": "Numbers d’Apple",
}  # fmt: skip


def read_feuilles(contenu: bytes, nom: str) -> list[Feuille]:
    """Title and rows of each sheet of a workbook, or file of an archive.

    Raises ValueError, in French, for what can't be read.
    """
    suffixe = PurePosixPath(nom).suffix.lower()
    if suffixe in _TEXTES:
        return [read_texte(contenu, PurePosixPath(nom).name)]
    if suffixe == ".xlsx":
        return read_xlsx(contenu)
    if suffixe == ".ods":
        return _read_ods(contenu)
    if suffixe != ".zip":
        raise ValueError(_refuse(suffixe))
    feuilles, place = list[Feuille](), CELLULES
    for membre, octets in read_zip(contenu, lambda membre: not is_leftover(membre)):
        chemin = PurePosixPath(membre.replace("\\", "/"))
        if chemin.suffix.lower() not in _TEXTES:
            feuilles.append(Feuille(chemin.name, None))
            continue
        place -= count_cells(octets)
        if place < 0:
            raise too_many(f"l’archive, au fichier {quote(chemin.name)},", "cellules", CELLULES)
        feuilles.append(read_texte(octets, chemin.name))
    return feuilles


def _refuse(suffixe: str) -> str:
    if suffixe in _ANCIENS:
        return say(
            "c’est un fichier {0} : ouvrez-le dans un tableur, puis « Enregistrer sous », au "
            "format « Classeur Excel (.xlsx) » ou « ODF (.ods) ».",
            _ANCIENS[suffixe],
        )
    return say("ce type de fichier n’est pas admis : choisissez un .xlsx, .ods, .csv ou .zip.")


def read_texte(contenu: bytes, titre: str) -> Feuille:
    """The rows of a CSV text, whatever program wrote it; raises `FichierRefuse`."""
    check_size(contenu)
    texte, encodage = decode(contenu)
    separateur = guess_separator(texte)
    rangees: Rangees = [
        (numero, [unescape_formula(cellule) for cellule in cellules])
        for numero, cellules in enumerate(cut_cells(texte, separateur), 1)
    ]
    # Nothing is guessed of what spreadsheets of France mark so, and we write so.
    is_marked = contenu.startswith(BOM_UTF8) and separateur == ";"
    dit = "" if is_marked else tell_guess(encodage, separateur)
    return Feuille(titre, rangees, (dit,) if dit else ())


def _read_ods(contenu: bytes) -> list[Feuille]:
    """The sheets of LibreOffice; the result of a formula is always in the file."""
    balises = 0
    try:
        for membre, partie in read_zip(contenu):
            if membre.endswith(".xml"):
                balises = check_tags(partie, (b"<", b"="), balises)
        classeur = CalamineWorkbook.from_filelike(io.BytesIO(contenu))
        lues = [(titre, classeur.get_sheet_by_name(titre)) for titre in classeur.sheet_names]
    except Exception as erreur:  # of the library, and of what it is built on
        if isinstance(erreur, FichierRefuse) and not isinstance(erreur, ArchiveIllisible):
            raise
        raise ValueError("ce fichier n’est pas un classeur ODS lisible.") from erreur
    feuilles, place = list[Feuille](), CELLULES
    for titre, feuille in lues:
        place -= feuille.height * feuille.width
        if feuille.height > LIGNES:
            raise too_many(f"la feuille {quote(titre)}", "lignes", LIGNES)
        if place < 0:
            raise too_many(f"le classeur, à la feuille {quote(titre)},", "cellules", CELLULES)
        lignes = enumerate(feuille.to_python(skip_empty_area=False), 1)
        # The library gives "" for a cell that is empty.
        rangees = [(n, [None if v == "" else v for v in cellules]) for n, cellules in lignes]
        feuilles.append(Feuille(titre, rangees))
    return feuilles


def to_csv(feuille: Feuille) -> bytes:
    """A sheet as files of data are written, each row at its number."""
    sortie = io.StringIO(newline="")
    ecrivain, numero = csv.writer(sortie, lineterminator="\n"), 1
    for place, cellules in feuille.rangees or ():
        for _ in range(numero, place):
            ecrivain.writerow([])
        ecrivain.writerow([_text(cellule) for cellule in cellules])
        numero = place + 1
    return sortie.getvalue().encode()


def _text(valeur: Any) -> str:
    if isinstance(valeur, dt.datetime) and valeur.time() == dt.time():
        valeur = valeur.date()
    if isinstance(valeur, float):
        return format(valeur, ".15g")
    return "" if valeur is None else str(valeur)
