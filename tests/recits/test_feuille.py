"""A roadmap is told once: its screen, its slides, its A4 and the telephones say the same words."""

import datetime as dt
import html
import io
import re

import pytest
from openpyxl import load_workbook

from concertation.analyse.chaine.construction import build_graphe
from concertation.analyse.chaine.graphe import Noeud
from concertation.analyse.chaine.mots import name_of
from concertation.analyse.feuille_route.chiffres import warn_sums
from concertation.analyse.feuille_route.lecture import NON_PRECISE, mesures_of
from concertation.analyse.mots.typographie import typeset
from concertation.analyse.territoires.noms import all_names
from concertation.donnees import dossier_courant, load_donnees
from concertation.graphiques.dessins.mesures import bars_jauges, bars_parts
from concertation.recits.blocs import Liste, Puce, typeset_all
from concertation.recits.contexte import Contexte
from concertation.recits.feuille import RecitAction, targets_of, tell_action
from concertation.restitution.classeur.exports import Cachet, to_fichier
from concertation.restitution.diapos.composition import compose
from concertation.restitution.diapos.html import page_html
from concertation.restitution.diapos.modele import Page
from concertation.restitution.diapos.prets import FEUILLE as DECK
from concertation.restitution.diapos.prets import ready_decks
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
    deck = ready_decks(DONNEES)[DECK]
    assert {d.parametres["feuille"] for d in deck.diapos if "feuille" in d.parametres} == {FEUILLE}
    return list(compose(deck, CONTEXTE))


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
    for mots in words(qui, recit.argent_situe, recit.suites):
        assert mots in lu
    dits = [p.dit for p in recit.resultats.puces if p.dit in lu]
    coupes = re.search(r"… et (\d+)\sautres? résultats? sur la fiche", lu)
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
    # What is not drawn stands as numbers.
    drawn = [c.is_tout or c.is_jauge for c in recit.principaux]
    for puce in (p for p, d in zip(recit.resultats.puces, drawn, strict=True) if not d):
        assert puce.fort in lu
        assert puce.texte.removeprefix(" – ") in lu
        assert all(sous in lu for sous in puce.sous)


@pytest.mark.parametrize("action", ACTIONS)
def test_each_measure_has_the_same_words_in_lists_charts_workbooks_and_chain(action: str) -> None:
    recit, frame = tell_action(DONNEES, FEUILLE, action), mesures_of(DONNEES, action)
    dits = dict(zip(frame["id"], frame["mots"], strict=True))
    puces = {p.dit: p for p in (*recit.resultats.puces, *recit.precisions.puces)}
    for ensemble in recit.chiffres:
        puce = puces[typeset(dits[ensemble.mesure["id"]])]
        # Under their whole, details need not repeat what it says.
        suite = "\n".join(puce.sous)
        for mesure in [m for m in ensemble.walk() if m is not ensemble.mesure]:
            assert typeset(f"{mesure['phrase']} – {mesure['libelle']}") in suite
        if ensemble.is_tout:
            assert ensemble.mesure["mots"] in bars_parts(ensemble).alt
        if ensemble.is_jauge:
            dessin = bars_jauges([ensemble])
            assert ensemble.mesure["mots"] in dessin.alt
            vus = dessin.table().iloc[0].tolist()
            assert {ensemble.mesure[nom] for nom in ("phrase", "lieu", "periode")} <= {*vus}
    graphe = build_graphe(DONNEES)
    for cle, mots in dits.items():
        assert name_of(DONNEES, graphe, Noeud("mesure", cle)) == mots
    classeur = load_workbook(io.BytesIO(to_fichier(frame, Cachet("M", "", None), "Mesures")))
    noms, *lignes = classeur["Données"].iter_rows(values_only=True)
    assert [ligne[noms.index("mots")] for ligne in lignes] == list(dits.values())


def test_a_slide_names_only_the_reservations_of_what_it_shows(pages: list[Page]) -> None:
    coupees = 0
    for action in ACTIONS:
        (page,) = [page for page in pages if page.ecran.endswith(f"={action}")]
        recit = tell_action(DONNEES, FEUILLE, action)
        puces = typeset_all(recit.resultats).puces
        montres = [e for e, p in zip(recit.principaux, puces, strict=True)
                   if p in _items(page)]  # fmt: skip
        attendues = typeset_all(CONTEXTE.reserves(*recit.base, *targets_of(montres)))
        assert page.reserves == attendues
        coupees += len(attendues) < len(CONTEXTE.reserves(*recit.cibles))
    assert coupees


def test_figures_of_one_unit_side_by_side_are_said_not_to_add_up() -> None:
    avis = {m for cle in ACTIONS for m in warn_sums(tell_action(DONNEES, FEUILLE, cle).chiffres)}
    debut = "de plusieurs lignes ne s’additionnent pas :"
    assert f"Les patients {debut} les périodes et les périmètres diffèrent." in avis
    assert any(mots.startswith(f"Les heures {debut} les périmètres") for mots in avis)
    # A whole and its details are one figure.
    assert not any("places" in mots or "évaluations" in mots for mots in avis)


def test_one_sum_for_two_actions_is_said_to_count_once() -> None:
    for cle in ("ACT-08", "ACT-09"):
        (puce,) = tell_action(DONNEES, FEUILLE, cle).argent.puces
        assert "à ne compter qu’une fois" in puce.dit
        assert "1000" in puce.dit.partition("une seule somme pour")[2]


def _items(page: Page) -> list[Puce]:
    listes = [b for b in (*page.blocs, *page.a_cote) if isinstance(b, Liste)]
    return [puce for liste in listes for puce in liste.puces]


def test_a_detail_of_money_stays_under_its_whole() -> None:
    touts = [
        puce for cle in ACTIONS for puce in tell_action(DONNEES, FEUILLE, cle).argent.puces
    ]  # fmt: skip
    assert any(sous.startswith("dont ARS") for puce in touts for sous in puce.sous)
    assert not any("1\u202f700\u202f000" in puce.dit for puce in touts)


def test_money_keeps_its_perimeter_where_the_place_of_the_action_is_not_shown(
    pages: list[Page],
) -> None:
    lu = html.unescape(re.sub("<[^>]+>", "", "".join(page_html(page, 1, 1) for page in pages)))
    dits = [p for a in ACTIONS for p in tell_action(DONNEES, FEUILLE, a).argent_situe.puces]
    for puce in dits:
        assert puce.texte == NON_PRECISE or re.search(" – («|[A-Z]|périmètre)", puce.texte)
        assert puce.dit in lu
    # Of two départements, in the roadmap of a third place.
    assert any(re.search(r"100\s000.*pour la Seine-Maritime et l.Eure", p.texte) for p in dits)


def test_a_figure_keeps_its_perimeter_and_its_level_beside_it() -> None:
    for action in ACTIONS:
        for puce in tell_action(DONNEES, FEUILLE, action).resultats.puces:
            lieu = re.search(r" \((.*?) · ", puce.texte)
            assert lieu, puce.texte
            nomme = any(nom in lieu[1] for nom in all_names(DONNEES).values())
            assert nomme or "«" in lieu[1] or "non précisé" in lieu[1], puce.texte
