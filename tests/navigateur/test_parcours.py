"""What a newcomer comes for, each from the home page, without an address typed by hand.

At each run `test_adresses.py` holds that the search, the boxes and the address say the same to any
reader, `test_fichiers.py` that exports hold what is filtered.
"""

import io
import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from concertation.donnees import dossier_courant, load_donnees
from tests.aides.navigateur.aides import wait_ready
from tests.aides.navigateur.application import Application
from tests.aides.navigateur.gestes import (
    cards,
    download,
    expect_params,
    ids_of,
    params,
    search_field,
    status,
    tick,
)
from tests.aides.navigateur.navigation import go, load
from tests.navigateur.conftest import OpenPage

DONNEES = load_donnees(dossier_courant())
PROPOSITIONS = DONNEES.table("propositions")
ATELIERS = DONNEES.table("ateliers")
CPTS = DONNEES.table("glossaire").set_index("id").loc["cpts"]


def open_screen(page: Page, name: str) -> None:
    """From the home page, by the menu."""
    go(page, "/")
    page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    wait_ready(page)


def keep_local_prevention(page: Page) -> list[str]:
    """Filter with two boxes; ids of the proposals that the documents give."""
    tick(page, "Thème", "Prévention")
    expect_params(page, "/propositions", theme="prevention")
    wait_ready(page)
    tick(page, "Portée", "Locale")
    expect_params(page, "/propositions", theme="prevention", portee="locale")
    rows = PROPOSITIONS.to_dict("records")
    wanted = [r["id"] for r in rows if (r["theme"], r["portee"]) == ("prevention", "locale")]
    expect(status(page)).to_contain_text(f"{len(wanted)} propositions sur")
    wait_ready(page)
    return wanted


@pytest.mark.epreuve
def test_find_the_workshops_of_the_orne(page: Page) -> None:
    open_screen(page, "Ateliers")
    tick(page, "Département", "Orne")
    wanted = sorted(ATELIERS[ATELIERS["departement"] == "Orne"]["nom"])
    expect(status(page)).to_contain_text(f"{len(wanted)} ateliers sur")
    table = page.get_by_role("table", name="Ateliers retenus par les filtres")
    rows = table.get_by_role("row").filter(has=page.get_by_role("cell"))
    expect(rows).to_have_count(len(wanted))
    assert sorted(row.get_by_role("cell").first.inner_text() for row in rows.all()) == wanted


@pytest.mark.epreuve
def test_find_every_national_proposal_on_pharmacists(page: Page) -> None:
    open_screen(page, "Propositions")
    search_field(page).press_sequentially("pharmaciens", delay=30)
    expect_params(page, "/propositions", q="pharmaciens")
    wait_ready(page)
    tick(page, "Portée", "Nationale")
    expect_params(page, "/propositions", q="pharmaciens", portee="nationale")
    expect(status(page)).not_to_contain_text(f"{len(PROPOSITIONS)} propositions sur")
    wait_ready(page)
    texts = PROPOSITIONS["intitule"] + " " + PROPOSITIONS["sous_points"]
    says = texts.str.contains(r"\bpharmacien", case=False) & (PROPOSITIONS["portee"] == "nationale")
    found = ids_of(cards(page))
    assert set(PROPOSITIONS[says]["id"]) <= set(found)
    assert all(identifier[4] == "N" for identifier in found)
    expect(status(page)).to_contain_text(re.compile(rf"(?<!\d){len(found)}\spropositions?\ssur"))


@pytest.mark.epreuve
def test_send_the_link_to_the_local_prevention_proposals(
    page: Page, application: Application, open_page: OpenPage
) -> None:
    open_screen(page, "Propositions")
    wanted = keep_local_prevention(page)
    colleague = open_page(application.url)
    load(colleague, page.url)
    expect(status(colleague)).to_contain_text(f"{len(wanted)} propositions sur")
    assert ids_of(cards(colleague)) == wanted


@pytest.mark.epreuve
def test_export_the_local_prevention_proposals_to_a_spreadsheet(page: Page) -> None:
    open_screen(page, "Propositions")
    wanted = keep_local_prevention(page)
    page.get_by_role("button", name="Exporter").click()
    given, content = download(page, "Classeur (XLSX)")
    assert "propositions-theme-prevention" in given.suggested_filename
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    listed = [row[0] for row in rows if re.fullmatch(r"[A-Z]{3}-[LN]-\d+", row[0])]
    assert listed == wanted


def test_learn_what_a_cpts_is(page: Page) -> None:
    open_screen(page, "Propositions")
    acronym = page.get_by_role("main").get_by_role("link", name="CPTS", exact=True).first
    expect(acronym).to_have_attribute("title", re.compile(f"^{re.escape(CPTS['expansion'])}"))
    with page.expect_popup() as opened:
        acronym.click()
    help_page = opened.value
    expect(help_page.get_by_role("heading", name="CPTS")).to_be_visible()
    expect_params(help_page, "/aide", terme="cpts")
    main = help_page.get_by_role("main")
    expect(main.get_by_text(CPTS["expansion"], exact=True).first).to_be_visible()
    expect(main.get_by_text(CPTS["definition"]).first).to_be_visible()


def test_learn_why_the_end_date_is_29_november(page: Page) -> None:
    why = DONNEES.table("reserves").set_index("id").loc["R01"]
    go(page, "/")
    explained = page.get_by_test_id("stElementContainer").filter(
        has=page.get_by_role("button", name="Aide")
    )
    period = explained.filter(has_text="Ateliers tenus").last
    expect(period).to_contain_text("29 novembre 2022")
    question = period.get_by_role("button", name="Aide")
    question.hover()
    bubble = page.get_by_role("tooltip")
    expect(bubble).to_contain_text(why["conduite"])
    page.mouse.move(5, 5)
    expect(bubble).to_have_count(0)
    question.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(question).to_be_focused()
    expect(bubble).to_contain_text(why["conduite"])

    expander = page.get_by_role("group").filter(has_text="Réserves : à savoir")
    expander.get_by_text("Réserves : à savoir").click()
    expect(expander.get_by_text(f"R01 – {why['titre']}.")).to_be_visible()
    expect(expander).to_contain_text(why["constat"])
    expect(expander).to_contain_text(why["conduite"])
    assert params(page) == {}
