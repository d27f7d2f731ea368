"""Traçabilité in a real browser: clicks, the keyboard, and the switch of the editorial links."""

import re

from playwright.sync_api import Page, expect

from tests.navigateur.aides import PATIENCE, go, wait_ready
from tests.navigateur.gestes import click_mark, expect_params, search_field
from tests.navigateur.suivi import by_menu

# As each link says it; a reservation speaks of links in general.
LECTURE = re.compile("^Rapprochement éditorial$")


def test_newcomer_finds_what_became_of_transport_on_demand(page: Page) -> None:
    go(page, "/")
    by_menu(page, "Traçabilité")
    page.get_by_role("searchbox", name="Chercher un point de départ").fill("transport à la demande")
    page.get_by_role("button", name="Proposition : ACC-L-13").click()
    expect_params(page, "/tracabilite", depart="proposition:ACC-L-13")
    expect(page.get_by_text("Aucune action ni aucun résultat")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="E3 – Aller-vers")).to_be_visible()


def test_click_on_a_node_then_on_a_cell_makes_a_start(page: Page) -> None:
    go(page, "/tracabilite")
    click_mark(page, "flux", "theme:prevention")
    expect_params(page, "/tracabilite", depart="theme:prevention")
    wait_ready(page)
    page.get_by_role("button", name="Voir toute la chaîne").click()
    expect_params(page, "/tracabilite")
    go(page, "/tracabilite?vue=matrice&croise=proposition-priorite")
    click_mark(page, "matrice", ["ACC-L-02", "P09"])
    expect_params(page, "/tracabilite", vue="matrice", depart="proposition:ACC-L-02")


def test_keyboard_alone_follows_the_chain(page: Page) -> None:
    go(page, "/tracabilite?depart=theme:prevention")
    suite = page.get_by_role("button", name="PRE-L-01")
    suite.focus()
    page.keyboard.press("Enter")
    expect_params(page, "/tracabilite", depart="proposition:PRE-L-01")
    wait_ready(page)
    interrupteur = page.get_by_role("switch", name="Rapprochements éditoriaux")
    interrupteur.focus()
    page.keyboard.press("Space")
    expect_params(page, "/tracabilite", depart="proposition:PRE-L-01", rapprochements="non")


def test_switch_off_removes_every_link_at_once_and_for_the_next_screens(page: Page) -> None:
    go(page, "/tracabilite?depart=proposition:ACC-L-13")
    expect(page.get_by_text(LECTURE).first).to_be_visible(timeout=PATIENCE)
    page.get_by_text("Rapprochements éditoriaux", exact=True).click()
    expect_params(page, "/tracabilite", depart="proposition:ACC-L-13", rapprochements="non")
    expect(page.get_by_text(LECTURE)).to_have_count(0, timeout=PATIENCE)
    by_menu(page, "Propositions")
    expect_params(page, "/propositions", rapprochements="non")
    search_field(page).fill("transport à la demande")
    page.get_by_role("link", name="Fiche ACC-L-13").click()
    expect(page.get_by_text("Ce que cette proposition est devenue")).to_be_visible()
    expect(page.get_by_text(LECTURE)).to_have_count(0)
    # Whoever is given this address reads the same.
    go(page, "/tracabilite?depart=proposition:ACC-L-13&rapprochements=non")
    expect(page.get_by_text(LECTURE)).to_have_count(0)
