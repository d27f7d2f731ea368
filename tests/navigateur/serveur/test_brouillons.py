"""The plug is pulled while somebody types: at most the last second is missing."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, expect

from concertation.donnees import dossier_courant, load_donnees
from concertation.restitution.diapos.gardes import create_saved
from concertation.restitution.diapos.modele import Diapo, Diaporama
from concertation.suivi import References, Store
from tests.aides.ecrans_suivi import DIRECTION
from tests.aides.navigateur.aides import IS_SHOWN, OUVERTURE, wait_ready
from tests.aides.navigateur.application import Application
from tests.aides.navigateur.chromium import FLAGS, find_chromium
from tests.aides.navigateur.navigation import go, load
from tests.aides.navigateur.suivi import take_profile
from tests.interface.suivi.test_saisies import FORMES, Forme
from tests.navigateur.conftest import OpenPage, Serve

TEXT = "Deux équipes ouvertes, une troisième en mars."
# Milliseconds between two letters: who types so fast makes no pause.
LETTER = 50
SECOND = 1.0
# What a browser says of a server that was killed under it.
LOST = ("Cannot send rerun", "WebSocket connection", "Failed to load resource", "Client Error")


@dataclass
class Desk:
    """Somebody at the machine: the server, the browser, the form that is being filled."""

    application: Application
    page: Page
    forme: Forme
    browser: Browser | None = None
    """Their own, when it is to be killed."""

    def arrive(self, *, known: bool = False) -> Locator:
        """Open the form, whatever was there before, say who one is unless the browser has kept it,
        and unfold until it shows."""
        ecran = self.forme.ecran.rpartition("/")[2].removesuffix(".py")
        address = f"/{ecran}?{urlencode(self.forme.params)}"
        # A page that is there, by itself or loaded again, moves on; the others load.
        there = self.page.evaluate(IS_SHOWN)
        (go if there else load)(self.page, self.application.url + address)
        if known:
            garde = self.page.get_by_role("button", name=f"Direction · {DIRECTION.nom}")
            expect(garde).to_be_visible()
        else:
            take_profile(self.page, DIRECTION.nom, "Direction")
        main = self.page.get_by_role("main")
        # What a button unfolds lies beside the screen.
        place = self.page if self.forme.bouton else main
        champ = place.get_by_role("textbox", name=self.forme.libelle).first
        replies = main.locator("details:not([open]) > summary")
        if self.forme.bouton:
            main.get_by_role("button", name=self.forme.bouton).click()
        while not champ.is_visible() and replies.count():
            replies.first.click()
            wait_ready(self.page)
        expect(champ).to_be_visible()
        return champ


def reload(desk: Desk) -> None:
    desk.page.reload()
    wait_ready(desk.page, OUVERTURE)


def leave(desk: Desk) -> None:
    desk.page.goto(f"{desk.application.url}/aide")


def kill_browser(desk: Desk) -> None:
    """What is left of it is its cookies, which the disk has had for long."""
    assert desk.browser is not None
    kept = desk.page.context.storage_state()
    with suppress(Error):
        desk.browser.new_browser_cdp_session().send("Browser.crash")
    desk.browser = _launch(desk.browser)
    desk.page = desk.browser.new_page(locale="fr-FR", storage_state=kept)


def kill_server(desk: Desk) -> None:
    desk.application.kill()
    desk.application.stop()
    desk.application.spawn()
    desk.application.wait_until_listening()


def _launch(browser: Browser) -> Browser:
    return browser.browser_type.launch(executable_path=find_chromium(), args=FLAGS)


def _deck(store: Store) -> None:
    create_saved(store, DIRECTION, Diaporama("bilan", "Bilan", (Diapo("d1", "texte"),)), "")


def _rien(_store: Store) -> None:
    pass


PLUGS: list[Callable[[Desk], None]] = [reload, leave, kill_browser, kill_server]
# A deck is no form: its draft is the whole of it.
EDITEUR = "restituer/diaporamas.py"
DECKS: dict[str, tuple[Callable[[Store], None], Forme]] = {
    "deck": (_deck, Forme(EDITEUR, {"modifier": "bilan", "diapo": "1"}, "text_area",
                          "Notes de l’orateur", {}, "")),
    "new deck": (_rien, Forme(EDITEUR, {"modifier": "_"}, "text_input", "Titre du diaporama", {},
                              "")),
}  # fmt: skip
TYPED = {nom: cas for nom, cas in FORMES.items() if cas[1].acteur is DIRECTION} | DECKS
EVERY = [(nom, plug) for nom in TYPED for plug in PLUGS]
# The cheapest of those that lose something; the rest before a release.
QUICK = ("point d’étape", reload)


@pytest.fixture
def base(nouvelle_base: Callable[[str, bool], str]) -> str:
    return nouvelle_base("sqlite", False)


@pytest.fixture
def sit_down(
    serve: Serve, open_page: OpenPage, browser: Browser, base: str
) -> Iterator[Callable[[Forme, bool], Desk]]:
    desks: list[Desk] = []

    def sit(forme: Forme, own: bool) -> Desk:
        application = serve(base=base)
        if own:
            alone = _launch(browser)
            desks.append(Desk(application, alone.new_page(locale="fr-FR"), forme, alone))
            return desks[0]
        return Desk(application, open_page(application.url, tolerees=LOST), forme)

    yield sit
    for desk in desks:
        if desk.browser is not None:
            desk.browser.close()


@pytest.mark.parametrize(
    ("nom", "plug"),
    [
        pytest.param(
            *case,
            marks=() if case == QUICK else pytest.mark.epreuve,
            id=f"{case[0]}-{case[1].__name__}",
        )
        for case in EVERY
    ],
)
def test_the_plug_pulled_while_typing_loses_at_most_a_second(
    sit_down: Callable[[Forme, bool], Desk], base: str, nom: str, plug: Callable[[Desk], None]
) -> None:
    prepare, forme = TYPED[nom]
    store = Store.open(base, References.of_donnees(load_donnees(dossier_courant())))
    prepare(store)
    store.close()
    desk = sit_down(forme, plug is kill_browser)
    champ = desk.arrive()
    avant = champ.input_value()
    champ.press("Control+End")
    typed: list[float] = []
    for letter in TEXT:
        champ.press_sequentially(letter)
        typed.append(time.monotonic())
        desk.page.wait_for_timeout(LETTER)
    plugged = time.monotonic()
    # The caret and what was typed meanwhile are where the hands left them.
    assert champ.input_value() == avant + TEXT
    plug(desk)
    expect(champ := desk.arrive(known=True)).not_to_have_value(avant)
    kept = champ.input_value()
    assert (avant + TEXT).startswith(kept)
    missing = len(avant + TEXT) - len(kept)
    first = typed[-missing] if missing else plugged
    assert plugged - first <= SECOND, f"{missing} letters of {plugged - first:.1f} s: {kept}"
    told = desk.page.get_by_text("Brouillon du").first
    expect(told).to_be_visible()
