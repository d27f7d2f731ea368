"""The search of everything."""

import pandas as pd
import pytest

from concertation.analyse.recherche.partout import PUBLIES, SUIVIS, Partout
from concertation.donnees import dossier_courant, load_donnees, soft_table

DONNEES = load_donnees(dossier_courant())
GLOSSAIRE = soft_table(DONNEES, "glossaire")
FICHIERS = Partout(
    {g.table: soft_table(DONNEES, g.table) for g in PUBLIES if g.table not in ("ecrans", "mesures")}
    | {"reperes": soft_table(DONNEES, "reperes").assign(fichier="reperes")},
    PUBLIES,
    GLOSSAIRE,
)


@pytest.mark.parametrize(
    ("question", "genre", "adresse"),
    [
        ("ACC-L-08", "Propositions", ("propositions", {"fiche": "ACC-L-08"})),
        ("E3", "Engagements", ("engagements", {"engagement": "E3"})),
        ("orne", "Territoires", ("territoires", {"territoire": "D61"})),
        ("argentan", "Ateliers", ("ateliers", {"fiche": "AT-07"})),
        ("68 000 €", "Montants publiés", ("feuille_route", {"action": "ACT-01"})),
        ("68000", "Montants publiés", ("feuille_route", {"action": "ACT-01"})),
        ("1 250", "Chiffres", ("donnees", {"fichier": "reperes"})),
        ("cpts", "Sigles", ("aide", {"terme": "cpts"})),
        # A fault is mended, as in the list of proposals.
        ("pharmaicens", "Propositions", ("propositions", {"fiche": "ACC-L-11"})),
    ],
)
def test_each_kind_is_found_and_leads_to_its_sheet(
    question: str, genre: str, adresse: tuple[str, dict[str, str]]
) -> None:
    trouves = FICHIERS.search(question)
    assert (genre, *adresse) in [(t.genre, t.ecran, t.params) for t in trouves]


def test_an_empty_question_finds_nothing() -> None:
    assert FICHIERS.search(" ?") == []


def test_money_of_the_follow_up_leads_to_its_action_and_a_day_to_its_session() -> None:
    suivi = Partout(
        {
            "financements": pd.DataFrame(
                {"id": [3], "action_id": [12], "montant": [43000.0], "financeur": ["Région"],
                 "periode": ["2026"]}
            ),
            "seances": pd.DataFrame(
                {"id": [5], "date": [pd.Timestamp("2026-12-10")], "lieu": ["Alençon"]}
            ),
        },
        SUIVIS,
        GLOSSAIRE,
    )  # fmt: skip
    (argent,) = suivi.search("43000")
    assert (argent.ecran, argent.params) == ("plan_action", {"action": "12"})
    assert argent.titre == "43\u202f000 – Région"
    (seance,) = suivi.search("alencon")
    assert (seance.titre, seance.params) == ("10/12/2026 – Alençon", {"seance": "5"})
