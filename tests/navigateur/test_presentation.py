"""A restitution in front of a room: keyboard alone, no network, telephones that follow."""

import re
import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.aides.navigateur.aides import OUVERTURE, violations
from tests.aides.navigateur.application import Application
from tests.aides.navigateur.gestes import expect_params
from tests.aides.navigateur.navigation import go
from tests.navigateur.conftest import OpenPage

SALLE: ViewportSize = {"width": 1920, "height": 1080}
TELEPHONE = {"width": 390, "height": 844}
# Whatever a slide may do wrong: cut, run over, write too small, leave half of itself empty.
FAUTES = """(diapo) => {
  const fautes = [], cadre = diapo.getBoundingClientRect();
  for (const colonne of diapo.querySelectorAll('.colonne')) {
    if (colonne.scrollHeight > colonne.clientHeight + 1) fautes.push('colonne coupée');
    if (colonne.scrollWidth > colonne.clientWidth + 1) fautes.push('colonne trop large');
  }
  for (const e of diapo.querySelectorAll('h1, p, li, td, th, dd, dt')) {
    const b = e.getBoundingClientRect();
    if (b.bottom > cadre.bottom + 1 || b.right > cadre.right + 1)
      fautes.push('hors du cadre : ' + e.textContent.slice(0, 40));
  }
  for (const e of diapo.querySelectorAll('*')) {
    if (['title', 'desc', 'style'].includes(e.tagName)) continue;
    const ecrit = n => n.nodeType === 3 && n.textContent.trim();
    if (![...e.childNodes].some(ecrit)) continue;
    const svg = e.closest('svg');
    const taille = parseFloat(getComputedStyle(e).fontSize) * (svg ? svg.getScreenCTM().a : 1);
    if (taille < 23.9) fautes.push(taille.toFixed(1) + ' px : ' + e.textContent.slice(0, 40));
  }
  const corps = diapo.querySelector('.corps').getBoundingClientRect();
  const blocs = [...diapo.querySelectorAll('.colonne > *')];
  const bas = Math.max(...blocs.map(e => e.getBoundingClientRect().bottom));
  if (!diapo.matches('.couverture') && bas - corps.top < corps.height / 2)
    fautes.push('à moitié vide');
  return fautes;
}"""


def _rank(page: Page) -> int:
    texte = page.locator(".annonce").inner_text()
    trouve = re.match(r"Diapositive (\d+) sur \d+", texte)
    assert trouve, texte
    return int(trouve[1])


def _total(page: Page) -> int:
    return int(page.locator(".annonce").inner_text().split(" sur ")[1].split(" ")[0])


@pytest.fixture
def salle(application: Application, open_page: OpenPage) -> Page:
    page = open_page(application.url)
    page.set_viewport_size(SALLE)
    go(page, "/presentation?diaporama=restitution-regionale&diapo=1")
    expect(page.locator(".plateau")).to_be_visible()
    expect(page.locator(".annonce")).to_contain_text("Diapositive 1 sur")
    return page


def test_regional_restitution_from_start_to_end_by_keyboard(salle: Page) -> None:
    fautes, total = {}, _total(salle)
    for rang in range(1, total + 1):
        assert _rank(salle) == rang
        if vues := salle.locator(".courant .vue .diapo").evaluate(FAUTES):
            fautes[rang] = vues
        salle.keyboard.press("ArrowRight" if rang % 2 else "PageDown")
    assert not fautes
    assert _rank(salle) == total
    expect_params(salle, "/presentation", diaporama="restitution-regionale", diapo=str(total))
    for touche, rang in (("Home", 1), ("End", total), ("ArrowLeft", total - 1)):
        salle.keyboard.press(touche)
        assert _rank(salle) == rang
    salle.keyboard.type("12")
    salle.keyboard.press("Enter")
    assert _rank(salle) == 12
    salle.keyboard.press("b")
    expect(salle.get_by_role("button", name="Écran noir")).to_be_visible()
    salle.keyboard.press("b")
    salle.keyboard.press("?")
    expect(salle.get_by_role("dialog", name="Touches")).to_be_visible()
    assert not violations(salle)
    salle.keyboard.press("Escape")
    salle.keyboard.press("Escape")
    expect(salle.get_by_role("button", name=re.compile("^Démarrer"))).to_be_visible()
    expect_params(salle, "/presentation", diaporama="restitution-regionale")


def test_question_opens_the_screen_behind_and_the_same_key_comes_back(salle: Page) -> None:
    salle.keyboard.type("15")
    salle.keyboard.press("Enter")
    salle.keyboard.press("q")
    retour = salle.get_by_role("link", name="Revenir à la présentation")
    # The first of the other screens.
    expect(retour).to_be_visible(timeout=OUVERTURE)
    expect_params(salle, "/propositions", theme="acces", portee="locale")
    expect(salle.get_by_text("15 propositions sur 95").first).to_be_visible()
    salle.locator("body").press("q")
    expect(salle.locator(".annonce")).to_contain_text("Diapositive 15 sur")
    # Back, in one step, is the screen with its filters.
    salle.go_back(wait_until="commit")
    expect_params(salle, "/propositions", theme="acces", portee="locale")


def test_speaker_window_follows_and_leads(salle: Page) -> None:
    with salle.context.expect_page() as ouverte:
        salle.keyboard.press("o")
    orateur = ouverte.value
    salle.keyboard.press("ArrowRight")
    expect(orateur.locator(".annonce")).to_contain_text("Diapositive 2 sur")
    expect(orateur.get_by_text("Ensuite")).to_be_visible()
    expect(orateur.locator(".duree")).to_have_text(re.compile(r"\d\d:\d\d"))
    orateur.keyboard.press("End")
    expect(salle.locator(".annonce")).to_contain_text(f"Diapositive {_total(salle)} sur")
    noir = salle.get_by_role("button", name="Écran noir")
    orateur.keyboard.press(".")
    expect(noir).to_be_visible()
    # Another tab on the same deck has its own presentation.
    autre = salle.context.new_page()
    autre.goto(salle.url)
    expect(autre.locator(".annonce")).to_contain_text("Diapositive")
    autre.keyboard.press("Home")
    expect(autre.locator(".annonce")).to_contain_text("Diapositive 1 sur")
    assert _rank(salle) == _rank(orateur) == _total(salle)
    expect(noir).to_be_visible()


def test_higher_screens_are_laid_out_again_and_the_grid_goes_to_a_slide(salle: Page) -> None:
    salle.set_viewport_size({"width": 1024, "height": 768})
    diapo = salle.locator(".courant .vue .diapo")
    boite = diapo.bounding_box()
    assert boite
    assert (round(boite["width"]), round(boite["height"])) == (1024, 768)
    salle.keyboard.press("g")
    salle.locator(".courant .scene > div").nth(4).click()
    assert _rank(salle) == 5
    # A clicker that says F5 reloads nothing.
    salle.evaluate("window.ici = true")
    salle.keyboard.press("F5")
    assert salle.evaluate("window.ici")


def test_two_telephones_follow_within_two_seconds(
    application: Application, open_page: OpenPage
) -> None:
    salle = open_page(application.url)
    salle.set_viewport_size(SALLE)
    go(salle, "/presentation?diaporama=restitution-regionale&diapo=2")
    expect(salle.locator(".annonce")).to_contain_text("Diapositive 2")
    salle.keyboard.press("s")
    adresse = salle.locator(".volet.qr p").first
    expect(adresse).to_contain_text("/salle/")
    chemin = urlsplit(adresse.inner_text()).path
    telephones = [open_page(application.url, viewport=TELEPHONE, is_mobile=True) for _ in "12"]
    for telephone in telephones:
        telephone.goto(chemin)
        expect(telephone.locator("h1")).to_contain_text("participants")
    salle.keyboard.press("Escape")
    debut = time.monotonic()
    salle.keyboard.press("ArrowRight")
    for telephone in telephones:
        expect(telephone.locator("h1")).to_contain_text("18 ateliers dans 5 départements")
    assert time.monotonic() - debut < 2 + 1  # a second for the machine that runs both
    telephone = telephones[0]
    # The presenter's reload finds the room again; black is black there too.
    salle.reload()
    expect(salle.locator(".annonce")).to_contain_text("Diapositive 3")
    salle.keyboard.press("b")
    expect(telephone.locator("h1")).to_be_hidden()
    salle.keyboard.press("b")
    expect(telephone.locator("h1")).to_be_visible()
    # One reads again what was shown, then what is.
    telephone.get_by_role("link", name="Diapositive précédente").click()
    expect(telephone.locator("h1")).to_contain_text("participants")
    expect(telephone.locator(".numero")).to_have_text(re.compile(r"^2\s/"))
    telephone.get_by_role("link", name="À l’écran").click()
    expect(telephone.locator("h1")).to_contain_text("18 ateliers dans 5 départements")
    assert telephone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not violations(telephone)
    refus = telephone.request.post(f"{chemin}/position", form={"jeton": "x", "position": 9})
    assert refus.status == 403
    salle.keyboard.press("Escape")
    salle.get_by_role("button", name="Terminer la séance").click()
    expect(telephone.get_by_text("La présentation est terminée")).to_be_visible()


def test_unknown_deck_and_room_are_told(page: Page) -> None:
    go(page, "/presentation?diaporama=autre&diapo=3")
    expect(page.get_by_text("« autre » n’existe pas")).to_be_visible()
    expect(page.get_by_role("link", name="Propositions", exact=True)).to_be_visible()
    reponse = page.request.get("/salle/zzzzzz")
    assert reponse.status == 404
    assert "Salle introuvable" in reponse.text()
