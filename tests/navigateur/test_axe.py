"""axe-core finds no fault on any screen, in light and in dark, in its usual and unusual states."""

import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from concertation.donnees import dossier_courant
from tests.aides.navigateur.aides import turn, violations, wait_ready
from tests.aides.navigateur.navigation import go
from tests.navigateur.conftest import OpenPage, Serve


def open_export(page: Page) -> None:
    page.get_by_role("button", name="Exporter").first.click()
    expect(page.get_by_role("button", name="Classeur (XLSX)")).to_be_visible()


def open_table(page: Page) -> None:
    page.get_by_role("button", name="Tableau").first.click()
    table = page.get_by_role("table", name=re.compile(r"^Tableau\s:\s"))
    expect(table).to_be_visible()


def open_reserves(page: Page) -> None:
    page.get_by_text("Réserves : à savoir").click()
    expect(page.get_by_text(re.compile(r"^R\d\d\s–\s")).first).to_be_visible()


State = tuple[str, Callable[[Page], None] | None]
# At each run some screens are read, in the state that shows most of them: here in both colours, or
# on a telephone (test_telephone.py); all of these states, in both places, in the trials.
COMPRENDRE: list[State] = [
    ("/", None),
    ("/", open_table),
    ("/ateliers?departement=61&fiche=AT-12", None),
    ("/ateliers?departement=61", open_export),
    ("/propositions", None),
    ("/propositions?theme=prevention&q=jeunes", open_export),
    ("/propositions?portee=locale", open_reserves),
    ("/territoires?territoire=D61&couche=departements&couche=dispositifs", None),
    ("/territoires?vue=regards", None),
    ("/propositions?q=zzzzqq", None),
    ("/propositions?vue=tableau&theme=prevention", None),
    ("/propositions?theme=acces&fiche=ACC-L-02", None),
    ("/recherche?q=transport", None),
]
SUIVRE: list[State] = [
    ("/tracabilite", open_table),
    ("/tracabilite?vue=matrice&croise=proposition-priorite", None),
    ("/tracabilite?depart=theme:prevention", open_export),
    ("/tracabilite?q=transport+à+la+demande", None),
    ("/tracabilite?depart=action:ACT-01&rapprochements=non", None),
]
RESTITUER: list[State] = [
    ("/presentation", None),
    ("/diaporamas", None),
    ("/documents", None),
    ("/documents?document=fiche-engagement", None),
]
FEUILLE_ROUTE: list[State] = [
    ("/feuille_route", None),
    ("/feuille_route?priorite=P02", None),
    ("/feuille_route?priorite=P05", None),
    ("/feuille_route?action=ACT-04", None),
    ("/feuille_route?action=ACT-09", None),
    ("/feuille_route?vue=argent&financeur=ARS", None),
    ("/feuille_route?vue=frise", None),
    ("/feuille_route?vue=perspectives", None),
]
GERER: list[State] = [
    ("/donnees", None),
    ("/donnees?fichier=propositions", None),
    ("/donnees?fichier=departements", None),
    ("/donnees?vue=documents", None),
    ("/donnees?vue=reserves", None),
    ("/donnees?vue=verifier", None),
    ("/aide?terme=cpts", None),
    ("/aide?q=zzzzqq", None),
    ("/accessibilite", None),
    ("/donnees_personnelles", None),
]


def check(page: Page, states: list[State], schemes: Sequence[str] = ("light", "dark")) -> None:
    """Visit each state, in each colour scheme, and report every fault at once."""
    found: dict[str, list[str]] = {}
    for address, act in states:
        turn(page, schemes[0])
        go(page, address)
        if act is not None:
            act(page)
            wait_ready(page)
        for scheme in schemes:
            turn(page, scheme)
            if faults := violations(page, colours_alone=scheme != schemes[0]):
                found[f"{address} {act.__name__ if act else ''} {scheme}"] = faults
    assert not found, "\n".join(f"{state}\n" + "\n".join(lines) for state, lines in found.items())


def some(states: Sequence[Any], *ranks: int) -> list[Any]:
    """The cases of a walk: these of its states at each run, all of them in the trials."""
    few, every = [states[rank] for rank in ranks], list(states)
    return [pytest.param(few, id="some"), pytest.param(every, id="all", marks=pytest.mark.epreuve)]


SCREENS = [*COMPRENDRE, *SUIVRE, *FEUILLE_ROUTE, *GERER]


@pytest.mark.parametrize(
    "states",
    some(SCREENS, *map(SCREENS.index, (
        COMPRENDRE[1], COMPRENDRE[5], SUIVRE[0], FEUILLE_ROUTE[1],
    ))),
)  # fmt: skip
def test_screens_have_no_fault_in_light_and_dark(page: Page, states: list[State]) -> None:
    check(page, states)


@pytest.mark.parametrize("states", some(RESTITUER, 0, 3))
def test_restitution_has_no_fault_in_dark_and_light(page: Page, states: list[State]) -> None:
    # Opened in the dark, then in the light: what is filled can be read in both.
    check(page, states, ("dark", "light"))


# What is told, and that the other screens go on: tests/interface/ecrans/test_ecrans.py.
@pytest.mark.epreuve
def test_broken_folder_is_told_without_fault(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    dossier = Path(shutil.copytree(dossier_courant(), tmp_path / "data"))
    propositions = dossier / "propositions.csv"
    propositions.write_bytes(propositions.read_bytes().replace(b",portee,", b",porte,", 1))
    page = open_page(serve(dossier=dossier).url)
    check(page, [("/", None), ("/donnees", None)], ("dark",))
    faults = page.get_by_role("table", name="Anomalies relevées dans les fichiers")
    expect(faults.get_by_role("row").nth(1)).to_contain_text("portee")
    go(page, "/propositions")
    expect(page.get_by_role("alert").first).to_contain_text("propositions.csv")
    go(page, "/ateliers")
    expect(page.get_by_role("heading", name="Carte des ateliers")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
