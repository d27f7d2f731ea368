"""Values measured, only ever added, and their contestations."""

import datetime
from collections.abc import Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.suivi.declarations import tables
from concertation.suivi.declarations.champs import Champ
from concertation.suivi.droits import Acteur, readable_drafts
from concertation.suivi.socle.ajoutables import Ajoutables
from concertation.suivi.socle.dernier import list_latest
from concertation.suivi.socle.lecture import among, latest_flag
from concertation.suivi.socle.lignes import Ligne


class Mesures(Ajoutables):
    """`store.mesures`. A wrong value is contested or withdrawn, and measured again."""

    table = tables.mesure
    parents = (tables.indicateur,)
    champs = (
        Champ("indicateur_id", "Indicateur", "identifiant", requis=True),
        Champ("valeur", "Valeur", "nombre", requis=True),
        Champ("date", "Date", "date", requis=True),
        Champ("source", "Source", requis=True),
    )

    def add(
        self,
        acteur: Acteur,
        *,
        indicateur_id: int,
        valeur: float,
        date: datetime.date | str,
        source: str,
        seance_id: int | None = None,
    ) -> Ligne:
        """Measure an indicator; the source is required."""
        valeurs = {
            "indicateur_id": indicateur_id, "valeur": valeur, "date": date, "source": source,
        }  # fmt: skip
        return self.record(acteur, valeurs, seance_id=seance_id)

    def contest(
        self, acteur: Acteur, mesure_id: int, motif: str, seance_id: int | None = None
    ) -> Ligne:
        """Contest a value with a reason; the value stays, with the contestation beside it."""
        valeurs = {"mesure_id": mesure_id, "motif": motif}
        return self.store.contestations.record(acteur, valeurs, "contester", seance_id)

    def list(
        self,
        acteur: Acteur,
        *,
        indicateur_id: int | set[int] | None = None,
        territoire: str | set[str] | None = None,
        retires: bool = False,
        limit: int | None = None,
    ) -> pd.DataFrame:
        """By date, oldest first, with the indicator's `territoire` and the number of
        `contestations`; `limit` keeps the newest ones only."""
        filtres = {"indicateur_id": indicateur_id, "territoire": territoire}
        return self.list_rows(acteur, filtres, retires, limit)

    def latest(self, acteur: Acteur, recorded_before: str | None = None) -> pd.DataFrame:
        """The current value of each indicator that has one.

        `recorded_before` (UTC time in ISO): as it stood then, by what was recorded before.
        """
        return list_latest(self, acteur, ("indicateur_id",), recorded_before)

    def columns(self, acteur: Acteur) -> Sequence[Any]:
        contestation = tables.contestation
        nom, identifiant = contestation.name, contestation.c.id
        conditions = [
            contestation.c.mesure_id == self.table.c.id,
            latest_flag(tables.retrait, "retire", nom, identifiant) == sa.false(),
        ]
        territoires = readable_drafts(acteur, self.store.references)
        if territoires is not None:
            publiee = latest_flag(tables.publication, "publie", nom, identifiant) == sa.true()
            siennes = among(self.territoire_column(), territoires)
            conditions.append(sa.or_(siennes, publiee))
        nombre = (
            sa.select(sa.func.count(identifiant))
            .where(*conditions)
            .correlate(self.table, tables.indicateur)
            .scalar_subquery()
        )
        return [*super().columns(acteur), nombre.label("contestations")]

    def _order(self) -> tuple[Any, ...]:
        return (self.table.c.date, self.table.c.id)


class Contestations(Ajoutables):
    """`store.contestations`: written by `store.mesures.contest`."""

    table = tables.contestation
    parents = (tables.mesure, tables.indicateur)
    champs = (
        Champ("mesure_id", "Mesure", "identifiant", requis=True),
        Champ("motif", "Motif", requis=True),
    )

    def list(
        self, acteur: Acteur, *, mesure_id: int | set[int] | None = None, retires: bool = False
    ) -> pd.DataFrame:
        """By id, with the indicator's `territoire`."""
        return self.list_rows(acteur, {"mesure_id": mesure_id}, retires)
