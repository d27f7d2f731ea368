"""Money of an action: who pays, how much, when, planned or spent."""

from decimal import Decimal

import pandas as pd

from concertation.suivi.declarations import tables
from concertation.suivi.declarations.champs import Champ
from concertation.suivi.droits import Acteur
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables


class Financements(Modifiables):
    """`store.financements`."""

    table = tables.financement
    parents = (tables.action,)
    figes = ("action_id",)
    champs = (
        Champ("action_id", "Action", "identifiant", requis=True),
        Champ("financeur", "Financeur", requis=True),
        Champ("montant", "Montant", "montant", requis=True),
        Champ("periode", "Période"),
        Champ("nature", "Nature", "choix", requis=True, choix=tables.NATURES),
    )

    def create(
        self,
        acteur: Acteur,
        *,
        action_id: int,
        financeur: str,
        montant: Decimal | float | str,
        periode: str = "",
        nature: str = "prevu",
        seance_id: int | None = None,
    ) -> Ligne:
        """Add a line. `montant` in euros, at most two decimals; `nature`: `prevu` or `depense`."""
        valeurs = {
            "action_id": action_id, "financeur": financeur, "montant": montant,
            "periode": periode, "nature": nature,
        }  # fmt: skip
        return self._create(acteur, valeurs, seance_id)

    def list(
        self,
        acteur: Acteur,
        *,
        action_id: int | set[int] | None = None,
        territoire: str | set[str] | None = None,
        retires: bool = False,
    ) -> pd.DataFrame:
        """By id, with the action's `territoire`; `montant` in euros."""
        return self.list_rows(acteur, {"action_id": action_id, "territoire": territoire}, retires)
