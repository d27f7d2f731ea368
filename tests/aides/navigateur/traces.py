"""What a browser test that fails leaves behind: its pages, what they said, its servers' logs."""

import re
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

from tests.aides.navigateur.application import REPOSITORY, Application

MOTS = 3_000  # letters of a page, or of a log's end


@dataclass
class Traces:
    """The pages and the applications of one test, and the folder to write them in."""

    dossier: Path
    pages: list[Page] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)
    noms: list[str] = field(default_factory=list)
    mots: list[str] = field(default_factory=list)  # what a runner that keeps no file prints

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

    def save(self) -> None:
        """Write what can be, once: `noms` are the files."""
        if self.noms:
            return
        self.dossier.mkdir(parents=True, exist_ok=True)
        for rang, page in enumerate(self.pages, 1):
            # Calls, requests and console: `playwright show-trace page-1.zip`.
            with suppress(Error):
                page.context.tracing.stop(path=self.dossier / f"page-{rang}.zip")
            with suppress(Error):
                etat = page.get_by_test_id("stApp").evaluate("e => JSON.stringify(e.dataset)")
                texte = page.get_by_role("main").inner_text(timeout=5_000)
                self.mots.append(f"{page.url} {etat}\n{texte[:MOTS]}")
            with suppress(Error):
                (self.dossier / f"page-{rang}.html").write_text(page.content(), encoding="utf-8")
            with suppress(Error):
                page.screenshot(path=self.dossier / f"page-{rang}.png", timeout=10_000)
        for rang, application in enumerate(self.applications, 1):
            with suppress(OSError):  # stopped: its log went with it
                log = self.dossier / f"serveur-{rang}.log"
                log.write_text(application.log(), encoding="utf-8")
                self.mots.append(application.log()[-MOTS:])
        self.noms = sorted(chemin.name for chemin in self.dossier.iterdir())


CLE = pytest.StashKey[Traces]()


def traces_of(item: pytest.Item) -> Traces:
    """Those of a test, in the folder of its name."""
    nom = re.sub(r"\W+", "-", item.nodeid).strip("-")
    return item.stash.setdefault(CLE, Traces(REPOSITORY / ".traces" / nom))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that fails says where it left what its pages showed."""
    report = yield
    traces = item.stash.get(CLE, None)
    if report.failed and traces is not None and (traces.pages or traces.applications):
        traces.save()
        report.sections.append(("Traces", f"{traces.dossier}: {', '.join(traces.noms)}"))
        report.sections.append(("What was on screen", "\n---\n".join(traces.mots)))
    return report
