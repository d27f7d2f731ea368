"""Security headers, on every answer, that of a failure too."""

import base64
import hashlib
import logging
import os
import re
from typing import Final

import uvicorn
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from concertation.acces import AccesImpossible
from concertation.exploitation.metriques import ERRORS
from concertation.exploitation.traces import number
from concertation.serveur.origins import can_deny

INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)

FIXED: Final = {
    # Nothing is what its name says it is not.
    "X-Content-Type-Options": "nosniff",
    # A shared link carries filters: other sites have no need to read them.
    "Referrer-Policy": "same-origin",
    # The same as frame-ancestors, for old browsers.
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# A bundle, a download or a JSON answer, opened by itself, may load and frame nothing.
NOBODY: Final = "'none'"
BARE_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"
LOGGER = logging.getLogger("concertation")
PANNE: Final = (
    "Le serveur a rencontré une erreur : réessayez dans un instant. Si elle revient, transmettez "
    "la référence {} à la personne qui administre l’application."
)

REFUS: Final = "Connexion refusée."


def read_cadres() -> str:
    """Who may show our pages within theirs: the sites of `CONCERTATION_CADRES`, else nobody."""
    dits = os.environ.get("CONCERTATION_CADRES", "").split()
    for faux in (dit for dit in dits if not re.fullmatch(r"https://[\w.-]+(:\d+)?", dit, re.ASCII)):
        raise AccesImpossible(
            f"CONCERTATION_CADRES vaut «\u00a0{faux}\u00a0»\u00a0: donnez des sites, comme "
            "https://intranet.agence.fr."
        )
    return " ".join(dits) or NOBODY


def build_policy(page: str) -> str:
    """Content-Security-Policy for the page `page` (HTML text), whose inline scripts are named.

    Everything comes from this server. The exceptions, each measured on Streamlit 1.67:
    styles that its components and Plotly write into the page; the page icon, a font and the
    empty map outline, given as `data:`; the script of our own file field, which it loads as
    `blob:` (only a script already allowed can make one).
    """
    hashes = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in INLINE_SCRIPT.findall(page)
    ]
    scripts = " ".join(["'self'", "blob:", *(f"'sha256-{value}'" for value in hashes)])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self' data:; "
        "object-src 'none'; frame-src 'none'; worker-src 'none'; "
        "base-uri 'self'; form-action 'self'; "
        f"frame-ancestors {read_cadres()}"
    )


def hide_server() -> None:
    """No answer names the program that serves.

    uvicorn writes that header below every middleware, from a configuration that Streamlit makes
    before it imports the application, and leaves no setting for.
    """
    empty = property(lambda _config: [], lambda _config, _: None)
    uvicorn.Config.encoded_headers = empty  # type: ignore[assignment]


class SecurityHeaders:
    """ASGI middleware: adds the headers that an answer does not already have.

    The outermost one: a failure below, and the refusal of a websocket, are answered here.
    """

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self.app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        numero = number(Headers(scope=scope).get("x-request-id", ""))
        may_answer = scope["type"] == "http" or can_deny(scope)
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if may_answer and not started and message["type"] == "websocket.close":
                await PlainTextResponse(REFUS, 403)(scope, receive, send_with_headers)
                return
            started = True
            if message["type"].endswith("http.response.start"):
                headers = MutableHeaders(raw=message["headers"])
                # Our own TLS; a proxy that has the certificate says it for itself.
                self._complete(message["status"], headers, scope.get("scheme") in ("https", "wss"))
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            # Further out, the server would answer by itself: in English and without any header.
            if started or not may_answer:
                raise
            # Of the address, its first word: a room's code opens the room.
            lieu = scope["path"].split("/")[1:2]
            LOGGER.exception("Request failed, reference %s: %s", numero, *lieu)
            ERRORS.labels("http").inc()
            await PlainTextResponse(PANNE.format(numero), 500)(scope, receive, send_with_headers)

    def _complete(self, status: int, headers: MutableHeaders, secure: bool) -> None:
        # « Not modified » has no type: a policy there would replace the stored page's own.
        if status != 304:
            is_page = headers.get("content-type", "").startswith("text/html")
            headers.setdefault("Content-Security-Policy", self._policy if is_page else BARE_POLICY)
        for name, value in FIXED.items():
            headers.setdefault(name, value)
        if not self._policy.endswith(NOBODY):
            del headers["x-frame-options"]  # it knows of nobody and of our own site alone
        if secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
