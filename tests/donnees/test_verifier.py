"""The checker says, of each broken folder, exactly what is wrong with it."""

import csv
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from concertation.__main__ import main
from concertation.donnees import Anomalie, check_dossier, load_donnees
from concertation.donnees.schemas import RACINE
from tests.aides.dossiers import VALMONT, change_cell, copy_region, read_rows, remove, write_rows
from tests.aides.epreuves import times
from tests.aides.pannes import PANNES

RIEN = "-"  # None, in the file of expected anomalies


def expected_anomalies() -> dict[str, list[Anomalie]]:
    """Of `pannes.csv`; its spaces are plain so that it can be read and edited (~ is a hard one)."""
    attendues = defaultdict(list)
    with Path(__file__).with_name("pannes.csv").open(newline="", encoding="utf-8") as flux:
        for ligne in csv.DictReader(flux):
            message = ligne["message"].replace("~", "\u00a0").replace("« ", "«\u00a0")
            for signe in ("»", ":", ";"):
                message = message.replace(f" {signe}", f"\u00a0{signe}")
            attendues[ligne["panne"]].append(
                Anomalie(
                    ligne["fichier"],
                    None if ligne["ligne"] == RIEN else int(ligne["ligne"]),
                    None if ligne["colonne"] == RIEN else ligne["colonne"],
                    None if ligne["valeur"] == RIEN else ligne["valeur"],
                    message,
                )
            )
    return attendues


ATTENDUES = expected_anomalies()


def test_every_fault_has_its_expected_sentence() -> None:
    assert set(ATTENDUES) == set(PANNES)
    assert len(PANNES) >= 20


@pytest.mark.parametrize("panne", PANNES)
def test_one_fault_gives_its_exact_anomaly_and_no_other(panne: str, tmp_path: Path) -> None:
    dossier = copy_region(tmp_path / "region")
    PANNES[panne](dossier)
    trouvees = check_dossier(dossier)
    assert trouvees == ATTENDUES[panne]
    # The quick reader never tells what the checker doesn't.
    assert set(load_donnees(dossier).anomalies) <= set(trouvees)


def test_whole_region_has_no_fault(tmp_path: Path) -> None:
    assert check_dossier(copy_region(tmp_path / "region")) == []
    assert check_dossier(VALMONT) == []


def test_published_data_have_no_fault() -> None:
    assert [str(a) for a in check_dossier(RACINE / "data")] == []


def test_all_faults_come_at_once_by_file_then_line(tmp_path: Path) -> None:
    dossier = copy_region(tmp_path / "region")
    change_cell("themes.csv", 5, "nb_locales", "deux")(dossier)
    change_cell("propositions.csv", 10, "portee", "mondiale")(dossier)
    change_cell("propositions.csv", 9, "theme", "loisirs")(dossier)
    remove("participation.csv")(dossier)
    places = [(a.fichier, a.ligne, a.colonne) for a in check_dossier(dossier)]
    assert places == [
        ("participation.csv", None, None),
        ("propositions.csv", 9, "theme"),
        ("propositions.csv", 10, "portee"),
        ("themes.csv", 5, "nb_locales"),
    ]


def test_progress_goes_from_zero_to_one_and_names_files() -> None:
    entendu: list[tuple[float, str]] = []
    check_dossier(VALMONT, lambda fraction, nom: entendu.append((fraction, nom)))
    fractions = [fraction for fraction, _ in entendu]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert "propositions.csv" in {nom for _, nom in entendu}


def test_checking_writes_nothing_to_the_folder(tmp_path: Path) -> None:
    dossier = copy_region(tmp_path / "region")
    avant = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in dossier.rglob("*") if p.is_file()}
    check_dossier(dossier)
    apres = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in dossier.rglob("*") if p.is_file()}
    assert apres == avant


def test_lines_below_a_stamp_count_as_in_a_spreadsheet(tmp_path: Path) -> None:
    dossier = copy_region(tmp_path / "region")
    change_cell("participation.csv", 2, "part", "beaucoup")(dossier)
    chemin = dossier / "participation.csv"
    chemin.write_text('# Export\n"# filtres, aucun"\n\n' + chemin.read_text("utf-8"), "utf-8")
    assert [(a.ligne, a.colonne) for a in check_dossier(dossier)] == [(5, "part")]


# What editors, spreadsheets and clumsy hands put into cells.
VALEURS = st.one_of(
    st.sampled_from(
        ["", " ", "NaN", "inf", "1_000", "1e400", "-0", "９", "2031-02-30", "0000-00-00", "« »"]
        + [
            '"',
            "#",
            "=1+1",
            "R99",
            "AT-01 | AT-01",
            "|",
            "a,b",
            "ligne 1\nligne 2",
            "\x00",
            "9" * 400,
        ]
    ),
    st.text(max_size=12),
)
TABLES = sorted(p.name for p in VALMONT.glob("*.csv"))
MUTATIONS = st.lists(
    st.tuples(st.sampled_from(TABLES), st.integers(0, 20), st.integers(0, 20), VALEURS),
    min_size=1,
    max_size=8,
)


def damage_cells(dossier: Path, mutations: list[tuple[str, int, int, str]]) -> dict[str, int]:
    """Write each value somewhere; gives the number of lines of each file."""
    tables = {nom: read_rows(dossier / nom) for nom in TABLES}
    for nom, ligne, colonne, valeur in mutations:
        lignes = tables[nom]
        cellules = lignes[ligne % len(lignes)]
        cellules[colonne % len(cellules)] = valeur
    for nom, lignes in tables.items():
        write_rows(dossier / nom, lignes)
    return {chemin.name: len(read_rows(chemin)) for chemin in dossier.glob("*.csv")}


def assert_places_exist(anomalies: list[Anomalie], longueurs: dict[str, int]) -> None:
    for anomalie in anomalies:
        assert anomalie.ligne is None or 1 <= anomalie.ligne <= longueurs[anomalie.fichier]


# A check takes a fifth of a second: a failure is shown as it was found, not made smaller.
@settings(max_examples=times(3), phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(MUTATIONS)
def test_checker_survives_any_cell_and_points_inside_the_file(
    mutations: list[tuple[str, int, int, str]],
) -> None:
    with tempfile.TemporaryDirectory() as nom:
        dossier = copy_region(Path(nom) / "region")
        longueurs = damage_cells(dossier, mutations)
        trouvees = check_dossier(dossier)
        assert_places_exist(trouvees, longueurs)
        assert set(load_donnees(dossier).anomalies) <= set(trouvees)


@settings(max_examples=times(10))
@given(MUTATIONS)
def test_reader_survives_any_cell_and_points_inside_the_file(
    mutations: list[tuple[str, int, int, str]],
) -> None:
    with tempfile.TemporaryDirectory() as nom:
        dossier = copy_region(Path(nom) / "region")
        longueurs = damage_cells(dossier, mutations)
        assert_places_exist(list(load_donnees(dossier).anomalies), longueurs)


@settings(max_examples=times(10))
@given(st.binary(max_size=200), st.sampled_from([*TABLES, "datapackage.json"]))
def test_reader_survives_any_bytes(contenu: bytes, nom: str) -> None:
    with tempfile.TemporaryDirectory() as racine:
        dossier = copy_region(Path(racine) / "region")
        (dossier / nom).write_bytes(contenu)
        donnees = load_donnees(dossier)
        assert {a.fichier for a in donnees.anomalies} == {nom}


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=300)),
    lambda enfants: st.one_of(
        st.lists(enfants, max_size=3), st.dictionaries(st.text(max_size=5), enfants, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=times(5), phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    paquet=st.fixed_dictionaries(
        {},
        optional={
            "resources": st.one_of(
                JSON, st.lists(st.fixed_dictionaries({"path": JSON, "lignes": JSON}), max_size=3)
            ),
            "concertation": st.one_of(
                JSON, st.dictionaries(st.sampled_from(["nom", "debut", "fin", "territoire"]), JSON)
            ),
            "title": JSON,
            "licenses": JSON,
        },
    )
)
def test_checker_survives_any_description(paquet: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as nom:
        dossier = Path(nom)
        (dossier / "datapackage.json").write_text(json.dumps(paquet), encoding="utf-8")
        trouvees = check_dossier(dossier)
        assert set(load_donnees(dossier).anomalies) <= set(trouvees)


def run_command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, as a person types it."""
    return subprocess.run(
        [sys.executable, "-m", "concertation", "verifier", *arguments],
        cwd=RACINE,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def call_command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit status, output and errors, without the price of a process."""
    statut = main(["verifier", *arguments])
    return statut, *capsys.readouterr()


def test_command_says_that_a_good_folder_is_good() -> None:
    resultat = run_command(str(VALMONT))
    assert resultat.returncode == 0
    assert resultat.stdout == f"Aucune anomalie dans {VALMONT}.\n"
    assert resultat.stderr == ""


def test_command_lists_places_and_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = copy_region(tmp_path / "region")
    change_cell("propositions.csv", 4, "portee", "régionale")(dossier)
    remove("glossaire.csv")(dossier)
    statut, sortie, _ = call_command(capsys, str(dossier))
    assert statut == 1
    assert sortie.splitlines() == [
        *(str(a) for a in check_dossier(dossier)),
        "2 anomalies dans 2 fichiers.",
    ]
    assert sortie.splitlines()[1].startswith("propositions.csv, ligne 4, colonne portee\u00a0: «")


def test_json_and_listing_tell_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = copy_region(tmp_path / "region")
    change_cell("propositions.csv", 4, "portee", "régionale")(dossier)
    remove("glossaire.csv")(dossier)
    _, listing, _ = call_command(capsys, str(dossier))
    statut, sortie, _ = call_command(capsys, str(dossier), "--json")
    lues = json.loads(sortie)
    assert statut == 1
    assert all(list(e) == ["fichier", "ligne", "colonne", "valeur", "message"] for e in lues)
    assert [str(Anomalie(**e)) for e in lues] == listing.splitlines()[:-1]


def test_json_of_a_good_folder_is_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    statut, sortie, _ = call_command(capsys, str(VALMONT), "--json")
    assert (statut, json.loads(sortie)) == (0, [])


def test_command_checks_the_current_folder_by_default(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONCERTATION_DATA", str(VALMONT))
    assert call_command(capsys) == (0, f"Aucune anomalie dans {VALMONT}.\n", "")


@pytest.mark.parametrize(
    ("nom", "constat"), [("absent", "n’existe pas"), ("f", "n’est pas un dossier")]
)
def test_command_says_in_french_that_there_is_no_such_folder(
    nom: str, constat: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "f").write_text("")
    chemin = tmp_path / nom
    statut, sortie, erreur = call_command(capsys, str(chemin), "--json")
    assert (statut, sortie, erreur) == (2, "", f"«\u00a0{chemin}\u00a0» {constat}.\n")
