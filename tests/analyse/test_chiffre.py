"""The words of a figure: nothing of it is lost, nothing is added."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.analyse.chiffre import (
    EDITORIAL,
    SANS_LIEU,
    SANS_PERIODE,
    chiffre_of,
    chiffres_of,
)
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_quantite
from concertation.analyse.provenance import ANNEE, describe_licence
from concertation.analyse.territoires.noms import name_territoires
from concertation.donnees import load_donnees
from concertation.donnees.schemas import RACINE
from concertation.recits.feuille import tell_action
from tests.aides.dossiers import VALMONT

HAVRE = load_donnees(RACINE / "data")
VALMONTS = load_donnees(VALMONT)
LIEUX = [*HAVRE.table("territoires")["id"], "", "D76 | D27"]
EXTRAITS = " ".join(HAVRE.table("mesures")["extrait"])
ECRITS = [p for p in HAVRE.table("indicateurs")["perimetre"] if p and p in EXTRAITS]
SOURCES = HAVRE.table("sources")["id"].tolist()


def rows(donnees):
    indicateurs = {i["id"]: i for i in list_records(donnees.table("indicateurs"))}
    return [indicateurs[m["indicateur"]] | m for m in list_records(donnees.table("mesures"))]


@pytest.mark.parametrize("donnees", [HAVRE, VALMONTS], ids=["havre", "valmont"])
def test_each_measure_says_all_that_its_rows_hold(donnees):
    for ligne in rows(donnees):
        dit = chiffres_of(donnees)[ligne["id"]].dit
        colonnes = ("valeur", "valeur_max", "qualificatif", "unite")
        assert format_quantite(*(ligne[c] for c in colonnes)) in dit
        assert ligne["libelle"] in dit
        assert ligne["perimetre"] in dit
        assert name_territoires(donnees, ligne["territoire"]) in dit
        assert ligne["periode_texte"].removeprefix("/")[1:] in dit
        assert ("détail de " in dit) == bool(ligne["parent"])
        assert dit.startswith("" if ligne["nature"] == "constat" else f"{ligne['nature']}\u00a0: ")


@given(
    st.sampled_from(LIEUX),
    st.sampled_from([*ECRITS, "", "un périmètre que personne n’a écrit"]),
    st.sampled_from(["", "/an", "en 2024", "Depuis 2 ans", "À la suite de l’AMI"]),
    st.sampled_from(SOURCES),
    st.floats(0, 1e9, allow_nan=False),
)
def test_what_is_not_written_is_said_and_what_is_ours_is_not_quoted(
    territoire, perimetre, periode, source, valeur
):
    chiffre = chiffre_of(
        HAVRE,
        {"libelle": "L", "valeur": valeur, "unite": "%", "territoire": territoire,
         "perimetre": perimetre, "periode_texte": periode, "source": source},
    )  # fmt: skip
    assert (SANS_LIEU in chiffre.lieu) == (not territoire and not perimetre)
    if perimetre:
        # The place that the document writes comes before the territory that holds it.
        assert chiffre.lieu.startswith(f"«\u00a0{perimetre}\u00a0»") == (perimetre in ECRITS)
        assert (EDITORIAL in chiffre.lieu) == (perimetre not in ECRITS)
    assert (SANS_PERIODE in chiffre.periode) == (not periode)
    # A period that no year dates is of its document's day.
    assert ("document" in chiffre.periode) == (not ANNEE.search(periode))


def test_a_perimeter_never_becomes_the_territory_that_holds_it():
    dits = {cle: c.dit for cle, c in chiffres_of(HAVRE).items()}
    lieux = {cle: c.lieu for cle, c in chiffres_of(HAVRE).items()}
    assert lieux["medicobus-sans-mt"].replace("’", "'") == "«\u00a0dans l'est de Orne\u00a0»"
    debut = "«\u00a0population de la seine Maritime\u00a0», Seine-Maritime"
    assert lieux["cpts-couverture"].startswith(debut)
    assert "«\u00a0sur le ressort judiciaire du Havre\u00a0»" in dits["uaped-evaluations"]
    assert "Le Havre (CTS)" in dits["msp-valides"]
    assert dits["msp-valides"].endswith("(réserves R18, R22, R33)")


def test_a_need_a_means_or_a_context_is_never_told_as_a_result():
    for ligne in rows(HAVRE):
        dit = chiffres_of(HAVRE)[ligne["id"]].dit
        faite = ligne["role"] in ("realisation", "resultat")
        assert any(f"({mot} · " in dit for mot in ("besoin", "moyen", "contexte")) != faite
    for action in HAVRE.table("actions")["id"]:
        recit = tell_action(HAVRE, "FR-LE-HAVRE", action)
        roles = {c.mesure["role"] for c in recit.principaux}
        assert roles <= {"realisation", "resultat"}
        assert len(recit.resultats.puces) == len(recit.principaux)


def test_a_figure_of_no_written_period_has_the_date_of_its_document():
    dits = chiffres_of(HAVRE)
    assert dits["pole-besoin"].periode == "actuellement, document de janvier 2025"
    assert dits["psla-nombre"].periode == "actuellement, document non daté"
    assert dits["zones-epci"].periode.endswith("document de 2025, année déduite")


def test_each_source_has_its_own_licence():
    assert describe_licence(HAVRE, ["livret"]) == "non précisée"
    assert describe_licence(HAVRE, ["inconnue"]) == "non précisée"
    deux = describe_licence(HAVRE, ["livret | admin-express"])
    assert "non précisée (Livret" in deux
    assert "Licence Ouverte 2.0 (ADMIN EXPRESS" in deux
