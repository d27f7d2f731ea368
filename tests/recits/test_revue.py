"""The review is told once: its screen, its slides, its note and the telephones say the same."""

import datetime as dt
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from concertation.analyse.mots.absences import motifs_attention
from concertation.donnees import dossier_courant, load_donnees
from concertation.recits.blocs import Tableau
from concertation.recits.contexte import PUBLIC, Contexte
from concertation.recits.suivi import (
    read_attention,
    read_changements,
    tell_changements,
    tell_points,
)
from concertation.restitution.diapos.html import page_html
from concertation.restitution.diapos.pages.suivis import compose_attention, compose_changements
from concertation.restitution.documents import DOCUMENTS
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


def note(contexte: Contexte) -> set[str]:
    document = DOCUMENTS["note-de-revue"].build(contexte, {})
    tableaux = [b for s in document.sections for b in s.blocs if isinstance(b, Tableau)]
    return {mots for t in tableaux for ligne in t.lignes for mots in ligne}


def slides(pages) -> str:
    return html.unescape(re.sub("<[^>]+>", "", "".join(page_html(p, 1, 1) for p in pages)))


def test_note_and_slides_say_what_asks_for_attention_in_the_same_words(contexte: Contexte) -> None:
    points = read_attention(contexte, "departement")
    dits = [p.dit for p in tell_points(points, motifs_attention(contexte.reads_partly()))]
    assert dits
    assert set(dits) <= note(contexte)
    vu = slides(compose_attention(contexte, {}))
    for mots in dits[:10]:
        assert mots in vu


def test_note_and_slides_say_what_changed_in_the_same_words(contexte: Contexte) -> None:
    changements, _ = read_changements(contexte, "2020-01-01")
    dits = [p.dit for p in tell_changements(changements)]
    document = DOCUMENTS["note-de-revue"].build(contexte, {"depuis": "2020-01-01"})
    tableaux = [b for s in document.sections for b in s.blocs if isinstance(b, Tableau)]
    assert dits
    assert set(dits) <= {mots for t in tableaux for ligne in t.lignes for mots in ligne}
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
