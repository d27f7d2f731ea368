"""`python -m bench`: one run, one markdown table, with ratios and goals."""

import argparse
import datetime
import os
import platform
from importlib.metadata import version

from playwright.sync_api import sync_playwright

from bench.browser import (
    Subject,
    browser_name,
    measure_cold_starts,
    measure_filters,
    minimal_application,
    our_application,
)
from bench.reruns import measure_reruns, measure_search
from tests.navigateur.chromium import FLAGS, MISSING, find_chromium

FILTER_GOAL = 1.5
COLD_GOAL = 1.3
RERUN_GOAL_MS = 60
SEARCH_GOAL_MS = 10


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--filters", type=int, default=20, help="filter clicks per application")
    parser.add_argument("--cold", type=int, default=5, help="cold starts per application")
    parser.add_argument("--reruns", type=int, default=25, help="reruns per screen")
    options = parser.parse_args()
    path = find_chromium()
    if path is None:
        parser.exit(1, f"{MISSING}\n")

    ours, minimal = our_application(), minimal_application()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        name = browser_name(browser)
        measure_cold_starts(browser, [ours, minimal], options.cold)
        measure_filters(browser, [ours, minimal], options.filters)
        browser.close()
    reruns = measure_reruns(options.reruns)
    search = measure_search(options.reruns)
    print(describe_machine(name))
    print()
    print("\n".join(build_table(ours, minimal, reruns, search)))


def describe_machine(browser: str) -> str:
    """Date, size and versions, since figures without them mean nothing."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.date.today().isoformat()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"Python {platform.python_version()}, Streamlit {version('streamlit')}, {browser}"
    )


def build_table(
    ours: Subject, minimal: Subject, reruns: dict[str, float], search: float
) -> list[str]:
    """Lines of the markdown table."""
    (our_filter, our_cold, our_bytes) = ours.medians()
    (their_filter, their_cold, their_bytes) = minimal.medians()
    lines = [
        "| Median | Dashboard | Minimal application | Ratio | Goal |",
        "|---|---:|---:|---:|---:|",
        _row(
            "Filter clicked to new chart",
            f"{our_filter:.0f} ms",
            f"{their_filter:.0f} ms",
            our_filter / their_filter,
            f"≤ {FILTER_GOAL} ×",
        ),
        _row(
            "Cold start to first chart",
            f"{our_cold:.2f} s",
            f"{their_cold:.2f} s",
            our_cold / their_cold,
            f"≤ {COLD_GOAL} ×",
        ),
        _row(
            "First visit, transferred",
            f"{our_bytes / 1e6:.2f} MB",
            f"{their_bytes / 1e6:.2f} MB",
            our_bytes / their_bytes,
            "",
        ),
    ]
    for screen, elapsed in reruns.items():
        goal = f"≤ {RERUN_GOAL_MS} ms"
        lines.append(_row(f"Server, one rerun of {screen}", f"{elapsed:.0f} ms", "", None, goal))
    lines.append(
        _row("Search, one question", f"{search:.1f} ms", "", None, f"≤ {SEARCH_GOAL_MS} ms")
    )
    return lines


def _row(label: str, ours: str, theirs: str, ratio: float | None, goal: str) -> str:
    shown = "" if ratio is None else f"{ratio:.2f} ×"
    return f"| {label} | {ours} | {theirs} | {shown} | {goal} |"


if __name__ == "__main__":
    main()
