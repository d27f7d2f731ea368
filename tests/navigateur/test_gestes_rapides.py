"""Gestures that come faster than their answers: each counts, whatever others write meanwhile."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from concertation.donnees import dossier_courant, load_donnees
from concertation.suivi import Acteur, References, Store
from tests.aides.navigateur.aides import GESTE, VEILLE, wait_ready
from tests.aides.navigateur.gestes import box, expect_params, search_field, tick
from tests.aides.navigateur.suivi import ORNE, by_menu, message, open_as, title
from tests.navigateur.conftest import OpenPage, Serve

DONNEES = load_donnees(dossier_courant())
BRUNO = Acteur("Bruno Petit", "comite", frozenset({"D61"}))
INSTRUCTION = "/instruction?territoire=D61&theme=acces"
# Milliseconds between two clicks: what a keyboard, a finger and a slow browser's queue give.
ECARTS = (0, 5, 20, 60)
CHOISIES = [f"ACC-L-0{rang}" for rang in range(1, 7)]

# Clicks what these selectors or names lead to, one after the other, in the page itself: a driver
# waits between two clicks for longer than people do.
CLICK_ALL = """async ([noms, ecart]) => {
    for (const nom of noms) {
        const cible = [...document.querySelectorAll("label, button, a")]
            .find(e => e.innerText.split("\\n").at(-1).startsWith(nom));
        (cible.querySelector("input") ?? cible).click();
        await new Promise(fini => setTimeout(fini, ecart));
    }
}"""


class Retenue:
    """What a server says that is held back, from `begin` on, until the page says what frees it."""

    def __init__(
        self,
        page: Page,
        holds: Callable[[ForwardMsg], bool],
        frees: Callable[[ClientState], bool],
    ) -> None:
        self.messages: list[Any] = []
        self._page, self._holds, self._frees, self._begun = page, holds, frees, False
        page.route_web_socket(re.compile("/_stcore/stream"), self._connect)

    def begin(self) -> None:
        self._begun = True

    def wait(self) -> None:
        """Until something is held back."""
        limite = time.monotonic() + GESTE / 1000
        while not self.messages and time.monotonic() < limite:
            self._page.wait_for_timeout(20)
        assert self.messages

    def _connect(self, ligne: WebSocketRoute) -> None:
        serveur = ligne.connect_to_server()

        def send(dit: Any) -> None:
            libre = self.messages and self._frees(BackMsg.FromString(bytes(dit)).rerun_script)
            serveur.send(dit)
            if libre:
                self._begun = False
                while self.messages:
                    ligne.send(self.messages.pop(0))

        def receive(dit: Any) -> None:
            tenu = self._begun and self._holds(ForwardMsg.FromString(bytes(dit)))
            (self.messages.append if tenu else ligne.send)(dit)

        ligne.on_message(send)
        serveur.on_message(receive)


def click_all(page: Page, noms: list[str], ecart: int) -> None:
    page.evaluate(CLICK_ALL, [noms, ecart])


def ticked(page: Page) -> list[str]:
    return page.get_by_role("checkbox", name="Choisir").evaluate_all(
        "cases => cases.filter(c => c.checked).map(c => c.closest('label').innerText.trim())"
    )


@pytest.mark.parametrize(
    "moteur", [pytest.param("sqlite", marks=pytest.mark.epreuve), "postgresql"]
)
def test_boxes_ticked_in_a_row_are_all_chosen_while_somebody_else_writes(
    moteur: str, serve: Serve, open_page: OpenPage, nouvelle_base: Callable[..., str]
) -> None:
    base = nouvelle_base(moteur)
    page = open_page(serve(base=base).url)
    store = Store.open(base, References.of_donnees(DONNEES))
    try:
        open_as(page, INSTRUCTION, "Anne Lebrun", "Comité de suivi", ORNE)
        for rang, ecart in enumerate(ECARTS, 1):
            # The screen notices within some seconds, in the middle of one of these rounds.
            store.instructions.decide(
                BRUNO, propositions=[f"PRE-L-0{rang}"], territoire="D61", decision="a_approfondir"
            )
            click_all(page, [f"Choisir {p}" for p in CHOISIES], ecart)
            expect(page.get_by_role("button", name="Enregistrer la décision (6)")).to_be_visible()
            wait_ready(page)
            assert ticked(page) == [f"Choisir {p}" for p in CHOISIES]
            click_all(page, ["Ne rien choisir"], 0)
            expect(page.get_by_text("Cochez une ou plusieurs")).to_be_visible()
            wait_ready(page)
            assert ticked(page) == []
    finally:
        store.close()


def test_a_box_that_the_look_at_others_entries_crosses_stays_ticked(
    serve: Serve, open_page: OpenPage, nouvelle_base: Callable[..., str]
) -> None:
    base = nouvelle_base("sqlite")
    page = open_page(serve(base=base).url, fresh=True)
    store = Store.open(base, References.of_donnees(DONNEES))

    def looks(geste: ClientState) -> bool:
        # Sent before the browser has heard of the tick, and with something to show.
        if geste.is_auto_rerun:
            store.instructions.decide(
                BRUNO, propositions=["ACC-L-01"], territoire="D61", decision="a_approfondir"
            )
        return geste.is_auto_rerun

    retenue = Retenue(page, lambda dit: True, looks)
    try:
        open_as(page, INSTRUCTION, "Anne Lebrun", "Comité de suivi", ORNE)
        retenue.begin()
        tick(page, "Thème", "Prévention")
        expect(page.get_by_text(re.compile(r"Bruno\sPetit,\sle"))).to_be_visible(timeout=VEILLE)
        wait_ready(page)
        expect_params(page, "/instruction", territoire="D61", theme=["acces", "prevention"])
        expect(box(page, "Thème", "Prévention")).to_be_checked()
    finally:
        store.close()


def test_decision_is_recorded_when_one_leaves_at_once(
    serve: Serve, open_page: OpenPage, nouvelle_base: Callable[..., str]
) -> None:
    base = nouvelle_base("sqlite")
    page = open_page(serve(base=base).url)
    open_as(page, INSTRUCTION, "Anne Lebrun", "Comité de suivi", ORNE)
    for rang, ecart in enumerate(ECARTS):
        page.get_by_text(f"Choisir {CHOISIES[rang]}", exact=True).click()
        expect(page.get_by_role("button", name="Enregistrer la décision (1)")).to_be_visible()
        wait_ready(page)
        page.get_by_role("radiogroup", name="Décision").get_by_text("Retenue", exact=True).click()
        click_all(page, ["Enregistrer la décision", "Plan d’action"], ecart)
        expect(title(page)).to_contain_text("Plan d’action")
        wait_ready(page)
        click_all(page, ["Instruction"], 0)
        expect(title(page)).to_contain_text("Instruction")
        wait_ready(page)
        assert ticked(page) == []
    store = Store.open(base, References.of_donnees(DONNEES))
    try:
        lignes = store.instructions.list(BRUNO, territoire="D61")
    finally:
        store.close()
    assert lignes["proposition"].tolist() == CHOISIES[: len(ECARTS)]
    assert set(lignes["decision"]) == {"retenue"}


@pytest.mark.parametrize("rounds", [1, pytest.param(3, marks=pytest.mark.epreuve)])
def test_link_of_the_menu_leads_there_though_a_field_was_just_typed_in(
    rounds: int, serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(serve().url, fresh=True)
    open_as(page, INSTRUCTION, "Anne Lebrun", "Comité de suivi", ORNE)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 3})
    plan = page.get_by_test_id("stSidebar").get_by_role("link", name="Plan d’action", exact=True)
    for _ in range(rounds):
        # The field says it some moments later: after the click.
        search_field(page).press_sequentially("cpts")
        plan.click()
        expect(title(page)).to_contain_text("Plan d’action")
        wait_ready(page)
        expect(title(page)).to_contain_text("Plan d’action")
        page.wait_for_url(re.compile("/plan_action$"), timeout=VEILLE)
        click_all(page, ["Instruction"], 0)
        expect(title(page)).to_contain_text("Instruction")
        wait_ready(page)
        # Back on the screen that was left, it answers again.
        search_field(page).fill("infirmier")
        expect(page.get_by_role("button", name="Recherche : infirmier")).to_be_visible()
        wait_ready(page)


def test_address_of_the_screen_left_does_not_follow_to_the_next(
    serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(serve().url, fresh=True)
    retenue = Retenue(
        page,
        lambda dit: "q=infirmier" in dit.page_info_changed.query_string,
        # The click on the link: what the screen said of its address arrives only now.
        lambda geste: not geste.query_string,
    )
    open_as(page, INSTRUCTION, "Anne Lebrun", "Comité de suivi", ORNE)
    retenue.begin()
    search_field(page).fill("infirmier")
    expect(page.get_by_role("button", name="Recherche : infirmier")).to_be_visible()
    assert retenue.messages
    by_menu(page, "Plan d’action")
    assert not retenue.messages
    # At the first gesture, or at the next look at what others write.
    page.wait_for_url(re.compile("/plan_action$"), timeout=VEILLE)
    expect(title(page)).to_contain_text("Plan d’action")
    # The same words again, on the screen that one comes back to, are another question.
    by_menu(page, "Instruction")
    search_field(page).fill("infirmier")
    expect(page.get_by_role("button", name="Recherche : infirmier")).to_be_visible()


def test_a_field_that_has_left_the_screen_does_not_undo_the_gesture_that_led_away(
    serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(serve().url, fresh=True)
    retenue = Retenue(
        page,
        # The browser has the whole form, and does not know yet that the run is over.
        lambda dit: dit.WhichOneof("type") == "script_finished",
        lambda geste: any("enregistrer" in champ.id for champ in geste.widget_states.widgets),
    )
    open_as(page, "/comite?territoire=D61", "Anne Lebrun", "Comité de suivi", ORNE)
    retenue.begin()
    page.get_by_role("button", name="Préparer une séance").click()
    creer = page.get_by_role("button", name="Créer la séance")
    expect(creer).to_be_visible()
    retenue.wait()
    # It still tells the territory of the list, which is a question about the list.
    creer.click()
    expect(message(page, "La séance est préparée")).to_be_visible()
    expect(title(page)).to_contain_text("Séance du")
    page.wait_for_url(re.compile(r"/comite\?territoire=D61&seance=1$"))
    assert not retenue.messages


def test_a_field_that_the_look_at_others_entries_tells_first_still_counts(
    serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(serve().url, fresh=True)
    regards: list[str] = []

    def connect(ligne: WebSocketRoute) -> None:
        serveur = ligne.connect_to_server()

        def send(dit: Any) -> None:
            regard = BackMsg.FromString(bytes(dit))
            geste = regard.rerun_script
            if any(champ.string_value == "infirmier" for champ in geste.widget_states.widgets):
                # What the timer sends when it is due between the answer and its telling.
                geste.fragment_id, geste.is_auto_rerun = regards[-1], True
                serveur.send(regard.SerializeToString())
            serveur.send(dit)

        def receive(dit: Any) -> None:
            recu = ForwardMsg.FromString(bytes(dit))
            if recu.WhichOneof("type") == "auto_rerun":
                regards.append(recu.auto_rerun.fragment_id)
            ligne.send(dit)

        ligne.on_message(send)
        serveur.on_message(receive)

    page.route_web_socket(re.compile("/_stcore/stream"), connect)
    open_as(page, INSTRUCTION, "Anne Lebrun", "Comité de suivi", ORNE)
    search_field(page).fill("infirmier")
    expect(page.get_by_role("button", name="Recherche : infirmier")).to_be_visible()
    wait_ready(page)
    expect_params(page, "/instruction", territoire="D61", theme="acces", q="infirmier")
