"""Time that the server spends on one rerun of each screen.

Each screen runs in this process by Streamlit's own runner, with the settings of
`.streamlit/config.toml`; the clock stands around the runner's work on the script, and leaves
out what only the test harness does afterwards.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any
from unittest import mock

from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from concertation.analyse.recherche.recherche import Recherche
from concertation.interface.socle.registre import PAGES, PROPOSITIONS, Ecran, every_ecran
from tests.navigateur.application import DASHBOARD, REPOSITORY

WARM_UP = 3
QUESTIONS = ("pharmacien", "medecin traitant", "communauté professionnelle territoriale", "prév")


@contextmanager
def _clock() -> Iterator[list[float]]:
    """Milliseconds of each run of a script, a list that grows."""
    samples: list[float] = []
    # Streamlit tells nobody when a run begins and ends.
    original = script_runner.ScriptRunner._run_script  # noqa: SLF001

    def timed(self: Any, rerun_data: Any) -> None:
        start = time.perf_counter()
        original(self, rerun_data)
        samples.append((time.perf_counter() - start) * 1000)

    with mock.patch.object(script_runner.ScriptRunner, "_run_script", timed):
        yield samples


def measure_reruns(rounds: int) -> dict[str, float]:
    """Median milliseconds by screen; raises RuntimeError when a screen fails."""
    os.chdir(REPOSITORY)
    medians = {f"`/{ecran.url_path}`": _measure(ecran, rounds) for ecran in every_ecran()}
    themes = _theme_values()

    def change_theme(at: AppTest, turn: int) -> None:
        at.query_params["theme"] = themes[turn % len(themes)]

    def change_search(at: AppTest, turn: int) -> None:
        at.query_params["q"] = ("medecin", "prevention", "transport")[turn % 3]

    medians[f"`/{PROPOSITIONS.url_path}`, another theme"] = _measure(
        PROPOSITIONS, rounds, change_theme
    )
    medians[f"`/{PROPOSITIONS.url_path}`, another search"] = _measure(
        PROPOSITIONS, rounds, change_search
    )
    return medians


def measure_search(rounds: int) -> float:
    """Median milliseconds of one question to the search index, each asked for the first time."""
    from concertation.donnees import dossier_courant, load_donnees

    donnees = load_donnees(dossier_courant())
    recherche = Recherche.build(*map(donnees.table, ("propositions", "themes", "glossaire")))
    durees = []
    for turn in range(rounds):
        for question in QUESTIONS:
            start = time.perf_counter()
            recherche.search(question + " " * turn)  # each writing is another question
            durees.append((time.perf_counter() - start) * 1000)
    return median(durees)


def _theme_values() -> list[str]:
    from concertation.donnees import dossier_courant, load_donnees

    return list(load_donnees(dossier_courant()).table("themes")["id"])


def _measure(
    ecran: Ecran, rounds: int, change: Callable[[AppTest, int], None] | None = None
) -> float:
    at = AppTest.from_file(str(DASHBOARD), default_timeout=60).run()
    if not ecran.accueil:
        at.switch_page(str(ecran.chemin.relative_to(PAGES.parent)))
    return measure_runs(at, ecran.chemin.name, rounds, change)


def measure_runs(
    at: AppTest, nom: str, rounds: int, change: Callable[[AppTest, int], None] | None = None
) -> float:
    """Median milliseconds of the reruns of an open screen; RuntimeError when it fails."""
    with _clock() as samples:
        for turn in range(WARM_UP + rounds):
            if change is not None:
                change(at, turn)
            at.run()
            if at.exception:
                raise RuntimeError(f"{nom}: {at.exception[0].message}")
    if len(samples) < WARM_UP + rounds:
        raise RuntimeError(f"{nom}: {len(samples)} runs were timed")
    return median(samples[WARM_UP:])
