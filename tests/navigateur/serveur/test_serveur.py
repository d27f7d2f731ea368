"""The server as a browser and a supervisor see it."""

import gzip
import json
import re
import shutil
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from playwright.sync_api import expect

from concertation.donnees import dossier_courant, load_donnees
from concertation.interface.socle.registre import Ecran
from concertation.porte import NAVIGATEUR
from tests.aides.navigateur.application import BARE, Application
from tests.aides.navigateur.ecrans import some_ecrans
from tests.aides.navigateur.navigation import load
from tests.navigateur.conftest import OpenPage, Serve

# One in each run: the frame is made before the screen, and alike for all.
ECRANS = some_ecrans("engagements")


@pytest.fixture(scope="module")
def bundle(application: Application) -> str:
    """Address of the largest script that the page itself asks for."""
    page = application.get("/").body.decode()
    scripts = re.findall(r'(?:href|src)="\.(/static/js/[^"]+\.js)"', page)
    return max(scripts, key=lambda path: len(application.get(path).body))


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """A copy of the repository's data, free to be broken."""
    return Path(shutil.copytree(dossier_courant(), tmp_path / "data"))


@pytest.mark.parametrize("path", ["/", "/propositions", "/api/sante", "/_stcore/health", "bundle"])
def test_every_answer_carries_security_headers(
    application: Application, bundle: str, path: str
) -> None:
    headers = application.get(bundle if path == "bundle" else path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    ["/propositions/x", "/.git/config", "/_stcore/metrics", "/_stcore/absent", "/api/absent"],
)
def test_what_is_nowhere_is_said_in_french(application: Application, path: str) -> None:
    answer = application.get(path)
    assert answer.status == 404
    assert "Adresse inconnue" in answer.body.decode()
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/api/sante", "/absent", "/static/js/absent.js", "//x"])
def test_no_answer_names_the_program_that_serves(application: Application, path: str) -> None:
    assert "server" not in application.get(path).headers


def test_policy_lets_no_foreign_and_no_unknown_script_run(application: Application) -> None:
    policy = application.get("/").headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'self'"
    assert re.fullmatch(r"'self' blob:( 'sha256-[A-Za-z0-9+/]{43}=')+", rules["script-src"])
    assert "http" not in policy
    assert "*" not in policy


@pytest.mark.parametrize("path", ["/", "/propositions?theme=x"])
def test_page_is_french_with_true_length_and_no_english(
    application: Application, path: str
) -> None:
    answer = application.get(path)
    page = answer.body.decode()
    assert '<html lang="fr">' in page
    assert "<title>Chargement…</title>" in page
    assert "You need to enable JavaScript" not in page
    assert int(answer.headers["content-length"]) == len(answer.body)


def test_page_is_compressed_on_request_only(application: Application) -> None:
    plain = application.get("/")
    packed = application.get("/", accept_encoding="gzip, br")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert plain.headers["etag"] != packed.headers["etag"]
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"


def test_known_page_is_not_sent_again(application: Application) -> None:
    etag = application.get("/").headers["etag"]
    known = {"if_none_match": etag, "cookie": f"{NAVIGATEUR}=secret"}
    again = application.get("/propositions", **known)
    assert (again.status, again.body) == (304, b"")
    # A browser would take a policy of this answer for the stored page's own.
    assert "content-security-policy" not in again.headers
    assert application.get("/", if_none_match='"other"').status == 200


def test_a_browser_of_the_machine_gets_its_secret_once_and_others_none(
    application: Application,
) -> None:
    first = application.get("/")
    again = application.get("/", if_none_match=first.headers["etag"])
    secrets = [SimpleCookie(answer.headers["set-cookie"])[NAVIGATEUR] for answer in (first, again)]
    assert len({secret.value for secret in secrets}) == 2
    for secret in secrets:
        assert len(secret.value) == 32
        assert (secret["httponly"], secret["samesite"], secret["path"]) == (True, "lax", "/")
    for others in ({"cookie": f"{NAVIGATEUR}=secret"}, {"host": "cnr.exemple.fr"}):
        assert "set-cookie" not in application.get("/", **others).headers, others


def test_head_announces_the_page_without_sending_it(application: Application) -> None:
    head = application.get("/", method="HEAD")
    assert head.body == b""
    assert head.headers["content-length"] == application.get("/").headers["content-length"]


def test_bundle_is_compressed_the_same_each_time(application: Application, bundle: str) -> None:
    plain = application.get(bundle)
    first, second = (application.get(bundle, accept_encoding="gzip") for _ in range(2))
    assert first.headers["content-encoding"] == second.headers["content-encoding"] == "gzip"
    assert gzip.decompress(first.body) == gzip.decompress(second.body) == plain.body
    assert int(first.headers["content-length"]) == len(first.body) < len(plain.body) / 2
    assert "immutable" in first.headers["cache-control"]
    assert first.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("encoding", ["identity", "br", "gzip;q=0", "gzip;q=0, deflate"])
def test_bundle_is_left_as_it_is_for_who_refuses_gzip(
    application: Application, bundle: str, encoding: str
) -> None:
    assert "content-encoding" not in application.get(bundle, accept_encoding=encoding).headers


def test_range_of_a_bundle_is_a_range_of_the_plain_file(
    application: Application, bundle: str
) -> None:
    whole = application.get(bundle).body
    part = application.get(bundle, range="bytes=10-19", accept_encoding="gzip")
    assert part.status == 206
    assert part.body == whole[10:20]


def test_known_bundle_is_not_sent_again(application: Application, bundle: str) -> None:
    etag = application.get(bundle, accept_encoding="gzip").headers["etag"]
    again = application.get(bundle, accept_encoding="gzip", if_none_match=etag)
    assert (again.status, again.body) == (304, b"")


def test_head_of_a_bundle_announces_what_get_sends(application: Application, bundle: str) -> None:
    head = application.get(bundle, method="HEAD", accept_encoding="gzip")
    got = application.get(bundle, accept_encoding="gzip")
    assert head.body == b""
    assert head.headers["content-length"] == str(len(got.body))


def test_missing_bundle_is_no_compressed_page(application: Application) -> None:
    answer = application.get("/static/js/absent.js", accept_encoding="gzip")
    assert "immutable" not in answer.headers.get("cache-control", "")


def test_path_outside_the_bundles_is_refused(application: Application) -> None:
    for path in ("/static/../../../../etc/passwd", "/static/%2e%2e/%2e%2e/config.py"):
        assert b"root:" not in application.get(path, accept_encoding="gzip").body


def test_readiness_counts_the_rows_of_each_table(application: Application) -> None:
    answer = application.get("/api/pret")
    sante = json.loads(answer.body)
    donnees = load_donnees(dossier_courant())
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert sante["statut"] == "ok"
    assert sante["nom"] == donnees.metadonnees["nom"]
    assert sante["lignes"]["propositions"] == len(donnees.table("propositions"))
    assert sante["lignes"]["ateliers"] == len(donnees.table("ateliers"))


def test_readiness_follows_the_folder_and_names_what_is_broken(serve: Serve, dossier: Path) -> None:
    application = serve(dossier=dossier)
    assert application.get("/api/pret").status == 200

    propositions = dossier / "propositions.csv"
    right = propositions.read_bytes()
    propositions.write_bytes(right.replace(b"portee", b"porte", 1))
    broken = application.get("/api/pret")
    sante = json.loads(broken.body)
    assert broken.status == 503
    assert application.get("/api/sante").status == 200
    assert sante["statut"] == "indisponible"
    assert "propositions" not in sante["lignes"]
    assert "ateliers" in sante["lignes"]
    assert any(phrase.startswith("propositions.csv") for phrase in sante["anomalies"])

    propositions.write_bytes(right)
    assert application.get("/api/pret").status == 200


def test_server_starts_on_a_folder_without_anything(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    application = serve(dossier=tmp_path)
    assert application.get("/api/pret").status == 503
    page = open_page(application.url)
    load(page, "/donnees")
    expect(page.get_by_text("Traceback")).to_have_count(0)


@pytest.mark.parametrize("ecran", ECRANS)
def test_deep_link_on_a_fresh_process_gets_the_screen_in_its_frame(
    serve: Serve, open_page: OpenPage, ecran: Ecran
) -> None:
    # With what moves, as most readers have it.
    page = open_page(serve(copie=False).url, reduced_motion="no-preference")
    load(page, f"/{ecran.url_path}")
    expect(page).to_have_title(re.compile(rf"^{re.escape(ecran.titre)}\s–\s"))
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Tout")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.locator("html")).to_have_attribute("lang", "fr")


# By the protocol at each run: tests/serveur/test_operations.py.
@pytest.mark.epreuve
def test_failing_screen_shows_a_reference_and_no_traceback(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    script = tmp_path / "faulty.py"
    script.write_text(
        "import streamlit as st\n"
        'if __name__ == "__main__":\n'
        '    raise RuntimeError("inner detail")\n'
        "from concertation.serveur import app_options\n"
        "app = st.App(__file__, **app_options())\n",
        encoding="utf-8",
    )
    application = serve(script=script, arguments=BARE)
    page = open_page(application.url)
    load(page)
    sentence = page.get_by_role("alert").inner_text()
    reference = re.search(r"référence (\w{6})", sentence)
    assert reference is not None
    assert reference[1] in application.log()
    assert "RuntimeError: inner detail" in application.log()
    assert "inner detail" not in page.content()
    assert "Traceback" not in page.content()
