"""An action plan read from a workbook, a pair of CSV files in a zip, or one CSV file."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

import pandas as pd

from concertation.donnees import Anomalie, phrases
from concertation.restitution import plan_phrases
from concertation.restitution.cellules import A_PROPOS, LISTES, MENTION, unescape_formula
from concertation.restitution.lecture_classeur import ErreurDeFormule, read_feuilles
from concertation.restitution.plan_cellules import canonical, fold, to_plain
from concertation.restitution.plan_modele import ACTIONS, COLONNES, FINANCEMENTS, Plan
from concertation.suivi.mentions import FICTIVES

TAILLE_MAXIMUM = 100_000_000  # bytes, once unpacked
# Sheets of our own workbooks that hold no row of the plan.
_AUTRES = (fold(LISTES), fold(A_PROPOS))
# Columns that only one of the two tables has.
_SIGNES = {
    ACTIONS: set(COLONNES[ACTIONS]) - set(COLONNES[FINANCEMENTS]),
    FINANCEMENTS: set(COLONNES[FINANCEMENTS]) - set(COLONNES[ACTIONS]),
}
Cellules = list[Any]
Lignes = list[tuple[int, Cellules]]
"""Numbered as a spreadsheet does, from 1."""


def read_plan(contenu: bytes, nom: str) -> tuple[Plan, list[Anomalie]]:
    """The plan of a file `.xlsx`, `.zip` or `.csv`, and what is wrong with its form. Never raises.

    With an anomaly the plan is not to be trusted. A table that the file doesn't hold is empty,
    which changes nothing in the store. What cells hold is for `check_plan`.
    """
    try:
        feuilles = _read_sheets(contenu, nom)
    except ValueError as erreur:
        return Plan(), [Anomalie(PurePath(nom).name, None, None, None, str(erreur))]
    fictif = any(_is_fictional(titre, lignes) for titre, lignes in feuilles)
    trouvees: dict[str, Lignes] = {}
    for titre, lignes in feuilles:
        table = _recognize(titre, lignes)
        if table and table not in trouvees:
            trouvees[table] = lignes
    if not trouvees:
        message = plan_phrases.wrong_header(ACTIONS, COLONNES[ACTIONS])
        return Plan(), [Anomalie(PurePath(nom).name, None, None, None, message)]
    tables, anomalies = {}, []
    for table, lignes in trouvees.items():
        tables[table], fautes = _read_table(table, lignes)
        anomalies.extend(fautes)
    vide = Plan()
    plan = Plan(
        tables.get(ACTIONS, vide.actions), tables.get(FINANCEMENTS, vide.financements), fictif
    )
    return plan, anomalies


def _read_sheets(contenu: bytes, nom: str) -> list[tuple[str, Lignes]]:
    """Title and rows of each sheet or file; raises ValueError, in French."""
    suffixe = PurePath(nom).suffix.lower()
    if suffixe == ".csv":
        return [(PurePath(nom).stem, _read_csv(contenu))]
    if suffixe not in (".xlsx", ".zip"):
        raise ValueError("ce type de fichier n'est pas admis : choisissez un .xlsx, .zip ou .csv.")
    try:
        with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
            if sum(membre.file_size for membre in archive.infolist()) > TAILLE_MAXIMUM:
                raise ValueError("le fichier est trop grand une fois décompressé.")
            if suffixe == ".zip":
                return [
                    (PurePath(membre).stem, _read_csv(archive.read(membre)))
                    for membre in archive.namelist()
                    if PurePath(membre).suffix.lower() == ".csv"
                    and not membre.startswith("__MACOSX/")
                ]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as erreur:
        genre = "une archive" if suffixe == ".zip" else "un classeur"
        raise ValueError(f"ce fichier n'est pas {genre} {suffixe[1:].upper()} lisible.") from erreur
    return read_feuilles(contenu)


def _read_csv(contenu: bytes) -> Lignes:
    try:
        texte = contenu.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        raise ValueError(
            "le texte n'est pas en UTF-8 : enregistrez le fichier en « CSV UTF-8 »."
        ) from erreur
    pleines = (nue for ligne in texte.splitlines() if (nue := ligne.strip('";,\t ')))
    entete = next((ligne for ligne in pleines if not ligne.startswith("#")), "")
    separateur = max(",;\t", key=entete.count)
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur)
    try:
        return [
            (numero, [unescape_formula(cellule) for cellule in cellules])
            for numero, cellules in enumerate(lecteur, 1)
        ]
    except csv.Error as erreur:
        raise ValueError("ce fichier CSV ne peut pas être découpé en cellules.") from erreur


def _is_fictional(titre: str, lignes: Lignes) -> bool:
    """Whether a title or a stamp carries the mention of fictional data."""
    marque = fold(FICTIVES)
    if marque in fold(titre):
        return True
    debuts = (fold(MENTION), fold(f"# {MENTION} : {FICTIVES}"))
    for _, cellules in lignes:
        textes = [fold(to_plain(cellule)) for cellule in cellules[:2]]
        if not textes or not textes[0].startswith(debuts):
            continue
        if any(marque in texte for texte in textes):
            return True
    return False


def _recognize(titre: str, lignes: Lignes) -> str | None:
    """Which of the two tables this is: by most of its columns, else by its title."""
    if fold(titre) in _AUTRES:
        return None
    noms = {_header_name(cellule) for cellule in _header(lignes)[1]}
    for table, signes in _SIGNES.items():
        if 2 * len(signes & noms) > len(signes):
            return table
    return next((table for table in COLONNES if fold(titre).startswith(fold(table))), None)


def _header(lignes: Lignes) -> tuple[int, Cellules]:
    """Number and cells of the header, the first row that isn't blank nor of the stamp."""
    for numero, cellules in lignes:
        pleines = [texte for cellule in cellules if (texte := to_plain(cellule))]
        if pleines and not pleines[0].startswith("#"):
            return numero, cellules
    return 0, []


def _header_name(cellule: Any) -> str:
    return fold(to_plain(cellule)).replace(" ", "_")


def _read_table(table: str, lignes: Lignes) -> tuple[pd.DataFrame, list[Anomalie]]:
    numero, entete = _header(lignes)
    noms = [_header_name(cellule) for cellule in entete]
    while noms and not noms[-1]:
        noms.pop()
    attendues = COLONNES[table]
    anomalies = [
        Anomalie(table, numero or None, colonne, None, message)
        for colonne, message in _check_header(noms, list(attendues))
    ]
    rangs: list[int] = []
    rangees: list[list[str]] = []
    for ligne, cellules in lignes:
        if ligne <= numero or not any(to_plain(cellule) for cellule in cellules):
            continue
        anomalies.extend(_check_width(table, ligne, cellules, noms))
        anomalies.extend(
            Anomalie(
                table, ligne, nom, cellule,
                plan_phrases.failed_formula(cellule),
            )
            for nom, cellule in zip(noms, cellules, strict=False)
            if isinstance(cellule, ErreurDeFormule)
        )  # fmt: skip
        valeurs = dict(zip(noms, cellules, strict=False))
        rangs.append(ligne)
        rangees.append([canonical(g, valeurs.get(nom)) for nom, g in attendues.items()])
    frame = pd.DataFrame(rangees, columns=list(attendues), index=rangs, dtype="str")
    return frame, anomalies


def _check_header(noms: Sequence[str], attendues: Sequence[str]) -> list[tuple[str | None, str]]:
    fautes: list[tuple[str | None, str]] = [
        (nom, phrases.missing_column(nom)) for nom in attendues if nom not in noms
    ]
    connus = [nom for nom in noms if nom]
    for nom in dict.fromkeys(connus):
        if nom not in attendues:
            fautes.append((nom, phrases.extra_column(nom, attendues)))
        elif connus.count(nom) > 1:
            fautes.append((nom, phrases.duplicate_column(nom)))
    return fautes


def _check_width(
    table: str, ligne: int, cellules: Sequence[Any], noms: Sequence[str]
) -> list[Anomalie]:
    """Cells under no name; a row that ends early only lacks its last separators."""
    orphelines = [
        rang + 1
        for rang, cellule in enumerate(cellules)
        if to_plain(cellule) and (rang >= len(noms) or not noms[rang])
    ]
    if not orphelines:
        return []
    texte = to_plain(cellules[orphelines[0] - 1])
    return [Anomalie(table, ligne, None, texte, phrases.blank_columns(orphelines))]
