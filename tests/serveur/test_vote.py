"""Telephones vote on the real application: one ballot a device, exact, through cuts and retries."""

import asyncio
import random
import re
import ssl
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

import httpx
import pytest

from concertation.donnees import load_donnees
from concertation.suivi import References, Store
from concertation.suivi.verbes.votes import CLOS
from tests.aides.bases import new_sqlite
from tests.aides.boucle import run_apart
from tests.aides.navigateur.application import Application
from tests.declarations.parcours import ADMIN

RACINE = Path(__file__).parents[2]
# Read once: a telephone has read its certificates long before.
TLS = ssl.create_default_context()
CLES = ["ACC-L-01", "ACC-L-02", "ACC-L-03"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    references = References.of_donnees(load_donnees(RACINE / "data"))
    store = Store.open(new_sqlite(tmp_path / "suivi.sqlite"), references)
    yield store
    store.close()


async def answer(url: str, code: str, n: int, over: float, times: list[float]) -> dict[str, int]:
    """A telephone: it opens the room, votes, loses the answer once in three, and sends again."""
    hasard = random.Random(n)
    await asyncio.sleep(hasard.random() * over)
    gives = {cle: hasard.randint(1, 3) for cle in CLES}

    async def timed(method: str, path: str, **options: object) -> httpx.Response:
        before = time.monotonic()
        got = await phone.request(method, path, **options)  # type: ignore[arg-type]
        times.append(time.monotonic() - before)
        return got

    async with httpx.AsyncClient(base_url=url, timeout=30, verify=TLS) as phone:
        await timed("GET", f"/salle/{code}")
        form = (await timed("GET", f"/salle/{code}/vote")).text
        asked = re.search(r'name="vote" value="(\d+)"', form)
        assert asked is not None
        dit = {"vote": asked[1]} | {cle: str(v) for cle, v in gives.items()}
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
    with Application(base=str(store.moteur.url)) as serveur:

        async def vote() -> list[dict[str, int]]:
            tous = (answer(serveur.url, code, n, over, times) for n in range(phones))
            return [*await asyncio.gather(*tous)]

        serveur.get(f"/salle/{code}/vote")  # the first one loads what all then read
        given = run_apart(vote())
        naive: Counter[str] = Counter()
        for gives in given:
            naive.update(gives)
        lu = store.votes.of_room(code)
        with httpx.Client(base_url=serveur.url) as late:
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
            # The presenter's reload: the room moves by the same token, and asks the same vote.
            assert store.salles.move(code, jeton, 2)
            assert len(store.votes.ballots(lu["id"])) == phones
            store.votes.update(ADMIN, lu["id"], lu["version"], etat=CLOS)
            assert "clos" in late.get(f"/salle/{code}/vote").text
            store.votes.show(ADMIN, store.votes.of_room(code), dict.fromkeys(CLES, 1), 1)
            told = late.get(f"/salle/{code}/vote").text
            # Behind the last page of the deck, where the presenter goes on.
            assert late.get(f"/salle/{code}/page/3").text in told
    for points in naive.values():
        assert f"<strong>{points + 1}\u00a0points</strong>" in told
    assert f"{phones + 1}\u00a0réponses, dont 1 sur papier" in told
    p95 = quantiles(times, n=20)[-1]
    assert p95 < 1, p95
