"""Around `st.login`: back to the screen one came from, a sentence when it fails, safe cookies."""

from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_redirect_uri, get_secrets_auth_section
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from concertation.serveur.adresses import path_below
from concertation.serveur.salle.pages import show_absent

RETOUR: Final = "concertation-retour"
DUREE: Final = 600  # seconds to sign in
ECHEC: Final = (
    "Le fournisseur d’identité n’a pas pu vous identifier, ou sa réponse n’était pas pour cette "
    "application. Recommencez\u00a0; si cela revient, prévenez la personne qui l’administre."
)


class SignIn:
    """ASGI middleware: what Streamlit's own routes of sign-in leave out."""

    def __init__(self, app: ASGIApp, base_url: str = "") -> None:
        self.app = app
        self._base_url = base_url
        retour = get_redirect_uri(get_secrets_auth_section()) or ""
        self._secure = retour.startswith("https:")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = path_below(scope, self._base_url) if scope["type"] == "http" else ""
        if path not in {"/auth/login", "/auth/logout", "/oauth2callback"}:
            await self.app(scope, receive, send)
            return
        request, refused = Headers(scope=scope), False

        async def answer(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                if path == "/auth/login":
                    self._remember(request, headers)
                elif path == "/oauth2callback":
                    # Signing out comes back here too, without the answer of a sign-in.
                    refused = not _signs_in(headers) and bool(scope["query_string"])
                    self._come_back(request, headers)
                if self._secure:
                    _make_secure(message)
                if refused:
                    failed = show_absent("Connexion refusée", ECHEC, 403, "./")
                    for value in headers.getlist("set-cookie"):
                        failed.headers.append("set-cookie", value)
                    await failed(scope, receive, send)
                    return
            if not refused:
                await send(message)

        await self.app(scope, receive, answer)

    def _remember(self, request: Headers, headers: MutableHeaders) -> None:
        """The screen that the person leaves to sign in: a path of ours."""
        page = urlsplit(request.get("referer", ""))
        if page.netloc == request.get("host"):
            ici = quote(f"{page.path}?{page.query}" if page.query else page.path, safe="/?=&")
            headers.append("set-cookie", self._cookie(ici, DUREE))

    def _come_back(self, request: Headers, headers: MutableHeaders) -> None:
        voulu = SimpleCookie(request.get("cookie", "")).get(RETOUR)
        if voulu is None:
            return
        headers.append("set-cookie", self._cookie("", 0))
        chemin = unquote(voulu.value)
        # « //host » and « /\\host » are other sites to a browser.
        if _signs_in(headers) and chemin.startswith("/") and chemin[1:2] not in {"/", "\\"}:
            headers["location"] = quote(chemin, safe="/?=&%")

    def _cookie(self, valeur: str, duree: int) -> str:
        return f"{RETOUR}={quote(valeur)}; Path=/; Max-Age={duree}; HttpOnly; SameSite=Lax"


def _signs_in(headers: MutableHeaders) -> bool:
    """Whether the answer gives a browser somebody's identity."""
    debut = f"{USER_COOKIE_NAME}="
    poses = [v for v in headers.getlist("set-cookie") if v.startswith(debut)]
    return any(not v.startswith((f'{debut}"";', f"{debut};")) for v in poses)


def _make_secure(message: Message) -> None:
    """No cookie of a sign-in leaves by plain HTTP. Streamlit leaves that out for old browsers."""
    for rang, (nom, valeur) in enumerate(message["headers"]):
        if nom == b"set-cookie" and b"secure" not in valeur.lower():
            message["headers"][rang] = (nom, valeur + b"; Secure")
