"""Telephones vote on the real application: one ballot a device, exact, through cuts and retries."""

import asyncio
import random
import re
import socket
import ssl
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from statistics import quantiles

import httpx
import pytest

from concertation.acces import AccesImpossible, room_place
from concertation.donnees import load_donnees
from concertation.suivi import References, Store
from concertation.suivi.verbes.votes import CLOS
from tests.aides.bases import new_sqlite
from tests.aides.boucle import run_apart
from tests.aides.navigateur.application import Application, free_port
from tests.declarations.parcours import ADMIN

RACINE = Path(__file__).parents[2]
# Read once: a telephone has read its certificates long before.
TLS = ssl.create_default_context()
RIEN = "Seules les salles sont ici\u00a0: voyez l’adresse à l’écran."
CLES = ["ACC-L-01", "ACC-L-02", "ACC-L-03"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    references = References.of_donnees(load_donnees(RACINE / "data"))
    store = Store.open(new_sqlite(tmp_path / "suivi.sqlite"), references)
    yield store
    store.close()


async def answer(url: str, code: str, n: int, over: float, times: list[float]) -> dict[str, int]:
    """A telephone: it follows the room, votes, loses the answer twice in three, and sends again."""
    hasard = random.Random(n)
    gives = {cle: hasard.randint(1, 3) for cle in CLES}

    async def timed(method: str, path: str, **options: object) -> httpx.Response:
        before = time.monotonic()
        got = await phone.request(method, path, **options)  # type: ignore[arg-type]
        times.append(time.monotonic() - before)
        return got

    async with httpx.AsyncClient(base_url=url, timeout=30, verify=TLS) as phone:
        until = time.monotonic() + hasard.random() * over
        await timed("GET", f"/salle/{code}")
        while time.monotonic() < until:  # as its script does
            await timed("GET", f"/salle/{code}/etat")
            await asyncio.sleep(1)
        form = (await timed("GET", f"/salle/{code}/vote")).text
        asked = re.search(r'name="vote" value="(\d+)"', form)
        assert asked is not None
        dit = {"vote": asked[1]} | {cle: str(v) for cle, v in gives.items()}
        if n % 3 == 1:  # the network is cut while it sends: who knows what arrived?
            with suppress(TimeoutError):
                await asyncio.wait_for(phone.post(f"/salle/{code}/vote", data=dit), 0.003)
        for _ in range(1 + (n % 3 == 0)):
            got = await timed("POST", f"/salle/{code}/vote", data=dit)
            assert (got.status_code, got.headers["location"]) == (303, "./vote")
        assert "Réponse enregistrée" in (await timed("GET", f"/salle/{code}/vote")).text
    return gives


@pytest.mark.parametrize(
    ("phones", "over"), [(10, 0.0), pytest.param(200, 50.0, marks=pytest.mark.epreuve)]
)
def test_telephones_vote_once_each_and_are_counted(store: Store, phones: int, over: float) -> None:
    code, jeton = store.salles.open("Restitution", '["<p>1</p>", "<p>2</p>"]')
    seance = store.seances.create(ADMIN, territoire="D61", date="2026-11-28")
    store.votes.create(
        ADMIN, seance_id=seance["id"], question="<Que> faire ?", mode="points", etat="ouvert",
        lie=" | ".join(CLES), salle=code,
    )  # fmt: skip
    times: list[float] = []
    place = f"127.0.0.2:{free_port()}"
    with Application(base=str(store.moteur.url), arguments=["--", "--salle", place]) as serveur:
        room = f"http://{place}"
        # The rooms alone are on the network; the application stays where it was.
        for path in ("", "propositions", "_stcore/health", "api/sante", "p/ACC-L-01", "static/x"):
            lost = httpx.get(f"{room}/{path}")
            assert (lost.status_code, lost.text) == (404, RIEN), path
            assert "frame-ancestors" in lost.headers["content-security-policy"]
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://127.0.0.2:{serveur.port}/api/sante")

        async def vote() -> list[dict[str, int]]:
            tous = [answer(room, code, n, over, times) for n in range(phones)]
            return [*await asyncio.gather(*tous, reload())][:-1]

        async def reload() -> dict[str, int]:
            """The presenter's page is gone, then moves the room by the token that it kept."""
            async with httpx.AsyncClient(base_url=serveur.url, verify=TLS) as page:
                for position in ("1", "0", "2"):
                    await asyncio.sleep(over / 3)
                    moved = {"jeton": jeton, "position": position}
                    assert (await page.post(f"/salle/{code}/position", data=moved)).is_success
            return {}

        httpx.get(f"{room}/salle/{code}/vote")  # the first one loads what all then read
        given = run_apart(vote())
        naive: Counter[str] = Counter()
        for gives in given:
            naive.update(gives)
        lu = store.votes.of_room(code)
        with httpx.Client(base_url=room) as late:
            form = late.get(f"/salle/{code}/vote").text
            assert "&lt;Que&gt; faire" in form
            refused = late.post(f"/salle/{code}/vote", data={"vote": str(lu["id"]), CLES[0]: "4"})
            assert refused.status_code == 422, "no cookie, no vote"
            assert '<option value="4" selected' in refused.text, "nothing typed is lost"
            assert late.get(f"/salle/{code}/etat").json()["vote"] == f"{lu['id']} ouvert"
            # What one asks waits for the presenter, who shows it.
            ask, asked = f"/salle/{code}/questions", {"texte": "<Et> après ?"}
            refused = late.post(ask, data=asked)
            assert refused.status_code == 422
            assert "&lt;Et&gt; après ?</textarea>" in refused.text
            late.get(f"/salle/{code}")
            assert late.post(ask, data=asked).headers["location"] == "./questions?recue=1"
            assert "&lt;Et&gt;" not in late.get(ask).text
            (question,) = store.salles.questions(code)
            store.salles.mark(code, question.forme, {"montree": True})
            assert "<li>&lt;Et&gt; après\u00a0?</li>" in late.get(ask).text
            assert late.get(f"/salle/{code}/etat").json()["position"] == 2
            assert len(store.votes.ballots(lu["id"])) == phones
            store.votes.update(ADMIN, lu["id"], lu["version"], etat=CLOS)
            assert "clos" in late.get(f"/salle/{code}/vote").text
            store.votes.show(ADMIN, store.votes.of_room(code), dict.fromkeys(CLES, 1), 1)
            told = late.get(f"/salle/{code}/vote").text
            assert store.salles.move(code, jeton, 2, close=True)
            end = late.get(f"/salle/{code}").text
            assert "<p>1</p><p>2</p>" in end
            assert 'href="../' not in end.partition("<body")[2], "no screen is reached from there"
            # Behind the last page of the deck, where the presenter goes on.
            assert late.get(f"/salle/{code}/page/3").text in told
    for points in naive.values():
        assert f"<strong>{points + 1}\u00a0points</strong>" in told
    assert f"{phones + 1}\u00a0réponses, dont 1 sur papier" in told
    p95 = quantiles(times, n=20)[-1]
    said = f"{len(times)} requests: p95 {p95:.3f} s, at most {max(times):.3f} s\n"
    sys.stdout.write(f"{phones} telephones, {said}")
    assert p95 < 1, p95


@pytest.mark.parametrize("said", ["", "8600", "192.168.1.20:", ":8600", "x:0", "x:99999", "x:²"])
def test_a_place_that_is_none_is_told_at_the_start(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["dashboard.py", "--salle", said or "-"])
    with pytest.raises(AccesImpossible, match="comme 192.168.1.20:8600"):
        room_place()
    for written in (["--salle=192.168.1.20:8600"], ["--salle", "192.168.1.20:8600"]):
        monkeypatch.setattr(sys, "argv", ["dashboard.py", *written])
        assert room_place() == ("192.168.1.20", 8600)


@pytest.mark.epreuve
def test_a_place_that_is_taken_is_told_at_the_start() -> None:
    with socket.create_server(("127.0.0.2", 0)) as taken:
        place = f"127.0.0.2:{taken.getsockname()[1]}"
        with pytest.raises(RuntimeError, match=f"{place} ne s’écoute pas"):
            Application(arguments=["--", "--salle", place]).__enter__()
