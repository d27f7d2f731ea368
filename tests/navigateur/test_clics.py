"""Maps and charts answer to a click, and the keyboard does the same without them."""

import re

import pytest
from playwright.sync_api import Page, expect

from concertation.donnees import dossier_courant, load_donnees
from tests.aides.navigateur.aides import wait_ready
from tests.aides.navigateur.gestes import (
    box,
    cards,
    click_mark,
    expect_params,
    search_field,
    status,
    tick,
)
from tests.aides.navigateur.navigation import go

DONNEES = load_donnees(dossier_courant())
ATELIERS = DONNEES.table("ateliers")
PROPOSITIONS = DONNEES.table("propositions")

# Whatever tells a reader where the focus is, on the element, in it or around it.
LOOK = """() => {
    document.getAnimations().forEach((animation) => animation.finish());
    const seen = [...window.focused.querySelectorAll("*")];
    for (let e = window.focused, level = 0; e && level < 4; e = e.parentElement, level++)
        seen.push(e);
    return seen.map((element) => {
        const { outline, boxShadow, borderColor, backgroundColor, color, textDecoration }
            = getComputedStyle(element);
        return [outline, boxShadow, borderColor, backgroundColor, color, textDecoration].join();
    }).join();
}"""


def workshops(departement: str) -> int:
    return sum(code == departement for code in ATELIERS["code_departement"])


def test_point_of_the_map_opens_its_sheet_and_closes_it_again(page: Page) -> None:
    go(page, "/ateliers")
    atelier = ATELIERS.iloc[-1]
    click_mark(page, "carte", atelier["id"])
    expect_params(page, "/ateliers", fiche=atelier["id"])
    sheet = page.get_by_role("table", name=f"Fiche de l’atelier de {atelier['nom']}")
    expect(sheet).to_be_visible()
    expect(sheet).to_contain_text(atelier["commune"])
    expect(page.get_by_role("combobox", name="Atelier")).to_have_value(atelier["nom"])
    click_mark(page, "carte", atelier["id"])
    expect_params(page, "/ateliers")
    expect(sheet).to_have_count(0)


def test_area_of_the_map_filters_and_a_second_click_clears(page: Page) -> None:
    go(page, "/ateliers")
    click_mark(page, "carte", "61")
    expect_params(page, "/ateliers", departement="61")
    expect(status(page)).to_contain_text(f"{workshops('61')} ateliers sur {len(ATELIERS)}")
    expect(box(page, "Département", "Orne")).to_be_checked()
    click_mark(page, "carte", "61")
    expect_params(page, "/ateliers")
    expect(status(page)).to_contain_text(f"{len(ATELIERS)} ateliers sur {len(ATELIERS)}")
    expect(box(page, "Département", "Orne")).not_to_be_checked()


def test_area_of_the_territories_opens_its_sheet_and_a_stop_its_departement(page: Page) -> None:
    go(page, "/territoires?couche=departements&couche=zones&couche=dispositifs")
    layers = ["departements", "zones", "dispositifs"]
    click_mark(page, "carte-territoires", "D14")
    expect_params(page, "/territoires", couche=layers, territoire="D14")
    expect(page.get_by_role("heading", name="Calvados")).to_be_visible()
    wait_ready(page)
    click_mark(page, "carte-territoires", "EPCI-200042729")
    expect_params(page, "/territoires", couche=layers, territoire="EPCI-200042729")
    wait_ready(page)
    click_mark(page, "carte-territoires", "dispositif:medicobus-61029")
    expect_params(page, "/territoires", couche=layers, territoire="D61")


def test_a_press_counts_for_what_it_began_on_though_a_run_moves_it_meanwhile(page: Page) -> None:
    go(page, "/ateliers?departement=76")
    fond = page.get_by_test_id("stMainBlockContainer")
    orne = box(page, "Département", "Orne").locator("xpath=ancestor::label")
    puce = page.get_by_role("button", name=re.compile(r"Département\s: Seine-Maritime"))
    lien = page.get_by_role("main").get_by_role("link", name="Sources et réserves")
    for cible, chemin, params in (
        (orne, "/ateliers", {"departement": ["61", "76"]}),
        (puce, "/ateliers", {"departement": "61"}),
        (lien, "/donnees", {}),
    ):
        avant = page.url
        cible.hover()
        page.mouse.down()
        page.mouse.move(1, 1)
        page.mouse.up()
        # The hand went elsewhere before it rose: that press was taken back.
        assert page.url == avant
        cible.hover()
        page.mouse.down()
        fond.evaluate("fond => { fond.style.paddingBottom = fond.style.paddingTop = '300px' }")
        page.mouse.up()
        expect_params(page, chemin, **params)
        fond.evaluate("fond => fond.removeAttribute('style')")
        wait_ready(page)


def test_bar_keeps_its_theme_and_portee_and_a_second_click_frees_them(page: Page) -> None:
    go(page, "/propositions")
    click_mark(page, "barres", ["attractivite", "nationale"])
    expect_params(page, "/propositions", theme="attractivite", portee="nationale")
    kept = PROPOSITIONS.query("theme == 'attractivite' and portee == 'nationale'")
    announced = status(page).get_by_text(f"{len(kept)} propositions sur {len(PROPOSITIONS)}")
    expect(announced).to_be_visible()
    click_mark(page, "barres", ["attractivite", "nationale"])
    expect_params(page, "/propositions")
    expect(announced).to_have_count(0)


@pytest.mark.parametrize(
    ("chart", "mark", "path", "query"),
    [
        ("barres-accueil", ["prevention", "locale"], "/propositions",
         {"theme": "prevention", "portee": "locale"}),
        # Points and areas of the same map at each run, on the screen of the workshops.
        pytest.param(
            "carte-accueil", "AT-01", "/ateliers", {"fiche": "AT-01"}, marks=pytest.mark.epreuve
        ),
        pytest.param(
            "carte-accueil", "76", "/ateliers", {"departement": "76"}, marks=pytest.mark.epreuve
        ),
    ],
    ids=["bar", "point", "area"],
)  # fmt: skip
def test_home_page_leads_to_the_screen_with_its_filter(
    page: Page, chart: str, mark: str | list[str], path: str, query: dict[str, str]
) -> None:
    go(page, "/")
    click_mark(page, chart, mark)
    expect_params(page, path, **query)
    expect(page.get_by_role("heading", level=1)).to_have_text(path[1:].capitalize())
    page.go_back(wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_have_text(DONNEES.metadonnees["nom"])


def test_number_of_results_is_announced_when_the_filter_changes(page: Page) -> None:
    go(page, "/propositions")
    announced = status(page)
    total = len(PROPOSITIONS)
    expect(announced).to_have_text(re.compile(rf"{total}\spropositions\ssur\s{total}$"))
    region = announced.element_handle()
    tick(page, "Portée", "Locale")
    local = sum(PROPOSITIONS["portee"] == "locale")
    expect(announced).to_have_text(re.compile(rf"{local}\spropositions\ssur\s{total}$"))
    # A reader hears a change inside a region that stays, not a region that comes.
    assert region.evaluate("(element) => element.isConnected")
    search_field(page).fill("zzzzqq")
    expect(announced).to_contain_text(f"0 proposition sur {total}")
    expect(announced).to_contain_text("retirez un filtre")
    expect(cards(page)).to_have_count(0)


def press_until(page: Page, key: str, target: str, limit: int = 60) -> None:
    """Press a key until the focused element's words begin with `target`."""
    for _ in range(limit):
        page.keyboard.press(key)
        words = page.evaluate(
            "() => { const e = document.activeElement;"
            " return /^(MAIN|BODY)$/.test(e.tagName) ? ''"
            " : e.getAttribute('aria-label') ?? e.innerText; }"
        )
        if re.search(rf"(^|\n){re.escape(target)}", words):
            return
    raise AssertionError(f"{limit} × {key} never reach {target}")


def test_keyboard_alone_searches_filters_reads_and_comes_back(page: Page) -> None:
    go(page, "/propositions")
    press_until(page, "Tab", "Rechercher dans les propositions")
    page.keyboard.type("pharmacien", delay=30)
    expect_params(page, "/propositions", q="pharmacien")
    wait_ready(page)
    press_until(page, "Tab", "Accès aux soins")
    page.keyboard.press("Space")
    expect_params(page, "/propositions", q="pharmacien", theme="acces")
    wait_ready(page)
    press_until(page, "Tab", "Continuité des soins")
    page.keyboard.press("Space")
    filters = {"q": "pharmacien", "theme": ["acces", "continuite"]}
    expect_params(page, "/propositions", **filters)
    wait_ready(page)
    listed = [words.split()[-1] for words in cards(page).all_inner_texts()]
    press_until(page, "Tab", f"Fiche {listed[0]}")
    page.keyboard.press("Enter")
    expect_params(page, "/propositions", **filters, fiche=listed[0])
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(f"Proposition {listed[0]}")
    wait_ready(page)

    page.keyboard.press("ArrowRight")
    expect(title).to_have_text(f"Proposition {listed[1]}")
    expect_params(page, "/propositions", **filters, fiche=listed[1])
    wait_ready(page)
    page.keyboard.press("ArrowLeft")
    expect(title).to_have_text(f"Proposition {listed[0]}")
    expect_params(page, "/propositions", **filters, fiche=listed[0])
    wait_ready(page)
    press_until(page, "Tab", "Retour à la liste")
    page.keyboard.press("Enter")
    expect_params(page, "/propositions", **filters)
    wait_ready(page)
    expect(title).to_have_text("Propositions")


def test_focus_is_seen_at_each_stop_and_leaves_the_page_at_its_end(page: Page) -> None:
    go(page, "/propositions?theme=prevention&portee=locale")
    stops: list[str] = []
    for _ in range(120):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            "() => { const e = window.focused = document.activeElement;"
            " return e.tagName + ' ' + (e.getAttribute('aria-label') ?? e.innerText)"
            ".slice(0, 40); }"
        )
        if stop.startswith("BODY"):
            break
        # The main column is a stop so that arrow keys scroll it: it has nothing to show.
        if not stop.startswith("MAIN"):
            focused = page.evaluate(LOOK)
            explained = page.get_by_role("tooltip").count() > 0
            page.evaluate("() => window.focused.blur()")
            seen = explained or page.evaluate(LOOK) != focused
            assert seen, f"nothing shows the focus on {stop!r}"
            page.evaluate("() => window.focused.focus({ focusVisible: true })")
        stops.append(stop)
    else:
        raise AssertionError(f"the focus never leaves the page: {stops[-3:]}")
    assert any("Exporter" in stop for stop in stops)
    assert any("Accessibilité : non" in stop for stop in stops)
    assert len(stops) > 20
