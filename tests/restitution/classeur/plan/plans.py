"""Plans to write and read, and how tests change them."""

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.utils import get_column_letter

from concertation.restitution.classeur.exports import build_cachet_suivi
from concertation.restitution.classeur.plan.ecriture import (
    to_plan_csv,
    to_plan_xlsx,
)
from concertation.restitution.classeur.plan.modele import (
    COLONNES,
    Plan,
    plan_of_frames,
)
from concertation.suivi import Acteur, References, Store

REFERENCES = References(
    parents={"R": "", "D1": "R", "D2": "R"},
    engagements=frozenset({"E1", "E2"}),
    composantes={"E1a": "E1", "E2a": "E2"},
    portees={"P1": "locale", "P2": "locale", "N1": "nationale"},
)
COLONNES_ACTIONS, COLONNES_FINANCEMENTS = COLONNES["Actions"], COLONNES["Financements"]
ORNE = Acteur("Anne", "comite", frozenset({"D1"}))
DIRECTION = Acteur("Denise", "direction")
CACHET = build_cachet_suivi("Plan d’action", "", dt.date(2026, 3, 2), False, "Concertation")
FICTIF = build_cachet_suivi("Plan d’action", "", dt.date(2026, 3, 2), True, "Concertation")
ACTION = {"engagement": "E1", "territoire": "D1", "intitule": "Ouvrir", "statut": "en_cours"}
# The columns of the first exports, in their order: such files go on being read.
ANCIENNES = (
    "id", "version", "engagement", "composante", "territoire", "intitule", "description",
    "porteur", "partenaires", "debut", "fin", "statut", "propositions",
)  # fmt: skip
FORMATS = {
    "plan.xlsx": lambda plan, cachet: to_plan_xlsx(plan, cachet, {"engagement": [("E1", "Un")]}),
    "plan.zip": lambda plan, cachet: to_plan_csv(plan, cachet),
}


def fill(store: Store) -> None:
    """Twelve actions, so that ids have two figures, some with money."""
    for rang in range(1, 13):
        action = store.actions.create(
            DIRECTION, engagement="E1", composante="E1a" if rang % 2 else "",
            territoire="D1" if rang < 9 else "D2", intitule=f"Action {rang}",
            description="=1+1\n| « a » ; b, c |  " if rang == 10 else "", porteur=" Zoé ",
            debut="2026-01-05", fin="2026-12-31" if rang > 3 else None, statut="en_cours",
            propositions=["P2", "P1"][: rang % 3],
        )  # fmt: skip
        if rang > 6:
            store.financements.create(
                DIRECTION, action_id=action["id"], financeur="Agence",
                montant="1250.50" if rang != 12 else "999999999999.99", periode="2026",
            )  # fmt: skip


def line(action: dict[str, Any] | None = None, **autres: Any) -> Plan:
    """A plan of one action."""
    return plan_of_frames(pd.DataFrame([{**ACTION, **(action or {}), **autres}]), pd.DataFrame())


def edit(plan: Plan, table: str, numero: int, **cellules: str) -> Plan:
    """The plan with other texts in the cells of one of its rows."""
    assert any((li.table, li.numero) == (table, numero) for li in plan.lignes)
    return replace(
        plan,
        lignes=tuple(
            li._replace(cellules={**li.cellules, **cellules})
            if (li.table, li.numero) == (table, numero)
            else li
            for li in plan.lignes
        ),
    )


def texts(plan: Plan, table: str, nom: str) -> list[str]:
    """The cells of a column."""
    return [ligne.cellules[nom] for ligne in plan.of(table)]


def cell(nom: str, numero: int) -> str:
    """Address of a cell of the actions that are exported."""
    return f"{get_column_letter(list(COLONNES_ACTIONS).index(nom) + 1)}{numero}"


def messages(anomalies: list[Any]) -> dict[tuple[str, int | None, str | None], str]:
    return {(a.fichier, a.ligne, a.colonne): a.message for a in anomalies}


def to_bytes(classeur: openpyxl.Workbook) -> bytes:
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()
