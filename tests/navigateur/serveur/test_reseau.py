"""Between browser and server: a prefix, a network that blocks, a connection that is lost."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from concertation.interface.socle.registre import every_ecran
from concertation.serveur.websockets import COMPLET, PARTOUT
from tests.aides.navigateur.aides import OUVERTURE, VEILLE, wait_ready
from tests.aides.navigateur.application import BARE, Application, lasting_port
from tests.aides.navigateur.navigation import load
from tests.navigateur.conftest import OpenPage, Serve
from tests.serveur.relais import Headers, relay, run_script, session

LINKS = """() => [...document.querySelectorAll("a[href], img[src]")].map(a => a.href || a.src)"""
# Links in tables, in texts and in lists; a slide's screen; another tab.
PLACES = [
    "propositions?vue=tableau&theme=prevention", "aide", "ateliers", "donnees",
    "feuille_route?vue=argent", "feuille_route?action=ACT-04", "territoires?territoire=D61",
    "presentation?diaporama=restitution-regionale",
]  # fmt: skip
PERDUE = "La connexion au serveur est perdue"
TOLEREES = ["WebSocket connection to", "Failed to load", "Client Error"]
BLOQUES = "les websockets n’arrivent pas au serveur"


def stay_below(page: Page, prefix: str) -> None:
    """No link of the page leaves the prefix on this host."""
    found = [urlsplit(link) for link in page.evaluate(LINKS)]
    ours = [link.path for link in found if link.hostname == "127.0.0.1"]
    assert len(ours) > len(every_ecran())
    assert [path for path in ours if not path.startswith(prefix)] == []


@pytest.fixture(scope="module")
def prefixed() -> Iterator[Application]:
    with Application(arguments=["--server.baseUrlPath=cnr"], copie=True) as running:
        yield running


@pytest.mark.parametrize(
    "path",
    [PLACES[0], *(pytest.param(path, marks=pytest.mark.epreuve) for path in PLACES[1:])],
)
def test_no_link_leaves_the_prefix(prefixed: Application, open_page: OpenPage, path: str) -> None:
    page = open_page(prefixed.url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    load(page, f"/cnr/{path}")
    stay_below(page, "/cnr/")
    page.get_by_test_id("stSidebar").get_by_role("link", name="Aide et glossaire").click()
    page.wait_for_url("**/cnr/aide")
    wait_ready(page, OUVERTURE)
    stay_below(page, "/cnr/")
    assert [path for path in asked if path != "blank" and not path.startswith("/cnr/")] == []


def test_a_room_under_a_prefix_is_reached_at_the_address_that_is_given(
    prefixed: Application, open_page: OpenPage
) -> None:
    page = open_page(prefixed.url)
    load(page, "/cnr/presentation?diaporama=restitution-regionale")
    page.get_by_role("button", name="Ouvrir une salle").click()
    address = page.get_by_role("link", name=f"{prefixed.url}/cnr/salle/").get_attribute("href")
    telephone = open_page(prefixed.url)
    assert telephone.goto(address).ok
    expect(telephone.locator("h1")).to_be_visible()


def test_routes_answer_whether_a_proxy_strips_the_prefix_or_not(prefixed: Application) -> None:
    for path in ("/api/sante", "/propositions", "/_stcore/health", "/salle/salle.css"):
        kept, stripped = prefixed.get(f"/cnr{path}"), prefixed.get(path)
        assert kept.status == stripped.status == 200, path
        assert kept.body == stripped.body, path
    assert prefixed.get("/cnr").status == 200
    assert prefixed.get("/cnr/absent").status == prefixed.get("/absent").status == 404


def without_upgrade(headers: Headers) -> Headers:
    kept = [(n, v) for n, v in headers if n.lower() not in {"upgrade", "connection"}]
    return [*kept, ("Connection", "close")]


@pytest.mark.parametrize("hides_host", [pytest.param(False, marks=pytest.mark.epreuve), True])
def test_a_network_that_blocks_websockets_is_told_within_five_seconds(
    application: Application, open_page: OpenPage, hides_host: bool
) -> None:
    def change(headers: Headers) -> Headers:
        hidden = [("Host", f"127.0.0.1:{application.port}")] if hides_host else []
        return [
            *hidden,
            *((n, v) for n, v in without_upgrade(headers) if not hidden or n != "Host"),
        ]

    with relay(application.port, change) as port:
        page = open_page(f"http://127.0.0.1:{port}", fresh=True, tolerees=TOLEREES)
        page.goto("/propositions", wait_until="commit")
        told = page.get_by_role("alert").filter(has_text=BLOQUES)
        expect(told).to_contain_text(f"ws://127.0.0.1:{port}/_stcore/stream")
        expect(told).to_contain_text(f"http://127.0.0.1:{port}/salle/")
        refused = told.filter(has_text="Demande refusée")
        expect(refused).to_have_count(int(hides_host))


def test_a_lost_connection_is_told_in_french_and_comes_back_by_itself(
    serve: Serve, open_page: OpenPage
) -> None:
    application = serve(port=lasting_port())
    page = open_page(application.url, fresh=True, tolerees=TOLEREES)
    load(page, "/propositions?theme=acces")
    expect(page.get_by_text(PERDUE)).to_have_count(0)
    application.stop()
    expect(page.get_by_role("alert").filter(has_text=PERDUE)).to_be_visible()
    application.spawn()
    application.wait_until_listening()
    expect(page.get_by_text(PERDUE)).to_have_count(0, timeout=VEILLE)
    wait_ready(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("link", name="Aide et glossaire").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aide et glossaire")


FULL = """
import streamlit as st
if __name__ == "__main__":
    st.text("là")
else:
    from concertation.serveur import app_options, websockets

    websockets.EN_TOUT = 1
    app = st.App(__file__, **app_options())
"""


def test_a_server_that_has_too_many_windows_says_so_until_one_is_closed(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    script = tmp_path / "plein.py"
    script.write_text(FULL, encoding="utf-8")
    application = serve(script=script, arguments=BARE, port=lasting_port())
    with session(application.port) as first:
        run_script(first)
        page = open_page(application.url, fresh=True, tolerees=TOLEREES)
        page.goto("/", wait_until="commit")
        expect(page.get_by_role("alert")).to_contain_text(COMPLET.format(PARTOUT))
    expect(page.get_by_text("là", exact=True)).to_be_visible(timeout=VEILLE)
    expect(page.get_by_role("alert")).to_have_count(0)
