"""Small pieces that the ASGI middlewares share."""

from collections.abc import Callable, Iterable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONDITIONAL: Final = frozenset(
    {b"if-none-match", b"if-modified-since", b"if-match", b"if-unmodified-since", b"if-range"}
)


def relative_path(scope: Scope, base_url: str = "") -> str:
    """Path of the request below the mount point and `server.baseUrlPath`."""
    path: str = scope.get("path", "")
    for prefix in (scope.get("root_path", ""), f"/{base_url.strip('/')}" if base_url else ""):
        if prefix and (path == prefix or path.startswith(f"{prefix}/")):
            path = path[len(prefix) :] or "/"
    return path


def without_headers(scope: Scope, names: Iterable[bytes]) -> Scope:
    """The same request without some of its headers (lower case names)."""
    dropped = frozenset(names)
    kept = [(name, value) for name, value in scope["headers"] if name.lower() not in dropped]
    return {**scope, "headers": kept}


def can_deny(scope: Scope) -> bool:
    """Whether the server lets a websocket be refused by an HTTP answer, with words and headers."""
    return "websocket.http.response" in (scope.get("extensions") or {})


def vary_on_encoding(headers: MutableHeaders) -> None:
    """Say that the answer depends on Accept-Encoding, once."""
    if "accept-encoding" not in headers.get("vary", "").lower():
        headers.add_vary_header("Accept-Encoding")


def accepts_gzip(headers: Headers) -> bool:
    """Whether Accept-Encoding allows gzip (`gzip;q=0` forbids it)."""
    weights: dict[str, float] = {}
    for part in headers.get("accept-encoding", "").split(","):
        name, _, parameters = part.strip().partition(";")
        _, _, weight = parameters.partition("=")
        try:
            weights[name.strip().lower()] = float(weight) if weight else 1.0
        except ValueError:
            weights[name.strip().lower()] = 0.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def matches_etag(headers: Headers, etag: str) -> bool:
    """Whether the client already holds this version (weak comparison, RFC 9110 § 13.1.2)."""
    known = headers.get("if-none-match", "")
    return known.strip() == "*" or etag in [
        item.strip().removeprefix("W/") for item in known.split(",")
    ]


class Captured:
    """Runs an application and keeps its answer if `wanted` says so, else lets it through."""

    def __init__(self, send: Send, wanted: Callable[[int, MutableHeaders], bool]) -> None:
        self._send = send
        self._wanted = wanted
        self._chunks: list[bytes] = []
        self.start: Message | None = None

    async def run(self, app: ASGIApp, scope: Scope, receive: Receive) -> bytes | None:
        """Body of the answer when it was kept; None when it went straight to the client."""
        await app(scope, receive, self._receive_message)
        return b"".join(self._chunks) if self.start is not None else None

    async def _receive_message(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if self._wanted(message["status"], MutableHeaders(raw=message["headers"])):
                self.start = message
                return
        elif message["type"] == "http.response.body" and self.start is not None:
            self._chunks.append(message.get("body", b""))
            return
        await self._send(message)
