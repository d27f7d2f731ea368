"""What became of a proposal: every published decision is told with its body, day and reason, the
same on the screen, the sheet on A4, the slide and the telephone."""

import datetime as dt
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, is_empty
from concertation.analyse.territoires.noms import name_territoire, territoire_names
from concertation.declarations.instruction import DECISION
from concertation.donnees import dossier_courant, load_donnees
from concertation.recits.blocs import Liste, Section, Tableau, Texte
from concertation.recits.comites import tell_answer_engagement, tell_answer_territoire
from concertation.recits.contexte import PUBLIC, Contexte
from concertation.recits.reponse import Reponse, tell_proposition
from concertation.recits.suites import PUBLIE, SUIVI, next_sessions
from concertation.restitution.diapos.html import page_html
from concertation.restitution.diapos.pages.propositions import compose_chaine
from concertation.restitution.documents import DOCUMENTS, PROPOSITION
from concertation.restitution.pdf.formes import document_to_pdf
from concertation.suivi import Acteur, References, Store
from tests.aides.bases import new_demo
from tests.aides.dossiers import VALMONT
from tests.aides.ecrans_suivi import LECTEUR, lu, open_as, run
from tests.aides.lecture_pdf import read_pdf

JOUR = dt.date.today()
DONNEES = load_donnees(dossier_courant())
DIRECTION = Acteur("Claire Dubois", "direction")
CLES = list(DONNEES.table("propositions")["id"])
LOCALES, NATIONALES = ([c for c in CLES if f"-{p}-" in c] for p in "LN")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return new_demo(tmp_path_factory.mktemp("base") / "demo.sqlite", JOUR)


@pytest.fixture(scope="module")
def store(url: str) -> Iterator[Store]:
    store = Store.open(url, References.of_donnees(DONNEES))
    yield store
    store.close()


@pytest.fixture(scope="module")
def public(store: Store) -> Contexte:
    return Contexte(DONNEES, JOUR, PUBLIC, store)


@pytest.fixture(scope="module")
def recits(public: Contexte) -> dict[str, Reponse]:
    return {cle: tell_proposition(public, cle) for cle in CLES}


def lines(*sections: Section) -> list[str]:
    """Each line that these sections say."""
    dites: list[str] = []
    for section in sections:
        if not section.blocs:
            dites.append(section.vide)
        for bloc in section.blocs:
            if isinstance(bloc, Liste):
                dites += [m for puce in bloc.puces for m in (puce.dit, *puce.sous)]
            elif isinstance(bloc, Tableau):
                dites += [mot for ligne in bloc.lignes for mot in ligne]
            elif isinstance(bloc, Texte):
                dites += bloc.paragraphes
    return dites


def test_every_published_decision_says_its_body_day_and_reason(
    public: Contexte, recits: dict[str, Reponse]
) -> None:
    assert public.store is not None
    seances = public.store.seances.list(PUBLIC).set_index("id")["date"]
    dites = 0
    for cle in LOCALES:
        reponse = lines(recits[cle].reponse)
        for d in list_records(public.store.instructions.list(PUBLIC, proposition=cle)):
            lieu = name_territoire(DONNEES, d["territoire"])
            jour = seances.get(d["seance_id"], d["modifie_le"])
            debut = f"{lieu}, comité du {format_date(jour)}\u00a0: "
            (ligne,) = (ligne for ligne in reponse if ligne.startswith(debut))
            mot = DECISION.mot(d["decision"]).lower()
            assert ligne.startswith(f"{debut}{mot} — {d['motif']}")
            assert d["motif"]
            dites += 1
    assert dites > len(LOCALES)


def test_every_published_transmission_says_to_whom_when_and_what_was_answered(
    public: Contexte, recits: dict[str, Reponse]
) -> None:
    assert public.store is not None
    reponses = 0
    for cle in NATIONALES:
        reponse = "\n".join(lines(recits[cle].reponse))
        # What the documents say of all of them comes first, with what its date is worth.
        assert "Santé et de la Prévention, au plus tard le 8 décembre 2022 (date déd" in reponse
        lues = list_records(public.store.transmissions.list(PUBLIC, proposition=cle))
        for t in lues:
            assert t["destinataire"] in reponse
            assert is_empty(t["date"]) or f"le {format_date(t['date'])}" in reponse
            assert t["reponse"] in reponse
            reponses += bool(t["reponse"])
        assert lues or "n’est publiée" in reponse
    assert reponses


def test_each_committee_stands_once_and_silence_is_no_decision_to_a_reader(store: Store) -> None:
    for acteur, mots in ((PUBLIC, "pas encore examinée, ou décision non publiée"),
                         (DIRECTION, "pas encore examinée")):  # fmt: skip
        contexte = Contexte(DONNEES, JOUR, acteur, store)
        for cle in LOCALES[:12]:
            reponse = tell_proposition(contexte, cle).reponse
            tetes = [p for b in reponse.blocs if isinstance(b, Liste) for p in b.puces]
            muets = [p.fort.removesuffix("\u00a0: ") for p in tetes if p.texte == mots]
            dits = [p.fort.split(", ")[0] for p in tetes if p.texte != mots]
            cites = [*dits, *(nom for bloc in muets for nom in bloc.split(", "))]
            assert sorted(cites) == sorted(territoire_names(DONNEES).values())


def test_who_has_only_begun_to_examine_has_not_answered(store: Store) -> None:
    """However many rows: the count is of decisions."""
    lues = store.instructions.list(DIRECTION)
    for cle in LOCALES[:12]:
        siennes = lues[(lues["proposition"] == cle) & (lues["decision"] != "a_instruire")]
        compte, *_ = (b for b in tell_proposition(Contexte(DONNEES, JOUR, DIRECTION, store), cle)
                      .reponse.blocs if isinstance(b, Texte))  # fmt: skip
        assert f"prononcés\u00a0: {len(siennes)} sur" in compte.paragraphes[0]


def test_a_reader_gets_no_draft_and_nobody_s_name(store: Store, recits: dict[str, Reponse]) -> None:
    brouillons = store.instructions.list(DIRECTION)
    brouillons = brouillons[~brouillons["publie"]]
    noms = set(store.actions.list(DIRECTION)["porteur"]) - {""}
    assert len(brouillons)
    for cle in LOCALES:
        dit = "\n".join(lines(*recits[cle].brief))
        assert not any(nom in dit for nom in noms)
        for d in list_records(brouillons[brouillons["proposition"] == cle]):
            assert f"{name_territoire(DONNEES, d['territoire'])}, comité du" not in dit


def test_without_follow_up_the_published_facts_remain() -> None:
    contexte = Contexte(DONNEES, JOUR, panne="Aucun suivi n’est enregistré ici.")
    for cle in (LOCALES[0], NATIONALES[0]):
        reponse = tell_proposition(contexte, cle)
        assert contexte.panne in lines(reponse.reponse)
        assert contexte.panne in lines(reponse.fait)
        assert any("ateliers" in ligne for ligne in lines(reponse.frise))


def test_dates_are_in_order_and_say_who_tells_them(recits: dict[str, Reponse]) -> None:
    vus: set[str] = set()
    for cle in CLES:
        (tableau,) = recits[cle].frise.blocs
        assert isinstance(tableau, Tableau)
        # Days in full are in their order; a period of a document stands at its first day.
        jours = [read_day(ligne[0]) for ligne in tableau.lignes if ligne[2] == SUIVI]
        assert jours == sorted(jours)
        vus |= {ligne[2] for ligne in tableau.lignes}
    assert vus == {PUBLIE, SUIVI}


def read_day(mots: str) -> dt.date:
    jour, mois, annee = mots.split()
    mois_du_jour = {format_date(dt.date(2026, n, 2)).split()[1]: n for n in range(1, 13)}
    return dt.date(int(annee), mois_du_jour[mois], int(jour.removesuffix("er")))


def test_the_next_session_is_the_first_one_to_come(store: Store) -> None:
    contexte = Contexte(DONNEES, JOUR, DIRECTION, store)
    seances = list_records(store.seances.list(DIRECTION))
    for lieu, jour in next_sessions(contexte, territoire_names(DONNEES)):
        siennes = [s for s in seances if s["territoire"] == lieu]
        annonces = [s["prochaine_date"] for s in siennes]
        annonces += [s["date"] for s in siennes if s["etat"] == "preparee"]
        a_venir = [pd.Timestamp(j).date() for j in annonces if not is_empty(j)]
        assert jour == min(j for j in a_venir if j >= JOUR)
    assert next_sessions(contexte, territoire_names(DONNEES))


@pytest.mark.parametrize("pas", [4, pytest.param(1, marks=pytest.mark.epreuve)])
def test_the_paper_says_the_same_words_on_one_page(
    public: Contexte, recits: dict[str, Reponse], pas: int
) -> None:
    longueurs = {cle: sum(map(len, lines(*recits[cle].brief))) for cle in CLES}
    longues = sorted(CLES, key=longueurs.__getitem__, reverse=True)[:6:pas]
    for cle in {*longues, *CLES[::pas]}:
        recit = recits[cle]
        document = DOCUMENTS[PROPOSITION].build(public, {"proposition": cle})
        dits = lines(*document.sections)
        assert [m for m in lines(recit.reponse, recit.suite) if m not in dits] == []
        if cle in longues:
            assert len(read_pdf(document_to_pdf(document)).pages) == 1, cle


@pytest.mark.parametrize("cle", ["ACC-L-05", "ACC-N-02", "PRE-L-04"])
def test_slide_telephone_and_screen_say_the_same_answer(
    cle: str, public: Contexte, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recit = tell_proposition(public, cle)
    pages = compose_chaine(public, {"proposition": cle})
    # A telephone shows the very pages of the deck.
    slide = html.unescape(re.sub("<[^>]+>", "", "".join(page_html(p, 1, 1) for p in pages)))
    monkeypatch.setenv("DATABASE_URL", url)
    st.cache_resource.clear()
    ecran = lu(open_as(LECTEUR, "comprendre/propositions.py", fiche=cle)).replace("**", "")
    for mots in lines(recit.reponse, recit.suite):
        assert mots in slide
        assert mots in ecran


def test_the_public_address_is_given_with_its_code_and_no_other(
    public: Contexte, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    choix = {"proposition": "ACC-L-05"}
    for racine in ("https://cnr.example.fr", ""):
        monkeypatch.setenv("CONCERTATION_ADRESSE", racine)
        at = open_as(LECTEUR, "comprendre/propositions.py", fiche="ACC-L-05")
        at.session_state["w-lien-p/ACC-L-05"] = True
        run(at)
        (adresse,) = (bloc.value for bloc in at.code)
        assert adresse.endswith("/p/ACC-L-05")
        assert bool(at.get("image")) == bool(racine)
        assert ("aucun code QR" in lu(at)) == (not racine)
        document = DOCUMENTS[PROPOSITION].build(public, choix)
        assert document.adresse == (racine and adresse)
        alternatives = read_pdf(document_to_pdf(document)).alternatives
        assert any(adresse in mots for mots in alternatives) == bool(racine)


@pytest.mark.parametrize("acteur", [PUBLIC, DIRECTION], ids=lambda acteur: acteur.role)
def test_an_engagement_and_a_territory_are_answered_too(acteur: Acteur, store: Store) -> None:
    contexte = Contexte(DONNEES, JOUR, acteur, store)
    points = store.points_etape.latest(acteur)
    for cle in DONNEES.table("engagements")["id"]:
        dits = lines(tell_answer_engagement(contexte, cle).reponse)
        for p in list_records(points[points["engagement"] == cle]):
            lieu = name_territoire(DONNEES, p["territoire"])
            debut = f"{lieu}, le {format_date(p['date'])}\u00a0: "
            assert any(d.startswith(debut) and p["synthese"] in d for d in dits)
    for lieu in territoire_names(DONNEES):
        dits = lines(tell_answer_territoire(contexte, lieu).reponse)
        decisions = list_records(store.instructions.list(acteur, territoire=lieu))
        for d in decisions:
            assert any(x.startswith(d["proposition"]) and d["motif"] in x for x in dits)
        assert len(dits) == 1 + len(decisions) if decisions else "n’est" in dits[0]


def test_nothing_claims_a_cause_nor_a_dismissal(recits: dict[str, Reponse]) -> None:
    def all_words(reponse: Reponse) -> str:
        faibles = [p.dit for proche in reponse.proches for p in proche.faibles]
        return "\n".join([*lines(*reponse.brief), *faibles]).lower()

    for cle in CLES:
        dit = all_words(recits[cle])
        for mot in ("sans suite", "découle", "mène à", "devenue", "grâce à"):
            assert mot not in dit, cle


def test_the_folder_of_another_region_is_told(tmp_path: Path) -> None:
    valmont = load_donnees(VALMONT)
    url = new_demo(tmp_path / "v.sqlite", JOUR, VALMONT)
    store = Store.open(url, References.of_donnees(valmont))
    contexte = Contexte(valmont, JOUR, PUBLIC, store)
    for cle in valmont.table("propositions")["id"]:
        assert lines(*tell_proposition(contexte, cle).brief)
    for lieu in valmont.table("territoires")["id"]:
        assert lines(tell_answer_territoire(contexte, lieu).reponse)
    store.close()
