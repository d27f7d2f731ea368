"""What became of a thing is told once: screen, slide, A4 and telephone say the same words."""

import datetime as dt
import re

import pytest

from concertation.analyse.chaine.construction import build_graphe
from concertation.analyse.chaine.graphe import EDITORIAL, Noeud, without_editorial
from concertation.donnees import dossier_courant, load_donnees
from concertation.recits.blocs import Liste
from concertation.recits.contexte import Contexte
from concertation.recits.proches import tell_authors, tell_chaine
from concertation.restitution.documents import DOCUMENTS
from concertation.suivi import References, Store
from tests.aides.bases import new_sqlite
from tests.analyse.chaine.test_chaine import with_avis

DONNEES = load_donnees(dossier_courant())
GRAPHE = build_graphe(DONNEES)
JOUR = dt.date(2026, 11, 22)
QUI = re.compile(
    r"\((une de ses composantes|.*lien publié|.*lien (fort|faible)|.*intitulé seulement|"
    r"suivi des comités)\)$"
)


def words(liste: Liste) -> list[str]:
    return [puce.dit for puce in liste.puces]


@pytest.mark.parametrize("sens", ["amont", "aval"])
def test_an_engagement_s_paper_says_its_story_whole(sens: str, tmp_path) -> None:
    store = Store.open(new_sqlite(tmp_path / "s.sqlite"), References.of_donnees(DONNEES))
    contexte = Contexte(DONNEES, JOUR, store=store)
    recit = tell_chaine(DONNEES, contexte.graphe, Noeud("engagement", "E3"), sens)
    document = DOCUMENTS["fiche-engagement"].build(contexte, {"engagement": "E3", "annexe": True})
    listes = [b for s in document.sections for b in s.blocs if isinstance(b, Liste)]
    dits = {m for liste in listes for p in liste.puces for m in (p.dit, *p.sous)}
    assert recit.puces
    assert {m for p in recit.puces for m in (p.dit, *p.sous)} <= dits


def test_each_item_says_who_links_it_and_a_reading_says_so() -> None:
    for noeud in GRAPHE.of_type("proposition"):
        for puce in tell_chaine(DONNEES, GRAPHE, noeud, "aval").puces:
            assert QUI.search(puce.texte), puce
            if "rapprochement éditorial" in puce.texte:
                assert puce.sous, puce
                assert not any(tell_authors(DONNEES) in sous for sous in puce.sous), puce


def test_without_readings_no_reading_is_told() -> None:
    sans = without_editorial(GRAPHE)
    assert not any(arete.nature == EDITORIAL for arete in sans.aretes)
    for noeud in sans.of_type("proposition", "engagement"):
        for puce in tell_chaine(DONNEES, sans, noeud, "aval").puces:
            assert "ditorial" not in puce.dit + "".join(puce.sous)


def test_a_contested_link_says_so_with_its_reason_and_another_way_is_told_first() -> None:
    graphe = with_avis(lien_publie="L036", avis="conteste", motif="Aucun service ouvert.")
    puces = tell_chaine(DONNEES, graphe, Noeud("proposition", "ACC-L-13"), "aval").puces
    dites = {puce.fort + puce.texte.partition(" – ")[0]: puce for puce in puces}
    composante = next(p for nom, p in dites.items() if nom.endswith("E3c"))
    assert composante.texte.endswith("lien fort, contesté par la direction)")
    assert any(sous.endswith("Contesté : Aucun service ouvert.") for sous in composante.sous)
    engagement = next(p for nom, p in dites.items() if nom.endswith("E3"))
    assert engagement.texte.endswith("lien faible)")
