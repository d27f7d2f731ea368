"""The whole state of the Propositions screen is its address."""

import re

import pytest
from playwright.sync_api import Page, expect

from concertation.donnees import dossier_courant, load_donnees
from tests.aides.navigateur.aides import wait_ready
from tests.aides.navigateur.application import Application
from tests.aides.navigateur.gestes import (
    box,
    cards,
    expect_params,
    ids_of,
    params,
    search_field,
    status,
    tick,
)
from tests.aides.navigateur.navigation import go, load
from tests.navigateur.conftest import OpenPage

PROPOSITIONS = load_donnees(dossier_courant()).table("propositions")


def count(**values: str) -> int:
    """Number of proposals that have these values, counted one by one."""
    rows = PROPOSITIONS.to_dict("records")
    return sum(all(row[name] == value for name, value in values.items()) for row in rows)


def expect_count(page: Page, number: int) -> None:
    words = re.compile(rf"^{number}\spropositions?\ssur\s{len(PROPOSITIONS)}\b")
    expect(status(page).get_by_text(words)).to_be_visible()


# Boxes follow the address in the way back, here; chips: tests/interface/ecrans/test_ecrans.py.
@pytest.mark.epreuve
def test_boxes_write_the_address_and_the_chip_of_each_removes_it_alone(page: Page) -> None:
    go(page, "/propositions")
    expect_count(page, len(PROPOSITIONS))
    tick(page, "Thème", "Prévention")
    expect_params(page, "/propositions", theme="prevention")
    expect_count(page, count(theme="prevention"))
    tick(page, "Portée", "Locale")
    expect_params(page, "/propositions", theme="prevention", portee="locale")
    expect_count(page, count(theme="prevention", portee="locale"))

    page.get_by_role("button", name="Thème : Prévention").click()
    expect_params(page, "/propositions", portee="locale")
    expect_count(page, count(portee="locale"))
    expect(box(page, "Thème", "Prévention")).not_to_be_checked()
    expect(box(page, "Portée", "Locale")).to_be_checked()
    page.get_by_role("button", name="Portée : Locale").click()
    expect_params(page, "/propositions")
    expect_count(page, len(PROPOSITIONS))


@pytest.mark.parametrize(
    "gap", [0, *(pytest.param(gap, marks=pytest.mark.epreuve) for gap in (30, 60, 100, 150))]
)
def test_two_choices_a_moment_apart_are_both_kept(page: Page, gap: int) -> None:
    go(page, "/propositions")
    tick(page, "Thème", "Prévention")
    page.wait_for_timeout(gap)
    tick(page, "Portée", "Locale")
    expect_params(page, "/propositions", theme="prevention", portee="locale")
    expect_count(page, count(theme="prevention", portee="locale"))


def test_several_values_of_a_facet_and_clearing_all(page: Page) -> None:
    go(page, "/propositions?theme=acces&theme=prevention&q=pharmacien")
    expect(box(page, "Thème", "Accès aux soins")).to_be_checked()
    expect(box(page, "Thème", "Prévention")).to_be_checked()
    page.get_by_role("button", name="Recherche : pharmacien").click()
    expect_params(page, "/propositions", theme=["acces", "prevention"])
    expect_count(page, count(theme="acces") + count(theme="prevention"))
    page.get_by_role("button", name="Tout effacer").click()
    expect_params(page, "/propositions")
    expect_count(page, len(PROPOSITIONS))


def test_search_follows_typing_without_enter_and_loses_no_letter(page: Page) -> None:
    go(page, "/propositions")
    # Slow enough for answers to come between two letters.
    search_field(page).press_sequentially("pharmacien", delay=180)
    expect_params(page, "/propositions", q="pharmacien")
    expect(search_field(page)).to_have_value("pharmacien")
    expect(search_field(page)).to_be_focused()
    expect(page.get_by_role("button", name="Recherche : pharmacien")).to_be_visible()
    expect(status(page)).not_to_contain_text(f"{len(PROPOSITIONS)} propositions sur")
    listed = ids_of(cards(page))
    expect_count(page, len(listed))
    texts = PROPOSITIONS.set_index("id")
    for identifier in listed:
        words = f"{texts.loc[identifier, 'intitule']} {texts.loc[identifier, 'sous_points']}"
        assert re.search("pharmac|officine", words, re.IGNORECASE), identifier


def test_back_and_forward_walk_through_the_states(page: Page) -> None:
    go(page, "/propositions")
    tick(page, "Thème", "Continuité des soins")
    expect_count(page, count(theme="continuite"))
    tick(page, "Portée", "Nationale")
    expect_count(page, count(theme="continuite", portee="nationale"))

    page.go_back(wait_until="commit")
    expect_params(page, "/propositions", theme="continuite")
    expect_count(page, count(theme="continuite"))
    expect(box(page, "Portée", "Nationale")).not_to_be_checked()
    page.go_back(wait_until="commit")
    expect_params(page, "/propositions")
    expect_count(page, len(PROPOSITIONS))
    expect(box(page, "Thème", "Continuité des soins")).not_to_be_checked()
    page.go_forward(wait_until="commit")
    page.go_forward(wait_until="commit")
    expect_params(page, "/propositions", theme="continuite", portee="nationale")
    expect_count(page, count(theme="continuite", portee="nationale"))
    expect(box(page, "Portée", "Nationale")).to_be_checked()


def test_reload_and_another_reader_see_the_same_state(
    page: Page, application: Application, open_page: OpenPage
) -> None:
    go(page, "/propositions?q=médecin&portee=locale&tri=alphabetique")
    seen, announced = ids_of(cards(page)), status(page).inner_text()
    assert seen

    page.reload()
    wait_ready(page)
    other = open_page(application.url)
    load(other, page.url)
    for reader in (page, other):
        expect(search_field(reader)).to_have_value("médecin")
        expect(box(reader, "Portée", "Locale")).to_be_checked()
        expect(reader.get_by_role("radio", name="Ordre alphabétique")).to_be_checked()
        expect(status(reader)).to_have_text(announced, use_inner_text=True)
        assert ids_of(cards(reader)) == seen
        assert params(reader) == {"q": ["médecin"], "portee": ["locale"], "tri": ["alphabetique"]}


def test_sorting_paging_and_table_are_in_the_address(page: Page) -> None:
    go(page, "/propositions")
    first_page = ids_of(cards(page))
    page.get_by_role("button", name="Page suivante").click()
    expect_params(page, "/propositions", page="2")
    expect(page.get_by_text("Page 2 sur ")).to_be_visible()
    wait_ready(page)
    assert not set(first_page) & set(ids_of(cards(page)))

    page.get_by_role("radio", name="Ordre alphabétique").click()
    expect_params(page, "/propositions", tri="alphabetique")
    expect(page.get_by_text("Page 1 sur ")).to_be_visible()
    page.get_by_role("radio", name="Tableau").click()
    expect_params(page, "/propositions", tri="alphabetique", vue="tableau")
    table = page.get_by_role("table", name="Propositions retenues par le filtre")
    rows = table.get_by_role("row").filter(has=page.get_by_role("cell"))
    expect(rows).to_have_count(len(PROPOSITIONS))
    expect(cards(page)).to_have_count(0)


# By the keyboard alone at each run: test_clics.py.
@pytest.mark.epreuve
def test_sheet_keeps_the_filters_of_the_list_it_was_opened_from(page: Page) -> None:
    go(page, "/propositions?theme=prevention&portee=locale")
    listed = ids_of(cards(page))
    cards(page).nth(1).click()
    filters = {"theme": "prevention", "portee": "locale"}
    expect_params(page, "/propositions", **filters, fiche=listed[1])
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(f"Proposition {listed[1]}")
    expect(page.get_by_text(f"2 sur {len(listed)}", exact=True)).to_be_visible()
    page.get_by_role("button", name="Suivante").click()
    expect_params(page, "/propositions", **filters, fiche=listed[2])
    expect(title).to_have_text(f"Proposition {listed[2]}")
    page.get_by_role("link", name="Retour à la liste").click()
    expect_params(page, "/propositions", **filters)
    expect_count(page, len(listed))
    expect(cards(page)).to_have_count(len(listed))
    assert ids_of(cards(page)) == listed


@pytest.mark.parametrize(
    ("query", "words"),
    [("theme=inconnu", "inconnu"), ("fiche=XXX-L-99", "XXX-L-99"), ("page=deux", "deux")],
)
def test_unknown_value_is_told_and_the_rest_is_shown(page: Page, query: str, words: str) -> None:
    go(page, f"/propositions?portee=locale&{query}")
    expect(page.get_by_role("main").get_by_role("alert").filter(has_text=words)).to_be_visible()
    expect_count(page, count(portee="locale"))


def test_a_link_to_another_screen_takes_one_step_back(page: Page) -> None:
    go(page, "/")
    page.get_by_role("main").get_by_role("link", name=re.compile(r"^Composantes\sde\sE1")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Données et sources")
    wait_ready(page)
    expect_params(page, "/donnees", fichier="composantes", engagement="E1")
    page.go_back(wait_until="commit")
    expect_params(page, "/")
