"""Gestures that come faster than their answers: each counts, whatever others write meanwhile."""

import re
import time
from collections.abc import Callable, Sequence
from contextlib import closing
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
from tests.aides.navigateur.navigation import go
from tests.aides.navigateur.poste import ECRAN, Fil, Poste
from tests.aides.navigateur.suivi import ORNE, by_menu, message, open_as, title
from tests.navigateur.conftest import OpenPage, Serve

BRUNO = Acteur("Bruno Petit", "comite", frozenset({"D61"}))
# Milliseconds between two clicks: what a keyboard, a finger and a slow browser's queue give.
ECARTS = (0, 5, 20, 60)
QUICK = (0,)
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
    """What a server says that is held back, from the next gesture until the page frees it.

    Not before that gesture: a run that is in its middle tells the browser when to look again.
    """

    def __init__(
        self,
        page: Page,
        fil: Fil,
        holds: Callable[[ForwardMsg], bool],
        frees: Callable[[ClientState], bool],
    ) -> None:
        self.messages: list[tuple[WebSocketRoute, Any]] = []
        self._page, self._fil, self._holds, self._frees = page, fil, holds, frees
        self._begun = False
        fil.asks, fil.answers = self._ask, self._answer

    def wait(self) -> None:
        """Until something is held back."""
        limite = time.monotonic() + GESTE / 1000
        while not self.messages and time.monotonic() < limite:
            self._page.wait_for_timeout(20)
        assert self.messages

    def _ask(self, dit: Any, serveur: WebSocketRoute) -> None:
        message = BackMsg.FromString(bytes(dit))
        libre = self.messages and self._frees(message.rerun_script)
        self._begun |= message.HasField("rerun_script") and not message.rerun_script.is_auto_rerun
        serveur.send(dit)
        if libre:
            self._fil.free()
            while self.messages:
                ligne, tenu = self.messages.pop(0)
                ligne.send(tenu)

    def _answer(self, dit: Any, ligne: WebSocketRoute) -> None:
        if self._begun and self._holds(ForwardMsg.FromString(bytes(dit))):
            self.messages.append((ligne, dit))
        else:
            ligne.send(dit)


def click_all(page: Page, noms: list[str], ecart: int) -> None:
    page.evaluate(CLICK_ALL, [noms, ecart])


def ticked(page: Page) -> list[str]:
    return page.get_by_role("checkbox", name="Choisir").evaluate_all(
        "cases => cases.filter(c => c.checked).map(c => c.closest('label').innerText.trim())"
    )


def tick_in_a_row(page: Page, store: Store, ecarts: Sequence[int]) -> None:
    for rang, ecart in enumerate(ecarts, 1):
        # The screen notices within some seconds, in the middle of one of these rounds.
        store.instructions.decide(
            BRUNO, propositions=[f"ATT-L-0{rang}"], territoire="D61", decision="a_approfondir"
        )
        click_all(page, [f"Choisir {p}" for p in CHOISIES], ecart)
        expect(page.get_by_role("button", name="Enregistrer la décision (6)")).to_be_visible()
        wait_ready(page)
        assert ticked(page) == [f"Choisir {p}" for p in CHOISIES]
        click_all(page, ["Ne rien choisir"], 0)
        expect(page.get_by_text("Cochez une ou plusieurs")).to_be_visible()
        wait_ready(page)
        assert ticked(page) == []


def test_boxes_ticked_in_a_row_are_all_chosen_while_somebody_else_writes(
    poste: Poste, anne: Page
) -> None:
    tick_in_a_row(anne, poste.store, QUICK)


@pytest.mark.epreuve
@pytest.mark.parametrize("moteur", ["sqlite", "postgresql"])
def test_boxes_ticked_at_every_pace_are_all_chosen_on_either_engine(
    moteur: str, serve: Serve, open_page: OpenPage, nouvelle_base: Callable[..., str]
) -> None:
    base = nouvelle_base(moteur)
    page = open_page(serve(base=base).url)
    with closing(Store.open(base, References.of_donnees(load_donnees(dossier_courant())))) as store:
        open_as(page, ECRAN, "Anne Lebrun", "Comité de suivi", ORNE)
        tick_in_a_row(page, store, ECARTS)


def test_a_box_that_the_look_at_others_entries_crosses_stays_ticked(
    poste: Poste, tenue: tuple[Page, Fil]
) -> None:
    anne, fil = tenue

    def looks(geste: ClientState) -> bool:
        # Sent before the browser has heard of the tick, and with something to show.
        if geste.is_auto_rerun:
            poste.store.instructions.decide(
                BRUNO, propositions=["ACC-L-09"], territoire="D61", decision="a_approfondir"
            )
        return geste.is_auto_rerun

    Retenue(anne, fil, lambda dit: True, looks)
    tick(anne, "Thème", "Prévention")
    expect(anne.get_by_text(re.compile(r"Bruno\sPetit,\sle"))).to_be_visible(timeout=VEILLE)
    wait_ready(anne)
    expect_params(anne, "/instruction", territoire="D61", theme=["acces", "prevention"])
    expect(box(anne, "Thème", "Prévention")).to_be_checked()


@pytest.mark.parametrize(
    "ecarts", [QUICK, pytest.param(ECARTS, marks=pytest.mark.epreuve)], ids=["some", "all"]
)
def test_decision_is_recorded_when_one_leaves_at_once(
    ecarts: Sequence[int], poste: Poste, anne: Page
) -> None:
    decidees = CHOISIES[-len(ecarts) :]
    for proposition, ecart in zip(decidees, ecarts, strict=True):
        anne.get_by_text(f"Choisir {proposition}", exact=True).click()
        expect(anne.get_by_role("button", name="Enregistrer la décision (1)")).to_be_visible()
        wait_ready(anne)
        anne.get_by_role("radiogroup", name="Décision").get_by_text("Retenue", exact=True).click()
        click_all(anne, ["Enregistrer la décision", "Plan d’action"], ecart)
        expect(title(anne)).to_contain_text("Plan d’action")
        wait_ready(anne)
        click_all(anne, ["Instruction"], 0)
        expect(title(anne)).to_contain_text("Instruction")
        wait_ready(anne)
        assert ticked(anne) == []
    lignes = poste.store.instructions.list(BRUNO, territoire="D61").set_index("proposition")
    assert set(lignes.loc[decidees, "decision"]) == {"retenue"}


# On a slow browser; the order of field and link at each run: test_saisies.py.
@pytest.mark.epreuve
def test_link_of_the_menu_leads_there_though_a_field_was_just_typed_in(anne: Page) -> None:
    plan = anne.get_by_test_id("stSidebar").get_by_role("link", name="Plan d’action", exact=True)
    processeur = anne.context.new_cdp_session(anne)
    processeur.send("Emulation.setCPUThrottlingRate", {"rate": 3})
    try:
        for _ in range(3):
            # The field says it some moments later: after the click.
            search_field(anne).press_sequentially("cpts")
            plan.click()
            expect(title(anne)).to_contain_text("Plan d’action")
            wait_ready(anne)
            expect(title(anne)).to_contain_text("Plan d’action")
            anne.wait_for_url(re.compile("/plan_action$"), timeout=VEILLE)
            click_all(anne, ["Instruction"], 0)
            expect(title(anne)).to_contain_text("Instruction")
            wait_ready(anne)
            # Back on the screen that was left, it answers again.
            search_field(anne).fill("infirmier")
            expect(anne.get_by_role("button", name="Recherche : infirmier")).to_be_visible()
            wait_ready(anne)
    finally:
        processeur.send("Emulation.setCPUThrottlingRate", {"rate": 1})


def test_address_of_the_screen_left_does_not_follow_to_the_next(tenue: tuple[Page, Fil]) -> None:
    anne, fil = tenue
    retenue = Retenue(
        anne,
        fil,
        lambda dit: "q=infirmier" in dit.page_info_changed.query_string,
        # The click on the link: what the screen said of its address arrives only now.
        lambda geste: not geste.query_string,
    )
    search_field(anne).fill("infirmier")
    expect(anne.get_by_role("button", name="Recherche : infirmier")).to_be_visible()
    assert retenue.messages
    by_menu(anne, "Plan d’action")
    assert not retenue.messages
    # At the first gesture, or at the next look at what others write.
    anne.wait_for_url(re.compile("/plan_action$"), timeout=VEILLE)
    expect(title(anne)).to_contain_text("Plan d’action")
    # The same words again, on the screen that one comes back to, are another question.
    by_menu(anne, "Instruction")
    search_field(anne).fill("infirmier")
    expect(anne.get_by_role("button", name="Recherche : infirmier")).to_be_visible()


def test_a_field_that_has_left_the_screen_does_not_undo_the_gesture_that_led_away(
    tenue: tuple[Page, Fil],
) -> None:
    anne, fil = tenue
    go(anne, "/comite?territoire=D61")
    retenue = Retenue(
        anne,
        fil,
        # The browser has the whole form, and does not know yet that the run is over.
        lambda dit: dit.WhichOneof("type") == "script_finished",
        lambda geste: any("enregistrer" in champ.id for champ in geste.widget_states.widgets),
    )
    anne.get_by_role("button", name="Préparer une séance").click()
    creer = anne.get_by_role("button", name="Créer la séance")
    expect(creer).to_be_visible()
    retenue.wait()
    # It still tells the territory of the list, which is a question about the list.
    creer.click()
    expect(message(anne, "La séance est préparée")).to_be_visible()
    expect(title(anne)).to_contain_text("Séance du")
    anne.wait_for_url(re.compile(r"/comite\?territoire=D61&seance=\d+$"))
    assert not retenue.messages


def test_a_field_that_the_look_at_others_entries_tells_first_still_counts(
    tenue: tuple[Page, Fil],
) -> None:
    anne, fil = tenue
    regards: list[str] = []

    def ask(dit: Any, serveur: WebSocketRoute) -> None:
        regard = BackMsg.FromString(bytes(dit))
        geste = regard.rerun_script
        if any(champ.string_value == "infirmier" for champ in geste.widget_states.widgets):
            # What the timer sends when it is due between the answer and its telling.
            geste.fragment_id, geste.is_auto_rerun = regards[-1], True
            serveur.send(regard.SerializeToString())
        serveur.send(dit)

    def answer(dit: Any, ligne: WebSocketRoute) -> None:
        recu = ForwardMsg.FromString(bytes(dit))
        if recu.WhichOneof("type") == "auto_rerun":
            regards.append(recu.auto_rerun.fragment_id)
        ligne.send(dit)

    fil.asks, fil.answers = ask, answer
    go(anne, ECRAN)
    search_field(anne).fill("infirmier")
    expect(anne.get_by_role("button", name="Recherche : infirmier")).to_be_visible()
    wait_ready(anne)
    expect_params(anne, "/instruction", territoire="D61", theme="acces", q="infirmier")
