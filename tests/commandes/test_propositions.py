"""`python -m concertation propositions`: in the terminal, what the screen shows."""

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from concertation.__main__ import main
from concertation.analyse.ordre import sort_propositions
from concertation.analyse.recherche.recherche import Recherche
from concertation.analyse.selection.filtres import FiltrePropositions
from concertation.analyse.selection.propositions import filter_propositions
from concertation.commandes.propositions import ARGUMENTS
from concertation.donnees import load_donnees
from tests.aides.relire import read_export

RACINE = Path(__file__).parents[2]
VALMONT = Path(__file__).parents[1] / "regions" / "valmont"


@pytest.fixture(autouse=True)
def _valmont(monkeypatch):
    monkeypatch.setenv("CONCERTATION_DATA", str(VALMONT))


def run(*arguments: str) -> int:
    return main(["propositions", *arguments])


def json_ids(capfdbinary, *arguments: str) -> list[str]:
    assert run("--format", "json", *arguments) == 0
    return [objet["id"] for objet in json.loads(capfdbinary.readouterr().out)]


def screen_ids(recherche="", tri="livret", **facettes) -> list[str]:
    donnees = load_donnees(VALMONT)
    propositions, themes = donnees.table("propositions"), donnees.table("themes")
    moteur = Recherche(propositions, themes, donnees.table("glossaire"))
    filtre = FiltrePropositions(tuple(facettes.items()), recherche)
    frame = filter_propositions(propositions, filtre, moteur).frame
    return sort_propositions(frame, tri, themes)["id"].tolist()


@pytest.mark.parametrize(
    ("arguments", "ecran"),
    [
        ([], {}),
        (["--theme", "lieux"], {"theme": ("lieux",)}),
        (["--theme", "Lieux", "--theme", "NUMERIQUE"], {"theme": ("lieux", "numerique")}),
        (["--portee", "nationale", "--tri", "alphabetique"],
         {"portee": ("nationale",), "tri": "alphabetique"}),
        (["--recherche", "livres", "--tri", "pertinence"],
         {"recherche": "livres", "tri": "pertinence"}),
        (["--recherche", "bibliobsu"], {"recherche": "bibliobsu"}),
        (["--facette", "atelier=AT-04"], {"atelier": ("AT-04",)}),
        (["--facette", "atelier=Hautelande", "--facette", "portee=locale"],
         {"atelier": ("AT-04",), "portee": ("locale",)}),
    ],
)  # fmt: skip
def test_same_rows_in_the_same_order_as_the_screen(capfdbinary, arguments, ecran):
    attendus = screen_ids(**ecran)
    assert attendus
    assert json_ids(capfdbinary, *arguments) == attendus


def test_json_is_a_list_of_objects_with_the_columns_of_the_file(capfdbinary):
    assert run("--format", "json", "--recherche", "marchés") == 0
    (objet,) = json.loads(capfdbinary.readouterr().out)
    assert objet == {
        "id": "HOR-L-02",
        "theme": "horaires",
        "portee": "locale",
        "ordre": 2,
        "intitule": "Aligner les horaires sur ceux des marchés, bourg par bourg",
        "sous_points": "Le matin | Le soir",
        "source": "compte-rendu",
        "atelier": "AT-01 | AT-02",
    }


def test_text_is_read_by_people(capfdbinary):
    assert run("--recherche", "marchés") == 0
    texte = capfdbinary.readouterr().out.decode()
    assert texte.startswith("1 proposition sur 14 (Recherche : « marchés »)\n")
    assert "HOR-L-02  Horaires, locale" in texte
    assert "  – Le soir" in texte


def test_nothing_found_is_an_answer(capfdbinary):
    assert run("--recherche", "hippopotame") == 0
    assert capfdbinary.readouterr().out.decode().startswith("0 proposition sur 14")
    assert json_ids(capfdbinary, "--recherche", "hippopotame") == []


def test_mended_word_is_said_beside_the_rows(capfdbinary, tmp_path):
    assert run("--recherche", "bibliobsu", "--sortie", str(tmp_path / "x.csv")) == 0
    sortie = capfdbinary.readouterr()
    assert "bibliobus" in sortie.err.decode()
    assert (tmp_path / "x.csv").read_text("utf-8").startswith("id,")
    propos = (tmp_path / "x-a-propos.csv").read_text("utf-8")
    assert "Filtres,Recherche : « bibliobsu » (résultats pour « bibliobus »)" in propos


@pytest.mark.parametrize("forme", ["csv", "xlsx"])
def test_exports_hold_the_same_rows(capfdbinary, tmp_path, forme):
    fichier = tmp_path / f"sortie.{forme}"
    assert run("--portee", "locale", "--sortie", str(fichier)) == 0
    ecrit = fichier.read_bytes()
    assert read_export(ecrit, fichier.name)["id"].tolist() == screen_ids(portee=("locale",))
    capfdbinary.readouterr()
    assert run("--portee", "locale", "--format", forme) == 0
    tube = capfdbinary.readouterr().out
    assert read_export(tube, fichier.name).equals(read_export(ecrit, fichier.name))


def test_the_example_of_the_help_works_whatever_the_data(capfdbinary):
    exemple = re.search(r"par exemple (\S+)", ARGUMENTS["--facette"]["help"])
    for dossier in (VALMONT, RACINE / "data"):
        assert json_ids(capfdbinary, "--facette", exemple[1], "--donnees", str(dossier))


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (["--theme", "sport"], "Valeurs possibles : horaires, lieux, collections, mediation"),
        (["--portee", "mondiale"], "Valeurs possibles : locale, nationale."),
        (["--facette", "couleur=bleu"], "Filtres possibles : theme=…, portee=…, atelier=…"),
        (["--facette", "atelier=AT-77"], "AT-01 (Portcendre)"),
        (["--tri", "hasard"], "livret, pertinence, theme, alphabetique"),
        (["--format", "pdf"], "texte, json, csv, xlsx"),
    ],
)
def test_wrong_question_lists_what_is_allowed(capfdbinary, arguments, phrase):
    assert run(*arguments) == 2
    sortie = capfdbinary.readouterr()
    assert phrase in sortie.err.decode()
    assert sortie.out == b""


def test_workbook_is_not_poured_into_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run("--format", "xlsx") == 2
    sortie = capsys.readouterr()
    assert "--sortie" in sortie.err
    assert sortie.out == ""


def test_unusable_data_is_a_sentence(capfdbinary, tmp_path):
    dossier = tmp_path / "region"
    shutil.copytree(VALMONT, dossier)
    (dossier / "propositions.csv").write_text("id,theme\nX,y\n", encoding="utf-8")
    assert run("--donnees", str(dossier)) == 1
    sortie = capfdbinary.readouterr()
    assert "propositions.csv" in sortie.err.decode()
    assert b"Traceback" not in sortie.err
    assert sortie.out == b""


def test_broken_themes_leave_the_proposals_readable(capfdbinary, tmp_path):
    dossier = tmp_path / "region"
    shutil.copytree(VALMONT, dossier)
    (dossier / "themes.csv").write_text("", encoding="utf-8")
    assert run("--donnees", str(dossier), "--theme", "lieux") == 0
    sortie = capfdbinary.readouterr()
    assert "LIE-N-01  lieux, nationale" in sortie.out.decode()
    assert "themes.csv" in sortie.err.decode()


def test_file_that_cannot_be_written_is_a_sentence(capfdbinary, tmp_path):
    assert run("--sortie", str(tmp_path / "absent" / "x.csv")) == 1
    assert "Impossible d’écrire" in capfdbinary.readouterr().err.decode()


def test_reader_who_leaves_early_gets_no_traceback():
    commande = [sys.executable, "-m", "concertation", "propositions", "--format", "json"]
    with subprocess.Popen(
        commande, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=RACINE
    ) as processus:
        assert processus.stdout is not None
        assert processus.stderr is not None
        processus.stdout.close()  # before anything is written
        erreurs = processus.stderr.read()
        assert processus.wait() == 0
    assert erreurs == b""


def test_terminal_without_accents_still_gets_utf8():
    commande = [sys.executable, "-m", "concertation", "propositions", "--recherche", "marchés"]
    sortie = subprocess.run(
        commande,
        capture_output=True,
        check=True,
        cwd=RACINE,
        env={"PYTHONIOENCODING": "ascii", "CONCERTATION_DATA": str(VALMONT)},
    )
    assert "marchés" in io.TextIOWrapper(io.BytesIO(sortie.stdout), encoding="utf-8").read()
