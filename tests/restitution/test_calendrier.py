"""Calendar files: valid, stable, read back the same by two parsers."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from concertation.analyse.mots.typographie import typeset
from concertation.analyse.seances import closed_day
from concertation.restitution.calendrier import seance_ics
from concertation.suivi.socle.textes import clean_text

INSTANT = dt.datetime(2026, 3, 2, 18, 30, tzinfo=dt.UTC)
DEMAIN = dt.timedelta(days=1)
JOUR = dt.date(2026, 6, 15)
SEANCE = {
    "id": 12, "territoire": "D1", "date": dt.datetime(2026, 6, 15), "version": 3, "heure": "18:30",
    "duree": 90.0, "lieu": "Salle, 1er étage ; bâtiment B", "visio": "https://exemple.fr/a?b=1,2",
    "retire": False,
}  # fmt: skip
POINTS = [{"titre": "Un"}, {"titre": "Deux, trois ; et\nquatre"}]


def read(contenu: bytes):
    calendrier = Calendar.from_ical(contenu)
    (evenement,) = calendrier.walk("VEVENT")
    assert not calendrier.errors
    assert not evenement.errors
    return evenement


def make(comite="Comité de l’Orne", concertation="CNR Santé", quand=INSTANT, **autres):
    zone, fictif = ZoneInfo(autres.pop("zone", "Europe/Paris")), autres.pop("fictif", False)
    return seance_ics({**SEANCE, **autres}, POINTS, comite, concertation, quand, zone, fictif)


@given(st.text(max_size=200), st.text(max_size=200))
@example("é" * 100, "a;b,c\\n\nDTEND:20260101\r\nEND:VEVENT \x07\u202e")
def test_any_text_comes_back_in_lines_of_75_octets(comite, concertation):
    contenu = make(comite, concertation)
    assert contenu.endswith(b"END:VCALENDAR\r\n")
    lignes = contenu.split(b"\r\n")
    assert all(len(ligne) <= 75 for ligne in lignes)
    assert not any(b"\n" in ligne or b"\r" in ligne for ligne in lignes)
    for ligne in lignes:
        ligne.decode("utf-8")  # no character is cut in two
    evenement = read(contenu)
    assert str(evenement.get("SUMMARY", "")) == typeset(clean_text(comite))
    assert evenement.decoded("DTSTART").date() == JOUR


@pytest.mark.parametrize(("zone", "ecart"), [("Europe/Paris", 2), ("Indian/Reunion", 4)])
def test_hour_zone_place_and_agenda_are_read_by_two_parsers(zone, ecart):
    contenu = make(zone=zone)
    evenement = read(contenu)
    (autre,) = vobject.readComponents(contenu.decode())
    debut = dt.datetime(2026, 6, 15, 18, 30, tzinfo=ZoneInfo(zone))
    assert evenement.decoded("DTSTART") == debut == autre.vevent.dtstart.value
    assert debut.utcoffset() == dt.timedelta(hours=ecart)
    assert (
        evenement.decoded("DTEND") == debut + dt.timedelta(minutes=90) == autre.vevent.dtend.value
    )
    assert autre.vtimezone.tzid.value == zone
    assert str(evenement["LOCATION"]) == SEANCE["lieu"] == autre.vevent.location.value
    assert str(evenement["URL"]) == SEANCE["visio"] == autre.vevent.url.value
    dite = str(evenement["DESCRIPTION"])
    assert dite == autre.vevent.description.value
    assert dite.replace("\u00a0", " ").split("\n")[1:4] == [
        "1. Un",
        "2. Deux, trois ; et",
        "quatre",
    ]
    assert (evenement["STATUS"], evenement["TRANSP"]) == ("CONFIRMED", "OPAQUE")


def test_without_an_hour_the_whole_day_blocks_nobody():
    evenement = read(make(heure="", date=dt.datetime(2026, 12, 31)))
    assert evenement.decoded("DTSTART") == dt.date(2026, 12, 31)
    assert evenement.decoded("DTEND") == dt.date(2027, 1, 1)
    assert evenement["TRANSP"] == "TRANSPARENT"
    assert evenement.decoded("DTSTAMP") == INSTANT


def test_session_moved_keeps_its_identity_and_raises_its_sequence():
    premier = read(make())
    second = read(make(quand=INSTANT + DEMAIN, date=dt.datetime(2026, 7, 1), version=4))
    assert premier["UID"] == second["UID"] == "seance-12-D1@cnr-sante.invalid"
    assert (premier["SEQUENCE"], second["SEQUENCE"]) == (3, 4)
    assert second.decoded("DTSTART").date() == dt.date(2026, 7, 1)
    assert str(premier["SUMMARY"]) == "Comité de l’Orne"


def test_session_withdrawn_is_cancelled_in_the_diary():
    contenu = make(retire=True, version=4)
    assert read(contenu)["STATUS"] == "CANCELLED"
    assert read(contenu)["UID"] == read(make())["UID"]
    assert Calendar.from_ical(contenu)["METHOD"] == "CANCEL"


def test_fictional_session_says_so_and_is_another_event():
    fictive = read(make(fictif=True))
    assert str(fictive["SUMMARY"]).startswith("Données fictives – ")
    assert fictive["UID"] != read(make())["UID"]


@pytest.mark.parametrize(
    ("jour", "dit"),
    [
        ("2026-06-14", "dimanche"), ("2026-06-15", ""), ("2026-04-06", "lundi de Pâques"),
        ("2027-05-06", "Ascension"), ("2026-05-25", "lundi de Pentecôte"), ("2026-05-08", "8 mai"),
        ("2025-07-14", "14 juillet"), ("2024-03-29", ""),
    ],
)  # fmt: skip
def test_a_day_when_nobody_meets_is_told(jour, dit):
    assert closed_day(dt.date.fromisoformat(jour)) == dit
