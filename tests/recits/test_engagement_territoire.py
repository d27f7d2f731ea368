"""An engagement and a territory are told once: screen, slide, A4 and telephone say the same."""

import datetime as dt
import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from concertation.donnees import dossier_courant, load_donnees
from concertation.recits.blocs import Bloc, Liste, Section, Tableau, Texte
from concertation.recits.contexte import Contexte
from concertation.recits.publies import SANS_ATELIER, tell_engagement, tell_territoire
from concertation.restitution.diapos.html import page_html
from concertation.restitution.diapos.modele import Page
from concertation.restitution.diapos.pages.publies import compose_engagement
from concertation.restitution.diapos.pages.suivis import compose_territoire
from concertation.restitution.documents import DOCUMENTS
from concertation.suivi import References, Store
from tests.aides.bases import new_sqlite
from tests.aides.ecrans_suivi import LECTEUR, open_as
from tests.interface.ecrans.test_ecrans import open_ecran, texts

DONNEES = load_donnees(dossier_courant())
JOUR = dt.date(2026, 11, 22)
ENGAGEMENTS = DONNEES.table("engagements")["id"].tolist()
LIEUX = ("D61", "D76", "CTS-76-HAVRE")


def words(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        yield from (mots for bloc in section.blocs for mots in _of(bloc))


def _of(bloc: Bloc) -> Iterator[str]:
    if isinstance(bloc, Texte):
        yield from bloc.paragraphes
    elif isinstance(bloc, Liste):
        yield from (m for p in bloc.puces for m in (p.dit, *p.sous))
    elif isinstance(bloc, Tableau):
        yield from (mots for ligne in bloc.lignes for mots in ligne)


def seen(pages: Iterable[Page]) -> str:
    return html.unescape(re.sub("<[^>]+>", "", "".join(page_html(p, 1, 1) for p in pages)))


@pytest.fixture
def contexte(tmp_path: Path) -> Iterator[Contexte]:
    store = Store.open(new_sqlite(tmp_path / "s.sqlite"), References.of_donnees(DONNEES))
    yield Contexte(DONNEES, JOUR, store=store)
    store.close()


@pytest.mark.parametrize("cle", ENGAGEMENTS)
def test_an_engagement_is_told_the_same_on_paper_and_on_slides(
    cle: str, contexte: Contexte
) -> None:
    recit = tell_engagement(DONNEES, cle)
    document = DOCUMENTS["fiche-engagement"].build(contexte, {"engagement": cle})
    assert document.titre == recit.titre
    assert set(words((recit.mots, recit.composantes))) <= set(words(document.sections))
    slide = seen(compose_engagement(contexte, {"engagement": cle}))
    assert DONNEES.table("engagements").set_index("id")["intitule"][cle] in slide
    assert recit.parties
    for numero, mots in recit.parties:
        assert numero in slide
        assert mots.split("\n")[0] in slide


def test_the_sheet_of_a_cell_says_the_engagement_in_the_same_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CONCERTATION_VAR", str(tmp_path))
    at = open_as(LECTEUR, "suivre/engagements.py", engagement="E3", territoire="D61")
    recit = tell_engagement(DONNEES, "E3")
    lu = texts(at) + " ".join(str(m) for t in at.table for m in t.value.to_numpy().ravel())
    lu = lu.replace("\\", "")
    for mots in words((recit.mots,)):
        assert mots in lu
    for _, mots in recit.parties:
        assert mots.split("\n")[0] in lu


@pytest.mark.parametrize("cle", LIEUX)
def test_a_territory_is_told_the_same_everywhere(cle: str, contexte: Contexte) -> None:
    recit = tell_territoire(DONNEES, cle)
    choix = {"territoire": cle, "annexe": True}
    document = DOCUMENTS["fiche-territoire"].build(contexte, choix)
    assert document.titre == recit.nom
    dits = list(words((recit.ateliers, *recit.ailleurs)))
    assert dits
    assert set(dits) <= set(words(document.sections))
    at = open_ecran("comprendre/territoires.py", territoire=cle)
    # What has a sheet of its own is a link there.
    ecran = "\n".join([texts(at), *(lien.proto.label for lien in at.get("page_link"))])
    ecran = ecran.replace("\\", "").replace("**", "")
    for mots in dits:
        assert mots in ecran
    slide = seen(compose_territoire(contexte, {"territoire": cle}))
    ateliers = list(words((recit.ateliers,)))
    montres = [mots for mots in ateliers if mots in slide]
    reste = re.search(r"… et (\d+)\sautres?", slide)
    assert len(montres) + (int(reste[1]) if reste else 0) == len(ateliers)
    assert ateliers or SANS_ATELIER in slide


def test_two_territories_of_one_name_are_never_told_alike() -> None:
    noms = [tell_territoire(DONNEES, cle).nom for cle in DONNEES.table("territoires")["id"]]
    assert len(set(noms)) == len(noms)
