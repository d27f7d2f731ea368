"""What is typed in a form is there when one comes back, whatever way one left it."""

import re

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from concertation.suivi import Acteur
from tests.aides.navigateur.aides import wait_ready
from tests.aides.navigateur.navigation import go
from tests.aides.navigateur.poste import Fil, Poste
from tests.aides.navigateur.suivi import (
    SETTLE,
    by_menu,
    choose,
    follow,
    menu_link,
    message,
    press,
    title,
)

CELLULE = "/engagements?engagement=E1&territoire=D61"
DIRECTION = Acteur("Denise", "direction")
DECISIONS = "Deux propositions retenues.\nUne écartée."
# As in a busy page: once a field has told, what waits in the queue of timers waits for `release`.
HOLD = """addEventListener("keydown", function hold(event) {
    if (event.isTrusted) return;
    removeEventListener("keydown", hold, true);
    const real = setTimeout, held = [];
    window.setTimeout = (then, delay, ...rest) =>
        delay ? real(then, delay, ...rest) : held.push(then);
    window.release = () => {
        window.setTimeout = real;
        delete window.release;
        held.forEach(then => real(then));
    };
}, true)"""


@pytest.fixture
def page(anne: Page) -> Page:
    """Her window: what a test leaves is kept, so each has a cell of its own, or clears it."""
    return anne


def test_enter_adds_a_row_and_an_empty_date_is_typed_wherever_it_is_pressed(
    poste: Poste, anne: Page
) -> None:
    ouverte = poste.store.seances.create(
        DIRECTION, territoire="D61", date="2030-03-04", etat="ouverte"
    )
    go(anne, f"/comite?territoire=D61&seance={ouverte['id']}")
    champ = anne.get_by_role("textbox", name="Ajouter une personne")
    champ.click()
    # Who types on waits for no answer.
    anne.keyboard.type("Zoé ; ARS\nBob\nCarl\n", delay=20)
    expect(anne.get_by_role("heading", name="Personnes (3)")).to_be_visible()
    expect(champ).to_have_value("")
    expect(champ).to_be_focused()
    gens = poste.store.presences.list(DIRECTION, seance_id=int(ouverte["id"]))
    assert gens["nom"].tolist() == ["Zoé", "Bob", "Carl"]
    anne.get_by_text("Prochaine séance", exact=True).click()
    # From the month on it would never be whole. Once all is unfolded: a press is one place's.
    mois = anne.get_by_role("spinbutton", name="mois, Date")
    mois.evaluate(SETTLE)
    mois.click()
    anne.keyboard.type("12042030")
    lus = [anne.get_by_role("spinbutton", name=f"{part}, Date") for part in ("jour", "mois")]
    for lu, attendu in zip(lus, ("12", "04"), strict=True):
        expect(lu).to_have_text(attendu)
    wait_ready(anne)
    anne.get_by_role("button", name="Fixer la prochaine séance").click()
    expect(message(anne, "La prochaine séance est préparée")).to_be_in_viewport()


def test_minutes_outlive_the_session_s_own_shortcut_the_menu_and_back(page: Page) -> None:
    go(page, "/comite?territoire=D61")
    page.get_by_role("button", name="Préparer une séance").click()
    press(page, "Créer la séance", "La séance est préparée")
    press(page, "Ouvrir la séance", "La séance est ouverte")
    point = page.get_by_role("button", name="Questions diverses")
    point.click()
    # What is shown: for a moment the field that is replaced stays in the page, hidden.
    releve = page.get_by_role("textbox", name="Relevé du point")
    releve.fill(DECISIONS)
    cadre = page.get_by_text("Date, heure, lieu", exact=True)
    cadre.click()
    lieu = page.get_by_role("textbox", name="Lieu")
    lieu.fill("Alençon")
    follow(page, "Décider des propositions", "Instruction")
    follow(page, "Revenir à la séance", "Séance du")
    point.click()
    expect(releve).to_have_value(DECISIONS)
    cadre.click()
    expect(lieu).to_have_value("Alençon")
    lieu.fill("Argentan")
    releve.fill("Autre chose")
    by_menu(page, "Plan d’action")
    page.go_back()
    expect(title(page)).to_contain_text("Séance du")
    expect(releve).to_have_value("Autre chose")
    cadre.click()
    expect(lieu).to_have_value("Argentan")
    page.get_by_role("button", name="Effacer ma saisie", disabled=False).click()
    expect(lieu).to_have_value("")
    # An item is recorded as it is typed: the form's draft alone is erased.
    expect(releve).to_have_value("Autre chose")


def test_a_slow_press_on_record_right_after_typing_is_not_lost(page: Page) -> None:
    go(page, CELLULE)
    page.get_by_text("Ajouter un point d’étape", exact=True).click()
    page.get_by_role("button", name="Objectifs atteignables").click()
    page.get_by_label("Synthèse").fill("Deux équipes.")
    _press_slowly(page, page.get_by_role("button", name="Ajouter le point d’étape"))
    expect(page.get_by_text("est ajouté")).to_be_visible()
    expect(page.get_by_role("textbox", name="Synthèse")).to_have_value("")


@pytest.mark.parametrize(("leave", "engagement"), [("link", "E2"), ("back", "E5")])
def test_who_leaves_as_a_field_tells_what_was_typed_leaves_after_it(
    leave: str, engagement: str, page: Page
) -> None:
    go(page, "/engagements")
    choose(page, "Ouvrir une cellule", re.compile(rf"{engagement}\s.*\sOrne"))
    expect(title(page)).to_contain_text("Orne")
    wait_ready(page)
    page.get_by_text("Ajouter un point d’étape", exact=True).click()
    synthese = page.get_by_label("Synthèse")
    page.evaluate(HOLD)
    synthese.fill("À mi-chemin")
    page.wait_for_function("() => 'release' in window")
    if leave == "link":
        menu_link(page, "Plan d’action").click()
    else:
        page.go_back()
    page.evaluate("release()")
    expect(title(page)).to_contain_text("Plan d’action" if leave == "link" else "Orne")
    wait_ready(page)
    page.go_back() if leave == "link" else page.go_forward()
    expect(synthese).to_have_value("À mi-chemin")
    page.get_by_role("button", name="Effacer ma saisie").click()
    # What is shown: the field that is replaced stays a moment in the page, hidden.
    expect(page.get_by_role("textbox", name="Synthèse")).to_have_value("")


def _press_slowly(page: Page, bouton: Locator) -> None:
    """The hand stays on the button until the screen has answered what was typed."""
    bouton.hover()
    page.mouse.down()
    wait_ready(page)
    page.mouse.up()


def test_back_pressed_in_the_middle_of_a_field_keeps_what_it_holds(page: Page) -> None:
    go(page, "/engagements")
    choose(page, "Ouvrir une cellule", re.compile(r"E1\s.*\sOrne"))
    expect(title(page)).to_contain_text("Orne")
    wait_ready(page)
    page.get_by_text("Ajouter un point d’étape", exact=True).click()
    synthese = page.get_by_label("Synthèse")
    synthese.press_sequentially("À mi-chemin")
    page.go_back()
    expect(title(page)).to_contain_text("Orne")
    page.go_forward()
    expect(synthese).to_have_value("À mi-chemin")


def test_keys_review_one_cell_after_the_other_and_the_words_of_before_are_grey(page: Page) -> None:
    adresse = "/engagements?revue=guidee&engagement=E3&territoire=D61"
    go(page, adresse)
    expect(page.get_by_text("3 sur 5", exact=True)).to_be_visible()
    wait_ready(page)
    page.keyboard.press("2")
    # What is shown: for a moment the field of the cell that was left stays in the page, hidden.
    synthese = page.get_by_role("textbox", name="Synthèse")
    expect(synthese).to_be_focused()
    page.keyboard.type("Deux équipes.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("4 sur 5", exact=True)).to_be_visible()
    expect(page.get_by_text("« Objectifs atteignables » est ajouté")).to_be_visible()
    wait_ready(page)
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("3 sur 5", exact=True)).to_be_visible()
    expect(synthese).to_have_value("")
    expect(synthese).to_have_attribute("placeholder", "Deux équipes.")


def test_a_key_pressed_while_a_cell_is_drawn_is_the_next_cell_s(tenue: tuple[Page, Fil]) -> None:
    page, fil = tenue
    go(page, "/engagements?revue=guidee&engagement=E4&territoire=D61")
    expect(page.get_by_text("4 sur 5", exact=True)).to_be_visible()
    retenues: list[tuple[WebSocketRoute, str | bytes]] = []
    fil.answers = lambda dit, ligne: retenues.append((ligne, dit))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("3")
    fil.free()
    for ligne, dit in retenues:
        ligne.send(dit)
    expect(page.get_by_text("2 sur 5", exact=True)).to_be_visible()
    demande = page.locator(".st-key-demande")
    expect(demande.get_by_text(re.compile(r"^Orne\s:"))).to_contain_text("Appuis nécessaires")
    expect(page.get_by_label("Synthèse")).to_be_focused()


def test_keys_decide_one_proposal_after_the_other_and_a_reason_is_asked(page: Page) -> None:
    go(page, "/instruction?territoire=D61")
    follow(page, "Instruire une à une, dès ACC-L-01", "Instruction de ACC-L-01")
    page.keyboard.press("1")
    expect(title(page)).to_contain_text("ACC-L-02")
    wait_ready(page)
    page.keyboard.press("4")
    # The old field is a moment beside the new one.
    motif = page.locator(".st-key-demande").get_by_role("textbox", name="Motif")
    expect(motif).to_be_focused()
    # Digits are text there.
    page.keyboard.type("Loi de 2019")
    main = page.get_by_test_id("stMain")
    main.evaluate("main => main.scrollTo(0, 400)")
    page.keyboard.press("Control+Enter")
    expect(title(page)).to_contain_text("ACC-L-03")
    wait_ready(page)
    # It is scrolled once the screen has answered.
    page.wait_for_function("main => main.scrollTop === 0", arg=main.element_handle())
    page.get_by_role("button", name=re.compile(r"Annuler\s: ACC-L-02 écartée")).click()
    expect(message(page, "Annulé")).to_be_visible()
    wait_ready(page)
    page.keyboard.press("ArrowLeft")
    expect(title(page)).to_contain_text("ACC-L-02")
    expect(page.get_by_role("main")).to_contain_text("À instruire")
