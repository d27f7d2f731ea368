"""Calendar files: valid, stable, read back the same."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from concertation.analyse.mots.typographie import typeset
from concertation.restitution.calendrier import next_seance_ics
from concertation.suivi.socle.textes import clean_text

INSTANT = dt.datetime(2026, 3, 2, 18, 30, tzinfo=dt.UTC)
DEMAIN = dt.timedelta(days=1)
JOUR = dt.date(2026, 6, 15)
SEANCE = {"id": 12, "territoire": "D1", "prochaine_date": dt.datetime(2026, 6, 15), "version": 3}


def read(contenu: bytes):
    calendrier = Calendar.from_ical(contenu)
    (evenement,) = calendrier.walk("VEVENT")
    assert not calendrier.errors
    assert not evenement.errors
    return evenement


@given(st.text(max_size=200), st.text(max_size=200))
@example("é" * 100, "a;b,c\\n\nDTEND:20260101\r\nEND:VEVENT \x07\u202e")
def test_any_text_comes_back_in_lines_of_75_octets(comite, concertation):
    contenu = next_seance_ics(SEANCE, comite, concertation, INSTANT)
    assert contenu.endswith(b"END:VCALENDAR\r\n")
    lignes = contenu.split(b"\r\n")
    assert all(len(ligne) <= 75 for ligne in lignes)
    assert not any(b"\n" in ligne or b"\r" in ligne for ligne in lignes)
    for ligne in lignes:
        ligne.decode("utf-8")  # no character is cut in two
    evenement = read(contenu)
    assert str(evenement["SUMMARY"]) == typeset(clean_text(comite))
    attendue = f"{concertation} : prochaine séance. {comite}."
    assert str(evenement["DESCRIPTION"]) == typeset(clean_text(attendue))
    assert evenement.decoded("DTSTART") == JOUR


def test_whole_day_ends_the_next_day_and_blocks_nobody():
    fin = {**SEANCE, "prochaine_date": "2026-12-31"}
    evenement = read(next_seance_ics(fin, "Orne", "CNR Santé", INSTANT))
    assert evenement.decoded("DTEND") == dt.date(2027, 1, 1)
    assert evenement["TRANSP"] == "TRANSPARENT"
    assert evenement.decoded("DTSTAMP") == INSTANT


def test_session_moved_keeps_its_identity_and_raises_its_sequence():
    premier = read(next_seance_ics(SEANCE, "Comité de l’Orne", "CNR Santé", INSTANT))
    plus_tard = {**SEANCE, "prochaine_date": "2026-07-01", "version": 4}
    second = read(next_seance_ics(plus_tard, "Comité de l’Orne", "CNR Santé", INSTANT + DEMAIN))
    assert premier["UID"] == second["UID"] == "seance-12-suivante-D1@cnr-sante.invalid"
    assert (premier["SEQUENCE"], second["SEQUENCE"]) == (3, 4)
    assert second.decoded("DTSTART") == dt.date(2026, 7, 1)
    assert str(premier["SUMMARY"]) == "Comité de l’Orne"


def test_fictional_session_says_so_and_is_another_event():
    vraie = read(next_seance_ics(SEANCE, "Comité de l’Orne", "CNR Santé", INSTANT))
    fictive = read(next_seance_ics(SEANCE, "Comité de l’Orne", "CNR Santé", INSTANT, fictif=True))
    assert str(fictive["SUMMARY"]).startswith("Données fictives – ")
    assert fictive["UID"] != vraie["UID"]


def test_words_of_a_session_have_french_typography():
    evenement = read(next_seance_ics(SEANCE, "Comité de l'Orne", "L'avenir : et après ?", INSTANT))
    assert str(evenement["SUMMARY"]) == "Comité de l’Orne"
    dite = "L’avenir\u00a0: et après\u00a0?\u00a0: prochaine séance. Comité de l’Orne."
    assert str(evenement["DESCRIPTION"]) == dite


def test_session_without_a_next_date_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="prochaine séance"):
        next_seance_ics({**SEANCE, "prochaine_date": None}, "Orne", "CNR Santé", INSTANT)
