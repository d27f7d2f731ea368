"""What the widgets themselves say is in French, whatever the language of the browser."""

import re

from playwright.sync_api import Page, expect

from tests.aides.navigateur.aides import english_words, wait_ready
from tests.aides.navigateur.navigation import go
from tests.aides.navigateur.poste import Poste
from tests.aides.navigateur.suivi import SETTLE, open_as
from tests.navigateur.conftest import OpenPage


def test_what_opens_in_a_widget_speaks_french(poste: Poste, open_page: OpenPage) -> None:
    page = open_page(poste.application.url, locale="en-US")
    open_as(page, "/personnes", "Alix Martin", "Administrateur")
    page.get_by_text("Inviter une personne", exact=True).click()
    wait_ready(page)
    listes = page.get_by_test_id("stMultiSelect").get_by_role("combobox")
    listes.first.evaluate(SETTLE)
    listes.first.click()
    expect(page.get_by_role("option", name="Tout choisir")).to_be_visible()
    assert english_words(page) == []
    listes.first.press_sequentially("Orn")
    expect(page.get_by_role("option", name=re.compile(r"Choisir les \d+ trouvées"))).to_be_visible()
    listes.first.press_sequentially("zzz")
    expect(page.get_by_text("Rien ne correspond")).to_be_visible()
    page.keyboard.press("Escape")
    look_at_a_day(page)
    go(page, "/propositions?q=jeunes")
    expect(page.get_by_role("button", name="Effacer", exact=True)).to_be_visible()
    assert english_words(page) == []


def look_at_a_day(page: Page) -> None:
    go(page, "/plan_action?nouvelle=1")
    jour = page.get_by_role("spinbutton", name="jour, Début")
    expect(jour).to_have_text("jj")
    jour.click()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("dialog", name="Choisir une date")).to_be_visible()
    wait_ready(page)
    assert english_words(page) == []
