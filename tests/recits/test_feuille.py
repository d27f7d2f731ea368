"""A roadmap is told once: its screen, its slides, its A4 and the telephones say the same words."""

import datetime as dt
import html
import re

import pytest

from concertation.donnees import dossier_courant, load_donnees
from concertation.recits.blocs import Liste, Puce
from concertation.recits.contexte import Contexte
from concertation.recits.feuille import RecitAction, tell_action
from concertation.restitution.diapos.html import page_html
from concertation.restitution.diapos.modele import Page
from concertation.restitution.diapos.pages.propositions import compose_feuille
from concertation.restitution.documents.bilans import build_feuille
from tests.interface.ecrans.test_feuille_route import open_feuille, texts

DONNEES = load_donnees(dossier_courant())
ACTIONS = DONNEES.table("actions")["id"].tolist()
FEUILLE = str(DONNEES.table("feuilles")["id"].iloc[0])
CONTEXTE = Contexte(DONNEES, dt.date(2026, 11, 22))


def words(*listes: Liste) -> set[str]:
    """All that is said in these lists."""
    return {m for liste in listes for p in liste.puces for m in (p.dit, *p.sous) if m}


def told(recit: RecitAction) -> set[str]:
    return words(recit.reperes, recit.argent, recit.resultats, recit.precisions, recit.suites)


@pytest.fixture(scope="module")
def papier() -> set[str]:
    document = build_feuille(CONTEXTE, {"feuille": FEUILLE})
    return words(*(b for s in document.sections for b in s.blocs if isinstance(b, Liste)))


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return list(compose_feuille(CONTEXTE, {"feuille": FEUILLE}))


@pytest.mark.parametrize("action", ACTIONS)
def test_paper_says_all_of_an_action_in_the_words_of_its_story(
    action: str, papier: set[str]
) -> None:
    dits = told(tell_action(DONNEES, FEUILLE, action))
    assert len(dits) > 6
    assert not dits - papier


@pytest.mark.parametrize("action", ACTIONS)
def test_slides_and_telephones_say_who_money_and_results_in_the_same_words(
    action: str, pages: list[Page]
) -> None:
    recit = tell_action(DONNEES, FEUILLE, action)
    siennes = [page for page in pages if page.ecran.endswith(f"={action}")]
    lu = html.unescape(re.sub("<[^>]+>", "", "".join(page_html(page, 1, 1) for page in siennes)))
    qui = Liste(recit.reperes.puces[1:3])
    for mots in words(qui, recit.argent, recit.suites):
        assert mots in lu
    dits = [p.dit for p in recit.resultats.puces if p.dit in lu]
    coupes = re.search(r"… et (\d+) autres? résultats? sur la fiche", lu)
    assert len(dits) + (int(coupes[1]) if coupes else 0) == len(recit.resultats.puces)
    assert bool(dits) == bool(recit.resultats.puces)
    assert len(siennes) == 1
    # A detail never stands beside its whole as an equal.
    assert not [p for page in siennes for p in _items(page) if p.dit.startswith("dont ")]


@pytest.mark.parametrize("action", ACTIONS)
def test_the_screen_says_the_same_words(action: str) -> None:
    recit = tell_action(DONNEES, FEUILLE, action)
    lu = texts(open_feuille(action=action)).replace("**", "")
    for mots in words(recit.reperes, recit.argent, recit.suites):
        assert mots.strip() in lu


def _items(page: Page) -> list[Puce]:
    listes = [b for b in (*page.blocs, *page.a_cote) if isinstance(b, Liste)]
    return [puce for liste in listes for puce in liste.puces]


def test_a_detail_of_money_stays_under_its_whole() -> None:
    touts = [
        puce for cle in ACTIONS for puce in tell_action(DONNEES, FEUILLE, cle).argent.puces
    ]  # fmt: skip
    assert any(sous.startswith("dont ARS") for puce in touts for sous in puce.sous)
    assert not any("1\u202f700\u202f000" in puce.dit for puce in touts)


def test_a_figure_keeps_its_perimeter_and_its_level_beside_it() -> None:
    for action in ACTIONS:
        for puce in tell_action(DONNEES, FEUILLE, action).resultats.puces:
            lieu = re.search(r" \((.*?) · ", puce.texte)
            assert lieu, puce.texte
            assert re.search(r"\((CTS|commune|département|intercommunalité|région)|«|non précisé",
                             puce.texte)  # fmt: skip
