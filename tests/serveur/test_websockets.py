"""How many websockets a server holds, asked of a real one by sockets; what its log says of it."""

import contextlib
import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from logging.handlers import QueueHandler
from queue import SimpleQueue
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from concertation.exploitation.traces import Rare
from concertation.serveur import websockets
from concertation.serveur.websockets import COMPLET, ICI, PARTOUT
from tests.aides.navigateur.application import BARE, Application
from tests.serveur.relais import SECONDS, run_script, session

SCRIPT = """
import streamlit as st
if __name__ == "__main__":
    st.text("là")
else:
    import os, resource
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route
    from concertation.serveur import app_options, websockets

    websockets.EN_TOUT, websockets.PAR_LIEU, websockets.SILENCE = 6, 4, 0.5

    def starve(request):
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        few = len(os.listdir("/proc/self/fd")) + 20
        resource.setrlimit(resource.RLIMIT_NOFILE, (few, most))
        return PlainTextResponse("")

    options = app_options()
    options["routes"].append(Route("/famine", starve))
    app = st.App(__file__, **options)
"""
AILLEURS = [("X-Forwarded-For", "10.1.2.3")]


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    script = tmp_path_factory.mktemp("bornes") / "bornes.py"
    script.write_text(SCRIPT, encoding="utf-8")
    with Application(script=script, arguments=BARE) as running:
        yield running


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline


def open_one(stack: ExitStack, application: Application, **options: Any) -> ClientConnection:
    """A window that has shown its screen."""
    websocket = stack.enter_context(session(application.port, **options))
    assert run_script(websocket)[1] == "là"
    return websocket


def refusal(port: int, headers: list[tuple[str, str]]) -> str:
    with pytest.raises(InvalidStatus) as refused, session(port, headers=headers):
        pass
    answer = refused.value.response
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    return (answer.body or b"").decode()


def test_too_many_are_refused_in_french_and_those_that_are_there_go_on(
    application: Application,
) -> None:
    here, everywhere = COMPLET.format(ICI), COMPLET.format(PARTOUT)
    with ExitStack() as first, ExitStack() as second:
        shown = [open_one(first, application) for _ in range(4)]
        for _ in range(10):
            assert refusal(application.port, []) == here
        asked = application.get("/_stcore/health", method="POST")
        assert (asked.status, asked.body.decode()) == (503, here)
        # Probes go on: the server is well. A network that a trusted proxy names has its own bound.
        assert application.get("/_stcore/health").status == 200
        for _ in range(2):
            open_one(second, application, headers=AILLEURS)
        assert refusal(application.port, AILLEURS) == everywhere
        assert [run_script(one)[1] for one in shown] == ["là"] * 4
        assert application.log().count("Refused a websocket") == 1
    # Those that leave make room: the server hears it when it can.
    with ExitStack() as stack:
        until(lambda: application.get("/_stcore/health", method="POST").status == 204)
        open_one(stack, application)


def test_one_that_never_speaks_is_closed_and_one_that_comes_back_to_its_session_is_not(
    application: Application,
) -> None:
    with session(application.port) as left:
        identity, _ = run_script(left)
    with session(application.port, resume=identity) as back, session(application.port) as silent:
        with pytest.raises(ConnectionClosed) as closed:
            silent.recv(timeout=SECONDS)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008
        # Later than the other, it has still said nothing.
        with session(application.port) as later, pytest.raises(ConnectionClosed):
            later.recv(timeout=SECONDS)
        assert run_script(back) == (identity, "là")
    with session(application.port, resume="invented") as liar, pytest.raises(ConnectionClosed):
        liar.recv(timeout=SECONDS)


def test_what_no_page_of_ours_says_closes_and_leaves_no_trace_of_the_code(
    application: Application,
) -> None:
    for said in ("some words", b"\xff\xff"):
        with session(application.port) as websocket:
            websocket.send(said)
            with pytest.raises(ConnectionClosed):
                websocket.recv(timeout=SECONDS)
    assert "Traceback" not in application.log()


def test_no_descriptor_left_is_told_once_and_passes(application: Application) -> None:
    application.get("/famine")
    with ExitStack() as stack, contextlib.suppress(OSError):
        for _ in range(60):
            stack.enter_context(socket.create_connection(("127.0.0.1", application.port)))
        until(lambda: "out of system resource" in application.log())
    assert application.get("/_stcore/health").status == 200
    assert application.log().count("out of system resource") == 1


@pytest.mark.parametrize(
    ("files", "most"),
    [(1024, 128), (100, 16), (65536, websockets.EN_TOUT), (-1, websockets.EN_TOUT)],
)
def test_no_more_than_the_descriptors_hold(
    monkeypatch: pytest.MonkeyPatch, files: int, most: int
) -> None:
    monkeypatch.setattr("resource.getrlimit", lambda _: (files, files))
    assert websockets.most_at_once() == most


@pytest.mark.parametrize(
    ("client", "place"),
    [
        (("10.1.2.3", 4), "10.1.2.3/32"),
        (("::ffff:10.1.2.3", 4), "10.1.2.3/32"),
        (("2001:db8:1:2:3::4", 4), "2001:db8:1:2::/64"),
        (("inconnu", 0), "inconnu"),
        (None, ""),
    ],
)
def test_a_place_is_what_one_subscriber_gets(client: object, place: str) -> None:
    assert websockets.place_of({"client": client}) == place


def test_a_line_of_each_kind_then_how_many_more(monkeypatch: pytest.MonkeyPatch) -> None:
    said: SimpleQueue[logging.LogRecord] = SimpleQueue()
    monkeypatch.setattr(logging.getLogger("concertation"), "handlers", [QueueHandler(said)])
    logger, rare = logging.getLogger("concertation.essai"), Rare(seconds=0.2)
    logger.addFilter(rare)
    for number in range(100):
        logger.error("refused %s", number)
    logger.error("something else")
    assert [said.get(timeout=SECONDS).getMessage() for _ in range(3)] == [
        "refused 0", "something else", "refused 0: 99 times more within 0.2 s",
    ]  # fmt: skip
    assert said.empty()
