"""What people write in a cell, and what is admitted there: read where there is no doubt, offered
where there is one."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import NamedTuple

from concertation.declarations.champ import Champ
from concertation.donnees import Anomalie
from concertation.donnees.fichiers.valeurs import read_jour, read_montant
from concertation.restitution.classeur.entetes import fold
from concertation.restitution.classeur.plan.modele import COLONNES, REFERENCES, Ligne, Plan

Choix = Mapping[str, Sequence[tuple[str, str]]]
"""By column, the admitted ids of the published files, each with its words."""
_BORNES = {"fin": "31 décembre", "debut": "1er janvier", "courant": "31 décembre"}
_PERIODE = re.compile(r"(fin|debut|courant) (\d{4})")
_HORS = re.compile(r"\b(ht|ttc|net|environ|env\.?|soit)\b|~", re.IGNORECASE)


class Lecture(NamedTuple):
    """One text of a column, what would be read instead, in words too; how many cells hold it."""

    table: str
    colonne: str
    texte: str
    valeur: str
    mot: str
    nombre: int


def take_names(plan: Plan, choix: Choix) -> Plan:
    """The plan with the ids of what its cells name in words: « Calvados », « e1 »."""
    sens = {nom: _names(lignes) for nom, lignes in choix.items()}
    return _map_cells(
        plan, lambda table, nom, texte: sens[nom].get(fold(texte), texte)
        if nom in sens and COLONNES[table][nom].genre in REFERENCES else texte,
    )  # fmt: skip


def take_lectures(plan: Plan, lectures: Mapping[tuple[str, str, str], str]) -> Plan:
    """The plan with what was chosen instead of each (table, column, text)."""
    return _map_cells(plan, lambda *cellule: lectures.get(cellule, cellule[2]))


def _map_cells(plan: Plan, change: Callable[[str, str, str], str]) -> Plan:
    lignes = (
        une._replace(
            cellules={nom: change(une.table, nom, texte) for nom, texte in une.cellules.items()}
        )
        for une in plan.lignes
    )
    return replace(plan, lignes=tuple(lignes))


def _names(lignes: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By what people may write, the one id that it names: the id, its words, its name without its
    level."""
    sens: dict[str, set[str]] = defaultdict(set)
    for cle, mot in lignes:
        for texte in {cle, mot, f"{cle} {mot}", f"{cle} – {mot}", re.sub(r" \([^)]*\)$", "", mot)}:
            sens[fold(texte)].add(cle)
    return {texte: next(iter(cles)) for texte, cles in sens.items() if len(cles) == 1}


def suggest_lectures(plan: Plan, anomalies: Iterable[Anomalie], choix: Choix) -> list[Lecture]:
    """For each text at fault that is near an admitted value, that value; most frequent first."""
    lignes: dict[tuple[str, int | None], Ligne] = {(x.feuille, x.numero): x for x in plan.lignes}
    comptes: Counter[tuple[str, str, str]] = Counter()
    for anomalie in anomalies:
        une = lignes.get((anomalie.fichier, anomalie.ligne))
        colonne, valeur = anomalie.colonne or "", anomalie.valeur
        if une is not None and colonne in une.cellules and valeur:
            comptes[une.table, colonne, valeur] += 1
    offertes = []
    for (table, nom, texte), nombre in comptes.most_common():
        valeur, mot = nearest(COLONNES[table][nom], texte, choix.get(nom, ()))
        if valeur:
            offertes.append(Lecture(table, nom, texte, valeur, mot, nombre))
    return offertes


def nearest(champ: Champ, texte: str, choix: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The admitted value that a text is near, and its words; two "" for none."""
    if champ.genre == "date":
        plie = _PERIODE.fullmatch(fold(texte))
        jour = read_jour(f"{_BORNES[plie[1]]} {plie[2]}") if plie else None
        return (jour.isoformat(), f"{jour:%d/%m/%Y}") if jour else ("", "")
    if champ.genre == "montant":
        montant = read_montant(" ".join(_HORS.sub(" ", texte).split()))
        return (f"{montant:f}", f"{montant:f} €".replace(".", ",")) if montant else ("", "")
    admis = champ.liste.items() if champ.liste is not None else choix
    mots = {fold(mot): (cle, mot) for cle, mot in admis}
    mots |= {fold(cle): (cle, f"{cle} – {mot}") for cle, mot in admis if champ.liste is None}
    if champ.liste is not None:
        mots |= {
            fold(autre): (code.cle, code.mot)
            for code in champ.liste.codes.values()
            for autre in code.proches
        }
    cherche = fold(texte)
    proches = [cherche] if cherche in mots else get_close_matches(cherche, mots, n=1, cutoff=0.6)
    return mots[proches[0]] if proches else ("", "")
