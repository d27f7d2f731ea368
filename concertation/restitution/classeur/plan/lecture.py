"""An action plan read from a workbook, a pair of CSV files in a zip, or one CSV file."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePath
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from concertation.donnees import Anomalie, phrases
from concertation.donnees.anomalies import Releve
from concertation.donnees.fichiers.ouverture import read_feuilles
from concertation.donnees.fichiers.xlsx import ErreurDeFormule, FormuleSansResultat, Rangees
from concertation.donnees.phrases import ESPACE, say
from concertation.restitution.classeur.cells import (
    A_IMPRIMER,
    A_PROPOS,
    LISTES,
    MENTION,
    to_plain,
)
from concertation.restitution.classeur.entetes import (
    COLONNE_PROCHE,
    closest,
    fold,
    is_total,
    name_columns,
    tell_aside,
    tell_total,
)
from concertation.restitution.classeur.plan.libres import find_libres
from concertation.restitution.classeur.plan.modele import (
    ACTIONS,
    COLONNES,
    FINANCEMENTS,
    INDISPENSABLES,
    Ligne,
    Plan,
    read_cells,
)
from concertation.suivi.mentions import FICTIVES

A_CORRIGER = "À corriger"
"""The sheet that lists the faults of a file which was given back."""
TITRE_MAXIMUM = 2
"""How many cells of a row above the header may be full: a title, and its date."""
# Sheets of our own workbooks, or files of our archives, that hold no row of the plan.
_AUTRES = re.compile(
    rf"({fold(LISTES)}|{fold(A_PROPOS)}|{fold(A_CORRIGER)}|a-propos.csv|"
    rf"{fold(A_IMPRIMER)}( \({fold(FICTIVES)}\))?)"
)
# Columns that only one of the two tables has.
_SIGNES = {
    ACTIONS: set(COLONNES[ACTIONS]) - set(COLONNES[FINANCEMENTS]),
    FINANCEMENTS: set(COLONNES[FINANCEMENTS]) - set(COLONNES[ACTIONS]),
}
Cellules = list[Any]


def read_plan(contenu: bytes, nom: str) -> tuple[Plan, list[Anomalie]]:
    """The plan of a file that `read_feuilles` opens, and what is wrong with its form. Never raises.

    Every sheet that looks like one of the two tables is read. With an anomaly the plan is not to
    be trusted. A table that the file doesn't hold is empty, which changes nothing in the store; nor
    does a column that may be empty, and that it lacks: it was exported before that field.
    What cells hold is for `check_plan`.
    """
    try:
        feuilles = read_feuilles(contenu, nom)
    except ValueError as erreur:
        return Plan(), [Anomalie(PurePath(nom).name, None, None, None, str(erreur))]
    releve, lignes, ignorees, trouvees = Releve(), list[Ligne](), list[str](), 0
    absentes: dict[str, None] = {}
    remarques: list[str] = []
    for titre, rangees, dites in feuilles:
        table, numero, entete = recognize(titre, rangees or [])
        if table is not None:
            trouvees += 1
            remarques += [say("{0!q} : {1}.", titre, dit) for dit in dites]
            noms = name_columns(entete, COLONNES[table])
            lignes += _read_table(titre, table, numero, noms, rangees or [], releve, remarques)
            absentes |= dict.fromkeys(nom for nom in COLONNES[table] if nom not in noms)
        elif rangees != [] and not _AUTRES.fullmatch(fold(titre)):
            ignorees.append(titre)
    if not trouvees:
        message = (
            f"aucune table d’actions ni de financements{ESPACE}: la ligne d’en-tête de la feuille "
            f"{ACTIONS} est {', '.join(COLONNES[ACTIONS])}."
        )
        plan = Plan(libres=find_libres(feuilles))
        return plan, [Anomalie(PurePath(nom).name, None, None, None, message)]
    fictif = any(_is_fictional(titre, rangees or []) for titre, rangees, _ in feuilles)
    lignes.sort(key=lambda ligne: list(COLONNES).index(ligne.table))
    plan = Plan(tuple(lignes), fictif, tuple(ignorees), tuple(absentes), tuple(remarques))
    return plan, releve.close()


def _is_fictional(titre: str, rangees: Rangees) -> bool:
    """Whether a title or a stamp carries the mention of fictional data."""
    marque = fold(FICTIVES)
    debuts = (fold(MENTION), fold(f"# {MENTION} : {FICTIVES}"))
    textes = ([fold(to_plain(cellule)) for cellule in cellules[:2]] for _, cellules in rangees)
    return marque in fold(titre) or any(
        siens and siens[0].startswith(debuts) and any(marque in texte for texte in siens)
        for siens in textes
    )


def recognize(titre: str, rangees: Rangees) -> tuple[str | None, int, Cellules]:
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
        for table, signes in _SIGNES.items():
            noms = set(name_columns(cellules, COLONNES[table]))
            if noms >= INDISPENSABLES[table] or 2 * len(signes & noms) > len(signes):
                return table, numero, cellules
        # Only titles may stand above a header: rows of data there would be lost.
        if len(pleines) > TITRE_MAXIMUM:
            break
    return next((t for t in COLONNES if fold(titre).startswith(fold(t))), None), *premiere


def _read_table(
    titre: str, table: str, numero: int, noms: list[str], rangees: Rangees, releve: Releve,
    remarques: list[str],
) -> Iterator[Ligne]:  # fmt: skip
    """The rows under the header; what is wrong with them goes to `releve`, what is left aside to
    `remarques`."""
    while noms and not noms[-1]:
        noms.pop()
    releve.add(
        Anomalie(titre, numero or None, colonne, None, message)
        for colonne, message in _check_header(noms, table)
    )
    if a_part := [nom for nom in dict.fromkeys(noms) if nom and nom not in COLONNES[table]]:
        remarques.append(tell_aside(titre, a_part))
    for ligne, cellules in rangees:
        if ligne <= numero or not any(to_plain(cellule) for cellule in cellules):
            continue
        if is_total(cellules):
            remarques.append(tell_total(titre, ligne))
            continue
        releve.add(
            Anomalie(titre, ligne, colonne, valeur, message)
            for colonne, valeur, message in _check_row(ligne, cellules, noms, COLONNES[table])
        )
        valeurs = dict(zip(noms, cellules, strict=False))
        yield Ligne(table, titre, ligne, read_cells(table, valeurs, noms))


def _check_header(noms: Sequence[str], table: str) -> Iterator[tuple[str, str]]:
    attendues = list(COLONNES[table])
    absentes = [nom for nom in attendues if nom not in noms]
    inconnues = [nom for nom in dict.fromkeys(noms) if nom and nom not in attendues]
    proches = {nom: proche for nom in inconnues if (proche := closest(nom, absentes))}
    for nom in absentes:
        if nom in INDISPENSABLES[table] and nom not in proches.values():
            yield nom, say(phrases.COLONNE_ABSENTE, nom)
    for nom, proche in proches.items():
        yield nom, say(COLONNE_PROCHE, nom, proche)
    for nom, nombre in Counter(nom for nom in noms if nom in attendues).items():
        if nombre > 1:
            yield nom, say(phrases.COLONNE_DOUBLE, nom)


def _check_row(
    ligne: int, cellules: Cellules, noms: Sequence[str], connues: Collection[str]
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
        if nom not in connues:
            continue
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
