"""How many websockets there may be, in all and from one place, and how long one may be silent."""

import asyncio
import logging
from collections import Counter
from contextlib import suppress
from ipaddress import ip_address, ip_network

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import get_instance

from concertation.serveur.adresses import path_below
from concertation.serveur.origins import can_deny

LOGGER = logging.getLogger("concertation.websockets")
# Two hundred telephones and an agency may come from one address, or by one proxy.
EN_TOUT, PAR_LIEU = 1_000, 600
# Seconds. A page asks for its screen as soon as it is connected; one that comes back to its session
# has nothing to ask.
SILENCE = 30.0
# A session takes its socket and three descriptors of Streamlit's; those that wait for their window
# to come back, 128 at most, keep these three. The rest is for files, databases and requests.
PAR_SESSION, GARDES = 4, 3 * 128 + 128
RETOUR = {"Retry-After": "10"}
COMPLET = (
    "Trop de fenêtres sont ouvertes en même temps, {}. Celle-ci se connectera d’elle-même dès "
    "qu’une autre sera fermée."
)
PARTOUT, ICI = "sur ce serveur", "depuis votre réseau"


def place_of(scope: Scope) -> str:
    """From where a request comes: an address, or the network that one subscriber gets in IPv6."""
    peer, _ = scope.get("client") or ("", 0)
    try:
        adresse = ip_address(peer)
    except ValueError:
        return str(peer)
    adresse = getattr(adresse, "ipv4_mapped", None) or adresse
    return str(ip_network((adresse, 32 if adresse.version == 4 else 64), strict=False))


def most_at_once() -> int:
    """As many as the descriptors of this process can hold, `EN_TOUT` at most."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return EN_TOUT
    permis, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if permis == resource.RLIM_INFINITY:
        return EN_TOUT
    return min(EN_TOUT, max(16, (permis - GARDES) // PAR_SESSION))


class BoundedWebSockets:
    """ASGI middleware: refuses websockets beyond the bounds in a sentence, closes silent ones.

    The page asks why by `POST /_stcore/health`, since a browser hides the answer of a handshake.
    """

    def __init__(self, app: ASGIApp, base_url: str = "") -> None:
        self.app = app
        self._base_url = base_url
        self._en_tout = most_at_once()
        self._ouverts: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._hold(scope, receive, send)
            return
        asks = scope["type"] == "http" and scope["method"] == "POST"
        if asks and path_below(scope, self._base_url) == "/_stcore/health":
            answer = self._refuse(place_of(scope)) or Response(status_code=204)
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _refuse(self, lieu: str) -> PlainTextResponse | None:
        plein = self._ouverts.total() >= self._en_tout
        if not plein and self._ouverts[lieu] < PAR_LIEU:
            return None
        return PlainTextResponse(COMPLET.format(PARTOUT if plein else ICI), 503, headers=RETOUR)

    async def _hold(self, scope: Scope, receive: Receive, send: Send) -> None:
        lieu = place_of(scope)
        if refus := self._refuse(lieu):
            LOGGER.warning("Refused a websocket of too many")
            if can_deny(scope):
                await refus(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1013, "reason": ""})
            return
        self._ouverts[lieu] += 1
        try:
            await self.app(scope, _Heard(scope, receive, send), send)
        finally:
            self._ouverts[lieu] -= 1
            self._ouverts += Counter()  # forgets the places that have none left


class _Heard:
    """What a websocket says, until it is silent for too long or says what no page of ours does."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        asked = Headers(scope=scope).get("sec-websocket-protocol", "").split(",")
        self._session = asked[2].strip() if len(asked) > 2 else ""
        self._spoke = False

    async def __call__(self) -> Message:
        if not self._spoke:
            with suppress(TimeoutError):
                async with asyncio.timeout(SILENCE):
                    return await self._hear()
            # Its session is there again: it waits for a gesture.
            self._spoke = bool(self._session) and get_instance().is_active_session(self._session)
            if not self._spoke:
                return await self._close("said nothing")
        return await self._hear()

    async def _hear(self) -> Message:
        message = await self._receive()
        if message["type"] == "websocket.receive":
            self._spoke = True
            if message.get("bytes") is None:
                return await self._close("spoke in text")
        return message

    async def _close(self, why: str) -> Message:
        LOGGER.warning("Closed a websocket that %s", why)
        await self._send({"type": "websocket.close", "code": 1008, "reason": ""})
        return {"type": "websocket.disconnect", "code": 1008}
