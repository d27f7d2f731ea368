"""On a telephone of 390 pixels."""

import pytest
from playwright.sync_api import Page, expect

from tests.aides.navigateur.aides import violations, wait_ready
from tests.aides.navigateur.application import Application
from tests.aides.navigateur.gestes import box, expect_params
from tests.aides.navigateur.navigation import go
from tests.navigateur.conftest import OpenPage
from tests.navigateur.test_axe import FEUILLE_ROUTE, some

TELEPHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 15) Chrome/140.0.0.0 Mobile Safari/537.36",
}
# [seen by the reader, width of the document, width of what the main column holds and shows]
WIDTHS = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    return [innerWidth, document.scrollingElement.scrollWidth, main.scrollWidth, main.clientWidth];
}"""
ADDRESSES = [
    "/",
    "/ateliers",
    "/ateliers?departement=76&fiche=AT-12",
    "/propositions",
    "/propositions?q=médecin&theme=acces&theme=attractivite&portee=locale",
    "/propositions?vue=tableau&portee=locale&theme=prevention",
    "/propositions?theme=acces&fiche=ACC-L-02",
    "/territoires?territoire=D61&couche=departements&couche=dispositifs",
    "/territoires?vue=regards",
    *(address for address, _ in FEUILLE_ROUTE),
    "/tracabilite",
    "/tracabilite?vue=diagramme",
    "/tracabilite?depart=proposition:ACC-L-13",
    "/tracabilite?q=transport+à+la+demande",
    "/diaporamas",
    "/documents?document=note-de-revue",
    "/donnees",
    "/donnees?fichier=ateliers",
    "/donnees?vue=documents",
    "/donnees?vue=reserves",
    "/donnees?vue=verifier",
    "/aide?terme=cpts",
    "/accessibilite",
    "/donnees_personnelles",
]


# Choices and links that end beyond the window, or whose words are cut.
CUT = """() => [...document.querySelectorAll(
        '[role="radio"], [data-testid="stMain"] [data-testid="stPageLink-NavLink"] span')]
    .filter((e) => e.getBoundingClientRect().right > innerWidth
        || (getComputedStyle(e).overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1))
    .map((e) => e.textContent)"""


@pytest.fixture
def telephone(application: Application, open_page: OpenPage) -> Page:
    return open_page(application.url, **TELEPHONE)


@pytest.mark.parametrize(
    "addresses",
    some(ADDRESSES, *map(ADDRESSES.index, (
        "/", "/ateliers?departement=76&fiche=AT-12", ADDRESSES[5], ADDRESSES[7],
        "/feuille_route?vue=argent&financeur=ARS", "/tracabilite?vue=diagramme", "/diaporamas",
        "/donnees?vue=verifier",
    ))),
)  # fmt: skip
def test_no_screen_scrolls_sideways_nor_has_a_fault(telephone: Page, addresses: list[str]) -> None:
    wide, faulty = {}, {}
    for address in addresses:
        go(telephone, address)
        if cut := telephone.evaluate(CUT):
            faulty[f"{address} cut"] = cut
        seen, document, held, shown = telephone.evaluate(WIDTHS)
        if not (seen == 390 and document <= 390 and held <= shown):
            wide[address] = (seen, document, held, shown)
        if faults := violations(telephone):
            faulty[address] = faults
    assert not wide
    assert not faulty


def test_menu_opens_leads_to_a_screen_and_closes(telephone: Page) -> None:
    go(telephone, "/")
    menu = telephone.get_by_role("button", name="Menu")
    link = telephone.get_by_role("link", name="Ateliers", exact=True)
    for _ in range(2):  # from the home page, then from another screen
        expect(link).to_have_count(0)
        menu.tap()
        expect(link).to_be_in_viewport()
        wait_ready(telephone)
        assert telephone.evaluate(WIDTHS)[:2] == [390, 390]
        link.tap()
        expect_params(telephone, "/ateliers")
        expect(telephone.get_by_role("heading", level=1)).to_have_text("Ateliers")
        expect(link).to_have_count(0)
        telephone.go_back()
        go(telephone, "/propositions")
    menu.tap()
    expect(link).to_be_in_viewport()
    wait_ready(telephone)
    assert not violations(telephone)
    go(telephone, "/ateliers")
    box(telephone, "Département", "Orne").locator("xpath=ancestor::label").tap()
    expect_params(telephone, "/ateliers", departement="61")


# Pairs of words over one another, in the chart.
OVER = """() => {
    const boxes = [...document.querySelectorAll('.js-plotly-plot .annotation')].map(
        (g) => [g.textContent, g.getBoundingClientRect()])
    return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([, q]) =>
        Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1
        && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 3).map(([b]) => [a, b]))
}"""


# Once it is drawn at this width; a page of ours evaluates no text by itself.
OVER_AT_LAST = f"""async () => {{
    const over = {OVER}
    for (let turn = 0; turn < 100 && over().length; turn++)
        await new Promise((then) => setTimeout(then, 50))
    return over()
}}"""


@pytest.mark.parametrize("largeur", [390, pytest.param(800, marks=pytest.mark.epreuve)])
def test_charts_suit_a_narrow_window_of_a_desk(
    application: Application, open_page: OpenPage, largeur: int
) -> None:
    page = open_page(application.url)
    page.set_viewport_size({"width": largeur, "height": 844})
    go(page, "/tracabilite")
    expect(page.get_by_role("button", name="Menu")).to_have_count(int(largeur == 390))
    entete = page.locator(".js-plotly-plot .annotation").filter(has_text="Maisons sport")
    expect(entete).to_be_visible()
    assert page.evaluate(OVER_AT_LAST) == []
    assert page.evaluate(WIDTHS)[1] <= largeur
