"""Values measured, only ever added, and their contestations."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.declarations.mesure import CONTESTATION, MESURE
from concertation.suivi.socle import tables
from concertation.suivi.socle.ajoutables import Ajoutables
from concertation.suivi.socle.dernier import list_latest
from concertation.suivi.socle.droits import Acteur, readable_drafts
from concertation.suivi.socle.lecture import among, latest_flag


class Mesures(Ajoutables):
    """`store.mesures`, by date, oldest first, with the number of `contestations` of each.

    A wrong value is contested or withdrawn, and measured again.
    """

    declaration = MESURE
    ordre = ("date", "id")

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
        territoires = readable_drafts(acteur, self.base.references)
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


class Contestations(Ajoutables):
    """`store.contestations`: a value contested with a reason; it stays, with this beside it."""

    declaration = CONTESTATION
    verbe = "contester"
