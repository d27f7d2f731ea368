"""What surrounded the consultation and what followed, in words."""

from concertation.analyse.provenance import tell_moment
from concertation.donnees import load_donnees
from concertation.recits.blocs import Liste
from concertation.recits.reperes import (
    AUTOUR,
    PARTICIPATION,
    PERIODE,
    SUITES,
    ZONES,
    play_roles,
    target_roles,
    tell_reperes,
)
from tests.aides.dossiers import VALMONT
from tests.aides.textes_livret import DATA

DONNEES = load_donnees(DATA)


def words(*groupes: str) -> list[str]:
    blocs = tell_reperes(DONNEES, "Titre", *groupes).blocs
    return [p.dit.replace("\xa0", " ") for b in blocs if isinstance(b, Liste) for p in b.puces]


def test_what_followed_says_its_date_and_what_it_is_worth() -> None:
    dites = words(*SUITES)
    assert dites[0] == (
        "Synthèse de toutes les propositions, adressée au ministère de la Santé et de la "
        "Prévention : au plus tard le 8 décembre 2022 (date déduite)"
    )
    assert any(d.startswith("Questionnaire d’évaluation") for d in dites)
    sans = [d for d in dites if d.endswith("date non publiée")]
    assert [d.split(",")[0][:9] for d in sans] == ["Synthèses", "Appui des", "Articulat"]


def test_a_word_that_no_year_dates_says_whose_and_of_when_it_is() -> None:
    (dite,) = [d for d in words(*SUITES) if d.startswith("Fiches détaillées")]
    assert dite.endswith(" : « prochainement » (document du 8 décembre 2022, date déduite)")
    assert any(d.endswith(" : dès 2023") for d in words(*SUITES))


def test_the_limits_of_who_took_part_and_the_sizes_of_bodies_are_told() -> None:
    dites = words(PARTICIPATION, *AUTOUR)
    assert any("notamment auprès des citoyens" in d for d in dites)
    assert any("garante d’une partie des ateliers" in d for d in dites)
    assert any(d.startswith("Restitution par les rapporteurs") for d in dites)
    assert any(d.endswith(" : 104 membres titulaires") for d in dites)
    assert any(d.endswith(" : 34 à 50 membres") for d in dites)


def test_screens_ask_for_a_part_whatever_the_id_of_its_row() -> None:
    (periode,) = play_roles(load_donnees(VALMONT), PERIODE)
    assert tell_moment(periode) == "du 4 au 18 mars 2031"
    assert target_roles(DONNEES, "ateliers", PERIODE, "duree", "inconnu") == (
        "reperes:ateliers", "reperes:periode_ateliers", "reperes:heures",
    )  # fmt: skip


def test_a_month_says_the_year_that_was_deduced() -> None:
    assert any("« dès septembre », soit septembre 2025, année déduite" in d for d in words(ZONES))


def test_only_rows_of_the_document_asked_are_told() -> None:
    assert not tell_reperes(DONNEES, "Titre", *SUITES, source="region-sante").blocs
