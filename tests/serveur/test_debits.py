"""Who asks too often is answered 429, and nobody else: by place, by room and device, by session."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from concertation.exploitation import debits
from concertation.exploitation.debits import Debit
from concertation.serveur import debits as serveur_debits
from concertation.serveur import operations, salle
from concertation.serveur.debits import Debits
from concertation.suivi import Store
from concertation.suivi.verbes.salles import ALPHABET, DUREE, LONGUEUR, SALLES_MAXIMUM
from tests.aides.boucle import run_apart
from tests.aides.ecrans_suivi import DIRECTION, open_as
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans


def test_a_bucket_empties_fills_again_and_is_each_ones() -> None:
    debit = Debit(2, 1000)
    assert [debit.wait("a", 0) for _ in range(5)] == [0] * 5
    slow = Debit(2, 0.001)
    assert [slow.wait("a"), slow.wait("a")] == [0, 0]
    assert 900 < slow.wait("a") <= 1000
    assert slow.wait("b") == 0
    while debit.wait("a"):
        pass
    before = time.monotonic()
    while not debit.wait("a"):
        assert time.monotonic() - before < 10


def test_no_more_keys_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debits, "KEYS", 3)
    debit = Debit(1, 0.001)
    assert [debit.wait(key) for key in "abcd"] == [0] * 4
    assert debit.wait("d") > 0
    assert debit.wait("a") == 0


def test_a_code_can_t_be_guessed_within_its_life() -> None:
    codes = len(ALPHABET) ** LONGUEUR
    for bucket, chance in ((debits.FAUX_EN_TOUT, 1 / 5_000), (debits.FAUX, 1 / 100_000)):
        asked = bucket.at_once + bucket.a_second * DUREE.total_seconds()
        assert SALLES_MAXIMUM * asked / codes < chance


@pytest.fixture(autouse=True)
def full_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few at once, so that a test empties them; those of other tests apart."""
    for name, value in vars(debits).items():
        if isinstance(value, Debit):
            monkeypatch.setattr(debits, name, Debit(4, 0.001))
    few = tuple((pattern, Debit(4, 0.001)) for pattern, _ in serveur_debits.BY_PLACE)
    monkeypatch.setattr(serveur_debits, "BY_PLACE", few)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Starlette:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'suivi.sqlite'}")
    routes = [*salle.routes(), *operations.routes()]
    return Starlette(routes=routes, middleware=[Middleware(Debits)])


@pytest.fixture
def code(app: Starlette, tmp_path: Path) -> Iterator[str]:
    store = Store.open(f"sqlite:///{tmp_path / 'suivi.sqlite'}")
    yield store.salles.open("Restitution", '["<p>1</p>", "<p>2</p>"]')[0]
    store.close()


class Visitor:
    """A browser at some address: it keeps its cookies."""

    def __init__(self, app: Starlette, place: str) -> None:
        self._transport = httpx.ASGITransport(app, client=(place, 1))
        self.cookies = httpx.Cookies()

    def get(self, path: str) -> httpx.Response:
        return self.ask("GET", path)

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=self._transport, base_url="http://127.0.0.1", cookies=self.cookies
            ) as client:
                answer = await client.request(method, path, **options)
                self.cookies = client.cookies
                return answer

        return run_apart(ask())


def client(app: Starlette, place: str) -> Visitor:
    return Visitor(app, place)


def test_who_tries_codes_is_stopped_and_the_room_goes_on(app: Starlette, code: str) -> None:
    telephone, thief = client(app, "10.0.0.1"), client(app, "10.0.0.1")
    assert telephone.get(f"/salle/{code}").status_code == 200
    answers = [thief.get(f"/salle/{'z' * n}xyz/etat") for n in range(6)]
    assert [answer.status_code for answer in answers] == [404] * 4 + [429] * 2
    assert "réessayez dans" in answers[-1].text
    assert int(answers[-1].headers["retry-after"]) > 0
    # Nor does the right one answer, which would tell it.
    assert thief.get(f"/salle/{code}").status_code == 429
    # A device that was in the room is not the one that tries, though it has the same address.
    assert telephone.get(f"/salle/{code}/etat").status_code == 200
    # Others from elsewhere are stopped once all have tried too much.
    assert client(app, "10.0.0.2").get(f"/salle/{code}").status_code == 429


def test_each_device_of_a_room_has_its_own_and_an_invented_one_has_none(
    app: Starlette, code: str
) -> None:
    one, other, liar = (client(app, "10.0.0.1") for _ in range(3))
    assert [c.get(f"/salle/{code}").status_code for c in (one, other)] == [200, 200]
    assert [one.get(f"/salle/{code}/etat").status_code for _ in range(5)] == [200] * 4 + [429]
    assert other.get(f"/salle/{code}/etat").status_code == 200
    liar.cookies.set("appareil", f"{one.cookies['appareil'].partition('-')[0]}-{'0' * 32}")
    asked = [liar.get(f"/salle/{code}/etat").status_code for _ in range(3)]
    assert asked == [200, 200, 429], "with those that have no cookie"
    # Anybody takes the sheet and the script.
    assert {one.get("/salle/salle.js").status_code for _ in range(9)} == {200}


def test_moving_a_room_is_bounded_by_device_and_tells_no_code(app: Starlette, code: str) -> None:
    presenter = client(app, "10.0.0.1")
    asked = {"jeton": "x", "position": 1}
    for where, place in ((code, "10.0.0.1"), ("zzzzzzzz", "10.0.0.2")):
        answers = [
            client(app, place).ask("POST", f"/salle/{where}/position", data=asked) for _ in "12345"
        ]
        assert [answer.status_code for answer in answers] == [403] * 4 + [429]
    assert presenter.get(f"/salle/{code}").status_code == 200


def test_probes_are_bounded_by_place(app: Starlette) -> None:
    probe = client(app, "10.0.0.1")
    assert [probe.get("/api/sante").status_code for _ in range(5)] == [200] * 4 + [429]
    assert client(app, "10.0.0.2").get("/api/sante").status_code == 200
    assert client(app, "2001:db8::1").get("/api/sante").status_code == 200


def test_invitations_that_are_none_are_soon_looked_at_no_more(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concertation.interface.ecrans.personnes import ecran

    monkeypatch.setattr(ecran, "FAUSSES_INVITATIONS", Debit(2, 0.001))
    monkeypatch.setattr(ContextProxy, "ip_address", "10.0.0.1")

    def told() -> str:
        at: AppTest = open_as(DIRECTION, "gerer/personnes.py", invitation="x")
        return " ".join(warning.value for warning in at.warning)

    assert ["réessayez dans" in told() for _ in range(3)] == [False, False, True]
