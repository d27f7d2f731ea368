"""Compression of Streamlit's own bundles, each one once.

Streamlit serves `/static/` uncompressed, since compressing at each request costs more than it
gives. Its files carry a hash in their name and never change, so one compression is enough for
the life of the process: 6.8 MB of a first visit become 1.9 MB for 0.2 s of one core.
"""

import gzip
from collections import OrderedDict
from typing import Final

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from concertation.serveur.asgi import (
    CONDITIONAL,
    Captured,
    accepts_gzip,
    matches_etag,
    relative_path,
    vary_on_encoding,
    without_headers,
)

# Fonts and pictures are compressed already.
COMPRESSIBLE: Final = (".js", ".css", ".json", ".svg", ".wasm")
MINIMUM_SIZE: Final = 1_000
# Level 9 would save 1 % more for half as much time again.
LEVEL: Final = 6
# All of Streamlit's bundles weigh 8 MB once compressed.
MAXIMUM_KEPT: Final = 32 * 1024 * 1024

Kept = tuple[list[tuple[bytes, bytes]], bytes]


class CompressedBundles:
    """ASGI middleware: gzip for immutable files of `/static/`, kept in memory.

    Everything else passes untouched: WebSockets, ranges, media, uploads, and what Streamlit
    compresses itself.
    """

    def __init__(self, app: ASGIApp, base_url: str = "", maximum: int = MAXIMUM_KEPT) -> None:
        self.app = app
        self._base_url = base_url
        self._maximum = maximum
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._is_bundle(scope):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not accepts_gzip(headers) or "range" in headers:
            await self.app(scope, receive, _with_vary(send))
            return
        path = scope["path"]
        kept = self._kept.get(path)
        if kept is None:
            kept = await self._compress(scope, receive, send)
            if kept is None:
                return
            self._keep(path, kept)
        else:
            self._kept.move_to_end(path)
        await _answer(kept, scope, headers, send)

    def _is_bundle(self, scope: Scope) -> bool:
        path = relative_path(scope, self._base_url)
        return (
            scope["method"] in {"GET", "HEAD"}
            and path.startswith("/static/")
            and path.endswith(COMPRESSIBLE)
        )

    async def _compress(self, scope: Scope, receive: Receive, send: Send) -> Kept | None:
        """Ask for the whole file once, and compress it; None when it was sent as it is."""
        # A HEAD request, or one about a version already held, would not carry the file.
        whole = {**without_headers(scope, CONDITIONAL | {b"accept-encoding"}), "method": "GET"}
        if scope["method"] == "HEAD":
            send = _without_body(send)
        captured = Captured(_with_vary(send), _is_worth_compressing)
        body = await captured.run(self.app, whole, receive)
        if body is None or captured.start is None:
            return None
        packed = await to_thread.run_sync(lambda: gzip.compress(body, LEVEL, mtime=0))
        headers = MutableHeaders(raw=list(captured.start["headers"]))
        headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(packed))
        del headers["accept-ranges"]
        vary_on_encoding(headers)
        if etag := headers.get("etag"):
            headers["etag"] = f'{etag.rstrip(chr(34))}-gzip"'
        return headers.raw, packed

    def _keep(self, path: str, kept: Kept) -> None:
        if path in self._kept:  # another request compressed it meanwhile
            return
        self._kept[path] = kept
        self._size += len(kept[1])
        while self._size > self._maximum and self._kept:
            _, (_, oldest) = self._kept.popitem(last=False)
            self._size -= len(oldest)


def _is_worth_compressing(status: int, headers: MutableHeaders) -> bool:
    return (
        status == 200
        and "immutable" in headers.get("cache-control", "")
        and "content-encoding" not in headers
        and int(headers.get("content-length", "0")) >= MINIMUM_SIZE
    )


async def _answer(kept: Kept, scope: Scope, request: Headers, send: Send) -> None:
    raw, packed = kept
    headers = MutableHeaders(raw=list(raw))
    status, body = 200, packed
    if matches_etag(request, headers.get("etag", "")):
        status, body = 304, b""
        for name in ("content-length", "content-encoding", "content-type"):
            del headers[name]
    elif scope["method"] == "HEAD":
        body = b""
    await send({"type": "http.response.start", "status": status, "headers": headers.raw})
    await send({"type": "http.response.body", "body": body})


def _with_vary(send: Send) -> Send:
    """A cache between us and the browser must not give one browser the other's encoding."""

    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            vary_on_encoding(MutableHeaders(raw=message["headers"]))
        await send(message)

    return wrapped


def _without_body(send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return wrapped
