"""Who speaks to the server: pages of other sites are refused, and each session is told where its
connection comes from."""

import logging
from collections.abc import Collection, Iterable
from typing import Final
from urllib.parse import urlsplit

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config

from concertation.acces import ENVOYES, IDENTITE, JETON, told_by_proxy
from concertation.porte import CACHET, ICI, is_foreign, why_elsewhere

LOGGER = logging.getLogger("concertation")
REFUSAL: Final = (
    "Demande refusée\u00a0: elle vient d’une page d’un autre site. Si l’adresse de cette page est "
    "l’adresse publique de l’application, la personne qui l’administre la déclare dans le réglage "
    "browser.serverAddress ou server.corsAllowedOrigins."
)
# Enough to find a setting that is missing; a page that asks in a loop does not fill the disk.
TOLD_MAXIMUM: Final = 20


def declared_origins() -> frozenset[str]:
    """The public addresses that the settings declare, as a browser writes an `Origin`.

    All of `server.corsAllowedOrigins`; the host of `browser.serverAddress`, when it is set, by
    http and https, without a port and with `browser.serverPort`.
    """
    written_ones = config.get_option("server.corsAllowedOrigins") or ()
    origins = {str(origin).strip().rstrip("/").lower() for origin in written_ones}
    if config.is_manually_set("browser.serverAddress"):
        written = str(config.get_option("browser.serverAddress")).lower()
        host = urlsplit(written if "//" in written else f"//{written}").netloc
        port = config.get_option("browser.serverPort")
        origins |= {
            f"{scheme}://{place}"
            for scheme in ("http", "https")
            for place in (host, f"{host}:{port}")
        }
    return frozenset(origins)


def keep_peer() -> None:
    """The peer is who holds the other end of the connection, whatever its headers say.

    uvicorn would put the visitor that a proxy of this machine names in its place before we look at
    it, and the proxy would be trusted no more.
    """
    never = property(lambda _config: False, lambda _config, _: None)
    uvicorn.Config.proxy_headers = never  # type: ignore[assignment]


class CheckedOrigin:
    """ASGI middleware: refuses what comes from a page of another site, marks what comes from here.

    Streamlit would accept any page of this machine, and would ask an outside host for its own
    address to judge the others, while everybody waits.
    """

    def __init__(self, app: ASGIApp, declared: Collection[str] = ()) -> None:
        self.app = app
        self._declared = declared
        self._told: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        headers = [
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]
        ]
        if is_foreign(headers, self._declared):
            self._tell(headers)
            await _refuse(scope, receive, send)
            return
        await self.app(self._marked(scope, headers), receive, send)

    def _marked(self, scope: Scope, headers: list[tuple[str, str]]) -> Scope:
        peer, _ = scope.get("client") or (None, None)
        _, port = scope.get("server") or (None, None)
        secure = scope.get("scheme") in {"https", "wss"}
        dropped, added = {nom.encode() for nom in (CACHET, IDENTITE, JETON, *ENVOYES)}, []
        if not why_elsewhere(peer, port, headers, secure):
            added.append((CACHET.encode(), ICI.encode()))
        dits = told_by_proxy(peer, headers)
        added += [(nom.encode(), valeur.encode("latin-1")) for nom, valeur in dits.items()]
        origin = next((value for name, value in headers if name == "origin"), "")
        if origin in self._declared:
            # Behind a proxy that hides it, the name that the visitor typed: Streamlit compares.
            dropped.add(b"host")
            added.append((b"host", urlsplit(origin).netloc.encode("latin-1")))
        kept = without_headers(scope, dropped)
        return {**kept, "headers": [*kept["headers"], *added]}

    def _tell(self, headers: list[tuple[str, str]]) -> None:
        words = " ".join(
            f"{name}={value[:200]!r}" for name, value in headers if name in {"origin", "host"}
        )
        if words not in self._told and len(self._told) < TOLD_MAXIMUM:
            self._told.add(words)
            LOGGER.warning("Refused a request of another site: %s", words)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http" or can_deny(scope):
        await PlainTextResponse(REFUSAL, 403)(scope, receive, send)
    else:
        await send({"type": "websocket.close", "code": 1008, "reason": ""})


def can_deny(scope: Scope) -> bool:
    """Whether the server lets a websocket be refused by an HTTP answer, with words and headers."""
    return "websocket.http.response" in (scope.get("extensions") or {})


def without_headers(scope: Scope, names: Iterable[bytes]) -> Scope:
    """The same request without some of its headers (lower case names)."""
    dropped = frozenset(names)
    kept = [(name, value) for name, value in scope["headers"] if name.lower() not in dropped]
    return {**scope, "headers": kept}
