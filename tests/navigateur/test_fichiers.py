"""Files that go out and files that come in."""

import hashlib
import io
import re
import struct
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, Locator, Page, expect

from concertation.donnees import check_dossier, dossier_courant, load_donnees
from tests.aides.navigateur.aides import FICHIER
from tests.aides.navigateur.gestes import download, tick
from tests.aides.navigateur.navigation import go
from tests.aides.relire import read_export, read_stamp

SVG = "{http://www.w3.org/2000/svg}"
PROPOSITIONS = load_donnees(dossier_courant()).table("propositions")


def local_prevention() -> list[dict[str, str]]:
    """The rows that the filter of these tests keeps, read one by one."""
    rows = [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in PROPOSITIONS.to_dict("records")
    ]
    return [r for r in rows if r["theme"] == "prevention" and r["portee"] == "locale"]


def test_three_exports_hold_the_filtered_rows_and_their_stamp(page: Page) -> None:
    go(page, "/propositions?theme=prevention")
    tick(page, "Portée", "Locale")
    wanted = local_prevention()
    announced = f"{len(wanted)} propositions sur {len(PROPOSITIONS)}"
    expect(page.get_by_role("status").get_by_text(announced)).to_be_visible()
    page.get_by_role("button", name="Exporter").click()
    for button, name in {
        "Classeur (XLSX)": ".xlsx",
        "CSV pour Excel (zip)": "-excel.zip",
        "CSV (virgule, UTF-8, zip)": ".zip",
    }.items():
        given, content = download(page, button)
        debut = "cnr-sante-en-normandie-propositions-theme-prevention-portee-locale-20"
        assert given.suggested_filename.startswith(debut)
        assert given.suggested_filename.endswith(name)
        exported = read_export(content, f"x{name}")
        assert exported.to_dict("records") == [
            {column: row[column] for column in exported.columns} for row in wanted
        ]
        assert {"id", "theme", "portee", "intitule", "sous_points"} <= set(exported.columns)
        words = _words(content, name)
        assert "Prévention" in words
        assert "Licence" in words
        assert "R0" in words, "no reservation in the stamp"


def _words(content: bytes, name: str) -> str:
    """All the text of an export, stamp included."""
    if not name.endswith(".xlsx"):
        return read_stamp(content) + zipfile.ZipFile(io.BytesIO(content)).read(
            "propositions.csv").decode("utf-8-sig")  # fmt: skip
    book = load_workbook(io.BytesIO(content))
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def test_whole_package_downloads_and_passes_the_check(page: Page, tmp_path: Path) -> None:
    go(page, "/donnees")
    given, content = download(page, "Tout télécharger (zip)")
    assert given.suggested_filename.endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    assert check_dossier(tmp_path) == []
    assert fingerprint(tmp_path) == fingerprint(dossier_courant())


def test_one_file_downloads_as_it_is(page: Page) -> None:
    go(page, "/donnees?fichier=ateliers")
    given, content = download(page, "Télécharger ateliers.csv")
    assert given.suggested_filename == "ateliers.csv"
    assert content == (dossier_courant() / "ateliers.csv").read_bytes()


def fingerprint(dossier: Path) -> dict[str, str]:
    """Content of each file of a folder."""
    return {
        path.relative_to(dossier).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(dossier.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def untouched() -> object:
    """The data folder is the same before and after."""
    before = fingerprint(dossier_courant())
    yield
    assert fingerprint(dossier_courant()) == before


def drop(page: Page, *files: FilePayload) -> None:
    label = "Choisissez un ou plusieurs fichiers (CSV, XLSX, ODS), ou une archive zip"
    page.get_by_label(label).set_input_files(list(files))


def anomalies(page: Page) -> Locator:
    """Rows of the report, header left out."""
    table = page.get_by_role("table", name="Anomalies relevées dans les fichiers").first
    return table.get_by_role("row").filter(has=page.get_by_role("cell"))


@pytest.mark.usefixtures("untouched")
def test_dropped_files_are_checked_and_forgotten(page: Page) -> None:
    go(page, "/donnees?vue=verifier")
    lines = (dossier_courant() / "propositions.csv").read_bytes()
    broken = lines.replace(b"ACC-L-02,acces,locale", b"ACC-L-02,acces,regionale", 1)
    assert broken != lines
    drop(page, {"name": "propositions.csv", "mimeType": "text/csv", "buffer": broken})
    expect(page.get_by_role("alert")).to_contain_text("1 anomalie dans propositions.csv.")
    expect(anomalies(page)).to_have_count(1)
    cells = anomalies(page).get_by_role("cell").all_inner_texts()
    assert cells == [
        "propositions.csv",
        "3",
        "portee",
        "regionale",
        "« regionale » n’est pas une valeur admise ; valeurs admises : "
        "« locale » ou « nationale ».",
    ]

    drop(page, {"name": "notes.txt", "mimeType": "text/plain", "buffer": "Été\n".encode()})
    expect(page.get_by_role("alert")).to_contain_text("1 anomalie dans notes.txt.")
    expect(anomalies(page)).to_contain_text(
        re.compile(r"le\snom\sdu\sfichier\sest\sinconnu.*ateliers.csv")
    )

    image = {"name": "themes.csv", "mimeType": "text/csv", "buffer": b"\x89PNG\r\n\x1a\n\x00"}
    drop(page, image)
    expect(anomalies(page).first).to_contain_text("pas un texte")

    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(dossier_courant().rglob("*")):
            if path.suffix in {".csv", ".geojson", ".json"}:
                archive.write(path, path.relative_to(dossier_courant()))
    drop(page, {"name": "lot.zip", "mimeType": "application/zip", "buffer": pack.getvalue()})
    expect(
        page.get_by_text(re.compile(r"^Aucune\sanomalie\sdans\s.*propositions.csv"))
    ).to_be_visible(timeout=FICHIER)
    expect(anomalies(page)).to_have_count(0)


def test_chart_is_taken_away_as_a_picture_with_its_title_and_its_source(page: Page) -> None:
    go(page, "/propositions?theme=prevention")
    page.get_by_role("button", name="Image", exact=True).click()
    given, dessin = download(page, "Dessin (SVG)")
    assert given.suggested_filename == "propositions-par-theme-et-portee.svg"
    racine = ElementTree.fromstring(dessin)
    mots = " ".join("".join(t.itertext()) for t in racine.iter(f"{SVG}text"))
    for attendu in ("Propositions par thème et portée", "Prévention", "Source", "fichiers au"):
        assert attendu in mots
    assert racine.find(f"{SVG}rect").get("fill") == "#FFFFFF"
    given, image = download(page, "Image (PNG)")
    assert given.suggested_filename == "propositions-par-theme-et-portee.png"
    assert image.startswith(b"\x89PNG")
    large, haut = struct.unpack(">II", image[16:24])
    assert large == 2 * float(racine.get("width"))
    assert haut == pytest.approx(2 * float(racine.get("height")), abs=1)
