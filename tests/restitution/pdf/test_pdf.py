"""Decks as PDF: one page a slide, the same words in the same order, tagged, whatever was typed."""

import datetime as dt
import io
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from concertation.donnees import Donnees, load_donnees
from concertation.recits.blocs import Chiffre, Chiffres, Graphique, Liste, Puce, Tableau, Texte
from concertation.recits.contexte import Contexte
from concertation.restitution.diapos.composition import compose, foot_text
from concertation.restitution.diapos.modele import Page
from concertation.restitution.diapos.prets import COMITE, FEUILLE, REGIONALE, REVUE, ready_decks
from concertation.restitution.pdf import formes
from concertation.restitution.pdf.formes import to_pdf
from concertation.restitution.pdf.moteur import ABSENT, clean
from concertation.suivi import Acteur, References, Store
from tests.aides.epreuves import times
from tests.aides.lecture_pdf import Lu, dense, read_pdf, squeeze, walk

JOUR = dt.date(2026, 11, 22)
REGION = Path(__file__).parents[2] / "regions" / "valmont"


@cache
def _donnees(dossier: Path = Path("data")) -> Donnees:
    return load_donnees(dossier)


@pytest.fixture(scope="module")
def contexte(tmp_path_factory: pytest.TempPathFactory) -> Contexte:
    url = f"sqlite:///{tmp_path_factory.mktemp('base') / 'suivi.sqlite'}"
    store = Store.open(url, References.of_donnees(_donnees()))
    return Contexte(_donnees(), JOUR, Acteur("Direction", "direction"), store)


@pytest.fixture(scope="module")
def regionale(contexte: Contexte) -> tuple[tuple[Page, ...], Lu]:
    pages = compose(ready_decks(_donnees())[REGIONALE], contexte)
    return pages, read_pdf(to_pdf("Restitution régionale", pages, jour=JOUR))


def _one(*pages: Page) -> Lu:
    return read_pdf(to_pdf("Essai", pages, jour=JOUR))


def _words(page: Page) -> list[str]:
    """The texts of a slide that stand in its blocks, in reading order."""
    mots = [page.titre, page.chapeau]
    for bloc in (*page.blocs, *page.a_cote):
        if isinstance(bloc, Texte):
            mots += bloc.paragraphes
        elif isinstance(bloc, Liste):
            mots += [mot for puce in bloc.puces for mot in (puce.marque, puce.texte, *puce.sous)]
        elif isinstance(bloc, Tableau):
            mots += [*bloc.colonnes, *(mot for ligne in bloc.lignes for mot in ligne)]
    return [dense(clean(mot)) for mot in (*mots, foot_text(page)) if mot]


def test_each_slide_is_one_page_that_says_all_of_it_in_order(
    regionale: tuple[tuple[Page, ...], Lu],
) -> None:
    pages, lu = regionale
    assert len(lu.pages) == len(pages)
    for rang, (page, texte) in enumerate(zip(pages, lu.pages, strict=True), 1):
        ecrit, ou = dense(texte), 0
        for mots in _words(page):
            ou = ecrit.find(mots, ou)
            assert ou >= 0, f"page {rang}: {mots}"
        assert f"{rang}/{len(pages)}" in ecrit


def test_a_deck_is_tagged_titled_and_bookmarked(
    regionale: tuple[tuple[Page, ...], Lu],
) -> None:
    pages, lu = regionale
    assert (lu.titre, lu.langue[:2], lu.balise) == ("Restitution régionale", "fr", True)
    titres = [clean(page.titre) for page in pages]
    assert lu.signets == [titre for titre, _ in groupby(titres)], "a slide that goes on has none"
    assert lu.balises["/H1"] == len(pages)
    assert lu.polices
    assert all(lu.polices.values())


def test_charts_are_figures_with_their_text_alternative(
    regionale: tuple[tuple[Page, ...], Lu],
) -> None:
    pages, lu = regionale
    graphiques = [b for p in pages for b in (*p.blocs, *p.a_cote) if isinstance(b, Graphique)]
    assert graphiques
    assert lu.alternatives == [clean(graphique.alt) for graphique in graphiques]


@pytest.mark.parametrize("cle", [REVUE, COMITE, FEUILLE])
def test_every_ready_deck_makes_as_many_pages_as_slides(cle: str, contexte: Contexte) -> None:
    pages = compose(
        ready_decks(_donnees(), "CTS-76-HAVRE" if cle == FEUILLE else "D61")[cle], contexte
    )
    assert len(_one(*pages).pages) == len(pages)


@pytest.mark.parametrize("cle", [REGIONALE, REVUE, COMITE, FEUILLE])
def test_another_region_without_follow_up_has_its_deck(cle: str) -> None:
    donnees = _donnees(REGION)
    deck = ready_decks(donnees, str(donnees.table("territoires")["id"].iloc[0]))[cle]
    pages = compose(deck, Contexte(donnees, JOUR))
    lu = _one(*pages)
    assert len(lu.pages) == len(pages)
    assert "Normandie" not in lu.texte


def test_same_deck_same_bytes(contexte: Contexte) -> None:
    pages = compose(ready_decks(_donnees())[FEUILLE], contexte)
    premier = to_pdf("Essai", pages, jour=JOUR)
    assert to_pdf("Essai", pages, jour=JOUR) == premier
    assert to_pdf("Essai", pages, jour=dt.date(2026, 11, 23)) != premier


def test_a_long_deck_made_in_parts_is_the_same_document(monkeypatch: pytest.MonkeyPatch) -> None:
    tableau = Tableau(("Nom", "Où"), (("Un", "Ici"), ("Deux", "Là")))
    pages = [Page(f"Page {n}", blocs=(tableau, Texte(("https://exemple.fr",)))) for n in range(5)]
    d_un_bloc = _one(*pages)
    monkeypatch.setattr(formes, "ENSEMBLE", 2)
    contenu = to_pdf("Essai", pages, jour=JOUR)
    assert to_pdf("Essai", pages, jour=JOUR) == contenu
    assert replace(read_pdf(contenu), polices={}) == replace(d_un_bloc, polices={})
    # Each page and link names its own tags; each cell, the headers of its own table.
    racine: Any = PdfReader(io.BytesIO(contenu)).root_object["/StructTreeRoot"]
    numeros = racine["/ParentTree"]["/Nums"][::2]
    assert numeros == list(range(racine["/ParentTreeNextKey"])) == list(range(10))
    noms = racine["/IDTree"]["/Names"][::2]
    assert noms == sorted(set(noms))
    assert len(noms) == 10
    vues = [
        nom
        for e in walk(racine["/K"])
        if e["/S"] == "/TD"
        for a in e["/A"]
        for nom in a.get("/Headers", ())
    ]
    assert sorted(vues) == sorted(noms * 2)


def test_a_warning_is_on_each_page() -> None:
    page = Page(
        "Titre",
        blocs=(
            Texte(
                ("Un texte",),
            ),
        ),
        mention="Données fictives",
    )
    lu = _one(replace(page, disposition="couverture"), page)
    assert all("Données fictives" in texte for texte in lu.pages)
    assert "Données fictives" not in _one(replace(page, mention="")).texte


LONG = "mot " * 5000
BLOCS = {
    "paragraph": Texte((LONG,)),
    "quotation": Texte((LONG,), "citation"),
    "item": Liste((Puce(LONG, "1", (LONG[:4000],)),)),
    "many items": Liste(tuple(Puce("Une puce") for _ in range(300))),
    "cell": Tableau(("A", "B"), ((LONG, "b"),)),
    "many rows": Tableau(("A", "B"), tuple(("a", "b") for _ in range(200))),
    "figure": Chiffres((Chiffre(LONG, "Quoi"),)),
    "word": Texte(("x" * 20_000,)),
}


@pytest.mark.parametrize("quoi", BLOCS)
def test_what_is_too_long_stays_on_its_page(quoi: str) -> None:
    bloc = BLOCS[quoi]
    lu = _one(
        Page("Titre", blocs=(bloc,)),
        Page("Titre", blocs=(Texte(("à gauche",)),), a_cote=(bloc,)),
        Page("Titre", disposition="couverture", blocs=(bloc,)),
        Page("Suivante"),
    )
    assert len(lu.pages) == 4
    assert squeeze(lu.pages[3]).startswith("Suivante")


def test_heads_and_feet_that_are_too_long_leave_room_for_the_slide() -> None:
    bloc = Texte(("La suite se lit.",))
    long = LONG[:2000]
    page = Page(long, surtitre=long, chapeau=long, blocs=(bloc,), sources=(long,), date=long)
    lu = _one(page, page)
    assert len(lu.pages) == 2
    assert all("La suite se lit." in squeeze(texte) for texte in lu.pages)


HOSTILES = [
    '#import "x.typ"', "#{panic()}", "*gras* _pas_ `code`", "$x^2$ \\ \\# <label> @ref",
    '"guillemets" et \'apostrophes\'', "= Titre", "- puce", "/ terme: mot", "// commentaire",
    "#read(\"/etc/passwd\")", "[crochets] {accolades} ~ -- ---", "https://exemple.fr/a_b*c#d",
    "<script>alert(1)</script>", "%PDF-1.7 endobj",
]  # fmt: skip


def test_markup_that_people_type_is_printed_as_it_is() -> None:
    lu = _one(
        Page("#titre *de* $page$", blocs=(Liste(tuple(Puce(mot) for mot in HOSTILES)),)),
        Page("Tableau", blocs=(Tableau(("#a", "*b*"), tuple((m, m) for m in HOSTILES)),)),
    )
    assert lu.signets[0] == "#titre *de* $page$"
    for mot in HOSTILES:
        assert dense(mot) in dense(lu.pages[0])
        assert dense(lu.pages[1]).count(dense(mot)) >= 2


lettres = st.text(
    alphabet="abcé #*$_`\\\"'<>@{}[]=/~-+.:;!?«»€%œ→\n\t\u200f\u202e\u0007\ud800\ufffe", max_size=80
)


@settings(max_examples=times(10))
@given(st.lists(lettres, min_size=1, max_size=6))
def test_any_text_makes_one_page_with_all_its_letters(textes: list[str]) -> None:
    puces = tuple(Puce(texte, "1") for texte in textes)
    lu = _one(Page("Essai", blocs=(Liste(puces), Texte(tuple(textes)))))
    assert len(lu.pages) == 1
    for lettre in "abcé#*$_`\\<>@{}[]":
        voulues = 2 * sum(texte.count(lettre) for texte in textes)
        voulues += squeeze("Essai 1 / 1").count(lettre)
        assert lu.texte.count(lettre) == voulues


def test_signs_that_no_font_draws_become_a_square_and_the_rest_stays() -> None:
    lu = _one(Page("Soin 中 et 😀", blocs=(Texte(("avant 中 après",)),)))
    assert f"avant {ABSENT} après" in lu.texte


def test_french_signs_are_not_left_alone_at_the_beginning_of_a_line() -> None:
    assert clean("Qui ? « Vous » : 5 % !") == (
        "Qui\u00a0? «\u00a0Vous\u00a0»\u00a0: 5\u00a0%\u00a0!"
    )


def test_progress_is_told_and_can_stop_everything() -> None:
    dits: list[tuple[float, str]] = []
    pages = [Page("Un"), Page("Deux")]
    to_pdf("Essai", pages, jour=JOUR, progression=lambda part, mots: dits.append((part, mots)))
    assert [mots for _, mots in dits] == ["Un", "Deux", "Mise en page"]
    assert sorted(part for part, _ in dits) == [part for part, _ in dits]

    def stop(_part: float, _mots: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        to_pdf("Essai", pages, jour=JOUR, progression=stop)
