"""Rooms: opened, moved by who holds the token, ended, forgotten, on both engines."""

from concertation.suivi import Store
from concertation.suivi.verbes.salles import ALPHABET, LONGUEUR, SALLES_MAXIMUM
from tests.suivi.conftest import Horloge


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


def test_rooms_do_not_grow_without_end(store: Store, horloge: Horloge) -> None:
    codes = []
    for _ in range(SALLES_MAXIMUM + 3):
        codes.append(store.salles.open("Salle", "[]")[0])
        horloge.avance(seconds=1)
    ouvertes = [code for code in codes if store.salles.state(code) is not None]
    assert ouvertes == codes[-SALLES_MAXIMUM:]


def test_a_room_writes_nothing_in_the_journal(store: Store) -> None:
    avant = store.last_entry()
    code, jeton = store.salles.open("Salle", "[]")
    store.salles.move(code, jeton, 3)
    assert store.last_entry() == avant
