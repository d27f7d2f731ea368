"""A committee's next session as a calendar file (RFC 5545), for any diary."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import is_empty
from concertation.analyse.mots.textes import fold
from concertation.analyse.mots.typographie import typeset
from concertation.suivi.mentions import FICTIVES
from concertation.suivi.socle.textes import clean_text

_PAS_UN_NOM = re.compile(r"[^A-Za-z0-9-]+")


def next_seance_ics(
    seance: Mapping[str, Any],
    comite: str,
    concertation: str,
    horodatage: dt.datetime,
    fictif: bool = False,
) -> bytes:
    """The session announced by `seance` (a row of the store): its `prochaine_date`, a whole day.

    `comite` and `concertation` are names; `horodatage` (aware) is when the file is made.
    Raises ValueError, in French, without a date.
    """
    # 0.1 s to load, for one button of one screen.
    from icalendar import Calendar, Event

    if is_empty(seance["prochaine_date"]):
        raise ValueError("La date de la prochaine séance n’est pas renseignée.")
    jour = pd.Timestamp(seance["prochaine_date"]).date()
    base = _PAS_UN_NOM.sub("-", fold(concertation)).strip("-") or "concertation"
    lieu = _PAS_UN_NOM.sub("-", str(seance["territoire"])) + "-fictive" * fictif
    champs = {
        # The same for the same event, and a sequence that grows when it changes: a diary then moves
        # the event instead of adding another.
        "uid": f"seance-{seance['id']}-suivante-{lieu}@{base}.invalid",
        "dtstamp": horodatage.astimezone(dt.UTC),
        "sequence": int(seance["version"]),
        "summary": typeset(clean_text(f"{FICTIVES} – {comite}" if fictif else comite)),
        "dtstart": jour,
        "dtend": jour + dt.timedelta(days=1),
        # A whole day that blocks nobody's diary.
        "transp": "TRANSPARENT",
        "description": typeset(clean_text(f"{concertation}\u00a0: prochaine séance. {comite}.")),
    }
    evenement, calendrier = Event(), Calendar()
    for nom, valeur in champs.items():
        evenement.add(nom, valeur)
    calendrier.add("prodid", "-//Concertation//Suivi//FR")
    calendrier.add("version", "2.0")
    calendrier.add("calscale", "GREGORIAN")
    calendrier.add("method", "PUBLISH")
    calendrier.add_component(evenement)
    return bytes(calendrier.to_ical())
