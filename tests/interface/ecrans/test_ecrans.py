"""Each screen through the router, as a session sees it."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Checkbox

from concertation.donnees import dossier_courant, load_donnees
from concertation.interface.socle.registre import Ecran, every_ecran
from tests.aides.dossiers import VALMONT
from tests.aides.francais import faults, words_of

RACINE = Path(__file__).resolve().parents[3]
Ouvrir = Callable[..., AppTest]


def open_ecran(fichier: str, /, **params: str | list[str]) -> AppTest:
    """Run the router on one screen, its address holding `params`."""
    at = AppTest.from_file(str(RACINE / "dashboard.py"), default_timeout=30)
    if fichier != "comprendre/accueil.py":
        at.switch_page(str(RACINE / "pages" / fichier))
    for nom, valeur in params.items():
        at.query_params[nom] = valeur
    at.run()
    assert not at.exception, at.exception
    mots = list(words_of(at))
    assert not (fautes := faults(mots)), fautes
    # Under a prefix, a link that begins at the root of the host leaves the application.
    assert not (partent := [m for m in mots if re.search(r"\]\(/", m)]), partent
    return at


def texts(at: AppTest) -> str:
    """All that a reader can read in words."""
    elements = [*at.title, *at.header, *at.markdown, *at.caption, *at.info, *at.warning, *at.error]
    return "\n".join(str(element.value) for element in elements).replace("\\", "")


def charts(at: AppTest) -> list[dict]:
    """The specifications of the charts, in order."""
    return [json.loads(element.proto.spec) for element in at.get("plotly_chart")]


def boxes(at: AppTest, facette: str) -> list[Checkbox]:
    """The boxes of a facet, in order."""
    return [box for box in at.checkbox if str(box.key).startswith(f"{facette}-")]


def ticked(at: AppTest, facette: str) -> list[str]:
    """The values of a facet that are chosen."""
    return [str(box.key).removeprefix(f"{facette}-") for box in boxes(at, facette) if box.value]


@pytest.fixture
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the published data that the application reads and a test may break."""
    copie = Path(shutil.copytree(dossier_courant(), tmp_path / "data"))
    monkeypatch.setenv("CONCERTATION_DATA", str(copie))
    return copie


@pytest.mark.parametrize("ecran", every_ecran(), ids=lambda ecran: ecran.chemin.stem)
def test_every_screen_has_one_title_and_the_footer(ecran: Ecran) -> None:
    at = open_ecran(ecran.fichier)
    assert len(at.title) == 1
    lu = texts(at)
    assert "chaque source a sa date et sa licence" in lu
    assert "None" not in lu
    assert "nan" not in lu.split()
    # A bubble lies over the link above, and takes its click.
    assert not [lien.proto.label for lien in at.get("page_link") if lien.proto.help]


def test_home_counts_what_the_files_hold() -> None:
    at = open_ecran("comprendre/accueil.py")
    valeurs = {metric.label: metric.value for metric in at.metric}
    donnees = load_donnees(dossier_courant())
    assert valeurs["Propositions"] == str(len(donnees.table("propositions")))
    assert valeurs["Engagements"] == str(len(donnees.table("engagements")))
    assert "près de" in valeurs["Participants"]
    assert len(charts(at)) == 3
    for intitule in donnees.table("engagements")["intitule"]:
        debut = intitule.split("CPTS")[0].split("GHT")[0].strip()
        assert debut in texts(at)


def test_home_says_the_period_with_its_reservation() -> None:
    at = open_ecran("comprendre/accueil.py")
    periode = next(m for m in at.markdown if "Ateliers tenus" in m.value)
    assert "du 8 au 29 novembre 2022" in periode.value
    assert "R01" in periode.proto.help


@pytest.mark.parametrize("fichier", ["comprendre/accueil.py", "comprendre/ateliers.py"])
def test_maps_carry_the_attribution_of_their_outlines(fichier: str) -> None:
    attribution = "Contours : IGN, ADMIN EXPRESS COG 2022 — Licence Ouverte 2.0"
    assert attribution in texts(open_ecran(fichier))


def test_address_filters_the_proposals() -> None:
    at = open_ecran("comprendre/propositions.py", theme="prevention", portee="locale")
    assert "**10 propositions sur 95**" in at.info[0].value
    assert ticked(at, "w-theme") == ["prevention"]
    lu = texts(at)
    assert "Développer les dispositifs en aller-vers" in lu
    assert "Faciliter le cumul activité/retraite" not in lu


def test_box_filters_and_the_counts_follow_the_other_filters() -> None:
    at = open_ecran("comprendre/propositions.py")
    at.checkbox(key="w-portee-locale").check().run()
    assert "**45 propositions sur 95**" in at.info[0].value
    libelles = [box.label for box in boxes(at, "w-theme")]
    assert [mots.rsplit(" ", 1)[1] for mots in libelles] == ["(15)", "(6)", "(14)", "(10)"]
    assert at.query_params["portee"] == "locale"


def test_two_choices_made_at_once_are_both_kept() -> None:
    at = open_ecran("comprendre/propositions.py")
    at.checkbox(key="w-theme-prevention").check()
    at.checkbox(key="w-portee-locale").check()
    at.text_input(key="w-q").set_value("aller-vers")
    at.run()
    assert dict(at.query_params) == {"theme": "prevention", "portee": "locale", "q": "aller-vers"}


def test_chip_removes_its_filter_alone() -> None:
    at = open_ecran("comprendre/propositions.py", theme="prevention", portee="locale")
    at.button(key="puce-portee-locale").click().run()
    assert "portee" not in at.query_params
    assert at.query_params["theme"] == "prevention"
    assert "**23 propositions sur 95**" in at.info[0].value


def test_search_without_result_says_what_to_do() -> None:
    at = open_ecran("comprendre/propositions.py", q="zzzzqqqq")
    assert "**0 proposition sur 95**" in at.info[0].value
    assert "retirez un filtre" in at.info[0].value


def test_misspelt_search_offers_the_word_of_the_documents() -> None:
    at = open_ecran("comprendre/propositions.py", q="pharmacein")
    assert "vouliez-vous dire « pharmacien »" in at.info[0].value
    assert "pharmacien" in texts(at)


def test_bars_agree_with_a_naive_count_under_a_search() -> None:
    at = open_ecran("comprendre/propositions.py", q="CPTS")
    attendu = 0
    for ligne in load_donnees(dossier_courant()).table("propositions").itertuples():
        attendu += "CPTS" in ligne.intitule + ligne.sous_points
    figure = charts(at)[0]
    barres = [trace for trace in figure["data"] if trace["type"] == "bar"]
    total = sum(abs(x) for trace in barres for x in trace["x"])
    assert total >= attendu > 0
    assert f"**{total} propositions sur 95**" in at.info[0].value


def test_sheet_shows_wording_context_and_neighbours() -> None:
    at = open_ecran("comprendre/propositions.py", fiche="PRE-L-05", theme="prevention")
    lu = texts(at)
    assert "Favoriser les environnements favorables à la santé" in lu
    assert "Mobilité douce comme pistes cyclables" in lu
    assert "5 sur 23" in lu
    assert "éducation thérapeutique du patient" in lu


def test_names_that_no_screen_reads_are_said_and_the_rest_is_shown() -> None:
    at = open_ecran("comprendre/propositions.py", theme="prevention", **{"por": "", "*x*": "1"})
    assert ticked(at, "w-theme") == ["prevention"]
    dits = [alerte.value.replace("\\", "") for alerte in at.warning]
    assert [dit.split("\u00a0: ")[0] for dit in dits] == ["«\u00a0*x*\u00a0»", "«\u00a0por\u00a0»"]
    # What another screen reads is no damage; nor is the choice of the session.
    at = open_ecran("comprendre/propositions.py", meteo="appuis", rapprochements="non")
    assert not at.warning


def test_unknown_ids_of_an_address_are_said_and_left_out() -> None:
    at = open_ecran("comprendre/propositions.py", fiche="XYZ-1", theme="inconnu", page="-3")
    avertissements = " ".join(str(w.value) for w in at.warning)
    for ecrit in ("XYZ-1", "inconnu", "-3"):
        assert ecrit in avertissements
    assert "**95 propositions sur 95**" in at.info[0].value


def test_workshops_of_one_departement_and_their_sheet() -> None:
    at = open_ecran("comprendre/ateliers.py", departement="61", fiche="AT-16")
    assert "**3 ateliers sur 18**" in at.info[0].value
    assert at.selectbox(key="w-fiche").value == "AT-16"
    assert "Participants" in next(m.value for m in at.markdown if "Non publié" in m.value)


def test_glossary_explains_the_term_of_the_address() -> None:
    at = open_ecran("gerer/aide.py", terme="cpts")
    assert "Communauté professionnelle territoriale de santé" in texts(at)
    at = open_ecran("gerer/aide.py", terme="rien-de-tel")
    assert "rien-de-tel" in texts(at)


def test_broken_file_stops_its_screen_alone(dossier: Path) -> None:
    fichier = dossier / "ateliers.csv"
    lignes = fichier.read_text(encoding="utf-8").splitlines()
    lignes[3] = lignes[3].replace("48.8380", "quarante-huit")
    fichier.write_text("\n".join(lignes) + "\n", encoding="utf-8")
    en_panne = open_ecran("comprendre/ateliers.py")
    assert "ateliers.csv, ligne 4, colonne latitude" in texts(en_panne)
    assert "**95 propositions sur 95**" in open_ecran("comprendre/propositions.py").info[0].value
    accueil = open_ecran("comprendre/accueil.py")
    assert "Propositions" in {metric.label for metric in accueil.metric}


def test_missing_glossary_takes_no_screen_along(dossier: Path) -> None:
    (dossier / "glossaire.csv").unlink()
    at = open_ecran("comprendre/propositions.py", q="pharmacien")
    assert "propositions sur 95" in at.info[0].value
    aide = open_ecran("gerer/aide.py")
    assert aide.error
    assert "glossaire.csv" in texts(aide)


def test_broken_reservations_leave_the_proposals_readable(dossier: Path) -> None:
    (dossier / "reserves.csv").write_text("n’importe quoi\n", encoding="utf-8")
    at = open_ecran("comprendre/propositions.py")
    assert "reserves.csv" in texts(at)
    assert "Améliorer l’information sur les dispositifs" in texts(at)


@pytest.mark.parametrize("ecran", every_ecran(), ids=lambda ecran: ecran.chemin.stem)
def test_empty_folder_shows_sentences_and_no_traceback(
    ecran: Ecran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCERTATION_DATA", str(tmp_path))
    open_ecran(ecran.fichier)


@pytest.mark.parametrize("ecran", every_ecran(), ids=lambda ecran: ecran.chemin.stem)
def test_another_region_fills_every_screen(ecran: Ecran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCERTATION_DATA", str(VALMONT))
    lu = texts(open_ecran(ecran.fichier))
    assert "Normandie" not in lu


def test_another_region_gets_its_own_facets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCERTATION_DATA", str(VALMONT))
    at = open_ecran("comprendre/propositions.py")
    assert len(boxes(at, "w-theme")) == 5
    assert boxes(at, "w-atelier")
    ateliers = open_ecran("comprendre/ateliers.py")
    assert any("Sans position publiée" in str(c.value) for c in ateliers.caption)
