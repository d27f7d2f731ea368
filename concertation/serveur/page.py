"""The HTML page that carries the application, in French.

Streamlit answers each screen's address with one static `index.html`, in English. A screen
reader chooses its voice by the `lang` of that page.
"""

import gzip
import hashlib
import re
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from concertation.serveur.asgi import accepts_gzip, path_below, unless_known, without_headers

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
PARTIAL: Final = (
    b"if-none-match", b"if-modified-since", b"if-match", b"if-unmodified-since", b"if-range",
    b"range", b"accept-encoding",
)  # fmt: skip


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
        self._length = str(original.stat().st_size)
        self._plain = translate_page(original.read_text("utf-8")).encode()
        self._packed = gzip.compress(self._plain, 9, mtime=0)
        self._etag = hashlib.sha256(self._plain).hexdigest()[:32]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or path_below(scope, self._base_url).startswith(OTHER):
            await self.app(scope, receive, send)
            return
        replaced = False

        async def send_in_french(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and self._is_original(message):
                replaced = True
                await self._answer(Headers(scope=scope))(scope, receive, send)
            elif not replaced:
                await send(message)

        # The page replaces the whole file: its version and its ranges are not those asked for.
        await self.app(without_headers(scope, PARTIAL), receive, send_in_french)

    def _is_original(self, start: Message) -> bool:
        headers = Headers(raw=start["headers"])
        return (
            start["status"] == 200
            and headers.get("content-type", "").startswith("text/html")
            and headers.get("content-length") == self._length
        )

    def _answer(self, request: Headers) -> Response:
        headers = {"cache-control": "no-cache", "vary": "Accept-Encoding"}
        if accepts_gzip(request):
            headers |= {"etag": f'"{self._etag}-gzip"', "content-encoding": "gzip"}
            page = HTMLResponse(self._packed, headers=headers)
        else:
            page = HTMLResponse(self._plain, headers=headers | {"etag": f'"{self._etag}"'})
        return unless_known(page, request)
