"""What territories are called: two of one name are told apart, articles stand in sentences."""

import itertools

import pytest

from concertation.analyse.territoires.noms import (
    all_names,
    every_territoire,
    joined,
    name_comite,
    name_territoire,
    name_territoires,
    of_territoire,
    put_de,
    territoire_names,
    the_territoire,
)
from concertation.donnees import Donnees, dossier_courant, load_donnees
from tests.aides.dossiers import VALMONT

DONNEES, AILLEURS = load_donnees(dossier_courant()), load_donnees(VALMONT)


@pytest.mark.parametrize("donnees", [DONNEES, AILLEURS], ids=["livret", "valmont"])
def test_no_two_territories_have_one_name(donnees: Donnees) -> None:
    noms = all_names(donnees)
    assert list(noms) == donnees.table("territoires")["id"].tolist()
    for (un, son_nom), (autre, nom) in itertools.combinations(noms.items(), 2):
        assert son_nom != nom, (un, autre)


@pytest.mark.parametrize(
    ("cle", "nom", "genitif", "comite"),
    [
        ("D61", "Orne", "de l’Orne", "Comité de l’Orne (CTS de l’Orne)"),
        ("CTS-61", "Orne (CTS)", "du CTS de l’Orne", "Comité de l’Orne (CTS de l’Orne)"),
        ("D14", "Calvados", "du Calvados", "Comité du Calvados (CTS du Calvados)"),
        ("D50", "Manche", "de la Manche", "Comité de la Manche (CTS de la Manche)"),
        ("D76", "Seine-Maritime", "de la Seine-Maritime", "Comité de la Seine-Maritime"),
        ("CTS-76-HAVRE", "Le Havre (CTS)", "du CTS du Havre", "Comité du CTS du Havre"),
        (
            "COM-76351", "Le Havre (commune)", "de la commune du Havre",
            "Comité de la commune du Havre",
        ),
        ("A273", "Évreux (arrondissement)", "de l’arrondissement d’Évreux",
         "Comité de l’arrondissement d’Évreux"),
        ("A271", "Les Andelys (arrondissement)", "de l’arrondissement des Andelys",
         "Comité de l’arrondissement des Andelys"),
        ("EPCI-200042729", "CC de la Baie du Cotentin", "de la CC de la Baie du Cotentin",
         "Comité de la CC de la Baie du Cotentin"),
    ],
)  # fmt: skip
def test_words_of_a_territory(cle: str, nom: str, genitif: str, comite: str) -> None:
    assert name_territoire(DONNEES, cle) == nom
    assert of_territoire(DONNEES, cle) == genitif
    assert name_comite(DONNEES, cle) == comite


@pytest.mark.parametrize(
    ("cle", "mots"),
    [
        ("D61", "l’Orne"), ("D14", "le Calvados"), ("D76", "la Seine-Maritime"),
        ("CTS-61", "le CTS de l’Orne"), ("CTS-76-HAVRE", "le CTS du Havre"),
        ("COM-76351", "la commune du Havre"), ("A273", "l’arrondissement d’Évreux"),
        ("EPCI-200042729", "la CC de la Baie du Cotentin"), ("D00", "D00"), ("", ""),
    ],
)  # fmt: skip
def test_a_territory_after_pour(cle: str, mots: str) -> None:
    assert the_territoire(DONNEES, cle) == mots


def test_names_of_several_and_of_none() -> None:
    assert name_territoires(DONNEES, "D76 | D27") == "Seine-Maritime et Eure"
    assert name_territoires(DONNEES, "") == ""
    assert name_territoire(DONNEES, "D00") == "D00"


def test_a_cts_alone_in_its_departement_is_not_chosen_apart() -> None:
    assert list(territoire_names(DONNEES)) == [
        "D14", "D27", "D50", "D61", "D76", "CTS-76-DIEPPE", "CTS-76-HAVRE", "CTS-76-ROUEN",
    ]  # fmt: skip
    assert not {"CTS-14", "CTS-27", "CTS-50", "CTS-61"} & every_territoire(DONNEES).keys()


def test_a_region_that_says_nothing_of_its_committees_keeps_them_apart() -> None:
    assert joined(AILLEURS.table("territoires").to_dict("records")) == {}
    assert list(territoire_names(AILLEURS)) == ["D96", "D99", "CTS-96", "CTS-99"]
    assert name_comite(AILLEURS, "CTS-96") == "Comité du CTS de Vallée haute"
    assert name_territoire(AILLEURS, "D96") == "Haut-Valmont"


@pytest.mark.parametrize(
    ("nom", "article", "dit"),
    [
        ("Yonne", "l’", "de l’Yonne"), ("Landes", "les", "des Landes"), ("Le Mans", "", "du Mans"),
        ("Œuilly", "", "d’Œuilly"), ("Hénin", "", "de Hénin"), ("", "", "de "),
    ],
)  # fmt: skip
def test_a_name_after_de(nom: str, article: str, dit: str) -> None:
    assert put_de(nom, article) == dit
