"""An action plan as rows of text, the same from the store, a screen or a spreadsheet."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots import textes
from concertation.declarations.action import ACTION, FINANCEMENT
from concertation.declarations.champ import Champ, Objet
from concertation.donnees.fichiers.valeurs import read_jour, read_montant
from concertation.restitution.classeur.cells import to_plain
from concertation.restitution.classeur.entetes import fold
from concertation.restitution.classeur.plan.libres import Libre
from concertation.suivi import Acteur, Store

ACTIONS, FINANCEMENTS = "Actions", "Financements"


def _columns(objet: Objet) -> dict[str, Champ]:
    """Which row it is, at which version, then its declared fields; `action` names a parent."""
    champs = (Champ("id", "id", "identifiant"), Champ("version", "version", "identifiant"))
    return {c.nom.removesuffix("_id"): c for c in (*champs, *objet.showing("classeur"))}


COLONNES: Mapping[str, Mapping[str, Champ]] = {
    ACTIONS: _columns(ACTION),
    FINANCEMENTS: _columns(FINANCEMENT),
}
"""The columns of the two tables, each with its field."""
INDISPENSABLES: Mapping[str, set[str]] = {
    table: {"id", "version"} | {nom for nom, champ in champs.items() if champ.requis}
    for table, champs in COLONNES.items()
}
"""The columns without which a row can't be known; a plan exported before a field lacks others."""


class Ligne(NamedTuple):
    """A row of one of the two tables, where it stands, and its cells as canonical text.

    An empty `id` is a new row, so is `N1`, `N2`…, which a funding line may name in `action`.
    A column that the file lacks has no cell: what is recorded stays as it is.
    """

    table: str
    feuille: str
    numero: int
    cellules: Mapping[str, str]

    def changes(self, actuelle: "Ligne") -> list[str]:
        """Columns whose content differs from the store's, `version` aside."""
        autres = actuelle.cellules
        return [n for n, texte in self.cellules.items() if n != "version" and texte != autres[n]]

    def values(self, noms: Iterable[str]) -> dict[str, Any]:
        """Cells as the store's verbs take them; `id`, `version` and `action` aside."""
        valeurs: dict[str, Any] = {}
        for nom in noms:
            genre, texte = COLONNES[self.table][nom].genre, self.cellules[nom]
            if genre != "identifiant":
                valeurs[nom] = (
                    textes.split_liste(texte) if genre == "propositions" else texte or None
                )
        return valeurs


@dataclass(frozen=True, eq=False)
class Plan:
    """Actions, then their money. `fictif`: the file says that it is fictional, or the store is;
    `ignorees`: sheets that hold something else. `absentes`: optional columns that it lacks.
    `remarques`: what was guessed, or left aside, to read it. `libres`: the tables of people's own,
    when there is none of ours."""

    lignes: tuple[Ligne, ...] = ()
    fictif: bool = False
    ignorees: tuple[str, ...] = ()
    absentes: tuple[str, ...] = ()
    remarques: tuple[str, ...] = ()
    libres: tuple[Libre, ...] = ()

    def of(self, table: str) -> list[Ligne]:
        """The rows of one table."""
        return [ligne for ligne in self.lignes if ligne.table == table]

    def at_home(self, comites: Mapping[str, str]) -> tuple["Plan", tuple[str, ...]]:
        """The plan with each territory that is one with another said as that other, and the names
        that it said otherwise."""
        lignes, dites = [], set()
        for une in self.lignes:
            if (lieu := une.cellules.get("territoire", "")) in comites:
                dites.add(lieu)
                une = une._replace(cellules={**une.cellules, "territoire": comites[lieu]})
            lignes.append(une)
        return replace(self, lignes=tuple(lignes)), tuple(sorted(dites))

    @cached_property
    def by_id(self) -> Mapping[tuple[str, str], Ligne]:
        """The rows that have an id, by table and id."""
        return {(une.table, une.cellules["id"]): une for une in self.lignes if une.cellules["id"]}

    def same(self, ligne: Ligne) -> Ligne | None:
        """The row with the id of one of another plan."""
        return self.by_id.get((ligne.table, ligne.cellules["id"]))


def is_new(identifiant: str) -> bool:
    """Whether an id says that its row is still to create."""
    return not identifiant or identifiant.startswith("N")


def plan_of_frames(actions: pd.DataFrame, financements: pd.DataFrame, fictif: bool = False) -> Plan:
    """A plan from frames of the store, of a table edited on screen, or of a spreadsheet.

    Rows are numbered as a spreadsheet does, the header being line 1. Money may name its action in
    `action` or in `action_id`; absent columns are empty.
    """
    if "action" not in financements.columns:
        financements = financements.rename(columns={"action_id": "action"})
    lignes = (
        Ligne(table, table, numero, read_cells(table, ligne))
        for table, frame in ((ACTIONS, actions), (FINANCEMENTS, financements))
        for numero, ligne in enumerate(list_records(frame), 2)
    )
    return Plan(tuple(lignes), fictif)


def plan_of_store(store: Store, acteur: Acteur, ids: Collection[int] | None = None) -> Plan:
    """The plan that this person may read, or these actions of it, with their money."""
    actions = store.actions.list(acteur)
    if ids is not None:
        actions = actions[actions["id"].isin(ids)]
    financements = store.financements.list(acteur)
    financements = financements[financements["action_id"].isin(actions["id"])]
    return plan_of_frames(actions, financements, store.fictif)


def read_cells(
    table: str, valeurs: Mapping[str, Any], presentes: Collection[str] | None = None
) -> dict[str, str]:
    """The cells of a row, whatever spreadsheets and people write; of these columns, else of all."""
    return {
        nom: canonical(champ, valeurs.get(nom))
        for nom, champ in COLONNES[table].items()
        if presentes is None or nom in presentes
    }


# Cells: one canonical text for what people and spreadsheets write.

_SEPARATEURS = re.compile(r"[|;,\n]")
REFERENCES = ("engagement", "composante", "territoire", "territoires", "propositions")
"""Genres of fields that name a row of the published files by its id."""
TIRETS = re.compile("(?<=\\S)[\u2010-\u2015\u2212](?=\\S)")  # hyphens of Word and of printers
_MARQUE_NOUVELLE = re.compile(r"[nN] ?0*([1-9]\d{0,5})")


def canonical(champ: Champ, valeur: Any) -> str:
    """The text that this module and the store agree on: `12`, `2026-01-31`, `1250.50`, `en_cours`.

    `valeur`: what a workbook, a CSV or a frame of the store holds. Empty gives "".
    """
    texte = to_plain(valeur)
    if not texte:
        return ""
    if champ.liste is not None:
        return read_choice(champ.liste, texte) or texte
    if champ.genre in REFERENCES:
        texte = TIRETS.sub("-", texte)
    return _LECTURES[champ.genre](texte) if champ.genre in _LECTURES else texte


def _integer(texte: str) -> str:
    """`12` from « 12 », « 12.0 », « 012 »; `N1` for a new row that others point at."""
    if marque := _MARQUE_NOUVELLE.fullmatch(texte):
        return f"N{marque[1]}"
    entier = re.fullmatch(r"0*(\d{1,18})(?:[.,]0+)?", texte)
    return str(int(entier[1])) if entier else texte


def _date(texte: str) -> str:
    jour = read_jour(texte)
    return jour.isoformat() if jour else texte


def _amount(texte: str) -> str:
    montant = read_montant(texte)
    return texte if montant is None else f"{montant:f}"


def read_choice(mots: Mapping[str, str], texte: str) -> str:
    """The code that a text names, in words of either gender, one or many; "" for none, or two."""
    cherche = fold(texte)
    for code, libelle in mots.items():
        if cherche in (code, fold(libelle), code.replace("_", " ")):
            return code
    accords = [code for code, libelle in mots.items() if _stem(libelle) == _stem(texte)]
    return accords[0] if len(accords) == 1 else ""


def _stem(texte: str) -> str:
    """« réalisé », « Réalisées » → `realise`: what agreement adds goes."""
    return re.sub(r"e?s?$", "", re.sub(r"ee(s?)$", r"e\1", fold(texte)))


def _list(texte: str) -> str:
    return textes.SEPARATEUR.join(
        sorted({mot for m in _SEPARATEURS.split(texte) if (mot := m.strip())})
    )


_LECTURES = {
    "identifiant": _integer, "date": _date, "montant": _amount, "propositions": _list,
    "territoires": _list,
}  # fmt: skip
