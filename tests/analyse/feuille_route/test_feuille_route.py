"""A roadmap as its screen reads it: what is published, what may be added, what is dated."""

import pandas as pd
import pytest

from concertation.analyse.feuille_route.lecture import (
    describe_financement,
    financements_of,
    list_actions,
    list_faits,
    list_priorites,
    mesures_of,
    perspectives_of,
    sum_financements,
)
from concertation.donnees import load_donnees
from concertation.donnees.schemas import RACINE
from tests.aides.dossiers import VALMONT

HAVRE = load_donnees(RACINE / "data")
VALMONTS = load_donnees(VALMONT)
FR = "FR-LE-HAVRE"


def test_a_priority_without_element_is_told_from_one_that_has_some() -> None:
    priorites = list_priorites(HAVRE, FR)
    assert priorites["ordre"].tolist() == list(range(1, 13))
    assert priorites.loc[priorites["elements_publies"], "ordre"].tolist() == [2, 3, 4, 6, 9, 10]
    assert priorites["nb_actions"].sum() == len(HAVRE.table("actions"))
    assert not priorites.loc[~priorites["elements_publies"], "nb_chantiers"].any()


def test_another_roadmap_appears_by_its_rows_alone() -> None:
    assert list_priorites(VALMONTS, "FV-PORTCENDRE")["id"].tolist() == ["VP-1", "VP-2", "VP-3"]
    assert list_actions(VALMONTS, "FV-SABLENOIR")["id"].tolist() == ["VA-3"]
    assert list_actions(VALMONTS, "FV-PORTCENDRE")["id"].tolist() == ["VA-1", "VA-2"]
    assert list_faits(VALMONTS, "FV-SABLENOIR")["id"].tolist() == ["soirees-debut"]


def test_an_unknown_roadmap_is_empty_with_its_columns() -> None:
    for frame in (list_priorites(HAVRE, "X"), list_actions(HAVRE, "X"), list_faits(HAVRE, "X")):
        assert frame.empty
        assert "id" in frame


def test_actions_follow_the_order_of_the_document() -> None:
    actions = list_actions(HAVRE, FR)
    assert actions["priorite"].tolist() == sorted(actions["priorite"])
    assert len(actions) == 13


def test_money_of_unwritten_periods_is_never_added() -> None:
    lignes = financements_of(HAVRE, "ACT-01")
    sommes, phrase = sum_financements(lignes)
    assert lignes["montant"].tolist() == [10_000, 20_000, 68_000]
    assert sommes == ()
    assert phrase == ("Ces lignes ne s’additionnent pas : la période n’est pas toujours écrite.")


def test_nothing_of_the_published_roadmap_can_be_added() -> None:
    sommes, phrase = sum_financements(HAVRE.table("financements"))
    assert sommes == ()
    assert "les périodes sont différentes" in phrase
    assert "les territoires sont différents" in phrase
    assert phrase.endswith("Un montant au moins n’est pas écrit.")


def lines(*changes: dict[str, object]) -> pd.DataFrame:
    base = {
        "montant": 10.0, "unite": "euros", "nature": "annuel", "periode_texte": "par an",
        "territoire": "T", "perimetre": "", "parent": "",
    }  # fmt: skip
    return pd.DataFrame([base | {"id": f"f{n}"} | c for n, c in enumerate(changes)])


def test_lines_of_one_period_and_perimeter_are_added() -> None:
    sommes, phrase = sum_financements(lines({}, {"montant": 5.0}))
    assert sommes == ((15.0, "euros", "par an", ("f0", "f1")),)
    assert phrase == ""


@pytest.mark.parametrize(
    "difference",
    [
        {"periode_texte": "sur trois ans"},
        {"nature": "total"},
        {"territoire": "U"},
        {"perimetre": "ailleurs"},
        {"unite": "francs"},
        {"nature": "", "periode_texte": ""},
    ],
)
def test_lines_that_differ_are_not_added_and_the_sentence_says_why(difference: dict) -> None:
    sommes, phrase = sum_financements(lines({}, difference))
    assert sommes == ()
    assert phrase.startswith("Ces lignes ne s’additionnent pas : ")


def test_a_detail_is_not_added_to_its_whole() -> None:
    lignes = financements_of(HAVRE, "ACT-07")
    assert lignes["montant"].tolist() == [2_600_000, 1_700_000, 900_000]
    assert sum_financements(lignes) == ((), "")


def test_a_sum_written_for_two_actions_is_said_to_be_shared() -> None:
    for action in ("ACT-08", "ACT-09"):
        lignes = financements_of(HAVRE, action)
        assert lignes["id"].tolist() == ["mille-jours"]
        assert lignes["partage"].all()
    assert not financements_of(HAVRE, "ACT-01")["partage"].any()


def test_money_is_told_in_words_and_nothing_is_guessed() -> None:
    dites = {
        ligne["id"]: describe_financement(ligne).replace("\u202f", " ")
        for _, ligne in HAVRE.table("financements").iterrows()
    }
    assert dites["pole-ars"] == "ARS : 68 000 euros, sur trois ans"
    assert dites["pole-sextant"] == "Sextant 76 : 10 000 euros, période non précisée"
    assert dites["uaped"] == "financeur non précisé : 190 000 euros, période non précisée"
    assert dites["uema"] == "programme PRIAC : 280 000 euros, par an"
    assert "montant non précisé" in dites["crenppi"]


def test_measures_carry_what_their_indicator_says() -> None:
    mesures = mesures_of(HAVRE, action="ACT-01").set_index("id")
    assert mesures.loc["pole-besoin", "phrase"].replace("\u202f", " ") == "plus de 3 100 patients"
    assert mesures["nature_indicateur"].to_dict() == {
        "pole-besoin": "stock",
        "pole-medecins": "stock",
        "pole-consultations": "flux",
        "pole-patients": "flux",
    }
    assert mesures_of(VALMONTS, dispositif="boites-a-livres")["id"].tolist() == ["boites"]


def test_measures_of_every_object_are_all_the_measures() -> None:
    par_action = [mesures_of(HAVRE, action=a) for a in HAVRE.table("actions")["id"]]
    autres = [mesures_of(HAVRE, dispositif=d) for d in HAVRE.table("dispositifs")["id"]]
    assert sum(map(len, par_action + autres)) == len(HAVRE.table("mesures"))


def test_facts_are_in_order_of_time_and_span_their_days() -> None:
    faits = list_faits(HAVRE, FR)
    assert faits["date"].is_monotonic_increasing
    assert (faits["fin"] >= faits["date"]).all()
    assert len(faits) == len(HAVRE.table("faits"))


def test_perspectives_of_an_action_leave_those_of_the_region_out() -> None:
    assert perspectives_of(HAVRE, FR, "ACT-06")["id"].tolist() == ["PER-08"]
    regionales = perspectives_of(HAVRE, FR)
    assert set(regionales["action"]) == {""}
    assert regionales["rubrique"].nunique() == 3
