"""What a territory says of an engagement on a day: météo and synthesis, only ever added."""

import datetime

import pandas as pd

from concertation.suivi.declarations import tables
from concertation.suivi.declarations.champs import Champ
from concertation.suivi.droits import Acteur
from concertation.suivi.socle.ajoutables import Ajoutables
from concertation.suivi.socle.dernier import list_latest
from concertation.suivi.socle.lignes import Ligne


class PointsEtape(Ajoutables):
    """`store.points_etape`."""

    table = tables.point_etape
    champs = (
        Champ("engagement", "Engagement", "engagement", requis=True),
        Champ("territoire", "Territoire", "territoire", requis=True),
        Champ("date", "Date", "date", requis=True),
        Champ("meteo", "Météo", "choix", requis=True, choix=tables.METEOS),
        Champ("synthese", "Synthèse", requis=True),
    )

    def add(
        self,
        acteur: Acteur,
        *,
        engagement: str,
        territoire: str,
        date: datetime.date | str,
        meteo: str,
        synthese: str,
        seance_id: int | None = None,
    ) -> Ligne:
        """Say where an engagement stands. `meteo`: one of `tables.METEOS`."""
        valeurs = {
            "engagement": engagement, "territoire": territoire, "date": date,
            "meteo": meteo, "synthese": synthese,
        }  # fmt: skip
        return self.record(acteur, valeurs, seance_id=seance_id)

    def list(
        self,
        acteur: Acteur,
        *,
        engagement: str | None = None,
        territoire: str | set[str] | None = None,
        seance_id: int | None = None,
        retires: bool = False,
        limit: int | None = None,
    ) -> pd.DataFrame:
        """By date, oldest first; `limit` keeps the newest ones only."""
        filtres = {"engagement": engagement, "territoire": territoire, "seance_id": seance_id}
        return self.list_rows(acteur, filtres, retires, limit)

    def latest(self, acteur: Acteur, recorded_before: str | None = None) -> pd.DataFrame:
        """The last word of each engagement × territoire, one row per pair that has one.

        `recorded_before` (UTC time in ISO): as it stood then, by what was recorded before.
        """
        return list_latest(self, acteur, ("engagement", "territoire"), recorded_before)

    def _order(self) -> tuple[object, ...]:
        return (self.table.c.date, self.table.c.id)
