"""`python -m bench`: rounds of measures, one markdown table: medians [spread], ratios, goals.

`--avant REV` measures the dashboard of another revision in the same rounds.
"""

import argparse
import datetime
import os
import platform
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from bench.browser import (
    COLD,
    FILTER,
    Subject,
    browser_name,
    measure_cold_starts,
    measure_filters,
    minimal_application,
    our_application,
)
from bench.manches import REPOSITORY, Mesure, checkout, compare, is_worse, measure_server
from bench.reruns import SEARCH
from tests.aides.navigateur.chromium import open_chromium

GOALS = {FILTER: "≤ 1.5 ×", COLD: "≤ 1.3 ×", SEARCH: "≤ 10 ms"}
RERUN_GOAL = "≤ 60 ms"


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="rounds in which all are measured")
    parser.add_argument("--filters", type=int, default=10, help="filter clicks a round")
    parser.add_argument("--cold", type=int, default=2, help="cold starts a round")
    parser.add_argument("--reruns", type=int, default=10, help="reruns of a screen a round")
    parser.add_argument("--avant", metavar="REV", help="revision to compare with")
    options = parser.parse_args()

    with ExitStack() as stack:
        ours, minimal = our_application(), minimal_application()
        subjects = {"Dashboard": ours, "Minimal application": minimal}
        folders = {"Dashboard": REPOSITORY}
        if options.avant:
            folders[options.avant] = stack.enter_context(checkout(options.avant))
            subjects[options.avant] = our_application(folders[options.avant])
        with open_chromium() as browser:
            name = browser_name(browser)
            for _ in range(options.rounds):
                measure_cold_starts(browser, list(subjects.values()), options.cold)
                measure_filters(browser, list(subjects.values()), options.filters)
                _measure_servers(subjects, folders, options.reruns)
    print(describe_machine(name))
    print()
    print("\n".join(build_table(subjects, options.avant)))


def _measure_servers(subjects: dict[str, Subject], folders: dict[str, Path], fois: int) -> None:
    for nom, racine in folders.items():
        for quoi, valeur in measure_server(racine, fois).items():
            subjects[nom].keep(quoi, [valeur])


def describe_machine(browser: str) -> str:
    """Date, size and versions, since figures without them mean nothing."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.date.today().isoformat()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"Python {platform.python_version()}, Streamlit {version('streamlit')}, {browser}"
    )


def build_table(subjects: dict[str, Subject], avant: str | None) -> list[str]:
    """Lines of the markdown table; a figure beyond the spread of `avant` is said « worse »."""
    tout = {nom: subject.mesures() for nom, subject in subjects.items()}
    entetes = ["Median [spread]", *tout, "Dashboard / minimal", "Goal"]
    if avant:
        entetes.append(f"Dashboard / {avant}")
    lignes = [f"| {' | '.join(entetes)} |", "|---|" + "---:|" * (len(entetes) - 1)]
    for quoi, nous in tout["Dashboard"].items():
        eux: Mesure | None = tout["Minimal application"].get(quoi)
        cellules = [quoi, *(str(tout[nom].get(quoi, "")) for nom in tout)]
        cellules.append(compare(nous, eux) if eux else "")
        cellules.append(GOALS.get(quoi, RERUN_GOAL if quoi.startswith("Server") else ""))
        if avant:
            autre = tout[avant].get(quoi)
            mot = " worse" if autre and is_worse(nous, autre) else ""
            cellules.append(compare(nous, autre) + mot if autre else "")
        lignes.append(f"| {' | '.join(cellules)} |")
    return lignes


if __name__ == "__main__":
    main()
