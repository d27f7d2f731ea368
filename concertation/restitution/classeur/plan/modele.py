"""An action plan as two tables of text, the same from the store, a screen or a spreadsheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

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


def _empty(table: str) -> pd.DataFrame:
    return pd.DataFrame({nom: pd.Series(dtype="str") for nom in COLONNES[table]})


@dataclass(frozen=True, eq=False)
class Plan:
    """Actions and their money: canonical text in every cell, the line of the file as index.

    Both have the columns of `COLONNES`. An empty `id` is a new row, so is `N1`, `N2`…, which a
    funding line may name in `action`. `fictif`: the file says that it is fictional, or the store
    is. `ignorees`: sheets that hold something else. Never change the frames of a plan: make
    another one.
    """

    actions: pd.DataFrame = field(default_factory=lambda: _empty(ACTIONS))
    financements: pd.DataFrame = field(default_factory=lambda: _empty(FINANCEMENTS))
    fictif: bool = False
    places: Mapping[str, Mapping[int, tuple[str, int]]] = field(default_factory=dict)
    """The sheet and the line of each row of a table, where they aren't the table and the index."""
    ignorees: tuple[str, ...] = ()

    def place(self, nom: str, numero: int) -> tuple[str, int]:
        """Where a row of a table stands: the title of its sheet, and its line."""
        return self.places.get(nom, {}).get(numero, (nom, numero))

    def table(self, nom: str) -> pd.DataFrame:
        """`Actions` or `Financements`."""
        return self.actions if nom == ACTIONS else self.financements

    def rows(self, nom: str) -> Mapping[int, Mapping[str, str]]:
        """Cells of each line of a table."""
        return self._lignes[nom]

    def by_id(self, nom: str) -> Mapping[str, Mapping[str, str]]:
        """Cells of each row of a table that has an id."""
        return self._par_id[nom]

    @cached_property
    def _lignes(self) -> dict[str, dict[int, dict[str, str]]]:
        return {nom: _rows(self.table(nom)) for nom in COLONNES}

    @cached_property
    def _par_id(self) -> dict[str, dict[str, dict[str, str]]]:
        return {
            nom: {ligne["id"]: ligne for ligne in lignes.values() if ligne["id"]}
            for nom, lignes in self._lignes.items()
        }


def _rows(frame: pd.DataFrame) -> dict[int, dict[str, str]]:
    lignes = zip(frame.index, frame.to_dict("records"), strict=True)
    return {int(ligne): {str(n): str(v) for n, v in r.items()} for ligne, r in lignes}


def is_new(identifiant: str) -> bool:
    """Whether an id says that its row is still to create."""
    return not identifiant or identifiant.startswith("N")


def plan_of_frames(actions: pd.DataFrame, financements: pd.DataFrame, fictif: bool = False) -> Plan:
    """A plan from frames of the store, of a table edited on screen, or of a spreadsheet.

    Lines are numbered as a spreadsheet does, the header being line 1. Money may name its action in
    `action` or in `action_id`; absent columns are empty.
    """
    if "action" not in financements.columns:
        financements = financements.rename(columns={"action_id": "action"})
    return Plan(_clean(actions, ACTIONS), _clean(financements, FINANCEMENTS), fictif)


def plan_of_store(
    store: Store,
    acteur: Acteur,
    *,
    engagement: str | None = None,
    territoire: str | set[str] | None = None,
    statut: str | set[str] | None = None,
) -> Plan:
    """The plan that this person may read, with the money of those actions."""
    actions = store.actions.list(
        acteur, engagement=engagement, territoire=territoire, statut=statut
    )
    financements = store.financements.list(acteur, territoire=territoire)
    financements = financements[financements["action_id"].isin(actions["id"])]
    return plan_of_frames(actions, financements, store.fictif)


def _clean(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    lignes = range(2, len(frame) + 2)
    colonnes = {
        nom: pd.Series(
            [canonical(champ, valeur) for valeur in frame[nom].tolist()]
            if nom in frame.columns
            else [""] * len(frame),
            index=lignes,
            dtype="str",
        )
        for nom, champ in COLONNES[table].items()
    }
    return pd.DataFrame(colonnes, index=lignes)


def changed_fields(ligne: Mapping[str, str], actuelle: Mapping[str, str]) -> list[str]:
    """Columns whose content differs, `version` aside."""
    return [nom for nom in ligne if nom != "version" and ligne[nom] != actuelle[nom]]


def field_values(table: str, ligne: Mapping[str, str], noms: Iterable[str]) -> dict[str, Any]:
    """Cells of a row as the store's verbs take them; `id`, `version` and `action` aside."""
    valeurs: dict[str, Any] = {}
    for nom in noms:
        genre = COLONNES[table][nom].genre
        if genre == "propositions":
            valeurs[nom] = split_liste(ligne[nom])
        elif genre != "identifiant":
            valeurs[nom] = ligne[nom] or None
    return valeurs
