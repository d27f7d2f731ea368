"""Decks in a real browser: copy one, change it, save it; carry it in a file and back."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.aides.navigateur.aides import turn, violations, wait_ready
from tests.aides.navigateur.gestes import download
from tests.aides.navigateur.navigation import go
from tests.aides.navigateur.poste import Poste
from tests.aides.navigateur.suivi import choose, message, open_as, press
from tests.navigateur.conftest import OpenPage, Serve
from tests.navigateur.test_telephone import TELEPHONE, WIDTHS


def kinds(page: Page) -> list[str]:
    """The slides as the list numbers them."""
    return (
        page.get_by_role("radiogroup", name="Diapositives")
        .get_by_role("radio")
        .evaluate_all("radios => radios.map(radio => radio.closest('label').innerText.trim())")
    )


def test_a_ready_made_deck_is_copied_changed_and_saved(poste: Poste, open_page: OpenPage) -> None:
    application = poste.application
    # In the dark, where a filled button wears other colours.
    page = open_page(application.url)
    turn(page, "dark")
    open_as(page, "/diaporamas", "Claire Dubois", "Direction")
    page.get_by_role("button", name="Dupliquer pour modifier").nth(3).click()
    expect(message(page, "est copié")).to_be_visible()
    wait_ready(page)
    avant = kinds(page)
    choose(page, "Nature de la diapositive à ajouter", "Carte des ateliers")
    wait_ready(page)
    page.get_by_role("button", name="Ajouter après celle-ci").click()
    expect(page.get_by_role("radio", name="2. Carte des ateliers")).to_be_checked()
    wait_ready(page)
    page.get_by_role("button", name="Monter").click()
    expect(page.get_by_role("radio", name="1. Carte des ateliers")).to_be_checked()
    wait_ready(page)
    # Saved at once: the click itself ends what was being typed.
    page.get_by_label("Notes de l’orateur").fill("Commencer par la carte.")
    press(page, "Enregistrer", "est enregistré")
    faults = []
    for scheme in ("dark", "light"):
        turn(page, scheme)
        faults += violations(page, colours_alone=scheme == "light")
    assert not faults

    page.reload()
    wait_ready(page)
    # The address says which deck it is.
    assert kinds(page)[0] == "1. Carte des ateliers"
    assert len(kinds(page)) == len(avant) + 1
    exporte = json.loads(download(page, "Exporter (JSON)")[1])
    assert exporte["diapos"][0]["notes"] == "Commencer par la carte."
    look_by_telephone(open_page(application.url, **TELEPHONE), page.url)


# The round trip: tests/restitution/diapos/test_gardes.py; the screen that imports:
# tests/interface/ecrans/test_diaporamas.py.
@pytest.mark.epreuve
def test_a_deck_travels_in_a_file(serve: Serve, open_page: OpenPage, tmp_path: Path) -> None:
    application = serve()
    page = open_page(application.url)
    open_as(page, "/diaporamas", "Claire Dubois", "Direction")
    page.get_by_role("button", name="Dupliquer pour modifier").first.click()
    expect(message(page, "est copié")).to_be_visible()
    wait_ready(page)
    fichier = tmp_path / "deck.json"
    fichier.write_bytes(download(page, "Exporter (JSON)")[1])
    go(page, "/diaporamas")
    page.get_by_text("Importer un diaporama (JSON)").click()
    page.get_by_label("Fichier exporté par cet écran").set_input_files(fichier)
    # What the file holds is read before it is kept.
    page.get_by_role("button", name="Importer ce diaporama").click()
    expect(message(page, "est importé")).to_be_visible()
    wait_ready(page)
    assert len(kinds(page)) == len(json.loads(fichier.read_bytes())["diapos"])
    look_by_telephone(open_page(application.url, **TELEPHONE), "/diaporamas", page.url)


def look_by_telephone(page: Page, *adresses: str) -> None:
    for adresse in adresses:
        go(page, adresse)
        vu, document, tenu, montre = page.evaluate(WIDTHS)
        assert (vu, document <= 390, tenu <= montre) == (390, True, True)
        assert not violations(page)
