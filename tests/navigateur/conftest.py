"""Fixtures of the browser tests: the real application in a real browser.

`application` is the dashboard on the repository's data, one process for all the tests of a
worker. `serve` starts another one: `serve(dossier=...)` on other data, `serve()` for a process
that nobody has visited. `page` is a page on `application`; `open_page` opens pages elsewhere or
with other settings. Pages fail their test at its end if they wrote an error in the console or
called another host.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.aides.bases import (  # noqa: F401 (fixtures)
    modele_postgresql,
    modele_sqlite,
    nouvelle_base,
    serveur_postgresql,
)
from tests.aides.navigateur.aides import GESTE, watch
from tests.aides.navigateur.application import Application, is_free, lasting_port
from tests.aides.navigateur.chromium import MISSING, find_chromium, open_chromium
from tests.aides.navigateur.poste import anne, poste, tenue  # noqa: F401 (fixtures)
from tests.aides.navigateur.profils import FLAG, Profils
from tests.aides.navigateur.traces import (  # noqa: F401 (hook)
    Traces,
    pytest_runtest_makereport,
    traces_of,
)


class Serve(Protocol):
    """Start an application; it stops at the end of the test."""

    def __call__(self, **options: object) -> Application: ...


class OpenPage(Protocol):
    """Open a guarded page in an empty profile; options are those of a Playwright context.

    The page may be one that has shown the application before, without its session; `fresh` asks
    for a new one, and nobody gets it afterwards.
    """

    def __call__(self, base_url: str, **options: object) -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`-m 'not navigateur'` leaves the browser out."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.navigateur)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for all the tests of a worker."""
    expect.set_options(timeout=GESTE)
    try:
        path = find_chromium()
    except FileNotFoundError as error:
        pytest.fail(str(error), pytrace=False)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING, pytrace=False)
        pytest.skip(MISSING)
    with open_chromium(FLAG) as chromium:
        yield chromium


@pytest.fixture(scope="session")
def profils(browser: Browser) -> Profils:
    """Profiles of that browser, one after the other for all the tests of a worker."""
    return Profils(browser)


@pytest.fixture(scope="session")
def application() -> Iterator[Application]:
    """The dashboard on the repository's data."""
    with Application(copie=True) as running:
        yield running


@pytest.fixture
def traces(request: pytest.FixtureRequest) -> Traces:
    """Where a test notes what is to be kept of it if it fails."""
    return traces_of(request.node)


@pytest.fixture(scope="session")
def port() -> int:
    """One address for a process after the other: the browser knows the application already."""
    return lasting_port()


@pytest.fixture
def serve(traces: Traces, port: int) -> Iterator[Serve]:
    """Start applications for one test, at the address of those of other tests if none is there."""
    with ExitStack() as stack:

        def start(**options: object) -> Application:
            options = {"copie": True, **({"port": port} if is_free(port) else {}), **options}
            running = stack.enter_context(Application(**options))  # type: ignore[arg-type]
            traces.applications.append(running)
            return running

        yield start


@pytest.fixture
def open_page(traces: Traces, profils: Profils) -> Iterator[OpenPage]:
    """Open guarded pages for one test."""
    watched: list[list[str]] = []
    with ExitStack() as stack:

        def open_one(
            base_url: str, *, tolerees: Sequence[str] = (), fresh: bool = False, **options: object
        ) -> Page:
            profil = profils.lend(base_url, **options)
            page = profil.contexte.new_page() if fresh else profil.open_page()
            stack.callback(profils.take_back, profil, None if fresh else page)
            problems, stop = watch(page, tolerees)
            stack.callback(stop)
            watched.append(problems)
            traces.follow(page)
            stack.callback(traces.stop, page)
            return page

        yield open_one
        if any(watched):
            traces.save()
    problems = [problem for found in watched for problem in found]
    assert not problems, "\n".join(problems)


@pytest.fixture
def page(traces: Traces, application: Application, open_page: OpenPage) -> Page:
    """A guarded page on the dashboard, in an empty profile."""
    traces.applications.append(application)
    return open_page(application.url)
