"""Several processes write at once, some killed: nothing lost, nothing overwritten."""

import random
from collections.abc import Callable

import pytest

from concertation.suivi import Store
from tests.suivi.releve import losses, run_writers
from tests.suivi.saisies import create_action


@pytest.mark.parametrize(
    "moteur",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.epreuve)],
    indirect=True,
)
def test_processes_writing_at_once_lose_nothing(url: str, open_store: Callable[..., Store]) -> None:
    store = open_store(url)
    create_action(store)
    releve = run_writers(url, processus=4, secondes=1.5)
    assert set(losses(store, releve).values()) == {0}, (losses(store, releve), releve.erreurs)
    assert releve.dits["point"] > 4
    assert releve.dits["action"] + releve.dits["conflit"] > 4


@pytest.mark.epreuve
def test_killed_processes_keep_what_was_confirmed_and_leave_no_half(
    url: str, open_store: Callable[..., Store]
) -> None:
    store = open_store(url)
    create_action(store)
    tirage = random.Random(1)
    delais = [tirage.uniform(0, 0.2) for _ in range(4)]
    releve = run_writers(url, processus=2, secondes=60, tuer_apres=delais)
    assert set(losses(store, releve).values()) == {0}, (losses(store, releve), releve.erreurs)
    assert releve.tues == 6
    assert releve.dits["point"] + releve.dits["action"] + releve.dits["conflit"] >= 4
    create_action(store)
