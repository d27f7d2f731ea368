"""What a room answers to requests that no presenter sends: 4xx, in French, with its headers."""

import json
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message

from concertation.serveur import salle
from concertation.serveur.headers import PANNE, SecurityHeaders
from concertation.suivi import Store
from tests.aides.boucle import run_apart

MOBILES = 64 * 1024


class Client:
    """Asks the application without a server, and counts what it reads of a body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.lus = 0

    def ask(self, path: str, body: Iterator[bytes] | bytes | None = None) -> tuple[int, str]:
        """Status and text; the answer must have its security headers."""
        morceaux = iter([body]) if isinstance(body, bytes) else body or iter([b""])
        envoyes: list[Message] = []

        async def receive() -> Message:
            morceau = next(morceaux, None)
            self.lus += len(morceau or b"")
            return {
                "type": "http.request",
                "body": morceau or b"",
                "more_body": morceau is not None,
            }

        async def send(message: Message) -> None:
            envoyes.append(message)

        path, _, question = path.partition("?")
        scope = {
            "type": "http", "method": "GET" if body is None else "POST", "path": path,
            "headers": [], "query_string": question.encode(), "root_path": "",
        }  # fmt: skip
        run_apart(self._app(scope, receive, send))
        headers = Headers(raw=envoyes[0]["headers"])
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        return envoyes[0]["status"], b"".join(m.get("body", b"") for m in envoyes[1:]).decode()


@pytest.fixture
def client() -> Client:
    return Client(
        Starlette(
            routes=salle.routes(),
            middleware=[Middleware(SecurityHeaders, policy="frame-ancestors 'none'")],
        )
    )


@pytest.fixture
def ouverte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Code and token of a room of two pages."""
    url = f"sqlite:///{tmp_path / 'suivi.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", url)
    store = Store.open(url)
    code, jeton = store.salles.open("Restitution", '["<p>1</p>", "<p>2</p>"]')
    store.close()
    return code, jeton


def position_of(client: Client, code: str) -> int:
    return int(json.loads(client.ask(f"/salle/{code}/etat")[1])["position"])


def test_a_room_moves_for_its_presenter(client: Client, ouverte: tuple[str, str]) -> None:
    code, jeton = ouverte
    assert client.ask(f"/salle/{code}/position", f"jeton={jeton}&position=2".encode())[0] == 200
    assert position_of(client, code) == 2
    assert client.ask(f"/salle/{code}/page/2") == (200, "<p>2</p>")


def move(client: Client, ouverte: tuple[str, str], position: int, close: bool = False) -> str:
    """The whole page that a telephone without scripts then reads."""
    with closing(Store.open(os.environ["DATABASE_URL"])) as store:
        assert store.salles.move(*ouverte, position, close)
    return client.ask(f"/salle/{ouverte[0]}")[1]


def test_a_telephone_without_scripts_reads_and_goes_back(
    client: Client, ouverte: tuple[str, str]
) -> None:
    page = move(client, ouverte, 2)
    assert "<p>2</p>" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert 'href="./' + ouverte[0] + '?page=1">Diapositive précédente' in page
    before = client.ask(f"/salle/{ouverte[0]}?page=1")[1]
    assert "<p>1</p>" in before
    assert "refresh" not in before
    assert f'<a href="./{ouverte[0]}">' in before
    # Nobody is led to what was not shown yet, nor to anything while the screen is black.
    move(client, ouverte, 1)
    for page in (client.ask(f"/salle/{ouverte[0]}?page=2")[1], move(client, ouverte, 0)):
        assert "<p>2</p>" not in page
    assert "<p>1</p>" not in client.ask(f"/salle/{ouverte[0]}?page=1")[1]


def test_the_last_page_leads_to_the_files_of_this_deck(
    client: Client, ouverte: tuple[str, str]
) -> None:
    assert 'href="../documents?' in move(client, ouverte, 2, close=True), "of the version before"
    pages = {"deck": "comite", "territoire": "D61", "pages": ["<p>1</p>", "<p>2</p>"]}
    with closing(Store.open(os.environ["DATABASE_URL"])) as store:
        autre = store.salles.open("Comité", json.dumps(pages))
    page = move(client, autre, 1, close=True)
    assert "../documents?document=diaporama%3Acomite&amp;territoire=D61" in page
    assert "<p>1</p><p>2</p>" in page, "the whole deck is read again there"


def test_a_body_is_read_no_further_than_its_bound(client: Client, ouverte: tuple[str, str]) -> None:
    code, jeton = ouverte
    sans_fin = (f"jeton={jeton}&position=2&x=".encode().ljust(MOBILES) for _ in range(10_000))
    statut, texte = client.ask(f"/salle/{code}/position", sans_fin)
    assert statut == 413
    assert "trop longue" in texte
    assert client.lus == MOBILES
    assert position_of(client, code) == 1


@pytest.mark.parametrize(
    "position", ["", "Infinity", "1e4", "2.5", "true", "-3", "9" * 900, "²", "%ff", "[" * 900, "\0"]
)
def test_a_request_that_says_no_page_is_refused(
    client: Client, ouverte: tuple[str, str], position: str
) -> None:
    code, jeton = ouverte
    demande = f"jeton={jeton}&position={position}".encode()
    assert client.ask(f"/salle/{code}/position", demande) == (400, "Demande illisible")
    assert position_of(client, code) == 1


@pytest.mark.parametrize("jeton", [b"", b"%ed%a0%80", b"%00", b"3", b"x&jeton=y", b"\xff"])
def test_a_wrong_token_of_any_kind_moves_nothing(
    client: Client, ouverte: tuple[str, str], jeton: bytes
) -> None:
    demande = b"position=2&jeton=" + jeton
    assert client.ask(f"/salle/{ouverte[0]}/position", demande)[0] == 403
    assert position_of(client, ouverte[0]) == 1


@pytest.mark.parametrize("rang", ["9" * 5000, "0", "3", "-1", "1.0", "²", "x", "٣"])
def test_an_unknown_page_is_not_found(client: Client, ouverte: tuple[str, str], rang: str) -> None:
    assert client.ask(f"/salle/{ouverte[0]}/page/{rang}") == (404, "Page introuvable")


@pytest.mark.parametrize("code", ["zzzzzz", "\0", "x" * 5000, "\ud800"])
def test_an_unknown_room_is_not_found(client: Client, ouverte: tuple[str, str], code: str) -> None:
    assert ouverte
    for adresse in ("", "/etat", "/page/1"):
        assert client.ask(f"/salle/{code}{adresse}")[0] == 404


def test_a_failure_is_told_in_french_with_its_headers(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> str:
        raise RuntimeError("nobody expected this")

    monkeypatch.setattr(salle, "store", fail)
    statut, dit = client.ask("/salle/zzzzzz/etat")
    assert statut == 500
    assert dit.startswith(PANNE.partition("{}")[0])
    assert "nobody expected this" in caplog.text
