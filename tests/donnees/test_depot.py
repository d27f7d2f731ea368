"""« Vérifier mes fichiers »: what a person drops is checked, told, and gone."""

import csv
import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from concertation.donnees import check_fichiers, controle, dossier_courant, limites, paquet
from concertation.donnees.anomalies import ANOMALIES
from concertation.donnees.fichiers import textes
from concertation.donnees.paquet import zip_paquet
from concertation.donnees.schemas import load_schemas
from tests.aides.dossiers import VALMONT, change_cell, copy_region

THEMES = (VALMONT / "themes.csv").read_bytes()
CASSE = THEMES.replace(b"horaires,1,", b"horaires,un,")


def make_zip(fichiers: dict[str, bytes]) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in fichiers.items():
            archive.writestr(nom, contenu)
    return tampon.getvalue()


def list_region(prefixe: str = "") -> dict[str, bytes]:
    return {
        f"{prefixe}{p.relative_to(VALMONT).as_posix()}": p.read_bytes()
        for p in VALMONT.rglob("*")
        if p.is_file()
    }


@pytest.fixture(autouse=True)
def temporaire(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The system's temporary directory, ours alone."""
    dossier = tmp_path / "tmp"
    dossier.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(dossier))
    return dossier


def test_one_good_file_is_checked_against_the_current_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CONCERTATION_DATA", str(VALMONT))
    rapport = check_fichiers({"themes.csv": THEMES})
    assert (rapport.fichiers, rapport.anomalies) == (("themes.csv",), ())


def test_fault_of_a_dropped_file_is_told_with_its_place() -> None:
    rapport = check_fichiers({"themes.csv": CASSE}, VALMONT)
    assert [(a.fichier, a.ligne, a.colonne, a.valeur) for a in rapport.anomalies] == [
        ("themes.csv", 2, "ordre", "un")
    ]


def test_references_to_files_that_are_not_dropped_still_work() -> None:
    propositions = (VALMONT / "propositions.csv").read_bytes().replace(b",lieux,", b",lieu,", 1)
    rapport = check_fichiers({"propositions.csv": propositions}, VALMONT)
    assert [(a.ligne, a.colonne, a.valeur) for a in rapport.anomalies] == [(5, "theme", "lieu")]


def test_faults_of_the_reference_are_nobodys_business(tmp_path: Path) -> None:
    reference = copy_region(tmp_path / "region")
    change_cell("sources.csv", 2, "date", "hier")(reference)
    rapport = check_fichiers({"themes.csv": THEMES}, reference)
    assert (rapport.anomalies, rapport.consequences) == ((), ())


def test_consequence_in_a_file_that_was_not_dropped_is_told_apart() -> None:
    autre = THEMES.replace(b"numerique,5", b"ecrans,5")
    rapport = check_fichiers({"themes.csv": autre}, VALMONT)
    assert rapport.anomalies == ()
    assert {(a.fichier, a.colonne, a.valeur) for a in rapport.consequences} == {
        ("propositions.csv", "theme", "numerique")
    }


@pytest.mark.parametrize("prefixe", ["", "valmont/", "a/b/valmont-1.0/"])
def test_zip_of_a_whole_region_stands_alone(prefixe: str, tmp_path: Path) -> None:
    archive = make_zip({**list_region(prefixe), f"{prefixe}schemas/themes.json": b"{}"})
    rapport = check_fichiers({"region.zip": archive}, tmp_path / "no-reference")
    assert rapport.anomalies == ()
    assert set(rapport.fichiers) == set(list_region())


def test_region_that_stands_alone_takes_nothing_from_the_reference() -> None:
    fichiers = list_region()
    del fichiers["sources.csv"]
    rapport = check_fichiers({"region.zip": make_zip(fichiers)}, VALMONT)
    assert [a.fichier for a in rapport.anomalies] == ["sources.csv"]


def test_leftovers_of_systems_are_ignored() -> None:
    archive = make_zip({"themes.csv": THEMES, "__MACOSX/._themes.csv": b"x", ".DS_Store": b"x"})
    assert check_fichiers({"a.zip": archive}, VALMONT).anomalies == ()


def test_downloaded_package_passes_its_own_check() -> None:
    rapport = check_fichiers({"donnees.zip": zip_paquet(dossier_courant())}, VALMONT)
    assert (rapport.anomalies, rapport.consequences) == ((), ())
    assert "propositions.csv" in rapport.fichiers


def test_unknown_name_lists_the_known_ones() -> None:
    rapport = check_fichiers({"notes.pdf": b"PK", "Thumbs.db": b"x", "themes.csv": THEMES}, VALMONT)
    assert rapport.fichiers == ("themes.csv",)
    (anomalie,) = rapport.anomalies
    assert anomalie.fichier == "notes.pdf"
    assert anomalie.message.startswith("le nom du fichier est inconnu")
    assert "propositions.csv" in anomalie.message


def test_same_file_twice_is_told() -> None:
    rapport = check_fichiers(
        {"a.zip": make_zip({"themes.csv": THEMES}), "themes.csv": THEMES}, VALMONT
    )
    assert [a.message for a in rapport.anomalies] == [
        "le fichier est donné deux fois\u00a0: n’en gardez qu’un."
    ]


@pytest.mark.parametrize(
    "nom", ["../themes.csv", "/themes.csv", "a/../../themes.csv", "..\\themes.csv", "C:\\t.csv"]
)
def test_path_out_of_the_archive_is_refused(nom: str, temporaire: Path) -> None:
    rapport = check_fichiers({"a.zip": make_zip({nom: THEMES})}, VALMONT)
    (anomalie,) = rapport.anomalies
    assert (anomalie.fichier, rapport.fichiers) == ("a.zip", ())
    assert "qui sort du dossier" in anomalie.message
    assert list(temporaire.parent.rglob("*.csv")) == []


@pytest.mark.parametrize("contenu", [b"", b"pas un zip", make_zip({"themes.csv": THEMES})[:200]])
def test_broken_archive_is_told(contenu: bytes) -> None:
    (anomalie,) = check_fichiers({"a.zip": contenu}, VALMONT).anomalies
    assert anomalie.message == "le fichier n’est pas une archive zip lisible\u00a0: refaites-la."


def test_damaged_member_is_told() -> None:
    archive = bytearray(make_zip({"themes.csv": THEMES}))
    archive[60:90] = bytes(30)
    (anomalie,) = check_fichiers({"a.zip": bytes(archive)}, VALMONT).anomalies
    assert "pas une archive zip lisible" in anomalie.message


def test_password_is_told() -> None:
    archive = bytearray(make_zip({"themes.csv": THEMES}))
    archive[6] |= 1  # the bit that says « encrypted », in both headers
    archive[archive.index(b"PK\x01\x02") + 8] |= 1
    (anomalie,) = check_fichiers({"a.zip": bytes(archive)}, VALMONT).anomalies
    assert anomalie.message == "l’archive est protégée par un mot de passe\u00a0: retirez-le."


def test_bomb_is_refused_without_being_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limites, "TAILLE", 2_000_000)
    archive = make_zip({"themes.csv": bytes(5_000_000), "sources.csv": bytes(5_000_000)})
    assert len(archive) < 20_000
    (anomalie,) = check_fichiers({"a.zip": archive}, VALMONT).anomalies
    assert anomalie.message == (
        "les fichiers dépassent 2\u00a0Mo une fois décompressés\u00a0: déposez-en moins."
    )


def test_sizes_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limites, "TAILLE", 2 * len(THEMES))
    fichiers = dict.fromkeys(("themes.csv", "sources.csv", "reperes.csv"), THEMES)
    assert check_fichiers({"a.zip": make_zip(fichiers)}, VALMONT).fichiers == ()
    assert check_fichiers(fichiers, VALMONT).fichiers == ()


@pytest.mark.parametrize("zippes", [True, False])
def test_too_many_files_are_refused(zippes: bool) -> None:
    fichiers = {f"{n}.csv": b"" for n in range(controle.FICHIERS + 1)}
    rapport = check_fichiers({"a.zip": make_zip(fichiers)} if zippes else fichiers, VALMONT)
    (anomalie,) = rapport.anomalies
    assert anomalie.message == "il y a plus de 100 fichiers\u00a0: déposez-en moins."


@pytest.fixture
def coupes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Length of every text that the reader cuts into cells."""
    longueurs: list[int] = []
    lire = csv.reader

    def reader(flux: io.StringIO, **options: Any) -> Any:
        longueurs.append(len(flux.getvalue()))
        return lire(flux, **options)

    monkeypatch.setattr(textes.csv, "reader", reader)
    return longueurs


@pytest.mark.parametrize(
    ("suite", "mot"),
    [
        (b"a,b\n" * 3_000_000, "dépasse 20\u202f000 lignes"),
        (b"\r" * 3_000_000, "dépasse 20\u202f000 lignes"),
        (b"," * 3_000_000, "dépasse 500\u202f000 cellules"),
        (b"\xff" + b"," * 3_000_000, "dépasse 500\u202f000 cellules"),
    ],
    ids=["rows", "returns", "one row", "no UTF-8"],
)
def test_table_that_is_too_large_is_told_and_never_cut(
    suite: bytes, mot: str, coupes: list[int]
) -> None:
    archive = make_zip({"themes.csv": THEMES + suite})
    assert len(archive) < 30_000
    rapport = check_fichiers({"a.zip": archive}, VALMONT)
    (anomalie,) = [a for a in rapport.anomalies if "dépasse" in a.message]
    assert (anomalie.fichier, anomalie.ligne) == ("themes.csv", None)
    assert mot in anomalie.message
    assert coupes, "the other files are read"
    assert max(coupes) < 100_000, "this one is not"


def test_cells_of_all_the_files_add_up(coupes: list[int]) -> None:
    noms = [schema.fichier for schema in load_schemas().values()][:6]
    archive = make_zip(dict.fromkeys(noms, b"a," * 100_000))
    (anomalie,) = check_fichiers({"a.zip": archive}, VALMONT).anomalies
    assert anomalie.message.startswith("l’ensemble des fichiers dépasse 500\u202f000 cellules")
    assert coupes == []


def test_header_of_too_many_columns_is_told_at_its_line() -> None:
    large = b"id," + b"x," * 2_000 + b"\n"
    rapport = check_fichiers({"themes.csv": large}, VALMONT)
    assert [(a.ligne, a.message) for a in rapport.anomalies if a.ligne] == [
        (1, "l’en-tête compte 2\u202f002 colonnes\u00a0: il en faut au plus 1\u202f000.")
    ]


@pytest.mark.parametrize(
    "ligne",
    ["x\n", ",un" * 9 + "\n", "," * 9 + "\n", "a{},1,n,n,,,,1,1,x\n"],
    ids=["short rows", "cells that can't be read", "blank rows", "ids of nothing"],
)
def test_anomalies_beyond_those_kept_are_counted(ligne: str) -> None:
    lignes = [ligne.format(rang).encode() for rang in range(5_000)]
    fichier = b"".join([THEMES.splitlines(keepends=True)[0], *lignes])
    rapport = check_fichiers({"themes.csv": fichier}, VALMONT)
    assert len(rapport.anomalies) == ANOMALIES + 1
    (reste,) = [a for a in rapport.anomalies if "anomalies sont données ici" in a.message]
    assert reste.message.startswith("1\u202f000 anomalies")
    assert "ce fichier en a au moins" in reste.message
    assert max(a.ligne or 0 for a in rapport.anomalies) <= ANOMALIES + 2, "the first ones"


def test_outlines_that_are_too_large_are_told_and_never_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    longueurs: list[int] = []
    lire = json.loads
    monkeypatch.setattr(paquet.json, "loads", lambda t: longueurs.append(len(t)) or lire(t))
    contours = b'{"type":"FeatureCollection","features":[' + b"[]," * 1_100_000 + b"[]]}"
    rapport = check_fichiers({"epci.geojson": contours}, VALMONT)
    assert "le fichier est trop grand" in rapport.anomalies[0].message
    assert longueurs, "the other files are read"
    assert max(longueurs) < 1_000_000, "this one is not"


def test_nothing_is_kept(temporaire: Path) -> None:
    check_fichiers({"themes.csv": CASSE, "a.zip": make_zip({"sources.csv": b"\xff"})}, VALMONT)
    assert list(temporaire.iterdir()) == []


def test_nothing_dropped_is_nothing_to_say() -> None:
    rapport = check_fichiers({}, VALMONT)
    assert (rapport.fichiers, rapport.anomalies, rapport.consequences) == ((), (), ())
