"""axe-core finds no fault on the screens of follow-up: empty, full, light, dark, on a phone."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from concertation.suivi import Acteur, Store
from tests.aides.bases import new_demo
from tests.aides.navigateur.aides import turn, violations, wait_ready
from tests.aides.navigateur.application import Application
from tests.aides.navigateur.navigation import go
from tests.aides.navigateur.suivi import message, open_as
from tests.navigateur.conftest import OpenPage
from tests.navigateur.test_axe import check, some
from tests.navigateur.test_telephone import TELEPHONE, WIDTHS

DIRECTION = Acteur("Contrôle", "direction")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The fictional follow-up of `make demo`."""
    return new_demo(tmp_path_factory.mktemp("demo") / "demo.sqlite", dt.date.today())


@pytest.fixture(scope="module")
def demo(base: str, port: int) -> Iterator[Application]:
    with Application(base=base, port=port, copie=True) as running:
        yield running


@pytest.fixture(scope="module")
def adresses(base: str) -> list[tuple[str, Callable[[Page], None] | None]]:
    """The screens in their main states, with what opens in each."""
    store = Store.open(base)
    seance = store.seances.list(DIRECTION, territoire="D61", etat="close")["id"].iloc[0]
    action = store.financements.list(DIRECTION, territoire="D61")["action_id"].iloc[0]
    indicateur = store.indicateurs.list(DIRECTION, territoire="D61")["id"].iloc[0]
    store.close()
    return [
        ("/engagements", None),
        ("/engagements?engagement=E1&territoire=D61", None),
        ("/instruction?territoire=D61&theme=acces", choose_first),
        ("/instruction?territoire=D61&fiche=ACC-L-02", None),
        ("/instruction?partie=nationales", None),
        ("/comite?territoire=D61", None),
        (f"/comite?territoire=D61&seance={seance}", open_publication),
        ("/plan_action?territoire=D61&vue=cartes", None),
        ("/plan_action?territoire=D61&vue=frise", None),
        (f"/plan_action?territoire=D61&action={action}", None),
        (f"/indicateurs?fiche={indicateur}", None),
        ("/journal", unfold_first),
    ]


def choose_first(page: Page) -> None:
    page.get_by_text(re.compile(r"^Choisir\sACC")).first.click()
    bouton = page.get_by_role("button", name="Enregistrer la décision (1)")
    expect(bouton).to_be_visible()


def open_publication(page: Page) -> None:
    page.get_by_role("button", name="Publication").click()
    bouton = page.get_by_role("button", name="Publier la séance et ses saisies")
    expect(bouton).to_be_visible()


def unfold_first(page: Page) -> None:
    entree = page.get_by_role("main").get_by_test_id("stExpander").first
    entree.get_by_test_id("stMarkdownContainer").first.click()
    expect(page.get_by_role("button", name="Remettre comme avant…")).to_be_visible()


@pytest.mark.epreuve
def test_empty_screens_have_no_fault(page: Page) -> None:
    ecrans = (
        "a_faire",
        "engagements",
        "instruction",
        "comite",
        "plan_action",
        "indicateurs",
        "journal",
    )
    check(page, [(f"/{ecran}", None) for ecran in ecrans])


# Those where something opens; the others are read on a telephone.
@pytest.mark.parametrize("rangs", some((2, 6, 11), 0, 1))
def test_full_screens_have_no_fault_in_dark_and_light(
    demo: Application,
    open_page: OpenPage,
    adresses: list[tuple[str, Callable[[Page], None] | None]],
    rangs: list[int],
) -> None:
    faulty: dict[str, list[str]] = {}
    page = open_page(demo.url)
    open_as(page, "/engagements", "Claire Dubois", "Direction")
    for adresse, act in (adresses[rang] for rang in rangs):
        # Opened in the dark, then in the light: what is filled can be read in both.
        turn(page, "dark")
        go(page, adresse)
        expect(message(page, "Données fictives")).to_be_visible()
        if act is not None:
            act(page)
            wait_ready(page)
        for scheme in ("dark", "light"):
            turn(page, scheme)
            if faults := violations(page, colours_alone=scheme == "light"):
                faulty[f"{adresse} {scheme}"] = faults
    assert not faulty, faulty


@pytest.mark.parametrize("rangs", some(range(12), 1, 7, 9))
def test_full_screens_fit_a_phone_without_fault(
    demo: Application,
    open_page: OpenPage,
    adresses: list[tuple[str, Callable[[Page], None] | None]],
    rangs: list[int],
) -> None:
    wide, faulty = {}, {}
    page = open_page(demo.url, **TELEPHONE)
    for adresse, _ in (adresses[rang] for rang in rangs):
        go(page, adresse)
        seen, document, held, shown = page.evaluate(WIDTHS)
        if not (seen == 390 and document <= 390 and held <= shown):
            wide[adresse] = (seen, document, held, shown)
        if faults := violations(page):
            faulty[adresse] = faults
    assert not wide
    assert not faulty, faulty
