"""The HTML page that carries the application, in French.

Streamlit answers each screen's address with one static `index.html`, in English. A screen
reader chooses its voice by the `lang` of that page.
"""

import gzip
import hashlib
import re
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from concertation.serveur.asgi import (
    CONDITIONAL,
    Captured,
    accepts_gzip,
    matches_etag,
    relative_path,
    vary_on_encoding,
    without_headers,
)

NOSCRIPT: Final = "<noscript><p>Cette application a besoin de JavaScript.</p></noscript>"
# Shown for the moment before the first screen gives its own title.
TITLE: Final = "<title>Chargement…</title>"
# Streamlit's client guesses where its server is by trying below the page's own address first, an
# error and a round trip for each deep link, then waits for the answer before it connects. Every
# screen is one segment below the application, so the page can say it. Only our own pages may
# command the application: Streamlit's default list names its vendor's sites.
SCRIPT: Final = """<script>
      window.prerenderReady = false
      window.__streamlit = {
        BACKEND_BASE_URL: new URL(".", location.href).href,
        HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false },
      }
    </script>
    <script>{saisie}</script>""".replace(
    "{saisie}", Path(__file__).with_name("saisie.js").read_text("utf-8")
)
# Addresses that never answer with the page.
OTHER: Final = ("/static/", "/media/", "/component/", "/_stcore/", "/api/")


def translate_page(page: str) -> str:
    """`index.html` of Streamlit with French language, title and words without JavaScript.

    Raises ValueError when a part to replace is not there: another version of Streamlit.
    """
    for pattern, words in (
        (r'<html lang="en">', '<html lang="fr">'),
        (r"<title>.*?</title>", TITLE),
        (r"<script>\s*window.prerenderReady = false\s*</script>", SCRIPT),
        (r"<noscript>.*?</noscript>", NOSCRIPT),
        # Points to a programming interface that is turned off.
        (r'\s*<!--(?:(?!-->).)*?RFC 8631.*?-->\s*<link rel="service-desc"[^>]*>', "\n"),
    ):
        found = re.search(pattern, page, flags=re.DOTALL)
        if found is None:
            raise ValueError(f"index.html of Streamlit has no {pattern}")
        page = page[: found.start()] + words + page[found.end() :]
    return page


class FrenchPage:
    """ASGI middleware: answers the page in French wherever Streamlit answers `index.html`."""

    def __init__(self, app: ASGIApp, original: Path, base_url: str = "") -> None:
        self.app = app
        self._base_url = base_url
        self._original = original.read_bytes()
        self._plain = translate_page(self._original.decode()).encode()
        self._packed = gzip.compress(self._plain, 9, mtime=0)
        self._etag = hashlib.sha256(self._plain).hexdigest()[:32]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._may_be_page(scope):
            await self.app(scope, receive, send)
            return
        # The page replaces the whole file: its version and its ranges are not those asked for.
        whole = without_headers(scope, CONDITIONAL | {b"range", b"accept-encoding"})
        captured = Captured(send, self._is_original)
        body = await captured.run(self.app, whole, receive)
        if body is not None and captured.start is not None:
            await self._answer(MutableHeaders(raw=captured.start["headers"]), scope, send)

    def _may_be_page(self, scope: Scope) -> bool:
        path = relative_path(scope, self._base_url)
        return scope["method"] in {"GET", "HEAD"} and not path.startswith(OTHER)

    def _is_original(self, status: int, headers: MutableHeaders) -> bool:
        return (
            status == 200
            and headers.get("content-type", "").startswith("text/html")
            and headers.get("content-length") == str(len(self._original))
        )

    async def _answer(self, headers: MutableHeaders, scope: Scope, send: Send) -> None:
        request = Headers(scope=scope)
        packed = accepts_gzip(request)
        body = self._packed if packed else self._plain
        etag = f'"{self._etag}{"-gzip" if packed else ""}"'
        status = 304 if matches_etag(request, etag) else 200
        for name in ("last-modified", "accept-ranges", "content-length"):
            del headers[name]
        headers["etag"] = etag
        vary_on_encoding(headers)
        if status == 304:
            del headers["content-type"]
        else:
            headers["content-length"] = str(len(body))
            if packed:
                headers["content-encoding"] = "gzip"
        empty = status == 304 or scope["method"] == "HEAD"
        await send({"type": "http.response.start", "status": status, "headers": headers.raw})
        await send({"type": "http.response.body", "body": b"" if empty else body})
