"""What is told of a territory, against a naive reading of the files."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from concertation.analyse.territoires.fiche import (
    AUTOUR,
    DEDANS,
    ICI,
    ancestors,
    ateliers_in,
    descendants,
    has_known_limits,
    lieux_in,
    list_axes,
    list_zones,
    relate,
    territoire_of,
    zones_in,
)
from concertation.donnees import Donnees, dossier_courant, load_donnees
from tests.aides.dossiers import VALMONT

DONNEES = load_donnees(dossier_courant())
TERRITOIRES = DONNEES.table("territoires")


def test_parents_are_told_from_the_nearest() -> None:
    assert ancestors(TERRITOIRES, "EPCI-200084952") == ["D76", "R28"]
    assert ancestors(TERRITOIRES, "R28") == []


def test_a_loop_of_parents_ends() -> None:
    boucle = pd.DataFrame({"id": ["a", "b"], "parent": ["b", "a"]})
    assert ancestors(boucle, "a") == ["b"]
    assert descendants(boucle, "a") == {"b"}


@pytest.mark.parametrize(
    ("colonne", "prefixe"), [("code_departement", "D"), ("code_arrondissement", "A")]
)
def test_workshops_of_each_territory_agree_with_their_own_column(
    colonne: str, prefixe: str
) -> None:
    ateliers = DONNEES.table("ateliers")
    for code in set(ateliers[colonne]):
        attendus = [a["id"] for a in ateliers.to_dict("records") if a[colonne] == code]
        assert ateliers_in(DONNEES, f"{prefixe}{code}")["id"].tolist() == attendus
    assert len(ateliers_in(DONNEES, "R28")) == len(ateliers)
    assert ateliers_in(DONNEES, "inconnu").empty


def test_a_cts_that_shares_its_departement_has_no_known_limits() -> None:
    assert not has_known_limits(DONNEES, "CTS-76-HAVRE")
    assert has_known_limits(DONNEES, "CTS-61")
    assert zones_in(DONNEES, "CTS-76-HAVRE").empty
    assert zones_in(DONNEES, "CTS-61")["id"].tolist() == zones_in(DONNEES, "D61")["id"].tolist()


def test_priority_zones_of_the_two_departements_the_document_names() -> None:
    assert len(zones_in(DONNEES, "D50")) == 2
    assert len(zones_in(DONNEES, "D61")) == 5
    assert zones_in(DONNEES, "D14").empty
    assert zones_in(DONNEES, "A503")["id"].tolist() == ["ZP-1", "ZP-2"]


def test_zones_without_any_workshop_inside() -> None:
    """Counted by hand from siren_epci of the workshops."""
    ateliers = DONNEES.table("ateliers")
    zones = list_zones(DONNEES)
    sans = [z["siren"] for z in zones.to_dict("records") if not z["ateliers"]]
    assert sans == [s for s in zones["siren"] if s not in set(ateliers["siren_epci"])]
    assert sans


def test_places_by_code_and_by_outline() -> None:
    arrets = lieux_in(DONNEES, "D61")
    assert set(arrets["dispositif"]) == {"medicobus"}
    assert len(arrets) == 6
    dans = pd.concat([lieux_in(DONNEES, a) for a in ("A611", "A612", "A613")])
    assert sorted(dans["id"]) == sorted(arrets["id"])
    assert lieux_in(DONNEES, "CTS-76-HAVRE").empty


def test_a_point_belongs_to_the_smallest_territory_that_its_row_names() -> None:
    assert territoire_of(DONNEES, "ateliers", "AT-01") == "A502"
    assert territoire_of(DONNEES, "lieux", "medicobus-61029") == "D61"
    assert territoire_of(DONNEES, "lieux", "inconnu") == ""


def test_actions_say_how_they_concern_the_territory() -> None:
    havre = relate(DONNEES, "actions", "EPCI-200084952").set_index("id")["rapport"]
    assert havre["ACT-01"] == ICI
    departement = relate(DONNEES, "actions", "D76").set_index("id")["rapport"]
    assert departement["ACT-01"] == DEDANS
    assert set(relate(DONNEES, "dispositifs", "D14")["rapport"]) == {AUTOUR}
    assert "medicobus" not in set(relate(DONNEES, "dispositifs", "D14")["id"])


def test_axes_of_the_other_region_keep_their_figures() -> None:
    axes = list_axes(DONNEES)
    assert [len(axe["chiffres"]) > 0 for axe in axes].count(True) >= 4
    connus = set(DONNEES.table("themes")["id"])
    assert all(set(axe["themes"]) <= connus for axe in axes)


def test_a_region_without_these_files_has_nothing_to_tell(tmp_path: Path) -> None:
    dossier = tmp_path / "valmont"
    shutil.copytree(VALMONT, dossier)
    donnees: Donnees = load_donnees(dossier)
    assert list_zones(donnees).empty
    assert list_axes(donnees) == []
    assert len(ateliers_in(donnees, "D96")) == sum(
        donnees.table("ateliers")["code_departement"] == "96"
    )


def test_a_territory_lists_all_the_actions_of_its_own_roadmap() -> None:
    actions = relate(DONNEES, "actions", "CTS-76-HAVRE")
    assert set(actions["id"]) == set(DONNEES.table("actions")["id"])
    rapports = dict(zip(actions["id"], actions["rapport"], strict=True))
    assert (rapports["ACT-07"], rapports["ACT-03"]) == ("ici", "de sa feuille de route")
    # One that names no place is where its roadmap is, inside the département.
    dedans = relate(DONNEES, "actions", "D76").set_index("id")["rapport"]
    assert dedans["ACT-02"] == "dans une partie"
