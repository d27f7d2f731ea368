"""The reader: typed, tolerant, quick, and precise about what it can't use."""

import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from concertation.donnees import (
    DonneeIndisponible,
    compute_empreinte,
    dossier_courant,
    load_donnees,
)
from concertation.donnees.schemas import OBLIGATOIRES, RACINE, load_schemas
from tests.aides.dossiers import (
    VALMONT,
    change_bytes,
    change_cell,
    change_rows,
    copy_region,
    remove,
)

TYPES = {"string": "str", "integer": "Int64", "number": "float64", "date": "datetime64[us]"}


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return copy_region(tmp_path / "region")


@pytest.mark.parametrize("racine", [VALMONT, RACINE / "data"], ids=["fictional", "published"])
def test_every_table_has_all_its_columns_and_types(racine: Path) -> None:
    donnees = load_donnees(racine)
    assert donnees.anomalies == ()
    for nom, schema in load_schemas().items():
        table = donnees.table(nom)
        assert [(c, str(t)) for c, t in table.dtypes.items()] == [
            (champ["name"], TYPES[champ["type"]]) for champ in schema.champs
        ]
        assert not table.select_dtypes("str").isna().any(axis=None)


def test_values_are_read_as_the_file_writes_them() -> None:
    ateliers = load_donnees(VALMONT).table("ateliers").set_index("id")
    assert ateliers.loc["AT-01", "date"] == datetime(2031, 3, 4)
    assert ateliers.loc["AT-01", "participants"] == 61
    assert ateliers.loc["AT-01", "latitude"] == 44.52
    assert ateliers.loc["AT-02", "commune"] == "Le Gué-aux-Loutres"
    assert ateliers.loc["AT-01", "cts"] == ""


def test_empty_is_not_zero() -> None:
    sans = load_donnees(VALMONT).table("ateliers").set_index("id").loc["AT-03"]
    assert sans["participants"] is pd.NA
    assert pd.isna(sans["date"])
    quatre = load_donnees(VALMONT).table("ateliers").set_index("id").loc["AT-04"]
    assert pd.isna(quatre["latitude"])


def test_file_that_a_region_does_not_publish_is_an_empty_table() -> None:
    donnees = load_donnees(VALMONT)
    assert donnees.table("glossaire").empty
    assert "synonymes" in donnees.table("glossaire").columns


def test_optional_column_is_added_empty(dossier: Path) -> None:
    def drop(lignes: list[list[str]]) -> None:
        for ligne in lignes:
            ligne.pop()

    change_rows("propositions.csv", drop)(dossier)
    donnees = load_donnees(dossier)
    assert set(donnees.table("propositions")["atelier"]) == {""}
    assert donnees.anomalies == ()


def test_order_of_columns_is_free(dossier: Path) -> None:
    attendu = load_donnees(dossier).table("themes")
    change_rows("themes.csv", lambda r: [ligne.reverse() for ligne in r])(dossier)
    pd.testing.assert_frame_equal(load_donnees(dossier).table("themes"), attendu)


def test_bom_and_stamp_change_nothing(dossier: Path) -> None:
    attendu = load_donnees(dossier).table("propositions")
    tampon = b'\xef\xbb\xbf# Propositions, filtres : aucun\r\n"# date, 1er mai"\r\n\r\n'
    change_bytes("propositions.csv", lambda b: tampon + b.replace(b"\n", b"\r\n"))(dossier)
    donnees = load_donnees(dossier)
    pd.testing.assert_frame_equal(donnees.table("propositions"), attendu)
    assert donnees.anomalies == ()


def test_cell_with_line_breaks_counts_as_one_line(dossier: Path) -> None:
    change_cell("themes.csv", 4, "nb_locales", "x")(dossier)
    assert "\n" in (dossier / "themes.csv").read_text("utf-8").split("collections")[0]
    assert [(a.ligne, a.valeur) for a in load_donnees(dossier).anomalies] == [(4, "x")]


@pytest.mark.parametrize("nom", load_schemas())
def test_one_broken_table_leaves_the_others_usable(nom: str, dossier: Path) -> None:
    change_bytes(f"{nom}.csv", lambda b: b'"' + b.replace(b'"', b""))(dossier)
    donnees = load_donnees(dossier)
    with pytest.raises(DonneeIndisponible) as levee:
        donnees.table(nom)
    assert str(levee.value) == (
        f'{nom}.csv, ligne 1\u00a0: un guillemet droit (") est mal placé ou n’est pas '
        "refermé\u00a0: entourez la cellule de guillemets droits et doublez ceux qu’elle contient."
    )
    assert levee.value.nom == nom
    assert levee.value.anomalies == donnees.anomalies
    for autre in set(load_schemas()) - {nom}:
        assert len(donnees.table(autre))


def test_sentence_says_where_and_how_many_other_faults(dossier: Path) -> None:
    change_cell("ateliers.csv", 2, "date", "hier")(dossier)
    change_cell("ateliers.csv", 3, "participants", "foule")(dossier)
    with pytest.raises(DonneeIndisponible) as levee:
        load_donnees(dossier).table("ateliers")
    assert str(levee.value) == (
        "ateliers.csv, ligne 2, colonne date\u00a0: «\u00a0hier\u00a0» n’est pas une date\u00a0: "
        "écrivez-la AAAA-MM-JJ, par exemple «\u00a02022-01-31\u00a0». "
        "Et une autre anomalie dans ce fichier."
    )


@pytest.mark.parametrize(
    ("colonne", "valeur"), [("portee", "régionale"), ("theme", "inconnu"), ("intitule", "")]
)
def test_minor_fault_does_not_take_the_table_away(colonne: str, valeur: str, dossier: Path) -> None:
    change_cell("propositions.csv", 4, colonne, valeur)(dossier)
    assert load_donnees(dossier).table("propositions")[colonne].iloc[2] == valeur


@pytest.mark.parametrize("nom", OBLIGATOIRES)
def test_missing_required_file_is_told_by_its_table(nom: str, dossier: Path) -> None:
    remove(f"{nom}.csv")(dossier)
    with pytest.raises(DonneeIndisponible, match="alors qu’il est obligatoire"):
        load_donnees(dossier).table(nom)


def test_missing_listed_file_is_not_taken_for_an_unpublished_one(dossier: Path) -> None:
    remove("glossaire.csv")(dossier)
    with pytest.raises(DonneeIndisponible, match=r"alors que datapackage\.json l’annonce"):
        load_donnees(dossier).table("glossaire")


def test_folder_that_is_not_there_is_told_and_nothing_is_raised(tmp_path: Path) -> None:
    donnees = load_donnees(tmp_path / "absent")
    assert {a.fichier for a in donnees.anomalies} == {
        "datapackage.json",
        *(f"{nom}.csv" for nom in OBLIGATOIRES),
    }
    assert donnees.metadonnees["nom"] == ""
    assert donnees.table("engagements").empty


def test_folder_in_place_of_a_file_is_told(dossier: Path) -> None:
    remove("themes.csv")(dossier)
    (dossier / "themes.csv").mkdir()
    with pytest.raises(DonneeIndisponible, match="ne peut pas être ouvert"):
        load_donnees(dossier).table("themes")


def test_outlines_are_given_or_said_missing() -> None:
    donnees = load_donnees(VALMONT)
    codes = [c["properties"]["code"] for c in donnees.geo("departements")["features"]]
    assert codes == ["96", "99"]
    with pytest.raises(DonneeIndisponible) as levee:
        donnees.geo("epci")
    assert str(levee.value) == (
        "geo/epci.geojson\u00a0: le fichier n’est pas publié pour cette concertation."
    )


def test_names_out_of_the_contract_are_a_mistake_of_the_caller() -> None:
    donnees = load_donnees(VALMONT)
    with pytest.raises(KeyError):
        donnees.table("meteo")
    with pytest.raises(KeyError):
        donnees.geo("communes")


def test_description_of_the_consultation_has_every_key() -> None:
    metadonnees = load_donnees(VALMONT).metadonnees
    assert metadonnees["nom_court"] == "Assises de la lecture"
    assert metadonnees["debut"] == "2031-03-02"
    assert metadonnees["licenses"][0]["title"] == "Licence Ouverte 2.0"
    assert metadonnees["keywords"] == []
    assert {r["path"] for r in metadonnees["resources"]} >= {"ateliers.csv", "themes.csv"}


def test_change_of_a_table_stays_with_who_made_it() -> None:
    donnees = load_donnees(VALMONT)
    mienne = donnees.table("themes")
    mienne.loc[0, "nom"] = "Autre"
    mienne["extra"] = 1
    assert donnees.table("themes").loc[0, "nom"] != "Autre"
    assert "extra" not in donnees.table("themes")


def test_print_of_a_folder_follows_its_files(dossier: Path) -> None:
    avant = compute_empreinte(dossier)
    assert compute_empreinte(dossier) == avant
    change_cell("themes.csv", 2, "nom", "Autre nom")(dossier)
    apres = compute_empreinte(dossier)
    assert apres != avant
    remove("geo/arrondissements.geojson")(dossier)
    assert compute_empreinte(dossier) != apres


def test_current_folder_is_the_one_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CONCERTATION_DATA", raising=False)
    assert dossier_courant() == RACINE / "data"
    monkeypatch.setenv("CONCERTATION_DATA", str(tmp_path))
    assert dossier_courant() == tmp_path


def test_loading_imports_no_shapely() -> None:
    code = (
        "import sys; from pathlib import Path; from concertation.donnees import load_donnees;"
        f"load_donnees(Path({str(VALMONT)!r}));"
        "lourds = {'shapely', 'streamlit', 'plotly'} & set(sys.modules);"
        "sys.exit(str(lourds) if lourds else 0)"
    )
    resultat = subprocess.run([sys.executable, "-c", code], cwd=RACINE, check=False)
    assert resultat.returncode == 0


def test_published_folder_loads_in_less_than_150_ms() -> None:
    load_donnees(RACINE / "data")
    durees = []
    for _ in range(5):
        debut = time.process_time()  # of the processor: a busy machine is no slow reader
        load_donnees(RACINE / "data")
        durees.append(time.process_time() - debut)
    assert min(durees) < 0.15
