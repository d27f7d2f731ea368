"""What tests of the store share: a fresh database, on SQLite, and on PostgreSQL in the trials.

What an engine may do its own way (transactions, locks, constraints, types, migrations, its SQL) is
tested on both at each run: `both_engines`.
"""

import datetime
from collections.abc import Callable, Iterator

import pytest

from concertation.suivi import Acteur, References, Store
from tests.aides.bases import (  # noqa: F401 (fixtures)
    MOTEURS,
    modele_postgresql,
    modele_sqlite,
    nouvelle_base,
    serveur_postgresql,
)

REFERENCES = References(
    parents={"R": "", "D1": "R", "D2": "R", "C1": "D1", "C2": "D1", "C3": "D2"},
    engagements=frozenset({"E1", "E2"}),
    composantes={"E1a": "E1", "E2a": "E2"},
    portees={"P1": "locale", "P2": "locale", "P3": "locale", "N1": "nationale", "N2": "nationale"},
)
ORNE = Acteur("Anne", "comite", frozenset({"D1"}))
MANCHE = Acteur("Marc", "comite", frozenset({"D2"}))
DIRECTION = Acteur("Denise", "direction")
ADMIN = Acteur("Alix", "administrateur")
LECTEUR = Acteur("", "lecteur")


class Horloge:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.heure = datetime.datetime(2026, 3, 2, 18, 0, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.heure

    def avance(self, **duree: int) -> None:
        self.heure += datetime.timedelta(**duree)


@pytest.fixture
def horloge() -> Horloge:
    return Horloge()


both_engines = pytest.mark.parametrize("moteur", MOTEURS, indirect=True)


@pytest.fixture(params=[MOTEURS[0], pytest.param(MOTEURS[1], marks=pytest.mark.epreuve)])
def moteur(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def url(moteur: str, nouvelle_base: Callable[[str, bool], str]) -> str:  # noqa: F811 (a fixture)
    return nouvelle_base(moteur, True)


@pytest.fixture
def open_store(horloge: Horloge) -> Iterator[Callable[..., Store]]:
    """`Store.open` with the test's ids and clock; closed at the end."""
    ouverts: list[Store] = []

    def ouvre(url: str, **options: object) -> Store:
        store = Store.open(url, REFERENCES, **{"now": horloge, "attente": 5.0, **options})
        ouverts.append(store)
        return store

    yield ouvre
    for store in ouverts:
        store.close()


@pytest.fixture
def store(url: str, open_store: Callable[..., Store]) -> Store:
    """A store on a fresh database."""
    return open_store(url)
