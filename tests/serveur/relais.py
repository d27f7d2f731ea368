"""A small proxy, and a session without a browser: what reaches the server is chosen to the byte."""

import contextlib
import select
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator, Sequence

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

SECONDS = 30
Headers = list[tuple[str, str]]
Change = Callable[[Headers], Headers]


@contextlib.contextmanager
def relay(port: int, change: Change = lambda headers: headers) -> Iterator[int]:
    """A proxy to that port of this machine, one connection a request: gives its own port."""

    class Relay(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            request, headers = self.rfile.readline(), []
            while (line := self.rfile.readline()) not in {b"\r\n", b""}:
                name, _, value = line.decode("latin-1").partition(":")
                headers.append((name, value.strip()))
            if "upgrade" not in {name.lower() for name, _ in headers}:
                headers = [(n, v) for n, v in headers if n.lower() != "connection"]
                headers.append(("Connection", "close"))
            lines = [f"{name}: {value}\r\n".encode("latin-1") for name, value in change(headers)]
            with socket.create_connection(("127.0.0.1", port)) as server:
                # What was read ahead of the headers' end goes first.
                ahead = self.rfile.peek() if self._has_body(headers) else b""  # type: ignore[attr-defined]
                server.sendall(request + b"".join(lines) + b"\r\n" + ahead)
                _pump(self.connection, server)

        @staticmethod
        def _has_body(headers: Headers) -> bool:
            return any(n.lower() == "content-length" and v != "0" for n, v in headers)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Relay) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield int(proxy.server_address[1])
        finally:
            proxy.shutdown()
            thread.join()


def _pump(one: socket.socket, other: socket.socket) -> None:
    ends = {one: other, other: one}
    with contextlib.suppress(OSError):
        while True:
            for ready in select.select(list(ends), [], [])[0]:
                if not (data := ready.recv(65536)):
                    return
                ends[ready].sendall(data)


@contextlib.contextmanager
def session(
    port: int,
    host: str | None = None,
    origin: str | None = "",
    headers: Sequence[tuple[str, str]] = (),
    resume: str = "",
    path: str = "/_stcore/stream",
) -> Iterator[ClientConnection]:
    """A websocket to that port: by default a page of its own address, as a browser opens it.

    `host`: the name that the page was opened by; `origin`: "" for that of the page, None for none;
    `resume`: the id of a session to take up again.
    """
    host = host or f"127.0.0.1:{port}"
    with connect(
        f"ws://{host}{path}",
        sock=socket.create_connection(("127.0.0.1", port)),
        origin=f"http://{host}" if origin == "" else origin,  # type: ignore[arg-type]
        additional_headers=list(headers),
        subprotocols=["streamlit", *(["jeton", resume] if resume else [])],  # type: ignore[list-item]
        proxy=None,
        open_timeout=SECONDS,
        max_size=None,
    ) as websocket:
        yield websocket


def run_script(websocket: ClientConnection) -> tuple[str, str]:
    """Run the script once: the id of the session, and the words that it wrote."""
    message = BackMsg()
    message.rerun_script.query_string = ""
    websocket.send(message.SerializeToString())
    identity = ""
    words: list[str] = []
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(websocket.recv(timeout=SECONDS))
        kind = answer.WhichOneof("type")
        if kind == "new_session":
            identity, words = answer.new_session.initialize.session_id, []
        elif kind == "delta":
            words.append(answer.delta.new_element.text.body)
        elif kind == "script_finished":
            return identity, "".join(words)
