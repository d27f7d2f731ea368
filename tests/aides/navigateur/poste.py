"""One desk for the tests of a worker: a server, its database, a window where somebody is known.

To arrive and to say who one is takes longer than most gestures. A test that follows another finds
the window on a screen at rest, and what was recorded before it: it counts on nothing but its own.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute

from concertation.donnees import dossier_courant, load_donnees
from concertation.suivi import References, Store
from tests.aides.bases import new_sqlite
from tests.aides.navigateur.aides import READY, watch
from tests.aides.navigateur.application import Application
from tests.aides.navigateur.navigation import go, load
from tests.aides.navigateur.profils import Profils
from tests.aides.navigateur.suivi import ORNE, open_as
from tests.aides.navigateur.traces import Traces

# A screen of hers, at rest.
ECRAN = "/instruction?territoire=D61&theme=acces"
# What looks at the entries of others may fall into a gap: Streamlit says so, and asks again.
LOST = (
    "Cannot send rerun backMessage when disconnected",
    "WebSocket is already in CLOSING or CLOSED state",
)
Passage = Callable[[Any, WebSocketRoute], None]


class Fil:
    """The websocket of a page: what passes, in either way, is what a test says, or all of it."""

    def __init__(self, page: Page) -> None:
        self.lignes: list[WebSocketRoute] = []
        self.free()
        page.route_web_socket(re.compile("/_stcore/stream"), self._connect)

    def free(self) -> None:
        """Let everything pass."""
        self.asks: Passage = lambda dit, serveur: serveur.send(dit)
        self.answers: Passage = lambda dit, ligne: ligne.send(dit)

    def _connect(self, ligne: WebSocketRoute) -> None:
        self.lignes.append(ligne)
        serveur = ligne.connect_to_server()
        ligne.on_message(lambda dit: self.asks(dit, serveur))
        serveur.on_message(lambda dit: self.answers(dit, ligne))


@dataclass
class Poste:
    """Where Anne Lebrun, of the committee of the Orne, works."""

    application: Application
    store: Store
    contexte: BrowserContext
    page: Page

    @cached_property
    def tenue(self) -> tuple[Page, Fil]:
        """Another window of hers, whose websocket a test holds."""
        page = self.contexte.new_page()
        fil = Fil(page)
        load(page, ECRAN)
        return page, fil


@pytest.fixture(scope="session")
def poste(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Poste]:
    base = new_sqlite(tmp_path_factory.mktemp("poste") / "suivi.sqlite")
    references = References.of_donnees(load_donnees(dossier_courant()))
    with (
        closing(Store.open(base, references)) as store,
        Application(base=base, copie=True) as application,
        Profils(browser).lend(application.url).contexte as contexte,
    ):
        page = contexte.new_page()
        open_as(page, ECRAN, "Anne Lebrun", "Comité de suivi", ORNE)
        yield Poste(application, store, contexte, page)


@pytest.fixture
def anne(poste: Poste, traces: Traces) -> Iterator[Page]:
    """Her window, guarded, on a screen at rest."""
    with _guard(poste, poste.page, traces):
        yield poste.page


@pytest.fixture
def tenue(poste: Poste, traces: Traces) -> Iterator[tuple[Page, Fil]]:
    """The other one, at rest too, and its websocket."""
    page, fil = poste.tenue
    with _guard(poste, page, traces):
        yield page, fil
        fil.free()


@contextmanager
def _guard(poste: Poste, page: Page, traces: Traces) -> Iterator[None]:
    traces.applications.append(poste.application)
    traces.follow(page)
    problems, stop = watch(page, LOST)
    # What a test that failed left in its middle is loaded again; her browser knows her.
    (go if page.evaluate(READY) else load)(page, ECRAN)
    yield
    stop()
    traces.stop(page)
    assert not problems, "\n".join(problems)
