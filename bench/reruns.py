"""Server time of one rerun of each screen, through Streamlit's own runner, without a browser.

`python bench/reruns.py` measures the dashboard of the folder it is run in, which may be that of an
older revision: it asks nothing of it but its pages, its data and its search. It prints JSON.
"""

import csv
import importlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Any
from unittest import mock

from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

WARM_UP = 3
HOME, PROPOSITIONS = "accueil", "propositions"
QUESTIONS = ("pharmacien", "medecin traitant", "communauté professionnelle territoriale", "prév")
SEARCH = "Search, one question"
# Where the search was, newest first.
RECHERCHE = ("concertation.analyse.recherche.recherche", "concertation.analyse.recherche")


@contextmanager
def _clock(clock: Callable[[], float]) -> Iterator[list[float]]:
    """Milliseconds of each run of a script by this clock, a list that grows."""
    samples: list[float] = []
    # Streamlit tells nobody when a run begins and ends.
    original = script_runner.ScriptRunner._run_script  # noqa: SLF001

    def timed(self: Any, rerun_data: Any) -> None:
        start = clock()
        original(self, rerun_data)
        samples.append((clock() - start) * 1000)

    with mock.patch.object(script_runner.ScriptRunner, "_run_script", timed):
        yield samples


def measure_reruns(rounds: int) -> dict[str, float]:
    """Median milliseconds by screen; raises RuntimeError when a screen fails."""
    pages = {page.stem: page for page in sorted(Path("pages").glob("*/*.py"))}
    medians = {
        f"Server, one rerun of `/{'' if nom == HOME else nom}`": _measure(page, rounds)
        for nom, page in pages.items()
    }
    with Path("data/themes.csv").open(encoding="utf-8-sig", newline="") as lignes:
        themes = [ligne["id"] for ligne in csv.DictReader(lignes)]
    for quoi, cle, valeurs in (
        ("another theme", "theme", themes),
        ("another search", "q", ["medecin", "prevention", "transport"]),
    ):

        def change(at: AppTest, turn: int, cle: str = cle, valeurs: list[str] = valeurs) -> None:
            at.query_params[cle] = valeurs[turn % len(valeurs)]

        nom = f"Server, one rerun of `/{PROPOSITIONS}`, {quoi}"
        medians[nom] = _measure(pages[PROPOSITIONS], rounds, change)
    return medians


def measure_search(rounds: int) -> float:
    """Median milliseconds of one question to the search index, each asked for the first time."""
    from concertation.donnees import dossier_courant, load_donnees

    recherche = None
    for module in RECHERCHE:
        with suppress(ImportError, AttributeError):
            recherche = importlib.import_module(module).Recherche
            break
    if recherche is None:
        raise RuntimeError("the search is not where it was")
    donnees = load_donnees(dossier_courant())
    build = getattr(recherche, "build", recherche)  # older commits have the method
    index = build(*map(donnees.table, ("propositions", "themes", "glossaire")))
    durees = []
    for turn in range(rounds):
        for question in QUESTIONS:
            start = time.perf_counter()
            index.search(question + " " * turn)  # each writing is another question
            durees.append((time.perf_counter() - start) * 1000)
    return median(durees)


def _measure(
    page: Path, rounds: int, change: Callable[[AppTest, int], None] | None = None
) -> float:
    at = AppTest.from_file(str(Path("dashboard.py").resolve()), default_timeout=60).run()
    if page.stem != HOME:
        at.switch_page(str(page))
    return measure_runs(at, page.name, rounds, change)


def measure_runs(
    at: AppTest,
    nom: str,
    rounds: int,
    change: Callable[[AppTest, int], None] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """Median milliseconds of the reruns of an open screen; RuntimeError when it fails."""
    with _clock(clock) as samples:
        for turn in range(WARM_UP + rounds):
            if change is not None:
                change(at, turn)
            at.run()
            if at.exception:
                raise RuntimeError(f"{nom}: {at.exception[0].message}")
    if len(samples) < WARM_UP + rounds:
        raise RuntimeError(f"{nom}: {len(samples)} runs were timed")
    return median(samples[WARM_UP:])


if __name__ == "__main__":
    fois = int(sys.argv[1])
    print(json.dumps(measure_reruns(fois) | {SEARCH: measure_search(fois)}))
