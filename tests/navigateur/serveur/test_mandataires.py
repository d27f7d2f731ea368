"""nginx and Apache as `deploy/` writes them, from Debian's packages, in a real browser.

Marked `epreuve`: installing both takes longer than all these tests.
"""

import http.client
import ssl
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.aides.navigateur.application import Application, free_port
from tests.aides.navigateur.mandataires import run_proxy
from tests.aides.navigateur.navigation import load
from tests.navigateur.conftest import OpenPage, Serve
from tests.navigateur.serveur.test_reseau import stay_below

pytestmark = pytest.mark.epreuve
NGINX, APACHE = "proxy_pass http://127.0.0.1:8501;", '"/" "http://127.0.0.1:8501/" upgrade'
# What each file says to write under a prefix: left to the application, or stripped.
PREFIXES = {
    "nginx": [
        {"location / {": "location /cnr/ {"},
        {"location / {": "location /cnr/ {", NGINX: NGINX.replace(";", "/;")},
    ],
    "apache": [
        {APACHE: '"/cnr/" "http://127.0.0.1:8501/cnr/" upgrade'},
        {APACHE: '"/cnr/" "http://127.0.0.1:8501/" upgrade'},
    ],
}
CAS = [(nom, "", {}) for nom in PREFIXES] + [
    (nom, "/cnr", changes) for nom, both in PREFIXES.items() for changes in both
]


def ask(port: int, path: str, tls: bool = True) -> http.client.HTTPResponse:
    """One request, its redirections not followed; the certificate is the test's own."""
    context = ssl._create_unverified_context()  # noqa: SLF001, S323
    connection = (
        http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=30)
        if tls
        else http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    )
    with closing(connection):
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer


def check_headers(clair: int, chiffre: int, prefix: str) -> None:
    """TLS is asked for, said for a year, and kept by cookies; nothing says a version."""
    lead = ask(clair, f"{prefix}/propositions", tls=False)
    assert lead.status == 301
    assert lead.headers["location"] == f"https://127.0.0.1:{chiffre}{prefix}/propositions"
    for path, status in {"/": 200, "/absent": 404, "/static/js/absent.js": 404}.items():
        answer = ask(chiffre, prefix + path)
        assert answer.status == status, path
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["server"] in {"nginx", "Apache"}
    cookies = ask(chiffre, f"{prefix}/_stcore/health").headers.get_all("set-cookie") or []
    assert cookies
    assert all("secure" in cookie.lower() for cookie in cookies)
    damaged = ask(chiffre, f"{prefix}/Propositions).?utm_source=lettre")
    assert (damaged.status, damaged.headers["location"]) == (302, "./propositions")


@pytest.mark.parametrize(("nom", "prefix", "changes"), CAS)
def test_the_application_behind(
    serve: Serve, open_page: OpenPage, tmp_path: Path,
    nom: str, prefix: str, changes: dict[str, str],
) -> None:  # fmt: skip
    application: Application = serve(arguments=[f"--server.baseUrlPath={prefix}"] if prefix else [])
    with run_proxy(nom, tmp_path, application.port, changes) as (clair, chiffre):
        check_headers(clair, chiffre, prefix)
        page = open_page(f"https://127.0.0.1:{chiffre}", fresh=True, ignore_https_errors=True)
        load(page, f"{prefix}/propositions?vue=tableau")
        stay_below(page, f"{prefix}/")
        # A websocket passed. Who comes by a proxy reads.
        expect(page.get_by_text("Lecture seule")).to_be_visible()
        page.get_by_role("button", name="Exporter").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="CSV").first.click()
        assert download.value.path().stat().st_size > 1000
        page.close()


@pytest.mark.parametrize("nom", ["apache"])
def test_a_browser_stays_on_its_replica(serve: Serve, tmp_path: Path, nom: str) -> None:
    """The lines that Apache's file keeps for several replicas, taken out of their comment."""
    application: Application = serve()
    text = '  ProxyPass "/" "http://127.0.0.1:8501/" upgrade=websocket nocanon\n'
    changes = {text: "", **{f"  # {word}": f"  {word}" for word in (
        "<Proxy ", "  BalancerMember", "  ProxySet", "</Proxy>", "Header add", 'ProxyPass "/" "bal',
    )}, "127.0.0.1:8502": f"127.0.0.1:{free_port()}"}  # fmt: skip
    with run_proxy(nom, tmp_path, application.port, changes) as (_, chiffre):
        cookie = ask(chiffre, "/_stcore/health").headers.get_all("set-cookie") or []
        assert any(one.startswith("replique=.") and "Secure" in one for one in cookie)
