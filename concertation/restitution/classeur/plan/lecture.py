"""An action plan read from a workbook, a pair of CSV files in a zip, or one CSV file."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_col_to_name

from concertation.donnees import Anomalie, phrases
from concertation.donnees.anomalies import Releve
from concertation.donnees.limites import (
    CELLULES,
    check_size,
    count_cells,
    read_zip,
    too_many_cells,
)
from concertation.donnees.phrases import ESPACE, quote
from concertation.restitution.classeur.cellules import A_PROPOS, LISTES, MENTION, unescape_formula
from concertation.restitution.classeur.lecture import (
    ErreurDeFormule,
    FormuleSansResultat,
    read_feuilles,
)
from concertation.restitution.classeur.plan.cellules import canonical, fold, to_plain
from concertation.restitution.classeur.plan.modele import ACTIONS, COLONNES, FINANCEMENTS, Plan
from concertation.suivi.mentions import FICTIVES

TITRE_MAXIMUM = 2
"""How many cells of a row above the header may be full: a title, and its date."""
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

    Every sheet that looks like one of the two tables is read. With an anomaly the plan is not to
    be trusted. A table that the file doesn't hold is empty, which changes nothing in the store.
    What cells hold is for `check_plan`.
    """
    try:
        feuilles = _read_sheets(contenu, nom)
    except ValueError as erreur:
        return Plan(), [Anomalie(PurePath(nom).name, None, None, None, str(erreur))]
    trouvees = [(titre, lignes, _recognize(titre, lignes)) for titre, lignes in feuilles]
    if not any(table for _, _, table in trouvees):
        message = (
            f"aucune table d'actions ni de financements{ESPACE}: la ligne d'en-tête de la feuille "
            f"{ACTIONS} est {', '.join(COLONNES[ACTIONS])}."
        )
        return Plan(), [Anomalie(PurePath(nom).name, None, None, None, message)]
    releve = Releve()
    places: dict[str, dict[int, tuple[str, int]]] = {nom: {} for nom in COLONNES}
    frames: dict[str, list[pd.DataFrame]] = {nom: [] for nom in COLONNES}
    for titre, lignes, table in trouvees:
        if table is None or lignes is None:
            continue
        frame = _read_table(titre, table, lignes, releve)
        # A row keeps a number of its own: its line, after those of the sheets before.
        decalage = max(places[table], default=0)
        places[table].update({decalage + ligne: (titre, ligne) for ligne in frame.index})
        frames[table].append(frame.set_axis(frame.index + decalage))
    actions, financements = (
        pd.concat(frames[nom]) if frames[nom] else Plan().table(nom) for nom in COLONNES
    )
    plan = Plan(
        actions,
        financements,
        fictif=any(_is_fictional(titre, lignes or []) for titre, lignes in feuilles),
        places=places,
        ignorees=tuple(t for t, lignes, table in trouvees if _is_left_out(t, lignes, table)),
    )
    return plan, releve.close()


def _is_left_out(titre: str, lignes: Lignes | None, table: str | None) -> bool:
    """Whether a sheet holds something that is not read."""
    return table is None and lignes != [] and fold(titre) not in _AUTRES


def _read_sheets(contenu: bytes, nom: str) -> list[tuple[str, Lignes | None]]:
    """Title and rows of each sheet or file, None for one that isn't read; ValueError, in French."""
    suffixe = PurePath(nom).suffix.lower()
    if suffixe == ".csv":
        return [(PurePath(nom).name, _read_csv(contenu))]
    if suffixe == ".xlsx":
        return list(read_feuilles(contenu))
    if suffixe != ".zip":
        raise ValueError("ce type de fichier n'est pas admis : choisissez un .xlsx, .zip ou .csv.")
    feuilles: list[tuple[str, Lignes | None]] = []
    place = CELLULES
    for membre, octets in read_zip(contenu, lambda membre: not membre.startswith("__MACOSX/")):
        chemin = PurePath(membre)
        if chemin.suffix.lower() != ".csv":
            feuilles.append((chemin.name, None))
            continue
        place -= count_cells(octets)
        if place < 0:
            raise too_many_cells(f"l'archive, au fichier {quote(chemin.name)},")
        feuilles.append((chemin.name, _read_csv(octets)))
    return feuilles


def _read_csv(contenu: bytes) -> Lignes:
    check_size(contenu)
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


def _recognize(titre: str, lignes: Lignes | None) -> str | None:
    """Which of the two tables this is: by most of its columns, else by its title."""
    if lignes is None or fold(titre) in _AUTRES:
        return None
    return _table_of(_header(lignes)[1]) or next(
        (table for table in COLONNES if fold(titre).startswith(fold(table))), None
    )


def _table_of(entete: Cellules) -> str | None:
    """The table that has most of these columns."""
    noms = {_header_name(cellule) for cellule in entete}
    for table, signes in _SIGNES.items():
        if 2 * len(signes & noms) > len(signes):
            return table
    return None


def _header(lignes: Lignes) -> tuple[int, Cellules]:
    """Number and cells of the header: the first row that isn't blank, of the stamp, or a title."""
    premiere: tuple[int, Cellules] = (0, [])
    for numero, cellules in lignes:
        pleines = [texte for cellule in cellules if (texte := to_plain(cellule))]
        if not pleines or pleines[0].startswith("#"):
            continue
        premiere = premiere if premiere[0] else (numero, cellules)
        if _table_of(cellules):
            return numero, cellules
        # Only titles may stand above a header: rows of data there would be lost.
        if len(pleines) > TITRE_MAXIMUM:
            break
    return premiere


def _header_name(cellule: Any) -> str:
    return fold(to_plain(cellule)).replace(" ", "_")


def _read_table(titre: str, table: str, lignes: Lignes, releve: Releve) -> pd.DataFrame:
    """The rows under the header, by their line; what is wrong with them goes to `releve`."""
    numero, entete = _header(lignes)
    noms = [_header_name(cellule) for cellule in entete]
    while noms and not noms[-1]:
        noms.pop()
    attendues = COLONNES[table]
    releve.add(
        Anomalie(titre, numero or None, colonne, None, message)
        for colonne, message in _check_header(noms, list(attendues))
    )
    rangs: list[int] = []
    rangees: list[list[str]] = []
    for ligne, cellules in lignes:
        if ligne <= numero or not any(to_plain(cellule) for cellule in cellules):
            continue
        releve.add(_check_width(titre, ligne, cellules, noms))
        releve.add(_check_formulas(titre, ligne, cellules, noms))
        valeurs = dict(zip(noms, cellules, strict=False))
        rangs.append(ligne)
        rangees.append([canonical(g, valeurs.get(nom)) for nom, g in attendues.items()])
    return pd.DataFrame(rangees, columns=list(attendues), index=rangs, dtype="str")


def _check_formulas(
    titre: str, ligne: int, cellules: Sequence[Any], noms: Sequence[str]
) -> Iterator[Anomalie]:
    """Formulas that failed, or whose result the file does not hold."""
    for rang, (nom, cellule) in enumerate(zip(noms, cellules, strict=False)):
        adresse = f"{xl_col_to_name(rang)}{ligne}"
        if isinstance(cellule, ErreurDeFormule):
            message = (
                f"la formule de la cellule {adresse} est en erreur ({cellule}){ESPACE}: "
                "corrigez-la, ou tapez la valeur."
            )
            yield Anomalie(titre, ligne, nom, cellule, message)
        elif isinstance(cellule, FormuleSansResultat):
            message = (
                f"la cellule {adresse} contient une formule dont le fichier ne garde pas le "
                f"résultat{ESPACE}: ouvrez-le dans un tableur et enregistrez-le, ou tapez la "
                "valeur."
            )
            yield Anomalie(titre, ligne, nom, cellule, message)


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
    titre: str, ligne: int, cellules: Sequence[Any], noms: Sequence[str]
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
    return [Anomalie(titre, ligne, None, texte, phrases.blank_columns(orphelines))]
