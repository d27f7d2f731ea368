"""An action plan as rows of text, the same from the store, a screen or a spreadsheet."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.textes import split_liste
from concertation.declarations import Champ, Objet
from concertation.declarations.action import ACTION
from concertation.declarations.financement import FINANCEMENT
from concertation.restitution.classeur.plan.cellules import canonical
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


class Ligne(NamedTuple):
    """A row of one of the two tables, where it stands, and its cells as canonical text.

    An empty `id` is a new row, so is `N1`, `N2`…, which a funding line may name in `action`.
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
                valeurs[nom] = split_liste(texte) if genre == "propositions" else texte or None
        return valeurs


@dataclass(frozen=True, eq=False)
class Plan:
    """Actions, then their money. `fictif`: the file says that it is fictional, or the store is;
    `ignorees`: sheets that hold something else."""

    lignes: tuple[Ligne, ...] = ()
    fictif: bool = False
    ignorees: tuple[str, ...] = ()

    def of(self, table: str) -> list[Ligne]:
        """The rows of one table."""
        return [ligne for ligne in self.lignes if ligne.table == table]

    @cached_property
    def by_id(self) -> Mapping[tuple[str, str], Ligne]:
        """The rows that have an id, by table and id."""
        return {(li.table, li.cellules["id"]): li for li in self.lignes if li.cellules["id"]}

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
    financements = store.financements.list(acteur, action_id=set(actions["id"].tolist()))
    return plan_of_frames(actions, financements, store.fictif)


def read_cells(table: str, valeurs: Mapping[str, Any]) -> dict[str, str]:
    """The cells of a row of a table, whatever spreadsheets and people write."""
    return {nom: canonical(champ, valeurs.get(nom)) for nom, champ in COLONNES[table].items()}
