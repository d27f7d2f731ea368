"""Rooms: opened, moved by who holds the token, ended, forgotten, on both engines."""

import pytest

from concertation.suivi import SaisieInvalide, Store
from concertation.suivi.verbes.salles import (
    ALPHABET,
    LONGUEUR,
    PAR_APPAREIL,
    SALLES_MAXIMUM,
    SIGNES,
    TropDeSalles,
)
from tests.suivi.conftest import Horloge, both_engines


@both_engines
def test_a_room_is_moved_by_its_token_alone(store: Store) -> None:
    code, jeton = store.salles.open("Restitution", '["<p>1</p>", "<p>2</p>"]', 1)
    assert len(code) == LONGUEUR
    assert set(code) <= set(ALPHABET)
    assert store.salles.pages(code) == '["<p>1</p>", "<p>2</p>"]'
    assert store.salles.move(code, jeton, 2)
    etat = store.salles.state(code)
    assert etat is not None
    assert (etat.titre, etat.position, etat.close) == ("Restitution", 2, False)
    assert not store.salles.move(code, "autre", 1)
    assert not store.salles.move("zzzzzz", jeton, 1)
    assert store.salles.state(code) == etat
    assert store.salles.move(code, jeton, 2, close=True)
    fin = store.salles.state(code)
    assert fin is not None
    assert fin.close


def test_an_unknown_room_is_none(store: Store) -> None:
    assert store.salles.state("zzzzzz") is None
    assert store.salles.pages("zzzzzz") is None


def test_rooms_of_the_day_before_go(store: Store, horloge: Horloge) -> None:
    ancienne, _ = store.salles.open("Hier", "[]")
    horloge.avance(hours=25)
    nouvelle, _ = store.salles.open("Aujourd’hui", "[]")
    assert store.salles.state(ancienne) is None
    assert store.salles.state(nouvelle) is not None


def test_fifty_rooms_opened_leave_a_presenter_s(store: Store, horloge: Horloge) -> None:
    sienne, jeton = store.salles.open("La sienne", "[]")
    codes = []
    for _ in range(SALLES_MAXIMUM - 1):
        codes.append(store.salles.open("Salle", "[]")[0])
        horloge.avance(seconds=1)
    with pytest.raises(TropDeSalles, match=f"{SALLES_MAXIMUM} salles"):
        store.salles.open("De trop", "[]")
    horloge.avance(minutes=61)
    assert store.salles.move(sienne, jeton, 2)
    neuves = [store.salles.open("Neuve", "[]")[0] for _ in range(3)]
    assert all(store.salles.state(code) for code in (sienne, *neuves, *codes[3:]))
    # Those at rest for the longest, and no more than there must.
    assert not any(store.salles.state(code) for code in codes[:3])


def test_a_room_writes_nothing_in_the_journal(store: Store) -> None:
    avant = store.last_entry()
    code, jeton = store.salles.open("Salle", "[]")
    store.salles.move(code, jeton, 3)
    assert store.last_entry() == avant


def test_a_question_waits_for_who_presents_and_goes_with_the_room(store: Store) -> None:
    code, jeton = store.salles.open("Salle", "[]")
    autre, _ = store.salles.open("Autre", "[]")
    store.salles.ask(code, "a", "  Et\nles urgences ?\0 ")
    store.salles.ask(autre, "a", "Ailleurs ?")
    (question,) = store.salles.questions(code)
    assert dict(question.contenu) == {"texte": "Et les urgences ?", "montree": False}
    store.salles.mark(code, question.forme, {"montree": True})
    (question,) = store.salles.questions(code)
    assert dict(question.contenu) == {"texte": "Et les urgences ?", "montree": True}
    for texte in ("", " \n", "x" * (SIGNES + 1)):
        with pytest.raises(SaisieInvalide, match="signes"):
            store.salles.ask(code, "b", texte)
    for rang in range(PAR_APPAREIL):
        store.salles.ask(code, "b", f"Question {rang}")
    with pytest.raises(SaisieInvalide, match="par appareil"):
        store.salles.ask(code, "b", "De trop")
    store.salles.mark(code, question.forme, None)
    assert len(store.salles.questions(code)) == PAR_APPAREIL
    assert store.salles.move(code, jeton, 1, close=True)
    assert store.salles.questions(code) == []
    assert len(store.salles.questions(autre)) == 1
