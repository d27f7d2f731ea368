"""What a browser test that fails leaves behind: its pages, what they said, its servers' logs."""

import re
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

from tests.aides.navigateur.application import Application


@dataclass
class Traces:
    """The pages and the applications of one test; `racine` is a folder that outlives it."""

    racine: Path
    pages: list[Page] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Note what happens on a page from now on."""
        self.pages.append(page)
        # Pictures and copies of each step would slow each step down.
        page.context.tracing.start()

    def stop(self, page: Page) -> None:
        """Forget it; nothing is written."""
        # Written already, or closed with its browser.
        with suppress(Error):
            page.context.tracing.stop()

    def save(self, dossier: Path) -> list[str]:
        """Write it all in a folder; the names of what could be written."""
        dossier.mkdir(parents=True, exist_ok=True)
        for rang, page in enumerate(self.pages, 1):
            try:
                page.screenshot(path=dossier / f"page-{rang}.png", timeout=10_000)
                (dossier / f"page-{rang}.html").write_text(page.content(), encoding="utf-8")
                # Calls, requests and console: `playwright show-trace page-1.zip`.
                page.context.tracing.stop(path=dossier / f"page-{rang}.zip")
            except Error as error:
                (dossier / f"page-{rang}.txt").write_text(str(error), encoding="utf-8")
        for rang, application in enumerate(self.applications, 1):
            (dossier / f"serveur-{rang}.log").write_text(application.log(), encoding="utf-8")
        return sorted(chemin.name for chemin in dossier.iterdir())


CLE = pytest.StashKey[Traces]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that fails says where it left what its pages showed."""
    report = yield
    traces = item.stash.get(CLE, None)
    if report.failed and traces is not None and (traces.pages or traces.applications):
        dossier = traces.racine / re.sub(r"\W+", "-", f"{item.nodeid} {report.when}").strip("-")
        report.sections.append(("Traces", f"{dossier}: {', '.join(traces.save(dossier))}"))
    return report
