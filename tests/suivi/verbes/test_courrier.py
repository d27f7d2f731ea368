"""The outbox on both engines: each message is one process's, whoever else looks."""

import threading
from collections.abc import Callable

import pytest

from concertation.suivi import DroitRefuse, Store
from concertation.suivi.verbes.courrier import ATTENTE, ESSAIS, PARTI, PRIS, REFUSE
from tests.suivi.conftest import MANCHE, ORNE, both_engines


@both_engines
def test_several_processes_share_the_outbox_and_send_nothing_twice(
    open_store: Callable[..., Store], url: str
) -> None:
    repliques = [open_store(url) for _ in range(3)]
    ensemble, pris = threading.Barrier(3), []

    def work(store: Store) -> None:
        ensemble.wait()
        store.courrier.queue("lundi", 0, range(1, 21), "2026-03-02")
        while envoi := store.courrier.take():
            pris.append(envoi.cle)
            store.courrier.settle(envoi.cle, PARTI)

    fils = [threading.Thread(target=work, args=(store,)) for store in repliques]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len(pris) == len(set(pris)) == 20
    assert repliques[0].courrier.count() == {PARTI: 20}
    assert repliques[0].courrier.queue("lundi", 0, [1], "2026-03-02") == 0


def test_what_fails_again_and_again_stops(store: Store) -> None:
    store.courrier.queue("lundi", 0, [1])
    for _ in range(ESSAIS):
        store.courrier.settle(store.courrier.take().cle, ATTENTE)
    assert store.courrier.take() is None
    assert store.courrier.count() == {ATTENTE: 1}


def test_only_what_was_taken_is_settled(store: Store) -> None:
    store.courrier.queue("lundi", 0, [1])
    store.courrier.settle("lundi-0-1-", REFUSE)
    assert store.courrier.count() == {ATTENTE: 1}
    store.courrier.take()
    assert store.courrier.count() == {PRIS: 1}


def test_the_feed_of_a_committee_is_its_own_to_open_and_close(store: Store) -> None:
    with pytest.raises(DroitRefuse):
        store.courrier.open_feed(MANCHE, "D1")
    ancien, nouveau = (store.courrier.open_feed(ORNE, "D1") for _ in range(2))
    assert store.courrier.feed_of(ancien) is None
    assert store.courrier.feed_of(nouveau) == "D1"
    assert not store.courrier.open_feed(ORNE, "D1", ferme=True)
    assert store.courrier.feed_of(nouveau) is None
