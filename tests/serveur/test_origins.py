"""Who may write and who is answered, asked of a real server by sockets."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config
from websockets.exceptions import InvalidStatus

from concertation.porte import CACHET, ICI
from concertation.serveur.origins import declared_origins
from tests.aides.navigateur.application import BARE, Application
from tests.serveur.relais import Change, relay, run_script, session

# A session that holds a profile says what it may do with it. Nothing calls out: it would be logged.
SCRIPT = """
import streamlit as st
from streamlit import net_util

def call_out(url, timeout=5):
    print("CALLED OUT", url, flush=True)

net_util._make_blocking_http_get = call_out
if __name__ == "__main__":
    from concertation.interface.socle.identite import current_acteur, sits_here
    from concertation.suivi import Acteur
    st.session_state["acteur"] = Acteur("Anne", "administrateur")
    st.text(f"{current_acteur().role}, salle : {sits_here()}")
else:
    from starlette.routing import Route
    from concertation.serveur import app_options

    def fail(request):
        raise RuntimeError("inner detail")

    options = app_options()
    options["routes"].append(Route("/echec", fail))
    if NU:
        options["middleware"] = []
    app = st.App(__file__, **options)
"""
ADMINISTRE, LIT = "administrateur, salle : True", "lecteur, salle : False"
PUBLIC = "https://concertation.exemple.fr"
SECURITY = ("x-content-type-options", "x-frame-options", "content-security-policy")


def serve(dossier: Path, nu: bool = False, *arguments: str) -> Application:
    script = dossier / "porte.py"
    script.write_text(SCRIPT.replace("NU", str(nu)), encoding="utf-8")
    return Application(script=script, arguments=[*BARE, *arguments])


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    declared = f"--server.corsAllowedOrigins={PUBLIC}"
    with serve(tmp_path_factory.mktemp("porte"), False, declared) as running:
        yield running
        assert "CALLED OUT" not in running.log()


def words(port: int, **options: object) -> str:
    with session(port, **options) as websocket:  # type: ignore[arg-type]
        return run_script(websocket)[1]


@pytest.mark.parametrize("nom", ["127.0.0.1", "localhost"])
def test_whoever_sits_at_the_machine_keeps_a_profile_and_opens_a_room(
    application: Application, nom: str
) -> None:
    assert words(application.port, host=f"{nom}:{application.port}") == ADMINISTRE


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"host": "exemple.fr:8501"}, id="a name that resolves to this machine"),
        pytest.param({"host": "127.0.0.1:1"}, id="another port"),
        pytest.param({"host": "127.0.0.1"}, id="the usual port"),
        pytest.param({"origin": None}, id="no origin"),
        pytest.param({"origin": PUBLIC}, id="the declared address"),
        pytest.param({"headers": [("X-Forwarded-For", "127.0.0.1")]}, id="passed on"),
        pytest.param({"headers": [("Via", "1.1 relais")]}, id="by a proxy"),
        pytest.param(
            {"host": "exemple.fr", "headers": [(CACHET, ICI)]}, id="the mark, made by the client"
        ),
    ],
)
def test_everybody_else_reads_and_opens_no_room(
    application: Application, options: dict[str, object]
) -> None:
    assert words(application.port, **options) == LIT


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda headers: headers, id="as they come"),
        pytest.param(
            lambda headers: [*headers, ("X-Forwarded-For", "127.0.0.1")], id="and says for whom"
        ),
    ],
)
def test_a_visitor_through_a_proxy_reads(application: Application, change: Change) -> None:
    with relay(application.port, change) as port:
        assert words(port) == LIT
        assert words(port, host="concertation.exemple.fr") == LIT


def test_a_proxy_that_gives_its_own_host_needs_a_declared_address(
    application: Application,
) -> None:
    local = f"127.0.0.1:{application.port}"

    def rename(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(nom, local if nom.lower() == "host" else valeur) for nom, valeur in headers]

    with relay(application.port, rename) as port:
        assert words(port, host="concertation.exemple.fr", origin=PUBLIC) == LIT
        with pytest.raises(InvalidStatus), session(port, host="autre.exemple.fr"):
            pass


def test_a_session_taken_up_again_from_elsewhere_reads(application: Application) -> None:
    with session(application.port) as websocket:
        identity, avant = run_script(websocket)
    assert avant == ADMINISTRE
    with session(application.port, host="exemple.fr", resume=identity) as websocket:
        assert run_script(websocket) == (identity, LIT)


@pytest.mark.parametrize(
    "origin", ["http://localhost:3000", "https://exemple.fr", "null", "http://127.0.0.1:1"]
)
def test_a_page_of_another_site_is_refused_in_french_with_every_header(
    application: Application, origin: str
) -> None:
    with pytest.raises(InvalidStatus) as refus, session(application.port, origin=origin):
        pass
    reponse = refus.value.response
    assert reponse.status_code == 403
    assert "page d’un autre site" in (reponse.body or b"").decode()
    assert set(SECURITY) <= {nom.lower() for nom in reponse.headers}
    for path in ("/", "/api/sante", "/_stcore/health"):
        answer = application.get(path, origin=origin)
        assert answer.status == 403
        assert "page d’un autre site" in answer.body.decode()
        assert set(SECURITY) <= set(answer.headers)
    assert application.get("/_stcore/health", origin=application.url).status == 200


def test_a_loop_of_refusals_does_not_fill_the_log(application: Application) -> None:
    for numero in range(60):
        application.get("/_stcore/health", origin=f"http://exemple.fr:{numero + 1}")
    assert 1 <= application.log().count("Refused a request of another site") <= 20


def test_streamlit_alone_asks_an_outside_host_and_here_is_never_asked(tmp_path: Path) -> None:
    with serve(tmp_path, nu=True) as seule:
        with pytest.raises(InvalidStatus), session(seule.port, origin="https://exemple.fr"):
            pass
        assert "CALLED OUT" in seule.log()
    with serve(tmp_path) as gardee:
        with pytest.raises(InvalidStatus), session(gardee.port, origin="https://exemple.fr"):
            pass
        assert "CALLED OUT" not in gardee.log()


@pytest.mark.parametrize("path", ["/salle/x/position", "/absent/_stcore/stream", "/_stcore/x"])
def test_refusals_and_failures_have_every_header(application: Application, path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        assert set(SECURITY) <= set(application.get(path, method=method).headers), method
    with pytest.raises(InvalidStatus) as refus, session(application.port, path=path):
        pass
    assert refus.value.response.status_code == 403
    assert set(SECURITY) <= {nom.lower() for nom in refus.value.response.headers}


def test_an_answer_that_fails_says_so_in_french_with_every_header(
    application: Application,
) -> None:
    answer = application.get("/echec")
    assert answer.status == 500
    assert "réessayez" in answer.body.decode()
    assert "inner detail" not in answer.body.decode()
    assert "RuntimeError: inner detail" in application.log()
    assert set(SECURITY) <= set(answer.headers)


@pytest.mark.parametrize(
    ("options", "attendues"),
    [
        ({}, set()),
        (
            {"server.corsAllowedOrigins": ["https://A.fr/", " http://b.fr:81"]},
            {"https://a.fr", "http://b.fr:81"},
        ),
        (
            {"browser.serverAddress": "a.fr", "browser.serverPort": 8443},
            {"http://a.fr", "https://a.fr", "http://a.fr:8443", "https://a.fr:8443"},
        ),
        (
            {"browser.serverAddress": "https://a.fr/cnr", "browser.serverPort": 443},
            {"http://a.fr", "https://a.fr", "http://a.fr:443", "https://a.fr:443"},
        ),
    ],
)
def test_declared_addresses_are_read_from_the_settings(
    monkeypatch: pytest.MonkeyPatch, options: dict[str, object], attendues: set[str]
) -> None:
    usual = config.get_option
    monkeypatch.setattr(config, "get_option", lambda nom: options.get(nom, usual(nom)))
    monkeypatch.setattr(config, "is_manually_set", options.__contains__)
    assert declared_origins() == attendues
