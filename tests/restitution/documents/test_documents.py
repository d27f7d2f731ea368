"""Documents on A4: what each says and in which order, to whom, stamped, tagged."""

import datetime as dt
import io
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from docx import Document as WordDocument

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date
from concertation.declarations.point_etape import METEO
from concertation.donnees import Donnees, load_donnees
from concertation.recits.blocs import Liste, Puce, Section, Tableau, Texte
from concertation.recits.contexte import PUBLIC, Contexte, DiapoImpossible
from concertation.recits.releve import load_entrees, tell_releve
from concertation.restitution.documents import (
    DOCUMENTS,
    ENGAGEMENT,
    FEUILLE,
    PROPOSITION,
    RELEVE,
    REVUE,
    TERRITOIRE,
)
from concertation.restitution.documents.modele import Document
from concertation.restitution.docx import to_docx
from concertation.restitution.pdf.formes import document_to_pdf
from concertation.restitution.pdf.moteur import clean
from concertation.suivi import Acteur, References, Store
from tests.aides.bases import new_demo
from tests.aides.francais import faults, texts_in
from tests.aides.lecture_pdf import Lu, dense, read_pdf

JOUR = dt.date(2026, 11, 22)
REGION = Path(__file__).parents[2] / "regions" / "valmont"
DIRECTION = Acteur("Direction", "direction")
CHOIX: dict[str, dict[str, Any]] = {
    ENGAGEMENT: {"engagement": "E1"},
    TERRITOIRE: {"territoire": "D14"},
    REVUE: {"depuis": "2026-09-01"},
    RELEVE: {"territoire": "D14"},
    FEUILLE: {},
    PROPOSITION: {"proposition": "ACC-L-05"},
}


@cache
def _donnees(dossier: Path = Path("data")) -> Donnees:
    return load_donnees(dossier)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    url = new_demo(tmp_path_factory.mktemp("base") / "demo.sqlite", JOUR)
    store = Store.open(url, References.of_donnees(_donnees()))
    yield store
    store.close()


@pytest.fixture(scope="module")
def contexte(store: Store) -> Contexte:
    return Contexte(_donnees(), JOUR, DIRECTION, store)


@pytest.fixture(scope="module")
def public(store: Store) -> Contexte:
    return Contexte(_donnees(), JOUR, PUBLIC, store)


def _build(cle: str, contexte: Contexte, **choix: Any) -> Document:
    return DOCUMENTS[cle].build(contexte, {**CHOIX[cle], **choix})


def _read(document: Document) -> Lu:
    return read_pdf(document_to_pdf(document))


def _words(document: Document) -> list[str]:
    """All its texts in reading order, but those of drawings."""
    mots = [document.nature, document.titre, document.sous_titre]
    mots += [mot for paire in document.cachet for mot in paire]
    for section in document.sections:
        mots.append(section.titre)
        if not section.blocs:
            mots.append(section.vide)
        for bloc in section.blocs:
            if isinstance(bloc, Texte):
                mots += bloc.paragraphes
            elif isinstance(bloc, Liste):
                mots.append(bloc.titre)
                mots += [m for puce in bloc.puces for m in (puce.marque, puce.dit, *puce.sous)]
            elif isinstance(bloc, Tableau):
                mots += [bloc.titre, *bloc.colonnes, *(m for rangee in bloc.lignes for m in rangee)]
    return [dense(clean(mot)) for mot in mots if mot]


@pytest.mark.parametrize("cle", DOCUMENTS)
@pytest.mark.parametrize("qui", ["contexte", "public"])
def test_each_document_prints_all_it_says_in_order_tagged_and_numbered(
    cle: str, qui: str, request: pytest.FixtureRequest
) -> None:
    document = _build(cle, request.getfixturevalue(qui))
    lu = _read(document)
    # Text taken back from a PDF has lost its hard spaces.
    assert faults(texts_in(document)) == []
    nombre = len(lu.pages)
    # Headers and footers stand between two lines of a text that runs over the page.
    noms = (document.consultation, document.nature, document.titre)
    pied = " – ".join(filter(None, noms))
    suite, ou = "", 0
    for rang, page in enumerate(lu.pages, 1):
        corps = dense(page)
        assert dense(f"{rang}/{nombre}") in corps
        assert dense(clean(pied)) in corps
        assert document.mention == "" or dense(document.mention) in corps
        # A day such as 22/11/2027 holds « 1/2 » too.
        debut, _, fin = corps.replace(dense(clean(pied)), "").rpartition(f"{rang}/{nombre}")
        corps = debut + fin
        suite += corps.removeprefix(dense(document.mention))
    for mots in _words(document):
        ici = suite.find(mots, ou)
        # The header of a table comes again on each page that it runs over.
        if ici < 0:
            assert any(mots[i:] in suite for i in (0, len(mots) // 2)), mots
        else:
            ou = ici
    assert lu.titre == clean(f"{document.nature} – {document.titre}")
    assert (lu.langue[:2], lu.balise) == ("fr", True)
    titres = [clean(section.titre) for section in document.sections]
    assert lu.signets == [titre for titre in titres if titres.count(titre) == 1]
    assert lu.polices
    assert all(lu.polices.values())


@pytest.mark.parametrize("cle", DOCUMENTS)
def test_stamp_says_filters_day_edition_and_licence(cle: str, public: Contexte) -> None:
    cachet = dict(_build(cle, public).cachet)
    assert cachet["Filtres"]
    assert format_date(JOUR) in {cachet.get("Document du"), cachet.get("Document édité le")}
    assert "publique" in cachet["Édition"]
    assert cle == RELEVE or cachet["Licence"]


@pytest.mark.parametrize("cle", [ENGAGEMENT, TERRITOIRE, REVUE, RELEVE])
def test_the_public_edition_names_nobody(cle: str, public: Contexte, contexte: Contexte) -> None:
    store = contexte.need_store()
    noms = {
        nom.strip()
        for frame, colonne in (
            (store.actions.list(DIRECTION), "porteur"),
            (store.points_etape.list(DIRECTION), "auteur"),
            (store.seances.list(DIRECTION), "presents"),
            (store.liens.list(DIRECTION), "auteur"),
        )
        for cellule in frame[colonne]
        for nom in cellule.split(",")
        if nom.strip()
    }
    assert noms
    texte = _read(_build(cle, public)).texte
    assert [nom for nom in noms if nom in texte] == []
    if cle == RELEVE:
        complet = _read(_build(cle, contexte)).texte
        assert any(nom in complet for nom in noms)


@pytest.mark.parametrize("cle", [ENGAGEMENT, TERRITOIRE])
def test_without_follow_up_the_published_part_stays(cle: str) -> None:
    document = _build(cle, Contexte(_donnees(), JOUR, panne="La base ne répond pas."))
    assert [s.vide for s in document.sections if s.vide == "La base ne répond pas."]
    assert len(document.sections) > 3
    assert document.mention == ""
    assert _read(document).pages


@pytest.mark.parametrize("cle", [REVUE, RELEVE])
def test_what_is_all_follow_up_says_why_it_can_not_be_made(cle: str) -> None:
    with pytest.raises(DiapoImpossible, match="La base ne répond pas"):
        _build(cle, Contexte(_donnees(), JOUR, panne="La base ne répond pas."))


def test_another_region_has_its_documents() -> None:
    donnees = _donnees(REGION)
    contexte = Contexte(donnees, JOUR)
    territoire = str(donnees.table("territoires")["id"].iloc[0])
    for cle, choix in ((TERRITOIRE, {"territoire": territoire}), (FEUILLE, {})):
        document = DOCUMENTS[cle].build(contexte, choix)
        assert "Normandie" not in _read(document).texte
        assert faults(texts_in(document)) == []
    # It publishes no engagement.
    with pytest.raises(DiapoImpossible, match="E1"):
        DOCUMENTS[ENGAGEMENT].build(contexte, {"engagement": "E1"})


FAUTES: dict[str, tuple[str, dict[str, Any], str]] = {
    "engagement": (ENGAGEMENT, {"engagement": "E9"}, "« E9 »"),
    "territoire": (TERRITOIRE, {"territoire": "D99"}, "« D99 »"),
    "place of a review": (REVUE, {"territoire": "D99"}, "« D99 »"),
    "niveau": (REVUE, {"niveau": "canton"}, "« canton »"),
    "date": (REVUE, {"depuis": "hier"}, "« hier »"),
    "seance": (RELEVE, {"seance": "la mienne"}, "la mienne"),
    "feuille": (FEUILLE, {"feuille": "X"}, "« X »"),
    "no roadmap there": (FEUILLE, {"territoire": "D14"}, "Aucune feuille de route"),
}


@pytest.mark.parametrize("faute", FAUTES)
def test_a_choice_that_does_not_exist_is_told(faute: str, contexte: Contexte) -> None:
    cle, choix, mots = FAUTES[faute]
    with pytest.raises(DiapoImpossible, match=mots):
        _build(cle, contexte, **choix)


def test_a_review_holds_every_cell_once(contexte: Contexte) -> None:
    document = _build(REVUE, contexte, annexe="oui")
    cellules = list_records(contexte.revue("departement").cellules)
    rangees = [
        rangee
        for section in document.sections
        if section.niveau == 2
        for bloc in section.blocs
        if isinstance(bloc, Tableau)
        for rangee in bloc.lignes
    ]
    assert [r[:2] for r in rangees] == [(c["nom"], METEO[c["meteo"]]) for c in cellules]


def test_a_sheet_says_that_an_editorial_link_is_a_reading(contexte: Contexte) -> None:
    avec = " ".join(_words(_build(ENGAGEMENT, contexte)))
    sans = " ".join(_words(_build(ENGAGEMENT, replace(contexte, liens=False))))
    assert dense("(rapprochement éditorial, lien fort)") in avec
    assert dense("(rapprochement éditorial") not in sans
    assert dense("masqués") in sans


def test_the_minutes_say_the_same_in_every_form(contexte: Contexte) -> None:
    seances = contexte.need_store().seances.list(DIRECTION)
    cle = int(seances.loc[seances["etat"] == "close", "id"].iloc[-1])
    seance = contexte.need_store().seances.get(DIRECTION, cle)
    releve = tell_releve(contexte, seance, load_entrees(contexte, seance))
    document = _build(RELEVE, contexte, seance=str(cle))
    assert document.sections == releve
    papier = _words(document)
    word = WordDocument(io.BytesIO(to_docx(document)))
    ecrit = [p.text for p in word.paragraphs]
    ecrit += [c.text for t in word.tables for rangee in t.rows for c in rangee.cells]
    dits = [mots for section in releve for mots in _said(section)]
    assert len(dits) > 10
    for mots in dits:
        assert dense(clean(mots)) in papier
        assert mots in ecrit


def _said(section: Section) -> Iterator[str]:
    for bloc in section.blocs:
        if isinstance(bloc, Texte):
            yield from bloc.paragraphes
        elif isinstance(bloc, Liste):
            yield from (puce.dit for puce in bloc.puces)
        elif isinstance(bloc, Tableau):
            yield from (mots for ligne in bloc.lignes for mots in ligne)


def test_a_published_roadmap_is_not_said_to_be_fictional(contexte: Contexte) -> None:
    document = _build(FEUILLE, contexte)
    assert document.mention == ""
    assert "Données fictives" not in _read(document).texte


def test_long_tables_repeat_their_header_and_keep_rows_whole() -> None:
    lignes = tuple((f"Ligne {rang}", "mot " * 40) for rang in range(60))
    tableau = Tableau(("Entête", "Texte"), lignes, (20, 80))
    lu = _read(Document("Essai", "Titre", JOUR, (), (Section("Table", (tableau,)),)))
    assert len(lu.pages) > 2
    assert all("Entête" in page for page in lu.pages)
    for page in lu.pages:
        assert page.count("Ligne ") * 40 == page.count("mot ") + page.count("mot\n")


def test_codes_acronyms_and_compounds_are_not_cut() -> None:
    mots = ("PSLA", "mère-bébé", "bibliothécaires")
    tableau = Tableau(("x", "Texte"), tuple((mot, "mot") for mot in mots), (4, 96))
    lu = _read(Document("Essai", "Titre", JOUR, (), (Section("Table", (tableau,)),))).texte
    assert "PSLA" in lu
    assert "bébé" in lu
    assert "bibliothécaires" not in lu, "a long word is cut"


def test_same_document_same_bytes(contexte: Contexte) -> None:
    document = _build(RELEVE, contexte)
    assert document_to_pdf(document) == document_to_pdf(document)


def test_texts_that_would_take_minutes_are_made_in_seconds() -> None:
    """Accents piled on one letter, thousands of lines: 46 s of PDF and 21 of DOCX before."""
    section = Section("S", (Texte(("e" + "\u0301" * 20_000,)), Liste((Puce("x"),) * 2_000)))
    document = Document("Essai", "Titre", JOUR, (("Source", "x"),), (section,))
    debut = time.process_time()
    lu = pypdf.PdfReader(io.BytesIO(document_to_pdf(document)))
    mot = WordDocument(io.BytesIO(to_docx(document)))
    assert time.process_time() - debut < 3
    assert lu.pages[0].extract_text().count("\u0301") < 100
    assert [p._p.style for p in mot.paragraphs].count("ListBullet") == 2_000


@pytest.mark.parametrize("cle", [ENGAGEMENT, TERRITOIRE])
def test_a_sheet_is_two_pages_its_annex_holds_what_it_leaves_out(
    cle: str, contexte: Contexte
) -> None:
    brief, entier = _build(cle, contexte), _build(cle, contexte, annexe=True)
    assert len(_read(brief).pages) == 2
    dits = [mots for section in brief.sections for mots in _said(section)]
    assert any(mots.startswith("… et ") and "annexe" in mots for mots in dits)
    complets = " ".join(mots for section in entier.sections for mots in _said(section))
    for mots in dits:
        if not mots.startswith("… et "):
            assert mots.removesuffix("…") in complets
    assert "… et " not in complets


@pytest.mark.epreuve
def test_every_sheet_is_two_pages_at_most(contexte: Contexte) -> None:
    for table, cle, nom in (("engagements", ENGAGEMENT, "engagement"),
                            ("territoires", TERRITOIRE, "territoire")):  # fmt: skip
        for ident in contexte.donnees.table(table)["id"]:
            document = DOCUMENTS[cle].build(contexte, {nom: str(ident)})
            assert len(_read(document).pages) <= 2, ident


def test_the_balance_of_a_roadmap_is_summed_up_on_its_first_page(contexte: Contexte) -> None:
    document = _build(FEUILLE, contexte)
    premiere = dense(_read(document).pages[0])
    liste, tableau = document.sections[0].blocs
    assert isinstance(liste, Liste)
    assert isinstance(tableau, Tableau)
    actions = _donnees().table("actions")
    assert sorted(ligne[0] for ligne in tableau.lignes) == sorted(
        clean(str(a["titre_court"] or a["intitule"])) for a in list_records(actions)
    )
    for ligne in tableau.lignes:
        assert dense(clean(ligne[0])) in premiere


def test_names_links_and_single_columns(contexte: Contexte) -> None:
    ateliers = tuple((nom,) for nom in ("Mortagne-au-Perche", "Saint-Lô"))
    blocs = (Texte(("Sotteville-lès-Rouen " * 40, "Lire https://exemple.fr/a?b=1.")),
             Tableau(("Ateliers",), ateliers))  # fmt: skip
    document = Document("Essai", "Titre", JOUR, (("Tableau de bord", "Valmont"),),
                        (Section("Une", blocs),))  # fmt: skip
    lu = pypdf.PdfReader(io.BytesIO(document_to_pdf(document)))
    assert lu.metadata is not None
    assert lu.metadata.author == "Valmont"
    texte = lu.pages[0].extract_text().replace("\u00a0", " ")
    assert texte.count("Sotteville-lès-Rouen") == 40, "a name is cut at the end of a line"
    assert "• Mortagne-au-Perche" in texte
    liens = [a.get_object() for page in lu.pages for a in page.get("/Annots", [])]
    assert [lien["/A"]["/URI"] for lien in liens] == ["https://exemple.fr/a?b=1"]
    assert all(lien.get("/Contents") for lien in liens)
