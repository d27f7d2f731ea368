"""Which address is meant: under a prefix, damaged by mail, or of nothing that is here."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from concertation.analyse.adresses import COURTES
from concertation.analyse.mots.textes import fold
from concertation.serveur.salle.pages import show_absent

# Streamlit's own counters, which it opens to everybody.
CLOSED: Final = "/_stcore/metrics"
# What newsletters and social networks add.
_TRACE: Final = re.compile(r"(?:utm|mtm|pk|_hs)_?\w+|fbclid|gclid|msclkid|mc_[ce]id", re.ASCII)
# A mail filter puts the address in one of its own: only the end of that one counts.
_WRAPPED: Final = re.compile(r"https?://[^/?#]*([^?#]*)\??([^#]*)")
# Addresses of two segments: the first one says of what.
_PAIRS: Final = {*COURTES, "salle"}
_INCONNUE: Final = "Rien n’a cette adresse ici\u00a0: elle a pu perdre sa fin, ou une lettre."

Params = list[tuple[str, str]]


def prefix_of(base_url: str) -> str:
    """`server.baseUrlPath` as a path begins by it: « /cnr », or nothing."""
    return f"/{base_url.strip('/')}".rstrip("/")


def under(base_url: str, routes: Iterable[Route]) -> list[Route]:
    """The same routes below the prefix, where Streamlit puts its own."""
    prefix = prefix_of(base_url)
    return [Route(prefix + route.path, route.endpoint, methods=route.methods) for route in routes]


def path_below(scope: Scope, base_url: str) -> str:
    """Path of the request below the mount point and `server.baseUrlPath`."""
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    return _below(path, prefix_of(base_url))


def _below(path: str, prefix: str) -> str:
    return path.removeprefix(prefix) if path.startswith(f"{prefix}/") else path


class Adresses:
    """The screens by their addresses: `ecrans` are titles by path, the home page's is empty."""

    def __init__(self, ecrans: Mapping[str, str], base_url: str = "") -> None:
        self._ecrans = ecrans
        self._base_url = base_url
        # A screen is meant by its title too; Streamlit's own name of the page is that of the home.
        self._names = {"index_html": "", **{_key(titre): nom for nom, titre in ecrans.items()}}
        self._names |= {_key(nom): nom for nom in ecrans if nom}

    def lead(self, scope: Scope) -> Response | None:
        """Where a damaged address leads; None for one that stands, or that nothing mends."""
        question = scope.get("query_string", b"").decode("utf-8", "replace")
        meant = self.mend(path_below(scope, self._base_url), question)
        if meant is None:
            return None
        headers = {"Cache-Control": "no-cache"}
        return RedirectResponse(self._root(scope) + meant, 302, headers=headers)

    def mend(self, path: str, question: str) -> str | None:
        """The address meant, relative to the application; None for the one that is asked for."""
        asked = parse_qsl(question, keep_blank_values=True)
        # A mark that was escaped is in the path: « propositions%3Ftheme=acces ».
        written, _, rest = path.partition("?")
        params = [*asked, *parse_qsl(rest, keep_blank_values=True)]
        place = self._place(written)
        inner = _WRAPPED.match(dict(params).get("url", ""))
        if place is not None and inner:
            parts = unquote(inner[1]).split("/")
            place = self._place("/".join(parts[-2:])) or self._place(parts[-1]) or ""
            params = parse_qsl(inner[2], keep_blank_values=True)
        params = _clean(params)
        if place is None or (f"/{place}" == path and params == asked):
            return None
        return quote(place) + (f"?{urlencode(params)}" if params else "")

    def _place(self, path: str) -> str | None:
        parts = [part for part in path.split("/") if part]
        if len(parts) == 2 and parts[0].lower() in _PAIRS:
            return f"{parts[0].lower()}/" + re.sub(r"\W+$", "", parts[1])
        if len(parts) == 1:
            return self._names.get(_key(parts[0]))
        return None if parts else ""

    def judge(self, scope: Scope) -> Response | None:
        """What to answer where Streamlit gives its page to whatever is asked; None: that page."""
        path = path_below(scope, self._base_url)
        if not self._ecrans or path.removeprefix("/") in self._ecrans:
            return None
        return self.tell_unknown(scope, path)

    def tell_unknown(self, scope: Scope, path: str = "") -> Response:
        """That nothing is there, with the screen of a close name."""
        near = (get_close_matches(_key(part), self._names, 1, 0.75) for part in path.split("/")[:3])
        place = next((self._names[found[0]] for found in near if found), "")
        proche = (place, self._ecrans[place]) if place else None
        return show_absent("Adresse inconnue", _INCONNUE, 404, self._root(scope), proche)

    def _root(self, scope: Scope) -> str:
        """The way up to the application, as a browser counts: an escaped slash is no step."""
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        below = _below(raw.decode("latin-1"), prefix_of(self._base_url))
        return "../" * (below.count("/") - 1) or "./"


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")


def _clean(params: Params) -> Params:
    """Without what others added; « &amp; » is an « & » that was written for a page."""
    named = [(re.sub(r"^(?:amp;)+", "", name).lower(), value) for name, value in params]
    return [(name, value) for name, value in named if name and not _TRACE.fullmatch(name)]


class MeantAddress:
    """ASGI middleware: damaged addresses lead on; a proxy may strip the prefix or leave it."""

    def __init__(self, app: ASGIApp, adresses: Adresses, base_url: str = "") -> None:
        self.app = app
        self._adresses = adresses
        self._prefix = prefix_of(base_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._answer(scope) if scope["type"] == "http" else None
        if "path" in scope and not scope["path"].startswith(f"{self._prefix}/"):
            scope = {**scope, "path": self._prefix + scope["path"]}
        await (answer or self.app)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response | None:
        if scope["path"] == self._prefix:
            return RedirectResponse(f"{self._prefix.rpartition('/')[2]}/", 302)
        if _below(scope["path"], self._prefix) == CLOSED:
            return self._adresses.tell_unknown(scope)
        return self._adresses.lead(scope) if scope["method"] in ("GET", "HEAD") else None
