"""The review is told once: its screen, its slides, its note and the telephones say the same."""

import datetime as dt
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from concertation.analyse.mots.absences import motifs_attention
from concertation.analyse.mots.formats import format_date
from concertation.analyse.mots.typographie import typeset
from concertation.donnees import dossier_courant, load_donnees
from concertation.recits.blocs import Liste
from concertation.recits.contexte import PUBLIC, Contexte
from concertation.recits.revue import tell_appuis
from concertation.recits.suivi import (
    last_review,
    read_attention,
    read_changements,
    tell_changements,
    tell_points,
)
from concertation.restitution.diapos.html import page_html
from concertation.restitution.diapos.pages.suivis import compose_attention, compose_changements
from concertation.restitution.documents import DOCUMENTS
from concertation.restitution.pdf.formes import document_to_pdf
from concertation.suivi import Acteur, References, Store
from tests.aides.bases import new_demo
from tests.aides.ecrans_suivi import open_as
from tests.interface.ecrans.test_ecrans import texts

DONNEES = load_donnees(dossier_courant())
JOUR = dt.date.today()
DIRECTION = Acteur("Denise", "direction")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return new_demo(tmp_path_factory.mktemp("revue") / "s.sqlite", JOUR)


@pytest.fixture(params=[DIRECTION, PUBLIC], ids=["direction", "public"])
def contexte(url: str, request: pytest.FixtureRequest) -> Iterator[Contexte]:
    store = Store.open(url, References.of_donnees(DONNEES))
    yield Contexte(DONNEES, JOUR, request.param, store)
    store.close()


def note(contexte: Contexte, **choix: str) -> list[str]:
    """The items of the lists of the note, from what the page holds to the end of its annex."""
    document = DOCUMENTS["note-de-revue"].build(contexte, {"annexe": "oui", **choix})
    listes = [b for s in document.sections for b in s.blocs if isinstance(b, Liste)]
    return [puce.dit for liste in listes for puce in liste.puces]


def slides(pages) -> str:
    return html.unescape(re.sub("<[^>]+>", "", "".join(page_html(p, 1, 1) for p in pages)))


def test_note_and_slides_say_what_asks_for_attention_in_the_same_words(contexte: Contexte) -> None:
    points = read_attention(contexte, "departement")
    dits = [p.dit for p in tell_points(points, motifs_attention(contexte.reads_partly()))]
    assert dits
    dites = note(contexte)
    assert all(any(dite.endswith(mots) for dite in dites) for mots in dits)
    vu = slides(compose_attention(contexte, {}))
    for mots in dits[:10]:
        assert mots in vu


def test_note_and_slides_say_what_changed_in_the_same_words(contexte: Contexte) -> None:
    changements, _ = read_changements(contexte, "2020-01-01")
    dits = [p.dit for p in tell_changements(changements)]
    assert dits
    assert set(dits) <= set(note(contexte, depuis="2020-01-01"))
    vu = slides(compose_changements(contexte, {"depuis": "2020-01-01"}))
    for mots in dits[:20]:
        assert mots in vu


def test_the_screen_says_the_same_words(
    contexte: Contexte, url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    at = open_as(contexte.acteur, "suivre/engagements.py", vue="attention")
    lu = texts(at).replace("\\", "").replace("**", "")
    points = read_attention(contexte, "departement")
    premiers = points[points["territoire"] == points["territoire"].iloc[0]].head(1)
    for puce in tell_points(premiers, motifs_attention(contexte.reads_partly())):
        assert puce.dit in lu


def test_the_note_holds_on_one_page_and_says_since_when(contexte: Contexte) -> None:
    """The grid, a synthesis an engagement, three alerts and decisions asked at most; then the
    annex, on pages of its own, when it is asked for."""
    seule = DOCUMENTS["note-de-revue"].build(contexte, {})
    assert len(PdfReader(io.BytesIO(document_to_pdf(seule))).pages) == 1
    document = DOCUMENTS["note-de-revue"].build(contexte, {"annexe": "oui"})
    annexes = [section.annexe for section in document.sections]
    page = document.sections[: annexes.index(True)]
    assert [s.titre for s in seule.sections[:-1]] == [s.titre for s in page]
    titres = [section.titre.split(" (")[0] for section in page]
    assert titres[:3] == ["Où en est chaque engagement", "Alertes", "Décisions demandées"]
    grille, syntheses = page[0].blocs[:2]
    engagements = list(contexte.engagements)
    assert [ligne[0].split()[0] for ligne in grille.lignes] == engagements
    assert [puce.fort.split()[0] for puce in syntheses.puces] == engagements
    for section in page[1:3]:
        assert 0 < len(section.blocs[0].puces) <= 3
    publiee = last_review(contexte)
    assert publiee is not None
    assert publiee < JOUR
    assert page[3].titre == typeset(f"Ce qui a changé depuis le {format_date(publiee)}")
    assert "points d’étape ont été publiés" in page[3].blocs[-1].paragraphes[0]
    # What follows the first page begins on the second one.
    pdf = PdfReader(io.BytesIO(document_to_pdf(document)))
    textes = [" ".join(feuille.extract_text().split()) for feuille in pdf.pages[:2]]
    assert "Annexe" not in textes[0]
    assert textes[1].find("Annexe") < 40


def test_a_support_asked_for_names_whom_to_who_reads_names(contexte: Contexte) -> None:
    points = contexte.revue("departement").points
    dits = [puce.dit for puce in tell_appuis(contexte, points) if "échéance le" in puce.dit]
    assert len(dits) == (points["appui"] != "").sum()
    assert any("Organisme fictif" in dit for dit in dits) is (contexte.acteur == DIRECTION)
