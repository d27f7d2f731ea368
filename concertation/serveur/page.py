"""The HTML page that carries the application, in French, and the bundles that it asks for.

Streamlit answers each screen's address with one static `index.html`, in English. A screen
reader chooses its voice by the `lang` of that page. What its widgets write in English is replaced
in the bundles themselves (`mots.toml`): nothing is looked for in the page as it lives.

Streamlit serves `/static/` uncompressed, since compressing at each request costs more than it
gives. Its files carry a hash in their name and never change, so one compression is enough for
the life of the process: 6.8 MB of a first visit become 1.9 MB for 0.2 s of one core.
"""

import gzip
import hashlib
import re
import secrets
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from concertation.acces import current_voie
from concertation.porte import NAVIGATEUR, is_local_name
from concertation.serveur.adresses import Adresses, path_below
from concertation.serveur.origins import without_headers

NOSCRIPT: Final = "<noscript><p>Cette application a besoin de JavaScript.</p></noscript>"
# Shown for the moment before the first screen gives its own title.
TITLE: Final = "<title>Chargement…</title>"
# Streamlit's client guesses where its server is by trying below the page's own address first, an
# error and a round trip for each deep link, then waits for the answer before it connects. Every
# screen is one segment below the application, so the page can say it. Only our own pages may
# command the application: Streamlit's default list names its vendor's sites. Its error dialogs are
# in English: `reseau.js` says them. The width of the window goes with the first message: screens
# lay charts out for it (`session.room`). Dates and figures would be in the browser's language.
SCRIPT = """<script>
      window.prerenderReady = false
      Object.defineProperty(navigator, "language", { value: "fr-FR" })
      Object.defineProperty(navigator, "languages", { value: ["fr-FR"] })
      window.__streamlit = {
        BACKEND_BASE_URL: new URL(".", location.href).href,
        HOST_CONFIG: {
          allowedOrigins: [location.origin], useExternalAuthToken: false, blockErrorDialogs: true,
        },
      }
      {
        const path = new URL(".", location.href).pathname
        const tell = () => { document.cookie = `largeur=${innerWidth}; path=${path}; SameSite=Lax` }
        tell()
        addEventListener("resize", tell)
      }
    </script>
    <script>{saisie}</script>
    <script>{clavier}</script>
    <script>{reseau}</script>
    <style>{page}</style>"""
for nom in ("saisie.js", "clavier.js", "reseau.js", "page.css"):
    joint = Path(__file__).with_name(nom)
    SCRIPT = SCRIPT.replace(f"{{{joint.stem}}}", joint.read_text("utf-8"))
# Addresses that never answer with the page, and files that a browser may hold or take in parts.
OTHER: Final = ("/static/", "/media/", "/component/", "/_stcore/bidi-components/")
PARTIAL: Final = (
    b"if-none-match", b"if-modified-since", b"if-match", b"if-unmodified-since", b"if-range",
    b"range", b"accept-encoding",
)  # fmt: skip
# Seconds that a browser keeps its secret.
AN: Final = 365 * 24 * 60 * 60
MOTS: Final[Mapping[str, Mapping[bytes, bytes]]] = {
    bundle: {
        f"`{anglais}`".encode(): f"`{francais}`".encode()
        for paire in dits.strip().replace("\n", " | ").split(" | ")
        for anglais, francais in [paire.split(" = ")]
    }
    for bundle, dits in tomllib.loads(
        Path(__file__).with_name("mots.toml").read_text("utf-8")
    ).items()
}
ABSENT: Final = "Ce fichier n’est pas ici."
# Fonts and pictures are compressed already.
COMPRESSIBLE: Final = (".js", ".css", ".json", ".svg", ".wasm")
# Level 9 would save 1 % more for half as much time again.
LEVEL: Final = 6
# A cache between us and the browser must not give one browser the other's encoding.
BUNDLE: Final = {
    "cache-control": f"public, immutable, max-age={AN}",
    "vary": "Accept-Encoding",
}


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
    """ASGI middleware: answers the page in French where Streamlit answers `index.html` and a
    screen stands; elsewhere, that nothing is there."""

    def __init__(
        self, app: ASGIApp, original: Path, adresses: Adresses, base_url: str = ""
    ) -> None:
        self.app = app
        self._base_url = base_url
        self._adresses = adresses
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
                answer = self._adresses.judge(scope) or self._answer(Headers(scope=scope))
                if current_voie() == "local" and _is_new_browser(Headers(scope=scope)):
                    secret = secrets.token_urlsafe(24)
                    answer.set_cookie(NAVIGATEUR, secret, AN, httponly=True, samesite="lax")
                await answer(scope, receive, send)
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
        # A page that the browser holds already could not give it its secret.
        return page if _is_new_browser(request) else unless_known(page, request)


def _is_new_browser(request: Headers) -> bool:
    """Whether it is one of this machine, where people type, that has no secret yet."""
    known = f"{NAVIGATEUR}=" in request.get("cookie", "")
    return not known and is_local_name(request.get("host", ""))


class CompressedBundles(StaticFiles):
    """ASGI middleware: Streamlit's bundles (`directory`), in gzip for who reads it.

    Everything else passes untouched: WebSockets, media, uploads, what Streamlit compresses itself.
    """

    def __init__(self, app: ASGIApp, directory: Path, base_url: str = "") -> None:
        super().__init__(directory=directory)
        self._app = app
        self._base_url = base_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = path_below(scope, self._base_url) if scope["type"] == "http" else ""
        app = self._app
        if path.startswith("/static/"):
            try:
                app = await self.get_response(path.removeprefix("/static/"), scope)
            except HTTPException as error:
                # Streamlit would answer its page, which is no script.
                app = PlainTextResponse(ABSENT, error.status_code)
        await app(scope, receive, send)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file as it is for who refuses gzip or asks for a range, else compressed."""
        response, request = await super().get_response(path, scope), Headers(scope=scope)
        response.headers.update(BUNDLE)
        if not isinstance(response, FileResponse):
            return response
        if not path.endswith(COMPRESSIBLE) or not accepts_gzip(request) or "range" in request:
            if not _words_of(path):
                return response
            plain = gzip.decompress(await to_thread.run_sync(_compress, str(response.path)))
            return Response(plain, 200, BUNDLE, response.media_type)
        etag = f'{response.headers["etag"].rstrip(chr(34))}-gzip"'
        packed = await to_thread.run_sync(_compress, str(response.path))
        headers = {**BUNDLE, "etag": etag, "content-encoding": "gzip"}
        return unless_known(Response(packed, 200, headers, response.media_type), request)


# All of Streamlit's bundles weigh 8 MB once compressed.
@lru_cache(maxsize=1024)
def _compress(path: str) -> bytes:
    code = Path(path).read_bytes()
    for anglais, francais in _words_of(path).items():
        code = code.replace(anglais, francais)
    return gzip.compress(code, LEVEL, mtime=0)


def _words_of(path: str) -> Mapping[bytes, bytes]:
    """What a bundle says in English, and what to say there."""
    return MOTS.get(Path(path).name.partition(".")[0], {}) if path.endswith(".js") else {}


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


def unless_known(response: Response, request: Headers) -> Response:
    """The response, or in its place that the client already holds this version."""
    known = StaticFiles().is_not_modified(response.headers, request)
    return NotModifiedResponse(response.headers) if known else response
