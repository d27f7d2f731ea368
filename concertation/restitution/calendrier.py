"""A committee's session as a calendar file (RFC 5545), for any diary."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from concertation.analyse.mots.formats import is_empty
from concertation.analyse.mots.textes import fold
from concertation.suivi.mentions import FICTIVES
from concertation.suivi.socle.textes import clean_text

FUSEAU = "Europe/Paris"
DUREE = dt.timedelta(hours=2)
_PAS_UN_NOM = re.compile(r"[^A-Za-z0-9-]+")


def to_ics(
    uid: str,
    titre: str,
    jour: dt.date,
    horodatage: dt.datetime,
    heure: dt.time | None = None,
    duree: dt.timedelta = DUREE,
    lieu: str = "",
    description: str = "",
    sequence: int = 0,
) -> bytes:
    """One event, the whole day when `heure` is None, otherwise at that time in Paris.

    `uid` is the same for the same event, and `sequence` grows when it changes: a diary then moves
    the event instead of adding another. `horodatage` (aware) is when the file is made.
    """
    # 0.1 s to load, for one button of one screen.
    from icalendar import Calendar, Event

    evenement = Event()
    evenement.add("uid", uid)
    evenement.add("dtstamp", horodatage.astimezone(dt.UTC))
    evenement.add("sequence", sequence)
    evenement.add("summary", clean_text(titre))
    if heure is None:
        evenement.add("dtstart", jour)
        evenement.add("dtend", jour + dt.timedelta(days=1))
        # A whole day that blocks nobody's diary.
        evenement.add("transp", "TRANSPARENT")
    else:
        debut = dt.datetime.combine(jour, heure, ZoneInfo(FUSEAU))
        evenement.add("dtstart", debut)
        evenement.add("duration", duree)
    for nom, texte in (("location", lieu), ("description", description)):
        if texte.strip():
            evenement.add(nom, clean_text(texte))
    calendrier = Calendar()
    calendrier.add("prodid", "-//Concertation//Suivi//FR")
    calendrier.add("version", "2.0")
    calendrier.add("calscale", "GREGORIAN")
    calendrier.add("method", "PUBLISH")
    calendrier.add_component(evenement)
    if heure is not None:
        calendrier.add_missing_timezones(dt.date(jour.year, 1, 1), dt.date(jour.year + 1, 12, 31))
    return bytes(calendrier.to_ical())


def next_seance_ics(
    seance: Mapping[str, Any],
    territoire: str,
    concertation: str,
    horodatage: dt.datetime,
    heure: dt.time | None = None,
    lieu: str = "",
    fictif: bool = False,
) -> bytes:
    """The session announced by `seance` (a row of the store) for its `prochaine_date`.

    `territoire` and `concertation` are names. Raises ValueError, in French, without a date.
    """
    if is_empty(seance["prochaine_date"]):
        raise ValueError("La date de la prochaine séance n'est pas renseignée.")
    titre = f"Comité de suivi – {territoire}"
    return to_ics(
        uid=_uid(f"{seance['id']}-suivante", str(seance["territoire"]), concertation, fictif),
        titre=f"{FICTIVES} – {titre}" if fictif else titre,
        jour=pd.Timestamp(seance["prochaine_date"]).date(),
        horodatage=horodatage,
        heure=heure,
        lieu=lieu,
        description=f"{concertation}\u00a0: prochaine séance du comité de suivi ({territoire}).",
        sequence=int(seance["version"]),
    )


def _uid(seance: str, territoire: str, concertation: str, fictif: bool) -> str:
    base = _PAS_UN_NOM.sub("-", fold(concertation)).strip("-") or "concertation"
    suite = "-fictive" if fictif else ""
    return f"seance-{seance}-{_PAS_UN_NOM.sub('-', territoire)}{suite}@{base}.invalid"
