"""What became of a proposal is read at once: its answer stands in the first screen."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from concertation.donnees import dossier_courant, load_donnees
from concertation.recits.contexte import PUBLIC, Contexte
from concertation.recits.reponse import tell_proposition
from concertation.suivi import References, Store
from tests.aides.bases import new_demo
from tests.aides.navigateur.aides import OUVERTURE, wait_ready
from tests.aides.navigateur.application import Application
from tests.aides.navigateur.navigation import go
from tests.navigateur.conftest import OpenPage

BUREAU, ETROITE = (1440, 900), (390, 844)


@pytest.fixture(scope="module")
def demo(
    tmp_path_factory: pytest.TempPathFactory, port: int
) -> Iterator[tuple[Application, Contexte]]:
    donnees = load_donnees(dossier_courant())
    url = new_demo(tmp_path_factory.mktemp("demo") / "demo.sqlite", dt.date.today())
    with (
        closing(Store.open(url, References.of_donnees(donnees))) as store,
        Application(base=url, port=port, copie=True) as application,
    ):
        yield application, Contexte(donnees, dt.date.today(), PUBLIC, store)


@pytest.fixture
def fictive(demo: tuple[Application, Contexte], open_page: OpenPage) -> tuple[Page, Contexte]:
    application, contexte = demo
    return open_page(
        application.url, viewport=dict(zip(("width", "height"), BUREAU, strict=True))
    ), contexte


def test_what_a_committee_decided_and_why_is_read_without_scrolling(
    fictive: tuple[Page, Contexte],
) -> None:
    page, contexte = fictive
    recit = tell_proposition(contexte, "ACC-L-05").reponse
    (decision,) = (
        puce for bloc in recit.blocs for puce in getattr(bloc, "puces", ())
        if puce.fort.startswith("Orne")
    )  # fmt: skip
    assert "—" in decision.texte
    for largeur, hauteur in (BUREAU, ETROITE):
        page = page.context.new_page()
        page.set_viewport_size({"width": largeur, "height": hauteur})
        # By its short address, as from a code on paper.
        go(page, "/p/ACC-L-05")
        wait_ready(page)
        ligne = page.get_by_role("listitem").filter(has_text=decision.fort.strip())
        expect(ligne).to_contain_text(decision.texte)
        boite = ligne.bounding_box()
        assert boite is not None
        assert boite["y"] >= 0
        assert boite["y"] + boite["height"] <= hauteur
        assert boite["x"] + boite["width"] <= largeur


def test_the_link_to_copy_names_this_machine_without_a_code(
    fictive: tuple[Page, Contexte],
) -> None:
    page, _contexte = fictive
    go(page, "/propositions?fiche=ACC-L-05")
    page.get_by_role("button", name="Copier le lien").click()
    # A part of the browser's own program, read the first time that it is needed.
    expect(page.get_by_test_id("stCode")).to_contain_text("/p/ACC-L-05", timeout=OUVERTURE)
    expect(page.get_by_text("aucun code QR n’en est fait")).to_be_visible()
    expect(page.get_by_role("img", name="Code à lire avec un téléphone")).to_have_count(0)
    # A filtered list has its own.
    liste = "/propositions?portee=locale&theme=prevention"
    go(page, liste)
    page.get_by_role("button", name="Copier le lien").click()
    expect(page.get_by_test_id("stCode")).to_contain_text(liste)
