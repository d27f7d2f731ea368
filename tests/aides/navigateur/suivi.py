"""What people do on the screens of follow-up, located by role and words."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.aides.navigateur.aides import OUVERTURE, wait_ready
from tests.aides.navigateur.navigation import go

ORNE = "Orne"
_PROFIL = re.compile(r"^(Lecteur|Comité de suivi|Direction|Administrateur) · ")
# In the middle of the screen, where nothing moves it any more: a list closes when the screen
# scrolls, which it does once what unfolds around it has unfolded.
SETTLE = """async element => {
    const ends = document.getAnimations().filter(
        a => a.effect.getComputedTiming().endTime < Infinity)
    await Promise.allSettled(ends.map(a => a.finished))
    await new Promise(fini => {
        const look = avant => {
            element.scrollIntoView({ block: "center" });
            const y = element.getBoundingClientRect().y;
            y === avant ? fini() : setTimeout(look, 150, y);
        };
        look(null);
    })
}"""


def take_profile(page: Page, nom: str, role: str, *lieux: str) -> None:
    """Say who one is, in the menu, whoever the browser kept there."""
    lecteur = page.get_by_role("button", name="Lecteur", exact=True)
    garde = page.get_by_role("button", name=_PROFIL)
    expect(lecteur.or_(garde)).to_be_visible()
    if garde.is_visible():
        garde.click()
        page.get_by_role("button", name="Quitter ce profil").click()
    lecteur.click()
    page.get_by_label("Votre nom").fill(nom)
    roles = page.get_by_role("radiogroup", name=re.compile(r"Votre\srôle"))
    roles.get_by_text(role, exact=True).click()
    for lieu in lieux:
        page.get_by_role("button", name=lieu, exact=True).click()
    page.get_by_role("button", name="Prendre ce profil").click()
    expect(page.get_by_role("button", name=nom)).to_be_visible()
    # The first screen of the follow-up in its process.
    wait_ready(page, OUVERTURE)


def open_as(page: Page, address: str, nom: str, role: str, *lieux: str) -> Page:
    """Arrive at an address and say who one is."""
    go(page, address)
    take_profile(page, nom, role, *lieux)
    return page


def by_menu(page: Page, name: str) -> None:
    """To another screen; one that the role's menu leaves out is under « Tout »."""
    menu_link(page, name).click()
    expect(title(page)).to_contain_text(name)
    wait_ready(page)


def menu_link(page: Page, name: str) -> Locator:
    """The link to a screen, its part of the menu unfolded."""
    menu = page.get_by_test_id("stSidebar")
    link = menu.get_by_role("link", name=name, exact=True).first
    expect(menu.get_by_text("Tout", exact=True)).to_be_visible()
    if not link.is_visible():
        menu.get_by_text("Tout", exact=True).click()
    return link


def follow(page: Page, name: str | re.Pattern[str], heading: str) -> None:
    """Click a link of the screen, and wait for where it leads."""
    page.get_by_role("main").get_by_role("link", name=name).first.click()
    expect(title(page)).to_contain_text(heading)
    wait_ready(page)


def press(page: Page, name: str | re.Pattern[str], said: str) -> None:
    """Click a button, and wait for what the screen then says."""
    page.get_by_role("button", name=name).click()
    expect(message(page, said)).to_be_visible()
    wait_ready(page)


def title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def message(page: Page, said: str) -> Locator:
    """A notice of the screen, good or bad."""
    return page.get_by_test_id("stAlert").filter(has_text=said).first


def type_date(page: Page, label: str, digits: str) -> None:
    """Type day, month and year in a date's field."""
    page.get_by_role("spinbutton", name=f"jour, {label}").click()
    page.keyboard.type(digits)


def choose(page: Page, label: str, option: str | re.Pattern[str]) -> None:
    """Take an option of a drop-down list."""
    fermee = page.get_by_role("combobox", name=re.compile(label))
    # A list closes when the screen scrolls: a person scrolls, then clicks; the driver does both in
    # one frame, and the scroll is told after the click.
    fermee.evaluate(SETTLE)
    fermee.click()
    page.get_by_role("option", name=option).first.click()


def path_of(page: Page) -> str:
    """The address of the screen, to open it in another window."""
    parts = urlsplit(page.url)
    return f"{parts.path}?{parts.query}"
