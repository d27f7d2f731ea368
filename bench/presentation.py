"""`python -m bench.presentation`: what a presenter waits for, in rounds, as ratios."""

import argparse

from bench.__main__ import describe_machine
from bench.browser import (
    SLIDE,
    browser_name,
    measure_slides,
    minimal_application,
    our_application,
)
from bench.manches import compare
from tests.aides.navigateur.chromium import open_chromium

SLIDE_GOAL = 1.2


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.presentation", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="rounds in which both are measured")
    parser.add_argument("--slides", type=int, default=12, help="keys pressed a round")
    options = parser.parse_args()
    ours, minimal = our_application(), minimal_application()
    with open_chromium() as browser:
        name = browser_name(browser)
        for _ in range(options.rounds):
            measure_slides(browser, ours, minimal, options.slides)
    nous, eux = ours.mesures()[SLIDE], minimal.mesures()[SLIDE]
    print(describe_machine(name))
    print()
    print("| Median [spread] | Dashboard | Minimal application | Ratio | Goal |")
    print("|---|---:|---:|---:|---:|")
    print(f"| {SLIDE} | {nous} | {eux} | {compare(nous, eux)} | ≤ {SLIDE_GOAL} × |")


if __name__ == "__main__":
    main()
