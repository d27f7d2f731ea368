"""An action plan read from a workbook, a pair of CSV files in a zip, or one CSV file."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from concertation.donnees import Anomalie, phrases
from concertation.donnees.anomalies import Releve
from concertation.donnees.limites import CELLULES, check_size, count_cells, read_zip, too_many
from concertation.donnees.phrases import ESPACE, quote, say
from concertation.restitution.classeur.cells import (
    A_IMPRIMER,
    A_PROPOS,
    LISTES,
    MENTION,
    unescape_formula,
)
from concertation.restitution.classeur.lecture import (
    ErreurDeFormule,
    FormuleSansResultat,
    read_feuilles,
)
from concertation.restitution.classeur.plan.modele import (
    ACTIONS,
    COLONNES,
    FINANCEMENTS,
    INDISPENSABLES,
    Ligne,
    Plan,
    fold,
    read_cells,
    to_plain,
)
from concertation.suivi.mentions import FICTIVES

TITRE_MAXIMUM = 2
"""How many cells of a row above the header may be full: a title, and its date."""
# Sheets of our own workbooks, or files of our archives, that hold no row of the plan.
_AUTRES = re.compile(
    rf"({fold(LISTES)}|{fold(A_PROPOS)}|a-propos.csv|{fold(A_IMPRIMER)}( \({fold(FICTIVES)}\))?)"
)
# Columns that only one of the two tables has.
_SIGNES = {
    ACTIONS: set(COLONNES[ACTIONS]) - set(COLONNES[FINANCEMENTS]),
    FINANCEMENTS: set(COLONNES[FINANCEMENTS]) - set(COLONNES[ACTIONS]),
}
Cellules = list[Any]
Rangees = list[tuple[int, Cellules]]
"""Numbered as a spreadsheet does, from 1."""


def read_plan(contenu: bytes, nom: str) -> tuple[Plan, list[Anomalie]]:
    """The plan of a file `.xlsx`, `.zip` or `.csv`, and what is wrong with its form. Never raises.

    Every sheet that looks like one of the two tables is read. With an anomaly the plan is not to
    be trusted. A table that the file doesn't hold is empty, which changes nothing in the store; nor
    does a column that may be empty, and that it lacks: it was exported before that field.
    What cells hold is for `check_plan`.
    """
    try:
        feuilles = read_sheets(contenu, nom)
    except ValueError as erreur:
        return Plan(), [Anomalie(PurePath(nom).name, None, None, None, str(erreur))]
    releve, lignes, ignorees, trouvees = Releve(), list[Ligne](), list[str](), 0
    absentes: dict[str, None] = {}
    for titre, rangees in feuilles:
        table, numero, entete = _recognize(titre, rangees or [])
        if table is not None:
            trouvees += 1
            lignes += _read_table(titre, table, numero, entete, rangees or [], releve)
            noms = {header_name(cellule) for cellule in entete}
            absentes |= dict.fromkeys(nom for nom in COLONNES[table] if nom not in noms)
        elif rangees != [] and not _AUTRES.fullmatch(fold(titre)):
            ignorees.append(titre)
    if not trouvees:
        message = (
            f"aucune table d’actions ni de financements{ESPACE}: la ligne d’en-tête de la feuille "
            f"{ACTIONS} est {', '.join(COLONNES[ACTIONS])}."
        )
        return Plan(), [Anomalie(PurePath(nom).name, None, None, None, message)]
    fictif = any(_is_fictional(titre, rangees or []) for titre, rangees in feuilles)
    lignes.sort(key=lambda ligne: list(COLONNES).index(ligne.table))
    return Plan(tuple(lignes), fictif, tuple(ignorees), tuple(absentes)), releve.close()


def read_sheets(contenu: bytes, nom: str) -> list[tuple[str, Rangees | None]]:
    """Title and rows of each sheet or file, None for one that isn't read; ValueError, in French."""
    suffixe = PurePath(nom).suffix.lower()
    if suffixe == ".csv":
        return [(PurePath(nom).name, _read_csv(contenu))]
    if suffixe == ".xlsx":
        return list(read_feuilles(contenu))
    if suffixe != ".zip":
        raise ValueError("ce type de fichier n’est pas admis : choisissez un .xlsx, .zip ou .csv.")
    feuilles: list[tuple[str, Rangees | None]] = []
    place = CELLULES
    for membre, octets in read_zip(contenu, lambda membre: not membre.startswith("__MACOSX/")):
        chemin = PurePath(membre)
        if chemin.suffix.lower() != ".csv":
            feuilles.append((chemin.name, None))
            continue
        place -= count_cells(octets)
        if place < 0:
            raise too_many(f"l’archive, au fichier {quote(chemin.name)},", "cellules", CELLULES)
        feuilles.append((chemin.name, _read_csv(octets)))
    return feuilles


def _read_csv(contenu: bytes) -> Rangees:
    check_size(contenu)
    try:
        texte = contenu.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        raise ValueError(
            "le texte n’est pas en UTF-8 : enregistrez le fichier en « CSV UTF-8 »."
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


def _is_fictional(titre: str, rangees: Rangees) -> bool:
    """Whether a title or a stamp carries the mention of fictional data."""
    marque = fold(FICTIVES)
    debuts = (fold(MENTION), fold(f"# {MENTION} : {FICTIVES}"))
    textes = ([fold(to_plain(cellule)) for cellule in cellules[:2]] for _, cellules in rangees)
    return marque in fold(titre) or any(
        siens and siens[0].startswith(debuts) and any(marque in texte for texte in siens)
        for siens in textes
    )


def _recognize(titre: str, rangees: Rangees) -> tuple[str | None, int, Cellules]:
    """Which of the two tables a sheet holds, by its columns or else its title, and the number and
    the cells of its header: the first row that isn't blank, of the stamp, or a title."""
    premiere: tuple[int, Cellules] = (0, [])
    if _AUTRES.fullmatch(fold(titre)):
        return None, *premiere
    for numero, cellules in rangees:
        pleines = [texte for cellule in cellules if (texte := to_plain(cellule))]
        if not pleines or pleines[0].startswith("#"):
            continue
        premiere = premiere if premiere[0] else (numero, cellules)
        noms = {header_name(cellule) for cellule in cellules}
        for table, signes in _SIGNES.items():
            if 2 * len(signes & noms) > len(signes):
                return table, numero, cellules
        # Only titles may stand above a header: rows of data there would be lost.
        if len(pleines) > TITRE_MAXIMUM:
            break
    return next((t for t in COLONNES if fold(titre).startswith(fold(t))), None), *premiere


def header_name(cellule: Any) -> str:
    """The column that a cell of a header names."""
    return fold(to_plain(cellule)).replace(" ", "_")


def _read_table(
    titre: str, table: str, numero: int, entete: Cellules, rangees: Rangees, releve: Releve
) -> Iterator[Ligne]:
    """The rows under the header; what is wrong with them goes to `releve`."""
    noms = [header_name(cellule) for cellule in entete]
    while noms and not noms[-1]:
        noms.pop()
    releve.add(
        Anomalie(titre, numero or None, colonne, None, message)
        for colonne, message in _check_header(noms, table)
    )
    for ligne, cellules in rangees:
        if ligne > numero and any(to_plain(cellule) for cellule in cellules):
            releve.add(
                Anomalie(titre, ligne, colonne, valeur, message)
                for colonne, valeur, message in _check_row(ligne, cellules, noms)
            )
            valeurs = dict(zip(noms, cellules, strict=False))
            yield Ligne(table, titre, ligne, read_cells(table, valeurs, noms))


def _check_header(noms: Sequence[str], table: str) -> Iterator[tuple[str, str]]:
    attendues = list(COLONNES[table])
    for nom in attendues:
        if nom not in noms and nom in INDISPENSABLES[table]:
            yield nom, say(phrases.COLONNE_ABSENTE, nom)
    for nom, nombre in Counter(nom for nom in noms if nom).items():
        if nom not in attendues:
            yield nom, say(phrases.COLONNE_INCONNUE, nom, attendues)
        elif nombre > 1:
            yield nom, say(phrases.COLONNE_DOUBLE, nom)


def _check_row(
    ligne: int, cellules: Cellules, noms: Sequence[str]
) -> Iterator[tuple[str | None, str, str]]:
    """Cells under no name, formulas that failed, or whose result the file does not hold.

    A row that ends early only lacks its last separators.
    """
    orphelines = [
        rang
        for rang, cellule in enumerate(cellules, 1)
        if to_plain(cellule) and not any(noms[rang - 1 : rang])
    ]
    if orphelines:
        texte = to_plain(cellules[orphelines[0] - 1])
        yield None, texte, phrases.blank_columns(orphelines)
    for rang, (nom, cellule) in enumerate(zip(noms, cellules, strict=False)):
        adresse = f"{xl_col_to_name(rang)}{ligne}"
        if isinstance(cellule, ErreurDeFormule):
            message = (
                f"la formule de la cellule {adresse} est en erreur ({cellule}){ESPACE}: "
                "corrigez-la, ou tapez la valeur."
            )
            yield nom, cellule, message
        elif isinstance(cellule, FormuleSansResultat):
            message = (
                f"la cellule {adresse} contient une formule dont le fichier ne garde pas le "
                f"résultat{ESPACE}: ouvrez-le dans un tableur et enregistrez-le, ou tapez la "
                "valeur."
            )
            yield nom, cellule, message
