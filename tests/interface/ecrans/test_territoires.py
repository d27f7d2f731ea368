"""The Territoires screen through the dashboard, on the real data and on another region."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from concertation.analyse.mots.typographie import typeset
from concertation.donnees import dossier_courant, load_donnees
from tests.aides.dossiers import VALMONT
from tests.interface.ecrans.test_ecrans import boxes, open_ecran, texts, ticked

ECRAN = "comprendre/territoires.py"
DONNEES = load_donnees(dossier_courant())


def shown(**params: str | list[str]) -> AppTest:
    return open_ecran(ECRAN, **params)


def test_sheet_of_a_departement_tells_workshops_zones_and_stops() -> None:
    at = shown(territoire="D61")
    lu = texts(at)
    assert "Orne" in lu
    tenus = DONNEES.table("ateliers").query("code_departement == '61'")
    titres = [str(titre.value).replace("\u00a0", " ") for titre in at.subheader]
    assert f"Ce que votre atelier a dit ({len(tenus)} ateliers)" in titres
    for zone in DONNEES.table("zones_prioritaires").query("code_departement == '61'")[
        "nom_officiel"
    ]:
        assert typeset(zone) in lu
    # R31: the document's name, then today's commune.
    assert "Nocé (Perche en Nocé)" in lu
    assert "La réponse du comité" in titres


def test_cts_of_seine_maritime_says_that_its_limits_are_not_published() -> None:
    assert "Le périmètre exact de ce territoire n’est pas publié" in texts(
        shown(territoire="CTS-76-HAVRE")
    )
    assert "Le périmètre exact" not in texts(shown(territoire="CTS-61"))


def test_zones_say_which_have_no_workshop_inside() -> None:
    zones = DONNEES.table("zones_prioritaires")
    tenus = set(DONNEES.table("ateliers")["siren_epci"])
    sans = sum(siren not in tenus for siren in zones["siren"])
    assert f"{sans} sur {len(zones)} sans aucun atelier" in texts(shown())


def test_layers_are_chosen_by_boxes_and_the_address_says_them() -> None:
    at = shown()
    assert ticked(at, "w-couche") == ["ateliers", "departements", "zones"]
    # What the picture to take away says under the map, its legend first.
    assert any(
        re.match(r"● atelier · zone foncée\s: .*\n\*?\*?Source", c.value) for c in at.caption
    )
    at.checkbox(key="w-couche-arrondissements").check().run()
    assert set(at.query_params["couche"]) == {
        "ateliers",
        "departements",
        "zones",
        "arrondissements",
    }
    vide = shown(couche="aucune")
    assert ticked(vide, "w-couche") == []
    assert not vide.exception


def test_unknown_words_of_the_address_are_said() -> None:
    at = shown(territoire="D99", couche="lune", vue="envers")
    phrases = " ".join(str(alerte.value) for alerte in at.warning)
    assert all(mot in phrases for mot in ("D99", "lune", "envers"))


def test_the_other_region_stays_in_its_frame() -> None:
    at = shown(vue="regards")
    lu = texts(at)
    assert "Ce n’est pas une comparaison de résultats" in lu
    assert "Auvergne-Rhône-Alpes, axe 1" in lu
    for axe in DONNEES.table("comparaison")["intitule"]:
        assert typeset(axe) in lu
    # R29 stands there.
    assert any("R29" in str(bloc.value) for bloc in at.markdown)


def test_without_editorial_links_each_plan_stands_alone() -> None:
    lu = texts(shown(vue="regards", rapprochements="non"))
    assert "Auvergne-Rhône-Alpes, axe 1" in lu
    assert "Lecture éditoriale" not in lu
    assert "Dispositifs rapprochés" not in lu


def test_another_region_without_zones_nor_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCERTATION_DATA", str(VALMONT))
    at = shown(territoire="D96")
    assert "Intercommunalités prioritaires" not in texts(at)
    assert not at.exception
    assert [b.key for b in boxes(at, "w-couche")][:2] == [
        "w-couche-ateliers",
        "w-couche-departements",
    ]
    assert "Aucun plan d’une autre région" in at_regards()


def at_regards() -> str:
    return " ".join(str(bloc.value) for bloc in shown(vue="regards").info)
