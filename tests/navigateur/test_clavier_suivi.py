"""A committee's evening without a mouse: Tab, Shift+Tab, Enter, Space, arrows and typing."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.aides.epreuves import times
from tests.aides.navigateur.aides import wait_ready
from tests.aides.navigateur.gestes import download
from tests.aides.navigateur.navigation import go
from tests.aides.navigateur.suivi import ORNE, message, title
from tests.navigateur.conftest import OpenPage, Serve

# Presses of Tab from anywhere to anywhere on a screen, the menu included.
LOIN = 90
# Stops of Tab before the one that is wanted, where the focus is put at each run; the trials walk
# from wherever the last gesture left it. To the end of a screen at each run: test_clics.py.
PRES = times(3, LOIN)
HAS_FOCUS = "(element) => element === document.activeElement"
COME_NEAR = """(element, stops) => {
    // What opens over the screen closes when the focus leaves it.
    if (element.closest('[data-testid="stPopoverBody"]')) return;
    const every = [...document.querySelectorAll("a[href], button, input, textarea, [tabindex]")]
        .filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility());
    const rank = every.indexOf(element);
    if (rank >= stops) every[rank - stops].focus();
}"""


def reach(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab until the focus is there."""
    expect(wanted).to_be_visible()
    wait_ready(page)
    if key == "Tab" and not wanted.evaluate(HAS_FOCUS):
        wanted.evaluate(COME_NEAR, PRES)
    for _ in range(LOIN):
        if wanted.evaluate(HAS_FOCUS):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{wanted} is not reached by {key}")


def push(page: Page, role: str, name: str | re.Pattern[str], key: str = "Enter") -> None:
    """Reach a button or a link of the screen and press it."""
    reach(page, page.get_by_role(role, name=name).first)  # type: ignore[arg-type]
    page.keyboard.press(key)


def type_in(page: Page, label: str, text: str) -> None:
    reach(page, page.get_by_role("textbox", name=label))
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def pick(page: Page, label: str, text: str) -> None:
    """Search an option of a drop-down list by its words, and take it."""
    reach(page, page.get_by_role("combobox", name=re.compile(label)))
    page.keyboard.press("ArrowDown")
    page.keyboard.type(text)
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option")).to_have_count(0)


def type_day(page: Page, label: str, digits: str) -> None:
    reach(page, page.get_by_role("spinbutton", name=f"jour, {label}"))
    page.keyboard.type(digits)


def test_profile_session_decision_and_action_without_a_mouse(
    serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(serve().url)
    go(page, "/comite")
    push(page, "button", "Lecteur")
    type_in(page, "Votre nom", "Anne Lebrun")
    roles = page.get_by_role("radiogroup", name=re.compile(r"Votre\srôle"))
    reach(page, roles.get_by_role("radio", checked=True))
    page.keyboard.press("ArrowDown")
    wait_ready(page)
    reach(
        page,
        page.get_by_role("toolbar", name=re.compile("Territoires")).get_by_role("button").first,
    )
    orne = page.get_by_role("button", name=ORNE)
    reach(page, orne, "ArrowRight")
    page.keyboard.press("Space")
    push(page, "button", "Prendre ce profil")

    push(page, "button", "Préparer une séance")
    expect(title(page)).to_contain_text("Préparer une séance")
    type_in(page, "Lieu", "Alençon")
    push(page, "button", "Créer la séance")
    push(page, "button", "Ouvrir la séance")
    expect(message(page, "La séance est ouverte")).to_be_visible()

    push(page, "link", "Décider des propositions")
    expect(title(page)).to_contain_text("Instruction")
    push(page, "checkbox", "Choisir ACC-L-02", "Space")
    decision = page.get_by_role("radiogroup", name="Décision")
    reach(page, decision.get_by_role("radio").first)
    page.keyboard.press("Space")
    push(page, "button", "Enregistrer la décision (1)")
    expect(message(page, "1 proposition décidée")).to_be_visible()

    push(page, "link", "Créer une action depuis ACC-L-02")
    expect(title(page)).to_contain_text("Nouvelle action")
    type_in(page, "Intitulé", "Ouvrir une maison de santé")
    pick(page, "Engagement", "E1")
    type_in(page, "Porteur", "CPTS du Perche")
    type_day(page, "Fin", "30062027")
    push(page, "button", "Créer l’action")
    expect(message(page, "est créée")).to_be_visible()
    # In full: the form of the new action, whose field is named in short, may still be there.
    type_in(page, "Financeur (vide s’il n’est pas connu)", "Fonds d’intervention")
    type_in(page, "Montant en euros", "12 500,50")
    push(page, "button", "Ajouter le financement")
    expect(page.get_by_role("cell", name="12\u202f500,50")).to_be_visible()

    push(page, "link", "Revenir à la séance")
    expect(title(page)).to_contain_text("Séance du")
    push(page, "button", "Clore la séance")
    push(page, "button", "Oui, clore la séance")
    expect(message(page, "La séance est close")).to_be_visible()
    push(page, "link", "Relevé de décisions")
    minutes = page.get_by_role("main")
    for texte in ("ACC-L-02", "Ouvrir une maison de santé", "30/06/2027", "12\u202f500,50"):
        expect(minutes.get_by_text(texte).first).to_be_visible()
    assert download(page, "Relevé (PDF)")[1].startswith(b"%PDF")
