"""`python -m bench.exports`: ten people export at once; what do the others wait for?

Each asks for the whole dossier, then leaves: the files go on being made in the server's queue,
and the browser of this bench weighs on nothing but the screen that it measures.
"""

import argparse
from contextlib import ExitStack
from statistics import median

from playwright.sync_api import Browser, Page

from bench.__main__ import describe_machine
from bench.browser import CHART, WATCH, browser_name, our_application
from tests.aides.navigateur.aides import wait_ready
from tests.aides.navigateur.application import DASHBOARD, Application
from tests.aides.navigateur.chromium import open_chromium

PERSONNES = 10
GOAL = 1.33


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.exports", description=__doc__)
    parser.add_argument("--filters", type=int, default=16, help="filter clicks each time")
    options = parser.parse_args()
    with open_chromium() as browser:
        name = browser_name(browser)
        alone, beside = measure(browser, options.filters)
    print(describe_machine(name))
    print()
    print("| Median, a filter clicked to its new chart | Alone | While ten export | Ratio | Goal |")
    print("|---|---:|---:|---:|---:|")
    print(
        f"| Propositions | {alone:.0f} ms | {beside:.0f} ms | {beside / alone:.2f} × | ≤ {GOAL} × |"
    )


def measure(browser: Browser, rounds: int) -> tuple[float, float]:
    """Milliseconds from a filter to its chart: alone, then while ten dossiers are being made."""
    with ExitStack() as stack:
        application = stack.enter_context(Application(DASHBOARD))
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        stack.callback(context.close)
        page = context.new_page()
        page.goto(f"{application.url}/propositions")
        page.locator(CHART).first.wait_for(state="attached")
        wait_ready(page)
        click_filters(page, 4)
        alone = click_filters(page, rounds)
        for _ in range(PERSONNES):
            ask_dossier(browser, application.url)
        page.bring_to_front()
        beside = click_filters(page, rounds)
    return median(alone), median(beside)


def ask_dossier(browser: Browser, url: str) -> None:
    """Somebody asks for a dossier, and closes the page."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{url}/documents?document=dossier")
    wait_ready(page)
    page.get_by_role("button", name="Préparer le fichier").click()
    page.get_by_role("button", name="Abandonner").wait_for()
    context.close()


def click_filters(page: Page, rounds: int) -> list[float]:
    """Milliseconds of as many clicks."""
    samples = []
    for turn in range(rounds):
        page.evaluate(WATCH)
        our_application().click_filter(page, turn)
        samples.append(float(page.evaluate("() => window.elapsed")))
        wait_ready(page)
    return samples


if __name__ == "__main__":
    main()
