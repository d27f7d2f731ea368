"""A committee's sessions; entries made in one carry its id."""

import datetime

import pandas as pd

from concertation.suivi.declarations import tables
from concertation.suivi.declarations.champs import Champ
from concertation.suivi.droits import Acteur
from concertation.suivi.socle.connexion import Transaction
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables


class Seances(Modifiables):
    """`store.seances`. A closed session is changed only by who may `valider` (the direction)."""

    table = tables.seance
    champs = (
        Champ("territoire", "Territoire", "territoire", requis=True),
        Champ("date", "Date", "date", requis=True),
        Champ("lieu", "Lieu"),
        Champ("presents", "Présents"),
        Champ("ordre_du_jour", "Ordre du jour"),
        Champ("decisions", "Décisions"),
        Champ("prochaine_date", "Prochaine séance", "date"),
        Champ("etat", "État", "choix", requis=True, choix=tables.ETATS_SEANCE),
    )

    def create(
        self,
        acteur: Acteur,
        *,
        territoire: str,
        date: datetime.date | str,
        lieu: str = "",
        presents: str = "",
        ordre_du_jour: str = "",
        decisions: str = "",
        prochaine_date: datetime.date | str | None = None,
        etat: str = "preparee",
    ) -> Ligne:
        """Prepare a session. `etat`: `preparee`, `ouverte` or `close`, changed by `update`."""
        valeurs = {
            "territoire": territoire, "date": date, "lieu": lieu, "presents": presents,
            "ordre_du_jour": ordre_du_jour, "decisions": decisions,
            "prochaine_date": prochaine_date, "etat": etat,
        }  # fmt: skip
        return self._create(acteur, valeurs)

    def list(
        self,
        acteur: Acteur,
        *,
        territoire: str | set[str] | None = None,
        etat: str | set[str] | None = None,
        retires: bool = False,
        limit: int | None = None,
    ) -> pd.DataFrame:
        """By date, oldest first; `limit` keeps the newest ones only."""
        return self.list_rows(acteur, {"territoire": territoire, "etat": etat}, retires, limit)

    def _require_change(self, transaction: Transaction, acteur: Acteur, actuel: Ligne) -> None:
        super()._require_change(transaction, acteur, actuel)
        if actuel["etat"] == "close":
            self.store.require(acteur, "valider", actuel["territoire"])

    def _order(self) -> tuple[object, ...]:
        return (self.table.c.date, self.table.c.id)
