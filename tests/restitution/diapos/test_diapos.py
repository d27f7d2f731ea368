"""Decks: what their pages say, that they fit, that they travel, that one fault stops nothing."""

import datetime as dt
import html
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from concertation.analyse.mots.typographie import typeset
from concertation.donnees import Donnees, load_donnees
from concertation.graphiques.style import text_width
from concertation.recits.blocs import Graphique, Liste, Puce, Tableau
from concertation.recits.contexte import PUBLIC, Contexte
from concertation.restitution.diapos.composition import compose, describe_pannes, foot_text
from concertation.restitution.diapos.gardes import write_pages
from concertation.restitution.diapos.genres import GENRES
from concertation.restitution.diapos.html import page_html
from concertation.restitution.diapos.lecture import read_json, read_pages, to_json
from concertation.restitution.diapos.mise_en_page import (
    PLEINE,
    TAILLES,
    block_height,
    body_height,
    columns,
    fit_size,
    item_height,
    split_items,
    split_table,
)
from concertation.restitution.diapos.modele import Diapo, Diaporama, DiaporamaInvalide, Page
from concertation.restitution.diapos.prets import COMITE, FEUILLE, REGIONALE, REVUE, ready_decks
from concertation.restitution.pdf.formes import to_pdf
from concertation.restitution.pptx.document import to_pptx
from concertation.suivi import Acteur, References, Store
from tests.aides.francais import faults
from tests.aides.lecture_pdf import read_pdf, squeeze

JOUR = dt.date(2026, 11, 22)
REGION = Path(__file__).parents[2] / "regions" / "valmont"
DIRECTION = Acteur("Direction", "direction")


@cache
def _donnees(dossier: Path = Path("data")) -> Donnees:
    return load_donnees(dossier)


@pytest.fixture(scope="module")
def contexte(tmp_path_factory: pytest.TempPathFactory) -> Contexte:
    url = f"sqlite:///{tmp_path_factory.mktemp('base') / 'suivi.sqlite'}"
    store = Store.open(url, References.of_donnees(_donnees()))
    return Contexte(_donnees(), JOUR, DIRECTION, store)


def _items(pages: tuple[Page, ...]) -> list[Puce]:
    return [
        puce
        for page in pages
        for bloc in page.blocs
        if isinstance(bloc, Liste)
        for puce in bloc.puces
    ]


def test_regional_deck_holds_each_proposal_once_word_for_word_in_its_annex(
    contexte: Contexte,
) -> None:
    pages = compose(ready_decks(_donnees())[REGIONALE], contexte)
    propositions = _donnees().table("propositions")
    annexe = tuple(page for page in pages if page.section == "Annexe")
    dites = [(p.marque, p.texte) for p in _items(annexe)]
    attendues = zip(propositions["id"], map(typeset, propositions["intitule"]), strict=True)
    assert dites == list(attendues)


def test_regional_deck_argues_before_its_annex_and_says_its_minutes(contexte: Contexte) -> None:
    deck = ready_decks(_donnees())[REGIONALE]
    genres = [d.genre for d in deck.diapos if d.section not in ("Annexe", "Sources")]
    assert genres == (
        ["titre", "chiffres", "carte", "participants", "repartition"]
        + ["theme"] * 4
        + ["engagements", "chaine", "suites", "texte", "texte"]
    )
    pages = compose(deck, contexte)
    # Each slide says something aloud, and each chart stands once.
    dites = [page for page in pages if page.minutes]
    assert len(dites) == 14
    assert all(page.notes and page.section for page in dites)
    dessins = [b.alt for p in pages for b in (*p.blocs, *p.a_cote) if isinstance(b, Graphique)]
    assert len(dessins) == len(set(dessins)) == 3
    assert f"{sum(page.minutes for page in pages):.0f} minutes" in deck.description


def test_the_presenter_chooses_three_proposals_of_a_theme(contexte: Contexte) -> None:
    def show(**reglages: object) -> tuple[list[str], str]:
        diapo = Diapo("d1", "theme", {"theme": "acces", "bref": True, **reglages})
        (page,) = compose(Diaporama("a", "A", (diapo,)), contexte)
        return [p.marque for p in _items((page,))], page.blocs[-1].paragraphes[0]

    marques, dit = show()
    assert marques == ["ACC-L-01", "ACC-L-02", "ACC-L-03"]
    assert "Les premières du document" in dit
    marques, dit = show(propositions=["ACC-N-02", "ACC-L-05"], titre="Deux")
    assert marques == ["ACC-N-02", "ACC-L-05"]
    assert "Choisies" in dit
    assert "25\u00a0autres" in dit


def told(pages: Sequence[Page]) -> list[str]:
    """What projector and telephones show of these pages, with the speaker's notes."""
    return [html.unescape(page_html(p, n, len(pages))) + p.notes for n, p in enumerate(pages, 1)]


@pytest.mark.parametrize("cle", [REGIONALE, REVUE, COMITE, FEUILLE])
def test_ready_decks_compose_without_a_fault(cle: str, contexte: Contexte) -> None:
    lieu = "CTS-76-HAVRE" if cle == FEUILLE else "D61"
    pages = compose(ready_decks(_donnees(), lieu)[cle], contexte)
    assert describe_pannes(pages) == []
    assert all(page.titre and page.corps in TAILLES for page in pages)
    lue = "Édition complète – diffusion restreinte, lue le 22 novembre 2026"
    assert all(foot_text(page).startswith(lue) for page in pages)
    # A figure is as old as its source: no page says the day of the files for it.
    assert not any("données du" in foot_text(page) for page in pages)
    assert faults(told(pages)) == []


@pytest.mark.parametrize("cle", [REGIONALE, REVUE, COMITE, FEUILLE])
def test_ready_decks_hold_for_another_region(cle: str) -> None:
    donnees = _donnees(REGION)
    deck = ready_decks(donnees, str(donnees.table("territoires")["id"].iloc[0]))[cle]
    pages = compose(deck, Contexte(donnees, JOUR))
    texte = json.dumps([foot_text(page) + page.titre for page in pages], ensure_ascii=False)
    assert pages
    assert "Normandie" not in texte
    assert faults(told(pages)) == []


def test_each_page_of_the_public_edition_says_so_and_its_day(contexte: Contexte) -> None:
    public = replace(contexte, acteur=PUBLIC)
    dit = "Édition publique – ce qui est publié au 22 novembre 2026"
    vide = Diaporama("vide", "Vide", ())
    for deck in (ready_decks(_donnees(), "D61")[COMITE], vide):
        pages = compose(deck, public)
        assert all(foot_text(page).startswith(dit) for page in pages)
        assert all(dit in html.unescape(page_html(page, 1, 1)) for page in pages)
    # One frozen by a former version says its day too.
    fige = replace(vide, fige_le="2026-03-01", edition="publique", pages=(Page("Avant"),))
    assert "publié au 1er mars 2026" in foot_text(compose(fige, public)[0])


def test_last_pages_say_every_reservation_of_those_before(contexte: Contexte) -> None:
    pages = compose(ready_decks(_donnees())[REGIONALE], contexte)
    cites = {r.partition(" – ")[0] for page in pages for r in page.reserves}
    dites = {p.marque for p in _items(tuple(p for p in pages if p.titre == "Réserves"))}
    assert cites
    assert dites == cites


FAUTES = {
    "genre": (Diapo("x", "hologramme"), "hologramme"),
    "theme": (Diapo("x", "theme", {"theme": "autre"}), "Le thème « autre » n’existe pas"),
    "proposition": (Diapo("x", "chaine", {"proposition": "Z-9"}), "« Z-9 »"),
    "propositions": (Diapo("x", "propositions", {"propositions": ["Z-9"]}), "Z-9"),
    "aucune": (Diapo("x", "propositions", {"recherche": "xylophone"}), "xylophone"),
    "rien": (Diapo("x", "propositions"), "Choisissez"),
    "territoire": (Diapo("x", "territoire", {"territoire": "D99"}), "« D99 »"),
    "sans territoire": (Diapo("x", "territoire"), "n’est pas choisi"),
    "date": (Diapo("x", "changements", {"depuis": "hier"}), "« hier »"),
    "texte vide": (Diapo("x", "texte"), "vide"),
}


@pytest.mark.parametrize("faute", FAUTES)
def test_a_broken_slide_says_why_and_the_others_go_on(faute: str, contexte: Contexte) -> None:
    diapo, mots = FAUTES[faute]
    deck = Diaporama("essai", "Essai", (Diapo("a", "titre"), diapo, Diapo("b", "suites")))
    pages = compose(deck, contexte)
    assert mots in pages[1].panne
    assert [bool(page.panne) for page in pages] == [False, True, False]
    assert describe_pannes(pages)[0].startswith("Page 2, ")


def test_follow_up_that_is_away_leaves_what_is_published() -> None:
    contexte = Contexte(_donnees(), JOUR, panne="La base ne répond pas.")
    pages = compose(ready_decks(_donnees())[REVUE], contexte)
    pannes = [page.panne for page in pages if page.panne]
    assert set(pannes) == {"La base ne répond pas."}
    assert any("E1" in page.titre and not page.panne for page in pages)


def test_the_pages_of_a_frozen_deck_come_back_from_the_database(contexte: Contexte) -> None:
    deck = ready_decks(_donnees())[REGIONALE]
    pages = compose(deck, contexte)
    relues = read_pages(write_pages(pages))
    assert write_pages(relues) == write_pages(pages)
    fige = replace(deck, fige_le="2026-11-22", pages=relues)
    assert compose(fige, Contexte(_donnees(REGION), JOUR)) == relues


@pytest.mark.parametrize("cle", [REGIONALE, FEUILLE])
def test_a_deck_travels_as_json(cle: str) -> None:
    deck = ready_decks(_donnees())[cle]
    assert read_json(to_json(deck).encode()) == deck


@pytest.mark.parametrize(
    ("contenu", "mots"),
    [
        (b"\xff\xfe", "pas du JSON"),
        (b"{", "pas du JSON"),
        (b"[]", "pas un diaporama"),
        (b'{"format": "concertation-diaporama", "version": 9}', "autre version (9)"),
        (b'{"format": "concertation-diaporama", "version": 1}', "« id »"),
        (
            b'{"format": "concertation-diaporama", "version": 1, "id": "a", "diapos": 3}',
            "« diapos »",
        ),
        (
            b'{"format": "concertation-diaporama", "version": 1, "id": "A B", "diapos": []}',
            "« id »",
        ),
        (
            b'{"format": "concertation-diaporama", "version": 1, "id": "a", "diapos": [3]}',
            "la diapositive 1",
        ),
    ],
)
def test_a_file_that_is_no_deck_is_refused_with_a_sentence(contenu: bytes, mots: str) -> None:
    with pytest.raises(DiaporamaInvalide, match=r".") as erreur:
        read_json(contenu)
    assert mots in str(erreur.value)


mots = st.text(alphabet="abcdé fgh'ijk lmno", min_size=1, max_size=260)


@given(st.lists(mots, max_size=40))
def test_items_are_all_there_in_order_and_fit(textes: list[str]) -> None:
    puces = [Puce(texte, str(rang)) for rang, texte in enumerate(textes)]
    libre = body_height("Titre", "x")
    pages = split_items(puces, libre)
    assert [puce for page in pages for puce in page] == puces
    for page in pages:
        hauteur = sum(item_height(puce, PLEINE, 34) for puce in page)
        assert page
        assert hauteur <= libre or len(page) == 1


def test_each_kind_says_what_it_is_and_what_it_asks() -> None:
    assert all(genre.titre and genre.description for genre in GENRES.values())
    utilises = {d.genre for deck in ready_decks(_donnees()).values() for d in deck.diapos}
    assert utilises <= set(GENRES)


def test_free_text_is_bold_linked_and_listed_alike_in_every_form(contexte: Contexte) -> None:
    texte = """**Fort** <b>[lu](https://exemple.fr/a?b=1&c)
- puce **grasse**
  - dessous
2. deuxième
[non](javascript:x)"""
    (page,) = compose(Diaporama("t", "T", (Diapo("d1", "texte", {"texte": texte}),)), contexte)
    vue = page_html(page, 1, 1)
    assert "<strong>Fort</strong> &lt;b&gt;<a href=" in vue
    assert '"https://exemple.fr/a?b=1&amp;c" target="_blank" rel="noopener' in vue
    assert "[non](javascript:x)" in vue
    assert ">2</span> <span>deuxième" in vue
    assert "<ul><li>dessous</li></ul>" in vue
    (diapo,) = Presentation(io.BytesIO(to_pptx("T", (page,)))).slides
    mots = [r for f in diapo.shapes if f.has_text_frame for p in f.text_frame.paragraphs
            for r in p.runs]  # fmt: skip
    assert {r.text for r in mots if r.font.bold} >= {"Fort", "grasse"}
    liens = {r.text: r.hyperlink.address for r in mots if r.hyperlink.address}
    assert liens == {"lu": "https://exemple.fr/a?b=1&c"}
    pdf = to_pdf("T", (page,), jour=JOUR)
    assert b"https://exemple.fr/a?b=1&c" in pdf
    lu = squeeze(read_pdf(pdf).texte)
    assert "Fort <b>lu" in lu
    assert "**" not in lu
    # Frozen, it is the same.
    assert read_pages(write_pages((page,))) == (page,)


def test_a_table_too_high_for_a_page_goes_on_to_others_with_its_signs() -> None:
    lignes = tuple((f"Ligne {n}", "Mot " * 40) for n in range(30))
    tableau = Tableau(("Quoi", "Dit"), lignes, (30, 70), teintes=((0, 0, "a"), (29, 0, "z")))
    a_cote, apres = (Liste((Puce("À côté"),)),), Liste((Puce("Ensuite"),))
    page = Page("Titre", surtitre="Déjà", blocs=(tableau, apres), a_cote=a_cote, partage=60)
    pages = split_table(page)
    tables = [bloc for p in pages for bloc in p.blocs if isinstance(bloc, Tableau)]
    assert len(pages) == len(tables) > 1
    assert tuple(ligne for t in tables for ligne in t.lignes) == lignes
    assert [(t.lignes[i][0], code) for t in tables for i, _, code in t.teintes] == [
        ("Ligne 0", "a"), ("Ligne 29", "z"),
    ]  # fmt: skip
    assert [p.a_cote for p in pages] == [a_cote, *[()] * (len(pages) - 1)]
    assert [apres in p.blocs for p in pages] == [*[False] * (len(pages) - 1), True]
    assert pages[1].surtitre == f"Déjà · 2 sur {len(pages)}"
    haut = body_height("Titre", "x", "")
    assert all(block_height(t, PLEINE if n else columns(60)[0], TAILLES[-1]) <= haut
               for n, t in enumerate(tables))  # fmt: skip
    seule = replace(page, blocs=(replace(tableau, lignes=lignes[:2], teintes=()),))
    assert split_table(seule) == [seule]


def test_slides_of_plan_indicators_and_decisions_say_what_their_reader_may_read(
    tmp_path: Path,
) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 's.sqlite'}", References.of_donnees(_donnees()))
    for lieu in ("D61", "D50"):
        store.actions.create(DIRECTION, territoire=lieu, intitule=f"Action {lieu}", engagement="E1")
        store.indicateurs.create(
            DIRECTION, territoire=lieu, libelle=f"Mesure {lieu}", engagement="E1",
            valeur_initiale=10, date_initiale="2025-01-01", source_initiale="Relevé",
            cible=30, date_cible="2027-01-01", source_cible="Feuille de route",
        )  # fmt: skip
        store.instructions.decide(
            DIRECTION,
            propositions=["ACC-L-01"],
            territoire=lieu,
            decision="ecartee",
            motif=f"Motif {lieu}",
        )
    store.mesures.add(DIRECTION, indicateur_id=1, valeur=20, date="2026-01-31", source="Relevé")
    genres = ("actions", "indicateurs", "decisions")

    def tell(acteur: Acteur, **reglages: object) -> str:
        diapos = tuple(Diapo(f"d{g}", g, reglages) for g in genres)
        pages = compose(Diaporama("t", "T", diapos), Contexte(_donnees(), JOUR, acteur, store))
        assert not describe_pannes(pages)
        return html.unescape("".join(page_html(page, 1, 1) for page in pages))

    assert all(f"{mot} {d}" in tell(DIRECTION) for mot in ("Action", "Mesure", "Motif")
               for d in ("D61", "D50"))  # fmt: skip
    une = tell(DIRECTION, territoire="D61", courbes=True)
    assert "D50" not in une
    assert all(f"{mot} D61" in une for mot in ("Action", "Mesure", "Motif"))
    assert "50\u00a0%" in une
    assert "<svg" in une
    public = tell(PUBLIC)
    assert not any(f"{mot} D" in public for mot in ("Action", "Mesure", "Motif"))
    assert all(mots in public for mots in (
        "Aucune action n’est publiée", "Aucun indicateur n’est publié", "Aucune décision n’est pub"
    ))  # fmt: skip


def test_no_word_of_a_table_is_cut_in_two() -> None:
    etroit = Tableau(("Engagement", "Actions"), (("E1", "3"),), (84, 16))
    taille = fit_size([((etroit,), 800.0)], 900)
    assert taille is not None
    assert text_width("Actions", taille, True) <= 800 * 0.16 - 24
    sans_fin = Tableau(("Adresse",), (("x" * 400,),))
    assert fit_size([((sans_fin,), 800.0)], 900) == TAILLES[0]


def test_the_last_pages_say_for_whom_and_when_the_deck_was_read(contexte: Contexte) -> None:
    def stamp(lu: Contexte) -> str:
        pages = compose(Diaporama("a", "A", (Diapo("d1", "sources"),)), lu)
        return " ".join(puce.texte for puce in _items(pages))

    assert "Édition complète" in stamp(contexte)
    assert "Suivi lu le 22 novembre 2026" in stamp(contexte)
    public = stamp(Contexte(_donnees(), JOUR, liens=False))
    assert "Édition publique" in public
    assert "Rapprochements éditoriaux masqués" in public
    assert "Suivi" not in public
    avant = replace(contexte, jour=dt.date(2026, 3, 1), lu_le=JOUR)
    assert "Suivi lu le 22 novembre 2026, retards au 1er mars 2026" in stamp(avant)
