"""Dates as abscissas between 0 and 1, and their French tick labels."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from babel.dates import format_date as babel_date

from concertation.analyse.mots.formats import LOCALE
from concertation.graphiques.dessin import Mot, Note, Trait
from concertation.graphiques.style.marques import lines

ETENDUE_MIN = 120  # days: what happened in one week still shows months around it
PAS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 24000)  # months
GRADUATIONS = 5  # labels that stand side by side on a phone
HAUTEUR_DATES = 40  # pixels of two lines


@dataclass(frozen=True)
class Calendrier:
    """A span of days, the first at 0 and the last at 1."""

    debut: dt.date
    fin: dt.date

    def to_x(self, jour: Any) -> float:
        """Abscissa of a date or a Timestamp."""
        return round((to_day(jour) - self.debut).days / (self.fin - self.debut).days, 5)


def to_day(jour: Any) -> dt.date:
    """The date of a Timestamp, a datetime, ISO text or a date."""
    return pd.Timestamp(jour).date()


def frame_dates(jours: Iterable[Any], marge: float = 0.05) -> Calendrier | None:
    """The span of the dates that are known, `marge` of it wider on each side; None without any."""
    connus = sorted(to_day(j) for j in jours if not pd.isna(j))
    if not connus:
        return None
    etendue = (connus[-1] - connus[0]).days
    ajout = max(etendue * marge, (ETENDUE_MIN - etendue) / 2)
    avant = min(round(ajout) + 1, connus[0].toordinal() - 1)
    apres = min(round(ajout) + 1, dt.date.max.toordinal() - connus[-1].toordinal())
    return Calendrier(connus[0] - dt.timedelta(avant), connus[-1] + dt.timedelta(apres))


def date_ticks(calendrier: Calendrier, nombre: int = GRADUATIONS) -> list[tuple[float, str]]:
    r"""Abscissas and labels « janv.\n2024 » (or « 2024 »), at most `nombre`, none at the edge."""
    mois = (calendrier.fin - calendrier.debut).days / 31
    # Steps that are far too short need no counting: centuries have thousands of months.
    essais = (_ticks_every(calendrier, pas) for pas in PAS if mois * 0.9 / pas < nombre + 1)
    return next((ticks for ticks in essais if len(ticks) <= nombre), [])


def _ticks_every(calendrier: Calendrier, pas: int) -> list[tuple[float, str]]:
    premier = calendrier.debut.year * 12 + calendrier.debut.month - 1
    dernier = min(calendrier.fin.year * 12 + calendrier.fin.month - 1, 9999 * 12 + 11)
    ticks = []
    for mois in range(-(-premier // pas) * pas, dernier + 1, pas):
        jour = dt.date(mois // 12, mois % 12 + 1, 1)
        x = calendrier.to_x(jour)
        if 0.05 <= x <= 0.95:
            nom = "" if pas % 12 == 0 else babel_date(jour, "MMM", locale=LOCALE) + "\n"
            ticks.append((x, f"{nom}{jour.year}"))
    return ticks


def date_axis(
    calendrier: Calendrier, haut_traits: float, bas_traits: float, y: float
) -> tuple[list[Note], list[Trait]]:
    """Labels from `y` down and light vertical lines of a date axis."""
    ticks = date_ticks(calendrier)
    notes = [
        Note(x, y, Mot(tuple(texte.split("\n")), 13, "discret", "bottom center"))
        for x, texte in ticks
    ]
    return notes, lines(((x, haut_traits, x, bas_traits) for x, _ in ticks), "grille")
