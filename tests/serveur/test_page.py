"""The middlewares alone, on an application that counts what it is asked."""

import asyncio
import gzip
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from concertation.acces import AccesImpossible
from concertation.serveur.adresses import path_below
from concertation.serveur.headers import SecurityHeaders, build_policy
from concertation.serveur.page import (
    ABSENT,
    MOTS,
    CompressedBundles,
    accepts_gzip,
    translate_page,
    unless_known,
)
from tests.aides.boucle import run_apart

BODY = b"export const words = 1;\n" * 500


class Bundles:
    """Answers any path with one file, and remembers the paths."""

    def __init__(self, headers: dict[str, str]) -> None:
        self.asked: list[str] = []
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope["path"])
        await Response(BODY, headers=self._headers)(scope, receive, send)


def get(app: ASGIApp, path: str, **headers: str) -> tuple[Message, bytes]:
    """Start and body of the answer to one request, without a server."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    messages = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Message:
        # A client that stays: a file watches for one that leaves.
        return next(messages, None) or await asyncio.Future()

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ],
    }
    run_apart(app(scope, receive, send))
    return sent[0], b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("gzip", True),
        ("deflate, gzip;q=0.5, br", True),
        ("GZIP", True),
        ("*", True),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("gzip;q=0.0", False),
        ("gzip;q=nonsense", False),
        ("br, zstd", False),
        ("", False),
    ],
)
def test_accept_encoding_is_read_as_written(header: str, expected: bool) -> None:
    assert accepts_gzip(Headers({"accept-encoding": header})) is expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [('"a"', 304), ('W/"a"', 304), ('"b", "a"', 304), ("*", 304), ('"b"', 200), ("", 200)],
)
def test_known_version_is_recognised(header: str, expected: int) -> None:
    answer = Response(b"x", headers={"etag": '"a"'})
    assert unless_known(answer, Headers({"if-none-match": header})).status_code == expected


@pytest.mark.parametrize(
    ("path", "base", "expected"),
    [
        ("/static/a.js", "", "/static/a.js"),
        ("/sante/static/a.js", "sante", "/static/a.js"),
        ("/sante/static/a.js", "/sante/", "/static/a.js"),
        ("/santeuil/static/a.js", "sante", "/santeuil/static/a.js"),
    ],
)
def test_base_address_is_taken_off(path: str, base: str, expected: str) -> None:
    assert path_below({"path": path}, base) == expected


@pytest.fixture
def bundles(tmp_path: Path) -> Path:
    """A folder of bundles, with one of each sort."""
    for name in ("a.js", "font.woff2", "export.json"):
        (tmp_path / name).write_bytes(BODY)
    return tmp_path


@pytest.mark.parametrize("base", ["", "sante"])
def test_bundle_is_read_and_compressed_once(bundles: Path, base: str) -> None:
    app = CompressedBundles(Bundles({}), bundles, base)
    path = f"/{base}/static/a.js" if base else "/static/a.js"
    first = get(app, path, accept_encoding="gzip")[1]
    # The first answer is remembered: a bundle never changes under its name.
    (bundles / "a.js").write_bytes(BODY[::-1])
    assert get(app, path, accept_encoding="gzip")[1] == first
    assert gzip.decompress(first) == BODY


def test_font_is_sent_as_it_is(bundles: Path) -> None:
    app = CompressedBundles(Bundles({}), bundles)
    start, body = get(app, "/static/font.woff2", accept_encoding="gzip")
    assert "content-encoding" not in Headers(raw=start["headers"])
    assert "immutable" in Headers(raw=start["headers"])["cache-control"]
    assert body == BODY


def test_missing_bundle_is_said_and_no_page_comes_in_its_place(bundles: Path) -> None:
    below = Bundles({})
    start, body = get(CompressedBundles(below, bundles), "/static/gone.js", accept_encoding="gzip")
    assert (start["status"], below.asked) == (404, [])
    assert body.decode() == ABSENT


def test_what_is_no_bundle_is_left_to_the_application(bundles: Path) -> None:
    below = Bundles({"cache-control": "no-cache"})
    start, body = get(
        CompressedBundles(below, bundles), "/media/export.json", accept_encoding="gzip"
    )
    assert below.asked == ["/media/export.json"]
    assert "content-encoding" not in Headers(raw=start["headers"])
    assert body == BODY


@pytest.mark.parametrize("path", ["/static/../secret.js", "/static//secret.js", "/static/\0.js"])
def test_no_path_leads_out_of_the_bundles(bundles: Path, path: str) -> None:
    (bundles / "secret.js").write_bytes(b"secret")
    (bundles / "static").mkdir()
    app = CompressedBundles(Bundles({}), bundles / "static")
    assert b"secret" not in get(app, path)[1]


def test_page_of_the_installed_streamlit_can_be_translated() -> None:
    page = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
    french = translate_page(page)
    assert french.count('<html lang="fr">') == 1
    assert "openapi.json" not in french
    assert "<title>Streamlit</title>" not in french
    assert "@media print" in french
    assert french.count('src="./static/js/') == page.count('src="./static/js/') > 0


@pytest.mark.parametrize("bundle", MOTS)
def test_each_english_word_stands_in_its_bundle_of_the_installed_streamlit(bundle: str) -> None:
    static = Path(file_util.get_static_dir()) / "static"
    bundles = list((static / "js").glob(f"{bundle}.*.js"))
    code = b"".join(path.read_bytes() for path in bundles)
    assert [mot for mot in MOTS[bundle] if mot not in code] == []
    app = CompressedBundles(Bundles({}), static)
    for headers in ({"accept_encoding": "gzip"}, {}):
        for path in bundles:
            body = get(app, f"/static/js/{path.name}", **headers)[1]
            said = gzip.decompress(body) if headers else body
            assert [mot for mot in MOTS[bundle] if mot in said] == []


def test_page_of_another_version_is_refused_rather_than_half_translated() -> None:
    with pytest.raises(ValueError, match=r"index\.html of Streamlit has no"):
        translate_page("<html><title>Streamlit</title></html>")


def test_policy_names_each_inline_script_by_its_own_hash() -> None:
    one = build_policy("<script>a = 1</script>")
    two = build_policy("<script>a = 1</script><script>b = 2</script>")
    assert one.count("'sha256-") == 1
    assert two.count("'sha256-") == 2
    assert "'unsafe-eval'" not in two


def test_page_that_did_not_change_keeps_the_policy_it_came_with() -> None:
    page = Response("<p>", media_type="text/html", headers={"etag": '"v1"'})
    app = SecurityHeaders(page, "default-src 'self'")
    policy = Headers(raw=get(app, "/")[0]["headers"])["content-security-policy"]
    assert policy == "default-src 'self'"
    # A browser replaces the headers of the page it knows by those of « not modified ».
    known = SecurityHeaders(Response(status_code=304), "default-src 'self'")
    headers = Headers(raw=get(known, "/")[0]["headers"])
    assert "content-security-policy" not in headers
    assert headers["x-content-type-options"] == "nosniff"


def answered(policy: str, scheme: str) -> Headers:
    """The headers of a page."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "scheme": scheme}
    run_apart(SecurityHeaders(HTMLResponse("page"), policy)(scope, receive, send))
    return Headers(raw=sent[0]["headers"])


def test_nobody_frames_a_page_but_the_sites_that_are_declared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    headers = answered(build_policy(""), "http")
    assert headers["content-security-policy"].endswith("frame-ancestors 'none'")
    assert headers["x-frame-options"] == "DENY"
    assert "strict-transport-security" not in headers
    monkeypatch.setenv("CONCERTATION_CADRES", "https://intranet.agence.fr https://b.fr:8443")
    headers = answered(build_policy(""), "https")
    sites = "frame-ancestors https://intranet.agence.fr https://b.fr:8443"
    assert headers["content-security-policy"].endswith(sites)
    assert "x-frame-options" not in headers
    assert headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("dit", ["*", "http://a.fr", "https://a.fr;script-src", "https://a.fr/x"])
def test_a_frame_that_is_no_site_does_not_start(monkeypatch: pytest.MonkeyPatch, dit: str) -> None:
    monkeypatch.setenv("CONCERTATION_CADRES", dit)
    with pytest.raises(AccesImpossible, match="donnez des sites"):
        build_policy("")
