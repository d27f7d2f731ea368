"""The roadmap in a real browser: clicks, the keyboard's way, deep links, a newcomer's question."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.aides.navigateur.aides import wait_ready
from tests.aides.navigateur.gestes import click_mark, expect_params, tick
from tests.aides.navigateur.navigation import go, load
from tests.navigateur.conftest import OpenPage, Serve


# Without a browser at each run: tests/interface/ecrans/test_feuille_route.py.
@pytest.mark.epreuve
def test_newcomer_learns_what_the_ars_paid_for_the_pole_and_what_came_of_it(page: Page) -> None:
    go(page, "/")
    menu = page.get_by_test_id("stSidebar")
    menu.get_by_role("link", name="Feuille de route", exact=True).click()
    page.get_by_role("button", name="Pôle santé 100 % LH").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pôle santé 100 % LH")
    main = page.get_by_role("main")
    expect(
        main.get_by_text(re.compile(r"ARS\s:\s68\s000\seuros,\ssur\strois\sans"))
    ).to_be_visible()
    for words in (r"2\s466 consultations", r"1\s013 patients"):
        expect(main.get_by_role("heading", name=re.compile(words))).to_be_visible()
    # A need is no result: it stands apart.
    besoin = main.get_by_role("listitem").filter(
        has_text=re.compile(r"^plus\sde\s3\s100\spatients")
    )
    expect(besoin).to_contain_text("besoin")
    expect(main.get_by_text(re.compile(r"^.*Réserve\sR26\s–\s"))).to_be_visible()


def test_mark_of_the_timeline_opens_its_action(page: Page) -> None:
    go(page, "/feuille_route?vue=frise")
    click_mark(page, "frise", ["pole-ouverture", "ACT-01"])
    expect_params(page, "/feuille_route", vue="frise", action="ACT-01")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pôle santé 100 % LH")
    page.go_back()
    expect_params(page, "/feuille_route", vue="frise")
    click_mark(page, "frise", ["tnd-strategie", "ACT-06"])
    expect_params(page, "/feuille_route", vue="frise", action="ACT-06")


def test_priority_opens_and_the_keyboard_walks_on(page: Page) -> None:
    go(page, "/feuille_route")
    page.get_by_role("button", name=re.compile(r"^Priorité\s9\s:\s")).click()
    expect_params(page, "/feuille_route", priorite="P09")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Priorité 9")
    wait_ready(page)
    page.keyboard.press("ArrowRight")
    expect_params(page, "/feuille_route", priorite="P10")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Priorité 10")


def test_keyboard_alone_reaches_an_action(page: Page) -> None:
    go(page, "/feuille_route?vue=frise")
    page.get_by_role("combobox", name="Aller à une action").focus()
    page.keyboard.type("CPTS", delay=30)
    page.keyboard.press("Enter")
    expect_params(page, "/feuille_route", vue="frise", action="ACT-11")


def test_boxes_keep_the_money_of_some_funders(page: Page) -> None:
    go(page, "/feuille_route?vue=argent")
    tick(page, "Financeur", "ARS")
    expect_params(page, "/feuille_route", vue="argent", financeur="ARS")
    expect(page.get_by_text("2 lignes sur 11")).to_be_visible()


# Of another screen at each run: serveur/test_serveur.py.
@pytest.mark.epreuve
def test_first_visitor_comes_by_a_deep_link(serve: Serve, open_page: OpenPage) -> None:
    page = open_page(serve().url)
    load(page, "/feuille_route?action=ACT-07")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Solutions nouvelles")
    expect(page.get_by_role("dialog")).to_have_count(0)
