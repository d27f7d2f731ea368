"""What every test shares."""

import gc
import os
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import app_test, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

import concertation.donnees
import concertation.donnees.dossier
from tests.aides.bases import COMMUN
from tests.aides.connexion import AT_THE_MACHINE
from tests.aides.epreuves import EPREUVES, LONG

# What is loaded to test stays: no collection of rubbish walks it until it all is.
gc.disable()

_read = concertation.donnees.load_donnees
_read_once = lru_cache(maxsize=16)(lambda dossier, _empreinte: _read(dossier))


def _load(dossier: Path) -> concertation.donnees.Donnees:
    """As the application does: a folder is read again when a file of it has changed.

    Fifty modules read the published one as they are collected, and each fresh screen does.
    """
    return _read_once(Path(dossier), concertation.donnees.compute_empreinte(Path(dossier)))


# Before any module takes it by its name.
concertation.donnees.load_donnees = concertation.donnees.dossier.load_donnees = _load

FEW = 30

# A slow machine is no failure; on CI the same examples come back at each run.
settings.register_profile("local", deadline=None, max_examples=FEW)
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, print_blob=True)
settings.register_profile(EPREUVES, settings.get_profile("local"), max_examples=FEW * LONG)
settings.load_profile("ci" if os.environ.get("CI") else "local")

# Each AppTest would read what 130 installed packages say of themselves: half of its time.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

# And makes anew what stands for the server, which costs as much as a small screen.
app_test.MagicMock = cache(app_test.MagicMock)  # type: ignore[misc]


def _wait(runner: LocalScriptRunner, timeout: float = 3) -> None:
    """The end of a run, waited for: Streamlit looks a thousand times a second, which slows it."""
    if runner._script_thread is not None:  # noqa: SLF001
        runner._script_thread.join(timeout)  # noqa: SLF001
    _look(runner, 0.1)


_look = local_script_runner.require_widgets_deltas
local_script_runner.require_widgets_deltas = _wait

TESTS = Path(__file__).parent
DESK = "tests.aides.navigateur.poste"
# Two workers take one file after the other: the longest come first, short ones fill the end.
LONGEST = (
    "navigateur/test_axe_suivi.py",
    "navigateur/test_axe.py",
    "navigateur/test_soiree.py",
    "navigateur",
    "interface",
    "suivi",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if settings.get_current_profile_name() != EPREUVES:
        longs = [item for item in items if item.get_closest_marker("epreuve")]
        config.hook.pytest_deselected(items=longs)
        items[:] = [item for item in items if item not in longs]

    items.sort(key=lambda item: _rank(item.path))


def pytest_collection_finish() -> None:
    """What is loaded now lives as long as the tests: collections of rubbish need not walk it."""
    gc.freeze()
    gc.enable()


class Files(LoadScopeScheduling):
    """A worker takes a whole file, or all those that sit at the one desk of the browser tests."""

    def _split_scope(self, nodeid: str) -> str:
        return _group(nodeid.split("::")[0])


@cache
def _group(file: str) -> str:
    return DESK if DESK in (TESTS.parent / file).read_text("utf-8") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Files | None:
    """In the place of `loadscope`: two workers would each open a desk, for as long as ten tests."""
    return Files(config, log) if config.getvalue("dist") == "loadscope" else None


@cache
def _rank(file: Path) -> int:
    place = file.relative_to(TESTS)
    return next((i for i, one in enumerate(LONGEST) if place.is_relative_to(one)), len(LONGEST))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How long each room took, all workers together."""
    seconds: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                room = report.nodeid.split("::")[0].removeprefix("tests/").split("/")[0]
                seconds[room] += report.duration
    if sum(seconds.values()) > 60:
        rooms = (f"{room} {time:.0f} s" for room, time in seconds.most_common() if time >= 1)
        terminalreporter.write_line("Time by room: " + ", ".join(rooms))


@pytest.fixture(scope="session", autouse=True)
def base_a_part(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A follow-up database of the tests' own, whatever the environment says."""
    with pytest.MonkeyPatch.context() as environnement:
        dossier = tmp_path_factory.mktemp("var")
        environnement.setenv("CONCERTATION_VAR", str(dossier))
        environnement.delenv("DATABASE_URL", raising=False)
        # A worker's folder is in that of its run.
        du_run = tmp_path_factory.getbasetemp()
        environnement.setenv(
            COMMUN, str(du_run.parent if "PYTEST_XDIST_WORKER" in os.environ else du_run)
        )
        yield dossier


@pytest.fixture(scope="session", autouse=True)
def a_la_machine() -> Iterator[None]:
    """Screens that run without a server are those of somebody at the machine."""
    with pytest.MonkeyPatch.context() as connexion:
        connexion.setattr(ContextProxy, "headers", AT_THE_MACHINE)
        connexion.setattr(ContextProxy, "cookies", {})
        yield
