"""What a reader does on the screens, located as a reader would: by role and words first."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Download, Locator, Page, TimeoutError, expect

from tests.aides.navigateur.aides import FICHIER, wait_ready

# Point of the screen where a mark of a chart is on top: the centre of its box may be outside an
# area, or under a point.
SPOT = """(mark) => {
    const box = mark.getBoundingClientRect();
    const steps = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
    for (const down of steps) for (const across of steps) {
        const x = box.left + across * box.width, y = box.top + down * box.height;
        const around = [[0, 0], [8, 0], [-8, 0], [0, 8], [0, -8]];
        if (around.every(([dx, dy]) => document.elementFromPoint(x + dx, y + dy) === mark))
            return [x, y];
    }
    return [box.left + box.width / 2, box.top + box.height / 2];
}"""
# A mark is drawn from an item of the chart, in the order of the trace's `customdata`.
FIND_MARK = """([chart, wanted]) => {
    const plot = document.querySelector(`.st-key-${chart} .js-plotly-plot`);
    const items = new Set(plot.calcdata.flatMap((item) => {
        const rank = (item[0].trace.customdata ?? []).findIndex(
            (value) => JSON.stringify(value) === JSON.stringify(wanted));
        return rank < 0 ? [] : [item[rank]];
    }));
    return [...plot.querySelectorAll("path")].find((path) => items.has(path.__data__));
}"""

AT_ADDRESS = """([path, wanted]) => {
    const here = [...new URLSearchParams(location.search)].sort();
    return location.pathname === path && JSON.stringify(here) === JSON.stringify(wanted.sort());
}"""


def box(page: Page, group: str, words: str) -> Locator:
    """The box of an option of a facet, whatever the count it shows."""
    name = re.compile(rf"^{re.escape(words)}\s\(\d+\)")
    facet = page.locator("[class*='st-key-w-']").filter(has=page.get_by_text(group, exact=True))
    return facet.get_by_role("checkbox", name=name)


def tick(page: Page, group: str, words: str) -> None:
    """Click an option of a facet, where a reader clicks: on its words."""
    box(page, group, words).locator("xpath=ancestor::label").click()


def search_field(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Rechercher dans les propositions")


def status(page: Page) -> Locator:
    """The announced number of results."""
    return page.get_by_role("main").get_by_role("status").filter(has_text=" sur ")


def cards(page: Page) -> Locator:
    """Links to the sheets of the listed proposals, in order."""
    return page.get_by_role("main").get_by_role("link", name=re.compile(r"Fiche\s\S+-\S-\d+"))


def ids_of(links: Locator) -> list[str]:
    """Ids of the proposals that links lead to."""
    return [words.split()[-1] for words in links.all_inner_texts()]


def params(page: Page) -> dict[str, list[str]]:
    """The query of the address."""
    return parse_qs(urlsplit(page.url).query)


def expect_params(page: Page, path: str, /, **expected: str | list[str]) -> None:
    """Wait for the address to be `path` with exactly these parameters, values in any order."""
    wanted = sorted(
        [name, value]
        for name, values in expected.items()
        for value in ([values] if isinstance(values, str) else values)
    )
    try:
        page.wait_for_function(AT_ADDRESS, arg=[path, wanted])
    except TimeoutError as error:
        here = page.evaluate("location.pathname + location.search")
        raise AssertionError(f"{here} is not {path} with {wanted}") from error


def click_mark(page: Page, chart: str, wanted: str | list[str]) -> None:
    """Click, with the mouse, the point, area or bar of a chart whose `customdata` is `wanted`."""
    frame = page.locator(f".st-key-{chart}")
    expect(frame.locator("path.point, .point path").first).to_be_attached()
    wait_ready(page)
    frame.scroll_into_view_if_needed()
    mark = page.evaluate_handle(FIND_MARK, [chart, wanted])
    # A chart may be taller than the window.
    mark.evaluate("mark => mark.scrollIntoView({ block: 'nearest' })")
    x, y = mark.evaluate(SPOT)
    # The chart answers a click on what it has seen the mouse over.
    page.mouse.move(x - 3, y - 3)
    page.mouse.move(x, y)
    page.mouse.click(x, y)


def download(page: Page, name: str) -> tuple[Download, bytes]:
    """What a download button gives, and its content."""
    with page.expect_download(timeout=FICHIER) as given:
        page.get_by_role("button", name=name).click()
    return given.value, given.value.path().read_bytes()
