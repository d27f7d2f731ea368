"""Requests that come too often are answered 429, with a sentence and when to come back."""

import hashlib
import hmac
import logging
import math
import re
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from concertation.exploitation import debits
from concertation.serveur.adresses import path_below
from concertation.serveur.websockets import place_of

LOGGER = logging.getLogger("concertation.debits")
BY_PLACE: Final = (
    (re.compile(r"/auth/login|/oauth2callback"), debits.ENTREES),
    (re.compile(r"/api/\w+"), debits.API),
    (re.compile(r"/([pet]|avis|arret|fil)/[^/]+"), debits.COURTES),
)
ROOM: Final = re.compile(r"/salle/(?!salle\.)([^/]{1,64})(/.*)?")
COOKIE: Final = "appareil"


class Debits:
    """ASGI middleware. A device that has found a room gets a cookie that proves it: it is then
    counted apart, and goes on whatever others behind its address try."""

    def __init__(self, app: ASGIApp, base_url: str = "") -> None:
        self.app = app
        self._base_url = base_url
        # The one of all replicas when it is set: else each start draws its own.
        self._secret = config.get_option("server.cookieSecret").encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path, place = path_below(scope, self._base_url), place_of(scope)
        if room := ROOM.fullmatch(path):
            await self._ask_room(room[1], not room[2], place, scope, receive, send)
            return
        waits = (debit.wait(place) for pattern, debit in BY_PLACE if pattern.fullmatch(path))
        await self._answer(next(waits, 0.0), scope, receive, send)

    async def _answer(self, wait: float, scope: Scope, receive: Receive, send: Send) -> None:
        if not wait:
            await self.app(scope, receive, send)
            return
        LOGGER.warning("Asked too often: /%s", scope["path"].split("/")[1])
        seconds = math.ceil(wait)
        headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
        answer = PlainTextResponse(debits.ATTENDRE.format(seconds), 429, headers=headers)
        await answer(scope, receive, send)

    async def _ask_room(
        self, code: str, is_page: bool, place: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        device = self._device(code, Headers(scope=scope).get("cookie", ""))
        scope[COOKIE] = device  # who votes once
        if scope["method"] == "POST":  # it tells a wrong code from a wrong token to nobody
            await self._answer(debits.GESTES.wait((code, device or place)), scope, receive, send)
            return
        if device:
            await self._answer(debits.LECTURES.wait((code, device)), scope, receive, send)
            return

        async def count(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 404:
                debits.FAUX.wait(place)
                debits.FAUX_EN_TOUT.wait("")
            elif message["type"] == "http.response.start" and message["status"] < 400 and is_page:
                given = f"{COOKIE}={self._sign(code, secrets.token_hex(8))}"
                headers = MutableHeaders(raw=message["headers"])
                headers.append("set-cookie", f"{given}; Max-Age=86400; HttpOnly; SameSite=Lax")
            await send(message)

        wait = max(debits.FAUX.wait(place, 0), debits.FAUX_EN_TOUT.wait("", 0))
        wait = wait or debits.LECTURES_SANS.wait(code)
        await self._answer(wait, scope, receive, count)

    def _sign(self, code: str, device: str) -> str:
        words = f"{COOKIE} {code} {device}".encode(errors="surrogatepass")
        return f"{device}-{hmac.new(self._secret, words, hashlib.sha256).hexdigest()[:32]}"

    def _device(self, code: str, cookies: str) -> str:
        """What the cookie names, when we gave it for this room; "" otherwise."""
        try:
            given = SimpleCookie(cookies).get(COOKIE)
        except CookieError:
            return ""
        device = given.value.partition("-")[0] if given else ""
        signed = self._sign(code, device).encode(errors="replace")
        return device if given and hmac.compare_digest(given.value.encode(), signed) else ""
