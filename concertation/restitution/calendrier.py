"""A committee's session as a calendar file (RFC 5545), for any diary."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from concertation.analyse.mots.formats import is_empty
from concertation.analyse.mots.textes import fold
from concertation.analyse.mots.typographie import typeset
from concertation.analyse.seances import read_heure
from concertation.suivi.mentions import FICTIVES
from concertation.suivi.socle.textes import clean_text

_PAS_UN_NOM = re.compile(r"[^A-Za-z0-9-]+")


def seance_ics(
    seance: Mapping[str, Any],
    points: Iterable[Mapping[str, Any]],
    comite: str,
    concertation: str,
    horodatage: dt.datetime,
    zone: ZoneInfo,
    fictif: bool = False,
) -> bytes:
    """A session (a row of the store) with its agenda, or its cancellation once it is withdrawn.

    At its hour in `zone`; without an hour, the whole day, which blocks nobody's diary. `comite`
    and `concertation` are names; `horodatage` (aware) is when the file is made.
    """
    # 0.1 s to load, for one button of one screen.
    from icalendar import Calendar, Event

    jour = pd.Timestamp(seance["date"]).date()
    base = _PAS_UN_NOM.sub("-", fold(concertation)).strip("-") or "concertation"
    lieu = _PAS_UN_NOM.sub("-", str(seance["territoire"])) + "-fictive" * fictif
    heure = read_heure(str(seance["heure"]))
    debut: Any = jour
    if heure is not None:
        debut = dt.datetime.combine(jour, dt.time(*heure), zone)
    duree = dt.timedelta(minutes=0 if is_empty(seance["duree"]) else int(seance["duree"]))
    agenda = [f"{rang}. {point['titre']}" for rang, point in enumerate(points, 1)]
    visio = str(seance["visio"]).strip()
    lignes = [f"{concertation}\u00a0: {comite}.", *agenda, *([visio] if visio else [])]
    champs = {
        # The same for the same event, and a sequence that grows when it changes: a diary then moves
        # the event instead of adding another.
        "uid": f"seance-{seance['id']}-{lieu}@{base}.invalid",
        "dtstamp": horodatage.astimezone(dt.UTC),
        "sequence": int(seance["version"]),
        "status": "CANCELLED" if seance["retire"] else "CONFIRMED",
        "summary": typeset(clean_text(f"{FICTIVES} – {comite}" if fictif else comite)),
        "dtstart": debut,
        "dtend": debut + (duree if heure else dt.timedelta(days=1)),
        "transp": "OPAQUE" if heure else "TRANSPARENT",
        "location": clean_text(str(seance["lieu"])),
        "url": visio,
        "description": typeset(clean_text("\n".join(lignes))),
    }
    evenement, calendrier = Event(), Calendar()
    for nom, valeur in champs.items():
        if valeur != "":
            evenement.add(nom, valeur)
    calendrier.add("prodid", "-//Concertation//Suivi//FR")
    calendrier.add("version", "2.0")
    calendrier.add("calscale", "GREGORIAN")
    calendrier.add("method", "CANCEL" if seance["retire"] else "PUBLISH")
    calendrier.add_component(evenement)
    # The last year alone: its two changes of hour are read by diaries that know no list of dates.
    an, lendemain = dt.timedelta(days=364), dt.timedelta(days=1)
    calendrier.add_missing_timezones(jour - an, jour + lendemain)
    return bytes(calendrier.to_ical())
