"""Who may write, as a browser shows it: at the machine, through a proxy, from another page."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from playwright.sync_api import Page, expect

from tests.aides.navigateur.application import Application
from tests.aides.navigateur.navigation import go
from tests.navigateur.conftest import OpenPage
from tests.serveur.relais import relay

PHRASE = "Lecture seule"
# From another page: what its script gets of the application, and whether a session opens.
ATTAQUE = """async ([http, ws]) => {
    const page = await fetch(http, { mode: "no-cors" }).then(() => "answered", () => "refused");
    const session = await new Promise(done => {
        const socket = new WebSocket(ws, ["streamlit"]);
        socket.onopen = () => done("opened");
        socket.onerror = () => done("refused");
    });
    return [page, session];
}"""


def test_whoever_is_at_the_machine_is_offered_a_profile(page: Page) -> None:
    go(page, "/comite")
    expect(page.get_by_role("button", name="Lecteur", exact=True)).to_be_visible()
    expect(page.get_by_text(PHRASE)).to_have_count(0)


def test_a_visitor_through_a_proxy_reads_and_is_told_why(
    application: Application, open_page: OpenPage
) -> None:
    with relay(application.port) as port:
        page = open_page(f"http://127.0.0.1:{port}")
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            read_and_be_told(page)


def read_and_be_told(page: Page) -> None:
    go(page, "/comite")
    expect(page.get_by_text(PHRASE)).to_contain_text("à son adresse locale")
    expect(page.get_by_role("button", name="Lecteur", exact=True)).to_have_count(0)
    go(page, "/presentation?diaporama=restitution-regionale")
    page.get_by_role("button", name="Ouvrir une salle").click()
    expect(page.get_by_text("Une salle s’ouvre sur la machine")).to_be_visible()
    expect(page.get_by_text("Salle ouverte")).to_have_count(0)


class Blank(BaseHTTPRequestHandler):
    """Any other server of this machine."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<link rel='icon' href='data:,'>")

    def log_message(self, *_: object) -> None:
        """Nothing to say."""


def test_a_page_of_another_local_server_opens_no_session(
    application: Application, page: Page
) -> None:
    go(page, "/")
    ours = f"{application.url}/api/sante", f"ws://127.0.0.1:{application.port}/_stcore/stream"
    assert page.evaluate(ATTAQUE, ours) == ["answered", "opened"]
    with ThreadingHTTPServer(("127.0.0.1", 0), Blank) as other:
        thread = Thread(target=other.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            # A context of its own: its console tells the refusals as errors.
            foreign = page.context.browser.new_page()  # type: ignore[union-attr]
            foreign.goto(f"http://127.0.0.1:{other.server_address[1]}")
            assert foreign.evaluate(ATTAQUE, ours)[1] == "refused"
            foreign.close()
        finally:
            other.shutdown()
            thread.join()
