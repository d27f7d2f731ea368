"""Traçabilité in a real browser: clicks, the keyboard, and the switch of the editorial links."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.aides.navigateur.aides import violations, wait_ready
from tests.aides.navigateur.gestes import click_mark, expect_params, search_field
from tests.aides.navigateur.navigation import go, load
from tests.aides.navigateur.suivi import by_menu, choose, message, open_as, title
from tests.navigateur.conftest import OpenPage, Serve

# As each link says it; a reservation speaks of links in general.
LECTURE = re.compile(r"[Rr]approchement\séditorial,\slien\s(fort|faible)")


# Without a browser at each run: tests/interface/ecrans/test_tracabilite.py.
@pytest.mark.epreuve
def test_newcomer_finds_what_became_of_transport_on_demand(page: Page) -> None:
    go(page, "/")
    by_menu(page, "Traçabilité")
    page.get_by_role("searchbox", name="Chercher un point de départ").fill("transport à la demande")
    page.get_by_role("button", name="Proposition : ACC-L-13").click()
    expect_params(page, "/tracabilite", depart="proposition:ACC-L-13")
    expect(page.get_by_text("Aucune action ni aucun résultat")).to_be_visible()
    expect(page.get_by_role("button", name="E3 – Aller-vers")).to_be_visible()


# Each on its screen: tests/interface/ecrans/test_feuille_route.py, test_territoires.py,
# test_tracabilite.py.
@pytest.mark.epreuve
def test_newcomer_finds_money_results_zones_and_what_nobody_took_up(page: Page) -> None:
    go(page, "/")
    by_menu(page, "Feuille de route")
    page.get_by_role("button", name="Pôle santé 100 % LH").click()
    expect(title(page)).to_contain_text("Pôle santé")
    ecran = page.get_by_role("main")
    for ecrit in (
        r"ARS\s: 68\s000 euros, sur trois ans",
        r"2\s466 consultations",
        r"1\s013 patients",
    ):
        expect(ecran.get_by_text(re.compile(ecrit)).first).to_be_visible()
    by_menu(page, "Territoires")
    sans = ecran.get_by_text("7 sur 7 sans aucun atelier à l’intérieur.")
    expect(sans).to_be_visible()
    by_menu(page, "Traçabilité")
    page.get_by_text("Listes", exact=True).click()
    choose(page, "Liste", "Engagements sans action nulle part (2)")
    expect(ecran.get_by_role("link", name="Fiche E4")).to_be_visible()
    expect(ecran.get_by_role("link", name=re.compile(r"^Fiche\sE"))).to_have_count(2)


def press_key(page: Page, name: str, key: str = "Enter") -> None:
    """Use a button without the mouse."""
    bouton = page.get_by_role("button", name=name, exact=True).first
    bouton.focus()
    page.keyboard.press(key)


# By the keys of the same screen without a browser: tests/interface/ecrans/test_tracabilite.py.
@pytest.mark.epreuve
def test_direction_makes_corrects_withdraws_and_takes_back_a_link(
    serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(serve().url)
    open_as(page, "/tracabilite?depart=proposition:ATT-N-03", "Claire Dubois", "Direction")
    page.get_by_text("Ajouter un rapprochement", exact=True).click()
    choose(page, "Relier à", "Engagement")
    choose(page, "^Engagement", re.compile("E4"))
    press_key(page, "Enregistrer le rapprochement")
    expect(message(page, "« Justification » est obligatoire")).to_be_visible()
    page.get_by_label("Justification").fill("Même public, les soignants.")
    press_key(page, "Enregistrer le rapprochement")
    expect(message(page, "est enregistré")).to_be_visible()
    wait_ready(page)
    # What a field was filled with at first is a text of the page too.
    faits = page.get_by_test_id("stMarkdown").filter(has_text="Même public, les soignants.")
    expect(faits).not_to_have_count(0)

    press_key(page, "Modifier")
    fenetre = page.get_by_test_id("stPopoverBody")
    fenetre.get_by_label("Justification").fill("Même public, les soignants, ensemble.")
    press_key(page, "Enregistrer")
    expect(message(page, "est modifié")).to_be_visible()
    wait_ready(page)
    expect(faits).to_have_count(0)
    assert not violations(page)
    press_key(page, "Retirer")
    expect(message(page, "est retiré")).to_be_visible()
    page.get_by_text("Rapprochements et avis retirés (1)").click()
    press_key(page, "Rétablir")
    expect(message(page, "est rétabli")).to_be_visible()
    wait_ready(page)
    assert not violations(page)


def test_click_on_a_node_then_on_a_cell_makes_a_start(page: Page) -> None:
    go(page, "/tracabilite?depart=theme:prevention")
    click_mark(page, "flux", "engagement:E5")
    expect_params(page, "/tracabilite", depart="engagement:E5")
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


# Without a browser at each run: tests/interface/ecrans/test_tracabilite.py.
@pytest.mark.epreuve
def test_switch_off_removes_every_link_at_once_and_for_the_next_screens(page: Page) -> None:
    go(page, "/tracabilite?depart=proposition:ACC-L-13")
    expect(page.get_by_text(LECTURE).first).to_be_visible()
    page.get_by_text("Rapprochements éditoriaux", exact=True).click()
    expect_params(page, "/tracabilite", depart="proposition:ACC-L-13", rapprochements="non")
    expect(page.get_by_text(LECTURE)).to_have_count(0)
    by_menu(page, "Propositions")
    expect_params(page, "/propositions", rapprochements="non")
    search_field(page).fill("transport à la demande")
    page.get_by_role("link", name="Fiche ACC-L-13").click()
    expect(page.get_by_role("heading", name="s’en rapproche")).to_be_visible()
    expect(page.get_by_text(LECTURE)).to_have_count(0)
    # Whoever is given this address reads the same.
    load(page, "/tracabilite?depart=proposition:ACC-L-13&rapprochements=non")
    expect(page.get_by_text(LECTURE)).to_have_count(0)
