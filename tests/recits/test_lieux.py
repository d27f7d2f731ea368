"""Two territories of one name are never confused: no page of a file nor screen says the bare name.

Names of workshops and of communes, which the files repeat in columns of their own, are left out.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from concertation.analyse.territoires.noms import every_territoire, name_comite
from concertation.donnees import Donnees, dossier_courant, load_donnees, soft_table
from concertation.recits.blocs import Tableau
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.suivi import NIVEAUX
from concertation.restitution.classeur.plan.ecriture import choix_of_donnees
from concertation.restitution.diapos.composition import compose
from concertation.restitution.diapos.prets import COMITE as DECK_COMITE
from concertation.restitution.diapos.prets import REVUE, ready_decks
from concertation.restitution.documents import DOCUMENTS
from concertation.suivi import References, Store
from tests.aides.bases import new_demo
from tests.aides.dossiers import VALMONT
from tests.aides.ecrans_suivi import (
    COMITE,
    DIRECTION,
    ENGAGEMENTS,
    INDICATEURS,
    INSTRUCTION,
    JOURNAL,
    PLAN,
    open_as,
)
from tests.aides.francais import words_of

JOUR = dt.date.today()
COMMUNES = "Lieux des dispositifs"  # a section that says in which commune each is
AILLEURS = {"Arrondissement", "Commune", "CTS", "Atelier", "Nom"}


@pytest.fixture(scope="module", params=[dossier_courant(), VALMONT], ids=["livret", "valmont"])
def lieu(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """The folder of a region, and the address of its fictional follow-up."""
    fichier = tmp_path_factory.mktemp("lieux") / "s.sqlite"
    return request.param, new_demo(fichier, JOUR, request.param)


@pytest.fixture
def contexte(lieu: tuple[Path, str]) -> Iterator[Contexte]:
    donnees = load_donnees(lieu[0])
    with closing(Store.open(lieu[1], References.of_donnees(donnees))) as store:
        yield Contexte(donnees, JOUR, DIRECTION, store)


def homonyms(donnees: Donnees) -> set[str]:
    """Names that two territories have, a CTS that is one with its département aside."""
    territoires = donnees.table("territoires")
    choisis = territoires[territoires["id"].isin(every_territoire(donnees).keys())]
    return {nom for nom, nombre in Counter(choisis["nom"]).items() if nombre > 1}


def strings(objet: Any) -> Iterator[str]:
    """Every text of a document, cells of tables by their columns."""
    if isinstance(objet, Tableau):
        for ligne in objet.lignes:
            cellules = zip(objet.colonnes, ligne, strict=True)
            yield from (mots for colonne, mots in cellules if colonne not in AILLEURS)
    elif isinstance(objet, str):
        yield objet
    elif isinstance(objet, tuple | list):
        for partie in objet:
            yield from strings(partie)
    elif is_dataclass(objet) and getattr(objet, "titre", "") != COMMUNES:
        for champ in fields(objet):
            if champ.name != "fort":  # the name of a workshop
                yield from strings(getattr(objet, champ.name))


def bare(noms: set[str], mots: str) -> bool:
    """Whether a text is one of these names, or says it where a place is said: last, in brackets,
    or after « – » or « · »."""
    dit = "|".join(map(re.escape, sorted(noms)))
    return bool(re.search(rf"(?:^|\(|[–·] )(?:{dit})(?:$|\)| –| ·|\n)", mots))


def documents(contexte: Contexte, pas: int) -> Iterator[tuple[str, Any]]:
    """The papers of one territory out of `pas`, and those of every homonym."""
    donnees = contexte.donnees
    noms, nus = homonyms(donnees), donnees.table("territoires").set_index("id")["nom"]
    lieux = [
        cle
        for rang, cle in enumerate(every_territoire(donnees))
        if rang % pas == 0 or nus[cle] in noms
    ]
    for niveau in NIVEAUX if len(soft_table(donnees, "engagements")) else ():
        yield niveau, DOCUMENTS["note-de-revue"].build(contexte, {"niveau": niveau})
    for cle in lieux:
        yield cle, DOCUMENTS["fiche-territoire"].build(contexte, {"territoire": cle})
    for cle in soft_table(donnees, "engagements")["id"]:
        yield cle, DOCUMENTS["fiche-engagement"].build(contexte, {"engagement": cle})
    for cle in lieux:
        try:
            yield cle, DOCUMENTS["releve-de-decisions"].build(contexte, {"territoire": cle})
        except DiapoImpossible:
            continue


@pytest.mark.parametrize("pas", [5, pytest.param(1, marks=pytest.mark.epreuve)])
def test_no_paper_says_a_bare_name(contexte: Contexte, pas: int) -> None:
    noms, titres = homonyms(contexte.donnees), Counter[str]()
    assert noms
    for cle, document in documents(contexte, pas):
        trouves = [mots for mots in strings(document) if bare(noms, mots)]
        assert not trouves, (cle, trouves[:3])
        titres[document.nature, document.titre, document.sous_titre] += 1
    assert max(titres.values()) == 1 or {t[0] for t, n in titres.items() if n > 1} == {
        "Note de revue"
    }


# Two decks a territory: the real data's before a release.
@pytest.mark.parametrize(
    "lieu",
    [
        pytest.param(dossier_courant(), marks=pytest.mark.epreuve, id="livret"),
        pytest.param(VALMONT, id="valmont"),
    ],
    indirect=True,
)
def test_no_slide_says_a_bare_name(contexte: Contexte) -> None:
    noms = homonyms(contexte.donnees)
    for cle in ("", *every_territoire(contexte.donnees)):
        decks = ready_decks(contexte.donnees, cle)
        if cle:
            assert decks[DECK_COMITE].titre == name_comite(contexte.donnees, cle)
        for nom in (REVUE, DECK_COMITE):
            for page in compose(decks[nom], contexte, cle):
                trouves = [mots for mots in strings(page) if bare(noms, mots)]
                assert not trouves, (cle, trouves[:3])


def test_lists_of_a_workbook_name_each_territory_apart(contexte: Contexte) -> None:
    territoires = choix_of_donnees(contexte.donnees)["territoire"]
    assert len({nom for _, nom in territoires}) == len(territoires)


@pytest.mark.parametrize(
    ("ecran", "params"),
    [
        (ENGAGEMENTS, {"niveau": "cts"}), (ENGAGEMENTS, {"vue": "changements"}),
        (COMITE, {}), (INSTRUCTION, {}), (PLAN, {}), (INDICATEURS, {}), (JOURNAL, {}),
    ],
)  # fmt: skip
def test_no_screen_of_the_follow_up_says_a_bare_name(
    lieu: tuple[Path, str], ecran: str, params: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCERTATION_DATA", str(lieu[0]))
    monkeypatch.setenv("DATABASE_URL", lieu[1])
    st.cache_resource.clear()
    noms = homonyms(load_donnees(lieu[0]))
    dits = [mots for mots in words_of(open_as(DIRECTION, ecran, **params)) if mots.strip() in noms]
    assert not dits
    st.cache_resource.clear()
