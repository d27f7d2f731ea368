"""`python -m bench.presentation`: what a presenter waits for, in one run, as ratios."""

import argparse
from statistics import median

from playwright.sync_api import sync_playwright

from bench.__main__ import describe_machine
from bench.browser import browser_name, measure_slides, minimal_application
from tests.navigateur.chromium import FLAGS, MISSING, find_chromium

SLIDE_GOAL = 1.2


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.presentation", description=__doc__)
    parser.add_argument("--slides", type=int, default=24, help="keys pressed")
    options = parser.parse_args()
    path = find_chromium()
    if path is None:
        parser.exit(1, f"{MISSING}\n")
    minimal = minimal_application()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        name = browser_name(browser)
        ours = median(measure_slides(browser, minimal, options.slides))
        browser.close()
    theirs = median(minimal.filter_ms)
    print(describe_machine(name))
    print()
    print("| Median | Dashboard | Minimal application | Ratio | Goal |")
    print("|---|---:|---:|---:|---:|")
    print(
        f"| Key to next slide, painted | {ours:.0f} ms | {theirs:.0f} ms | {ours / theirs:.2f} × "
        f"| ≤ {SLIDE_GOAL} × |"
    )


if __name__ == "__main__":
    main()
