"""What a territory says of an engagement on a day, only ever added."""

import pandas as pd

from concertation.declarations.point_etape import POINT_ETAPE
from concertation.suivi.socle.ajoutables import Ajoutables
from concertation.suivi.socle.dernier import list_latest
from concertation.suivi.socle.droits import Acteur


class PointsEtape(Ajoutables):
    """`store.points_etape`, by date, oldest first."""

    declaration = POINT_ETAPE
    ordre = ("date", "id")

    def latest(self, acteur: Acteur, recorded_before: str | None = None) -> pd.DataFrame:
        """The last word of each engagement × territoire, one row per pair that has one.

        `recorded_before` (UTC time in ISO): as it stood then, by what was recorded before.
        """
        return list_latest(self, acteur, ("engagement", "territoire"), recorded_before)
