"""The files of ``data/`` hold together: what one cites, another has."""

import ast
import json
import re

from tests.aides.textes_livret import DATA, DOCUMENTS, RACINE, rows, split, text


def test_reservations_find_what_they_are_about() -> None:
    for row in rows("reserves"):
        for target in split(row["cibles"]):
            name, sign, rest = re.split(r"([:.])", target + ":", maxsplit=1)
            rest = rest.removesuffix(":")
            if rest and sign == ":":
                assert rest in {line["id"] for line in rows(name)}, f"{row['id']} {target}"
            elif rest:
                assert rest in rows(name)[0], f"{row['id']} {target}"
        # A full stop or a colon follows it wherever it is said.
        assert row["titre"][-1] not in "?!.:", row["titre"]


def test_each_cited_source_and_reservation_exists() -> None:
    sources = {row["id"] for row in rows("sources")}
    reservations = {row["id"] for row in rows("reserves")}
    identifiers = {"id", "parent", "territoire", "code"}
    for path in DATA.glob("*.csv"):
        for row in rows(path.stem):
            cited = split(row.get("source") or row.get("documents") or "")
            assert set(cited) <= sources, f"{path.name} {row['id']}"
            prose = " ".join(value for key, value in row.items() if key not in identifiers)
            assert set(re.findall(r"\bR\d{2}\b", prose)) <= reservations, f"{path.name} {row['id']}"


def test_no_code_names_a_row_of_these_data() -> None:
    """Another region plays the same parts by its columns: code asks for a role, never for an id."""
    ids = {row["id"] for path in DATA.glob("*.csv") for row in rows(path.stem)}
    ids = {cle for cle in ids if re.search(r"[-_\d]", cle)}
    assert {"periode_ateliers", "R01", "E3", "AT-12", "CTS-76-HAVRE"} <= ids
    for path in (*(RACINE / "concertation").rglob("*.py"), *(RACINE / "pages").rglob("*.py")):
        noeuds = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        notices = {id(n.value) for n in noeuds if isinstance(n, ast.Expr)}
        for noeud in noeuds:
            if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str):
                mots = set(re.split(r"[^\w-]", noeud.value)) if id(noeud) not in notices else set()
                assert not mots & ids, (path, noeud.lineno, mots & ids)


def test_each_acronym_of_the_booklet_is_explained() -> None:
    terms = {row["terme"] for row in rows("glossaire")}
    pages = text("presentation_002.txt") + text("propositions_002.txt")
    prose = [line for line in pages.splitlines() if re.search(r"[a-zé]{2}", line)]
    found = {word for line in prose for word in re.findall(r"\b([A-Z]{2,})s?\b", line)}
    surnames = {"DURAND", "DEROCHE", "DESPRES"}
    assert found - terms - surnames - {"SOS"} == set()
    assert "SOS Médecins" in terms


def test_an_acronym_is_credited_to_documents_that_write_it() -> None:
    """By its letters, else by words that a reader searches it with."""

    def flat(mots: str) -> str:
        return re.sub(r"(?<=[a-zéè])[sx]\b", "", mots.casefold().replace("’", "'"))

    for row in rows("glossaire"):
        formes = [row["terme"], row["expansion"], *split(row["synonymes"])]
        for source in set(split(row["documents"])) & set(DOCUMENTS) if row["expansion"] else ():
            page = flat(" ".join(text(f"document_{DOCUMENTS[source]}.txt").split()))
            assert any(f and flat(f) in page for f in formes), (row["id"], source)


def test_the_glossary_tells_apart_what_it_once_confused() -> None:
    mots = {row["id"]: row for row in rows("glossaire")}
    assert mots["ald"]["synonymes"] == ""
    assert mots["nip"]["definition"].startswith("Note qui transmet à la cellule du département")
    assert mots["sos-medecins"]["definition"].startswith("Association")
    assert "zones-prioritaires" not in mots["cc"]["documents"]


def test_expansion_said_to_come_from_the_booklet_is_in_it() -> None:
    pages = " ".join((text("presentation_002.txt") + text("propositions_002.txt")).split())
    misprinted = {"gpec"}  # « gestion prévisionnel des emplois et des compétences »
    checked = 0
    for row in rows("glossaire"):
        if row["origine"] == "document" and row["documents"] == "livret":
            words = [re.escape(word) + "(?:s|x)?" for word in row["expansion"].split()]
            if row["id"] not in misprinted:
                assert re.search(r"\s".join(words), pages, re.IGNORECASE), row["terme"]
                checked += 1
    assert checked


def test_data_package_is_valid_for_any_tool_of_the_standard() -> None:
    import frictionless  # noqa: PLC0415  # slow to import, and this test alone needs it

    report = frictionless.validate(str(DATA / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])


def test_data_package_announces_every_file_and_its_rows() -> None:
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    tables = {r["name"]: r for r in package["resources"] if r["format"] == "csv"}
    assert set(tables) == {path.stem for path in DATA.glob("*.csv")}
    # The codes of this consultation are those that the application declares.
    attendues = {path.stem for path in (DATA / "schemas").glob("*.json")} - {"codes"}
    assert set(tables) == attendues
    assert {name: r["lignes"] for name, r in tables.items()} == {
        name: len(rows(name)) for name in tables
    }
    outlines = [r for r in package["resources"] if r["format"] == "geojson"]
    assert {r["path"] for r in outlines} == {f"geo/{p.name}" for p in DATA.glob("geo/*.geojson")}
    assert all(r["licenses"] and r["attribution"] for r in outlines)


def test_the_package_has_no_licence_that_one_of_its_sources_does_not_state() -> None:
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    licences = {row["id"]: row["licence"] for row in rows("sources")}
    assert "licenses" not in package
    for source in package["sources"]:
        siennes = [r["licence"] for r in rows("sources") if r["titre"] in source["title"]]
        assert source["licence"] in [licence or "non précisée" for licence in siennes], source
    for ressource in package["resources"]:
        if ressource["format"] == "csv" and "licenses" in ressource:
            cites = {
                cle
                for row in rows(ressource["name"])
                for cle in split(row.get("source") or row.get("documents") or "")
            }
            assert all(licences[cle] for cle in cites), ressource["name"]
