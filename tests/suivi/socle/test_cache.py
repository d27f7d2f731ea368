"""What screens read is read again after each write only, and outlives a database that stops."""

from collections.abc import Callable

import pandas as pd
import pytest
import sqlalchemy as sa

from concertation.suivi import Store, StoreIndisponible
from concertation.suivi.socle.cache import Memoire
from tests.suivi.conftest import DIRECTION, LECTEUR, MANCHE, ORNE, both_engines
from tests.suivi.saisies import add_point, create_action


@pytest.fixture
def memoire() -> Memoire:
    return Memoire()


def count_queries(store: Store, read: Callable[[], object]) -> int:
    envoyees: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        envoyees.append(statement)

    sa.event.listen(store.moteur.lecture, "before_cursor_execute", note)
    read()
    sa.event.remove(store.moteur.lecture, "before_cursor_execute", note)
    return len([s for s in envoyees if s.startswith("SELECT")])


@both_engines
def test_the_same_rows_are_read_once_until_somebody_writes(store: Store, memoire: Memoire) -> None:
    action = create_action(store)

    def read() -> pd.DataFrame:
        return store.remembering(memoire).actions.list(ORNE, territoire="D1")

    premiere = read()
    # The second time only asks whether something was written.
    assert count_queries(store, read) == 1
    store.actions.update(ORNE, action["id"], 1, intitule="Autre")
    assert count_queries(store, read) == 2
    assert read()["intitule"].tolist() == ["Autre"] != premiere["intitule"].tolist()


def test_what_a_screen_does_to_its_frame_stays_its_own(store: Store, memoire: Memoire) -> None:
    create_action(store, intitule="Une")
    lue = store.remembering(memoire).actions.list(ORNE)
    lue.loc[0, "intitule"] = "Changée"
    lue["autre"] = 1
    encore = store.remembering(memoire).actions.list(ORNE)
    assert encore["intitule"].tolist() == ["Une"]
    assert "autre" not in encore


def test_each_person_reads_what_is_theirs(store: Store, memoire: Memoire) -> None:
    add_point(store)
    lus = {
        acteur.nom: len(store.remembering(memoire).points_etape.list(acteur))
        for acteur in (DIRECTION, ORNE, MANCHE, LECTEUR)
    }
    assert lus == {"Denise": 1, "Anne": 1, "Marc": 0, "": 0}


def test_a_store_reads_what_it_has_just_written(store: Store, memoire: Memoire) -> None:
    ecran = store.remembering(memoire)
    assert ecran.actions.list(ORNE).empty
    create_action(ecran)
    assert len(ecran.actions.list(ORNE)) == 1


def test_the_last_state_read_outlives_the_database(
    store: Store, memoire: Memoire, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_point(store)
    store.remembering(memoire).points_etape.latest(ORNE)

    def fail(*_: object, **__: object) -> None:
        raise sa.exc.OperationalError("", {}, Exception("could not connect to server"))

    monkeypatch.setattr(store.moteur.lecture, "connect", fail)
    monkeypatch.setattr(store.moteur.ecriture, "begin", fail)
    ecran = store.remembering(memoire)
    assert "ne répond pas" in ecran.panne
    assert len(ecran.points_etape.latest(ORNE)) == 1
    assert ecran.moment == memoire.dernier
    for jamais_lu in (lambda: ecran.actions.list(ORNE), lambda: add_point(ecran)):
        with pytest.raises(StoreIndisponible, match="ne répond pas"):
            jamais_lu()
    monkeypatch.undo()
    assert store.remembering(memoire).panne == ""


def test_only_so_many_rows_are_kept(store: Store) -> None:
    for _ in range(4):
        create_action(store)
    petite = Memoire(lignes=6)
    ecran = store.remembering(petite)
    ecran.actions.list(ORNE)
    ecran.actions.list(DIRECTION)
    assert count_queries(store, lambda: ecran.actions.list(DIRECTION)) == 0
    assert count_queries(store, lambda: ecran.actions.list(ORNE)) > 0


@pytest.mark.parametrize(
    ("valeur", "poids"),
    [([1, 2, 3], 4), ({"un": 1}, 2), ((pd.DataFrame({"a": [1, 2]}), "mot"), 5), ("mot", 1)],
)
def test_what_is_kept_weighs_as_much_as_its_rows(valeur: object, poids: int) -> None:
    for lignes in (poids, poids + 1):
        petite = Memoire(lignes)
        petite.recall("ancien", (1, "a"), lambda: "ancien")
        petite.recall("neuf", (1, "a"), lambda: valeur)
        assert petite.last("neuf") is not None
        assert (petite.last("ancien") is None) == (lignes == poids)
