"""French numbers, dates and quantities."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from concertation.analyse.mots.formats import (
    format_date,
    format_nombre,
    format_periode,
    format_pourcent,
    format_quantite,
    plural,
)

FINE = "\u202f"
INSECABLE = "\u00a0"
VIDES = [None, "", "  ", float("nan"), np.nan, pd.NA, pd.NaT]


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        (1250, f"1{FINE}250"),
        (1250.0, f"1{FINE}250"),
        (np.int64(1_234_567), f"1{FINE}234{FINE}567"),
        (5.5, "5,5"),
        (75.4, "75,4"),
        (-0.25, "-0,25"),
        (0, "0"),
    ],
)
def test_number_reads_in_french(valeur, attendu):
    assert format_nombre(valeur) == attendu


def test_decimals_can_be_fixed():
    assert format_nombre(3, decimales=1) == "3,0"
    assert format_nombre(2.6, decimales=0) == "3"


@pytest.mark.parametrize("vide", VIDES)
def test_empty_is_not_zero(vide):
    for texte in (
        format_nombre(vide),
        format_pourcent(vide),
        format_date(vide),
        format_periode(vide, vide),
        format_quantite(vide, vide, "environ", "membres"),
    ):
        assert texte == "non publié"


def test_zero_is_published():
    assert format_nombre(0) == "0"
    assert format_quantite(0, None, "", "participants") == "0 participants"


def test_percentage_has_a_space_that_does_not_break():
    assert format_pourcent(75.4) == f"75,4{INSECABLE}%"


@pytest.mark.parametrize(
    "jour", [dt.date(2022, 12, 8), "2022-12-08", pd.Timestamp("2022-12-08"), "2022-12-08T10:00:00"]
)
def test_date_reads_in_french(jour):
    assert format_date(jour) == "8 décembre 2022"
    assert format_date(jour, "courte") == "08/12/2022"


def test_first_of_the_month_is_an_ordinal():
    assert format_date("2023-01-01") == "1er janvier 2023"


def test_text_that_is_no_date_is_left_as_it_is():
    assert format_date("printemps 2023") == "printemps 2023"


@pytest.mark.parametrize(
    ("debut", "fin", "attendu"),
    [
        ("2022-11-08", "2022-11-29", "du 8 au 29 novembre 2022"),
        ("2022-11-28", "2022-12-03", "du 28 novembre au 3 décembre 2022"),
        ("2022-12-28", "2023-01-01", "du 28 décembre 2022 au 1er janvier 2023"),
        ("2022-12-08", "2022-12-08", "le 8 décembre 2022"),
        ("2022-12-08", pd.NaT, "le 8 décembre 2022"),
        (pd.NaT, "2022-12-08", "jusqu’au 8 décembre 2022"),
    ],
)
def test_period_says_what_its_ends_share_once(debut, fin, attendu):
    assert format_periode(debut, fin) == attendu


def test_open_period_has_a_start_and_no_end():
    assert format_periode("2022-12-08", ouverte=True) == "à partir du 8 décembre 2022"
    assert format_periode("2022-12-08", "2022-12-08", ouverte=True) == "le 8 décembre 2022"


@pytest.mark.parametrize(
    ("valeur", "maximum", "qualificatif", "unite", "attendu"),
    [
        (1250.0, np.nan, "près de", "participants", f"près de 1{FINE}250 participants"),
        (34.0, 50.0, "", "membres", "34 à 50 membres"),
        (18.0, np.nan, "exact", "ateliers", "18 ateliers"),
        (95.0, np.nan, "compté", "propositions", "95 propositions (nombre compté)"),
        (588.0, np.nan, "estimé", "soignants", "588 soignants (nombre estimé)"),
        (47.0, np.nan, "", "%", f"47{INSECABLE}%"),
        (1.0, np.nan, "au moins", "enseignant", "au moins 1 enseignant"),
        (np.nan, 50.0, "", "membres", "au plus 50 membres"),
        (4.0, np.nan, "", "e mois de grossesse", "4e mois de grossesse"),
    ],
)
def test_quantity_keeps_its_qualifier_and_unit(valeur, maximum, qualificatif, unite, attendu):
    assert format_quantite(valeur, maximum, qualificatif, unite) == attendu


def test_count_agrees_in_number():
    assert plural(7, "proposition") == "7 propositions"
    assert plural(1, "proposition") == "1 proposition"
    assert plural(0, "proposition") == "0 proposition"


@pytest.mark.parametrize(
    ("valeur", "unite", "attendu"),
    [
        (1, "équipes", "1 équipe"),
        (1, "locaux", "1 local"),
        (1, "niveaux", "1 niveau"),
        (1.5, "lits d’appui", "1,5 lit d’appui"),
        (1, "membres titulaires", "1 membre titulaire"),
        (1, "CDS", "1 CDS"),
        (1, "mois", "1 mois"),
        (2, "équipes", "2 équipes"),
    ],
)
def test_unit_agrees_with_one(valeur: float, unite: str, attendu: str) -> None:
    assert format_quantite(valeur, None, "", unite) == attendu
