"""Decks as nobody exported them: each node of a valid one replaced, removed or made enormous.

Reading says what is wrong in a French sentence, or gives a deck that every form draws, and that
holds no markup of its own.
"""

import copy
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from concertation.analyse.mots.typographie import typeset
from concertation.donnees import Donnees, load_donnees
from concertation.graphiques.dessin import Dessin
from concertation.recits.blocs import (
    Chiffre,
    Chiffres,
    Graphique,
    Liste,
    Puce,
    Tableau,
    Texte,
)
from concertation.recits.contexte import Contexte
from concertation.restitution.diapos.composition import compose
from concertation.restitution.diapos.edition import describe_slide, number_slides
from concertation.restitution.diapos.gardes import describe_missing, write_pages
from concertation.restitution.diapos.genres import GENRES
from concertation.restitution.diapos.html import page_html
from concertation.restitution.diapos.lecture import read_json, read_pages, to_json
from concertation.restitution.diapos.modele import Diapo, Diaporama, DiaporamaInvalide, Page
from concertation.restitution.pdf.formes import to_pdf
from concertation.restitution.pptx.document import to_pptx

FICHIERS = Path(__file__).parent / "fichiers"
JOUR = dt.date(2026, 11, 22)
HOSTILE = '"><img src=x onerror="x()"><meta http-equiv="refresh" content="0;url=//ailleurs">'
ABSENT = object()
VALEURS: tuple[Any, ...] = (
    ABSENT, None, True, 0, -1, 3, 10**30, 1e308, float("nan"), float("inf"), "", "é", HOSTILE,
    "red;background:url(//ailleurs)", "a\0b\ud800\ufffe\u202e", "mot " * 5000, "x" * 100_000, [],
    {}, [[[[]]]], [None], {"a": {"b": []}}, ["x"] * 3000, [HOSTILE] * 3,
)  # fmt: skip
BALISES = {
    "article", "header", "footer", "div", "p", "h1", "h2", "ul", "li", "span", "dl", "dt", "dd",
    "blockquote", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "svg", "title",
    "desc", "defs", "pattern", "g", "path", "rect", "circle", "ellipse", "text", "tspan",
    "strong", "em",
}  # fmt: skip


class Lecteur(HTMLParser):
    """Fails on an element or an attribute that slides do not write."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in BALISES, tag
        for nom, valeur in attrs:
            assert not nom.startswith("on")
            assert nom not in ("href", "src", "content"), nom
            assert nom != "style" or "url(" not in str(valeur)


@cache
def _donnees() -> Donnees:
    return load_donnees(Path("data"))


def some(parts: int) -> list[Any]:
    """The first part of what is tried in each run, all of them in `make epreuves`."""
    marks = ((), *[pytest.mark.epreuve] * parts)
    return [pytest.param(part, marks=marks[part]) for part in range(parts)]


def _nodes(noeud: Any, chemin: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to all the nodes; those of a long list are alike: its first ones are enough."""
    if chemin:
        yield chemin
    if isinstance(noeud, dict | list):
        for cle in noeud if isinstance(noeud, dict) else range(min(len(noeud), 20)):
            if not isinstance(noeud, list) or cle < 2 or "diapos" in chemin or not chemin:
                yield from _nodes(noeud[cle], (*chemin, cle))


def _mutate(plat: Any, chemin: tuple[Any, ...], valeur: Any) -> Any:
    """A copy whose node at `chemin` is something else."""
    autre = copy.deepcopy(plat)
    parent = autre
    for cle in chemin[:-1]:
        parent = parent[cle]
    if valeur is ABSENT:
        del parent[chemin[-1]]
    else:
        parent[chemin[-1]] = valeur
    return autre


def _holds(lu: Any, ecrit: Any) -> bool:
    """Whether all that is written was read; a later version may tell more."""
    if isinstance(ecrit, dict):
        return all(cle in lu and _holds(lu[cle], valeur) for cle, valeur in ecrit.items())
    if isinstance(ecrit, list):
        return len(lu) == len(ecrit) and all(map(_holds, lu, ecrit))
    return bool(lu == ecrit)


def _without_drawings(noeud: Any) -> Any:
    """The same, where a chart says only what it is an alternative of."""
    if isinstance(noeud, list):
        return [_without_drawings(element) for element in noeud]
    if isinstance(noeud, dict) and noeud.get("bloc") == "graphique":
        return {"alt": noeud.get("dessin", noeud)["alt"], "largeur": noeud["largeur"]}
    if isinstance(noeud, dict):
        return {cle: _without_drawings(valeur) for cle, valeur in noeud.items()}
    return noeud


def _draw(page: Page) -> str:
    html = page_html(page, 1, 1, complete=True)
    Lecteur().feed(html)
    return html


def _check_refused(erreur: DiaporamaInvalide) -> None:
    phrase = str(erreur)
    assert phrase.endswith("."), phrase
    assert len(phrase) < 400


def _check_files(pages: list[Page]) -> None:
    for debut in range(0, len(pages), 60):
        lot = pages[debut : debut + 60]
        assert to_pptx("Essai", lot)
        assert to_pdf("Essai", lot, jour=JOUR).startswith(b"%PDF")


REGLAGES: dict[str, Any] = {
    "photo": "0" * 32,
    "texte": "Des mots", "long": "Une ligne\n- une puce", "theme": "acces", "themes": ["acces"],
    "portee": "locale", "propositions": ["ACC-L-02"], "proposition": "ACC-L-02",
    "engagement": "E1", "territoire": "D14", "niveau": "departement", "feuille": "", "seance": "",
    "date": "2026-01-01", "oui": True,
}  # fmt: skip


def _deck() -> Diaporama:
    """A slide of each kind, with each of its settings."""
    return Diaporama(
        "essai", "Essai",
        tuple(
            Diapo(cle, cle, {p.nom: REGLAGES[p.type] for p in genre.parametres}, "Dire")
            for cle, genre in GENRES.items()
        ),
        "Pour voir", "2026-11-01", (Page("Avant"),), "publique",
    )  # fmt: skip


def _read_mutated(part: int, parts: int, valeurs: tuple[Any, ...]) -> Iterator[Diaporama]:
    """The decks that are read among those whose nodes are replaced; the others must say why."""
    plat = json.loads(to_json(_deck()))
    for chemin in list(_nodes(plat))[part::parts]:
        for valeur in valeurs:
            try:
                yield read_json(json.dumps(_mutate(plat, chemin, valeur)))
            except DiaporamaInvalide as erreur:
                _check_refused(erreur)


def _pages_of(deck: Diaporama) -> tuple[Page, ...]:
    """The pages of the slides that are not those of the valid deck."""
    autres = tuple(d for d in deck.diapos if d not in _deck().diapos)
    return compose(Diaporama("x", deck.titre, autres), Contexte(_donnees(), JOUR))


@pytest.mark.parametrize("part", some(12))
def test_a_mutated_file_is_refused_or_shown(part: int) -> None:
    contexte, lus = Contexte(_donnees(), JOUR), 0
    for deck in _read_mutated(part, 12, VALEURS):
        lus += 1
        assert (deck.pages, deck.edition) == ((), "")
        assert read_json(to_json(deck)) == deck
        # What the screens write before the deck is kept: no half of a surrogate pair gets there.
        lignes = [describe_slide(d, {}) for d in number_slides(deck).diapos]
        absents = describe_missing(deck, contexte)
        assert "\n".join([deck.titre, deck.description, *lignes, *absents]).encode()
        for page in _pages_of(deck):
            _draw(page)
    assert lus > 50


@pytest.mark.parametrize("parts", [9, pytest.param(3, marks=pytest.mark.epreuve)])
def test_what_a_mutated_file_shows_is_made_in_every_form(parts: int) -> None:
    valeurs = (HOSTILE, "a\0b\ud800\ufffe\u202e", "mot " * 5000, True, [HOSTILE] * 3)
    pages = [page for deck in _read_mutated(0, parts, valeurs) for page in _pages_of(deck)]
    uniques = {repr(page): page for page in pages}
    assert len(uniques) > 20
    _check_files(list(uniques.values()))


@cache
def _frozen() -> Any:
    """A page with each kind of block, as a base of the first version keeps them, and as now."""
    plates = json.loads((FICHIERS / "figee-complete.json").read_text(encoding="utf-8"))["pages"]
    plates += json.loads(write_pages(read_pages(json.dumps(plates))))
    gardees, vues = [], set()
    for page in plates:
        blocs = {
            (b["bloc"], b.get("nature"), b.get("dessin", {}).get("nature"))
            for b in (*page["blocs"], *page["a_cote"])
        }
        if not blocs <= vues:
            gardees.append(page)
            vues |= blocs
    assert {nom for nom, *_ in vues} == {"texte", "liste", "chiffres", "tableau", "graphique"}
    return gardees


def _places() -> list[tuple[Any, ...]]:
    """Every second node of the frozen pages; of those of their drawings, one in 25."""
    dessins, autres = [], []
    for chemin in _nodes(_frozen()):
        (dessins if {"figure", "dessin"} & set(chemin[:-1]) else autres).append(chemin)
    return autres[::2] + dessins[::25]


@pytest.mark.parametrize("part", some(40))
def test_mutated_pages_of_a_base_are_refused_or_shown(part: int) -> None:
    dessinees: list[Page] = []
    for chemin in _places()[part::40]:
        plates = [_frozen()[chemin[0]]]
        for valeur in VALEURS:
            mutees = _mutate(plates, (0, *chemin[1:]), valeur)
            try:
                (page,) = read_pages(json.dumps(mutees)) or [Page("x")]
            except DiaporamaInvalide as erreur:
                _check_refused(erreur)
                continue
            _draw(page)
            dessinees.append(page)
    assert len(dessinees) > 50
    _check_files(dessinees[:: max(1, len(dessinees) // 60)])


def test_whatever_a_page_holds_no_form_writes_it_as_markup() -> None:
    """As if it had been read by nobody: the last door."""
    hostile: Any = HOSTILE
    tableau = Tableau((HOSTILE,), ((HOSTILE,),), (), ((0, 0, HOSTILE),), HOSTILE)
    blocs = (
        Texte((HOSTILE,), hostile), Texte((HOSTILE,), "citation"), tableau,
        Liste((Puce(HOSTILE, HOSTILE, (HOSTILE,)),), HOSTILE),
        Chiffres((Chiffre(HOSTILE, HOSTILE, HOSTILE),)),
        Graphique(Dessin(HOSTILE, pd.DataFrame, 300), 400),
    )  # fmt: skip
    textes = dict.fromkeys(("diapo", "surtitre", "chapeau", "date", "mention", "panne"), HOSTILE)
    page = Page(
        HOSTILE, disposition=hostile, blocs=blocs, a_cote=blocs, sources=(HOSTILE,),
        couleur="red;background:url(//ailleurs)", reserves=(HOSTILE,), **textes,
    )  # fmt: skip
    assert "&lt;meta" in _draw(page)
    assert "//ailleurs)" not in _draw(page)
    with pytest.raises(ValueError, match="format"):
        _draw(Page("x", blocs=(replace(tableau, largeurs=(hostile,)),)))


@pytest.mark.parametrize("fichier", sorted(FICHIERS.glob("*.json")), ids=lambda f: f.stem)
def test_files_of_the_first_version_are_read(fichier: Path) -> None:
    plat = json.loads(fichier.read_text(encoding="utf-8"))
    deck = read_json(fichier.read_bytes())
    assert [d.genre for d in deck.diapos] == [d["genre"] for d in plat["diapos"]]
    assert [dict(d.parametres) for d in deck.diapos] == [d["parametres"] for d in plat["diapos"]]
    assert [d.notes for d in deck.diapos] == [d["notes"] for d in plat["diapos"]]
    assert (deck.titre, deck.description, deck.fige_le) == (
        plat["titre"], plat["description"], plat["fige_le"],
    )  # fmt: skip
    assert describe_missing(deck, Contexte(_donnees(), JOUR)) == []
    pages = read_pages(json.dumps(plat["pages"]))
    relues = json.loads(write_pages(pages))
    lues, ecrites = (
        json.loads(typeset(json.dumps(_without_drawings(pages), ensure_ascii=False)))
        for pages in (relues, plat["pages"])
    )
    assert _holds(lues, ecrites)
    dessins = [b for p in pages for b in (*p.blocs, *p.a_cote) if isinstance(b, Graphique)]
    assert len(dessins) == (3 if plat["pages"] else 0)
    assert all(bloc.dessin.marques and bloc.table.lignes for bloc in dessins)
    for page in pages:
        _draw(page)


@pytest.mark.parametrize(
    "contenu",
    [
        b"[" * 100_000, b'{"a":' * 100_000, b'{"format": ' + b"9" * 5000 + b"}",
        b'{"format": "concertation-diaporama", "version": "' + b"x" * 10_000 + b'"}',
        b"\xff\xfe", b"", b"null", b"0",
    ],
    ids=range(8),
)  # fmt: skip
def test_json_that_no_deck_is_made_of_is_refused(contenu: bytes) -> None:
    with pytest.raises(DiaporamaInvalide) as refus:
        read_json(contenu)
    _check_refused(refus.value)
    with pytest.raises(DiaporamaInvalide):
        read_pages(contenu.decode("latin-1") or "null")
