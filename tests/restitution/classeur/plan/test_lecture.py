"""What a file holds: sheets, formulas, bounds; damage is told in French."""

import io
import random
import re
import zipfile
from typing import Any

import openpyxl
import pytest

from concertation.donnees.fichiers import textes
from concertation.donnees.fichiers import xlsx as lecture_classeur
from concertation.restitution.classeur.plan.ecriture import (
    to_plan_csv,
    to_plan_xlsx,
)
from concertation.restitution.classeur.plan.lecture import read_plan
from concertation.restitution.classeur.plan.modele import (
    ACTIONS,
    Plan,
    plan_of_store,
)
from concertation.restitution.classeur.plan.reprise import apply_plan, check_plan
from tests.aides.epreuves import times
from tests.restitution.classeur.plan.plans import (
    ACTION,
    CACHET,
    COLONNES_ACTIONS,
    DIRECTION,
    FORMATS,
    cell,
    fill,
    line,
    messages,
    texts,
    to_bytes,
)

# Several sheets


def add_sheet(classeur: openpyxl.Workbook, titre: str, *lignes: dict[str, Any]) -> None:
    page = classeur.create_sheet(titre)
    page.append(list(COLONNES_ACTIONS))
    for ligne in lignes:
        page.append([ligne.get(nom) for nom in COLONNES_ACTIONS])


def test_every_sheet_of_actions_is_read(store):
    classeur = openpyxl.Workbook()
    classeur.active.append(["Notes de la réunion"])
    for titre, lieu in (("Calvados", "D1"), ("Manche", "D2"), ("Orne", "D1")):
        add_sheet(classeur, titre, {**ACTION, "territoire": lieu, "intitule": titre})
    plan, anomalies = read_plan(to_bytes(classeur), "p.xlsx")
    assert anomalies == []
    assert plan.ignorees == ("Sheet",), "what is not read is told"
    apercu = apply_plan(store, DIRECTION, plan)
    assert [(c.ligne.feuille, c.ligne.numero, c.intitule) for c in apercu.creees] == [
        ("Calvados", 2, "Calvados"), ("Manche", 2, "Manche"), ("Orne", 2, "Orne"),
    ]  # fmt: skip
    assert store.actions.list(DIRECTION)["intitule"].tolist() == ["Calvados", "Manche", "Orne"]


def test_mistakes_name_their_sheet_and_an_id_twice_names_the_other(store):
    fill(store)
    classeur = openpyxl.Workbook()
    classeur.remove(classeur.active)
    existante = {**ACTION, "id": 1, "version": 1}
    add_sheet(classeur, "Calvados", existante)
    add_sheet(classeur, "Manche", {**ACTION, "territoire": "D9"}, existante)
    plan, anomalies = read_plan(to_bytes(classeur), "p.xlsx")
    assert anomalies == []
    trouvees = messages(check_plan(store, DIRECTION, plan, plan_of_store(store, DIRECTION)))
    assert set(trouvees) == {("Manche", 2, "territoire"), ("Manche", 3, "id")}
    assert "à la ligne 2 de la feuille «\u00a0Calvados\u00a0»" in trouvees["Manche", 3, "id"]


def test_title_above_the_header_is_passed_but_rows_of_data_are_not():
    def read(*au_dessus: list[str]) -> tuple[Plan, list[Any]]:
        classeur = openpyxl.Workbook()
        for ligne in (*au_dessus, list(COLONNES_ACTIONS)):
            classeur.active.append(ligne)
        classeur.active.append([ACTION.get(nom) for nom in COLONNES_ACTIONS])
        return read_plan(to_bytes(classeur), "p.xlsx")

    plan, anomalies = read(["Plan d’action", "2026"], [])
    assert anomalies == []
    assert [ligne.numero for ligne in plan.of(ACTIONS)] == [4]
    _, anomalies = read(["E1", "D1", "Une ligne triée avec l’en-tête"])
    assert anomalies


def test_archive_says_which_of_its_files_are_not_read():
    sortie = io.BytesIO(to_plan_csv(line(), CACHET))
    with zipfile.ZipFile(sortie, "a") as archive:
        archive.writestr("plan/anciennes.xlsx", b"PK")
        archive.writestr("__MACOSX/actions.csv", b"x")
    plan, anomalies = read_plan(sortie.getvalue(), "p.zip")
    assert (anomalies, plan.ignorees) == ([], ("anciennes.xlsx",))
    assert len(plan.of(ACTIONS)) == 1


# Formulas


def test_formula_without_its_result_refuses_the_plan_by_sheet_and_cell():
    contenu = to_plan_xlsx(line(id="3", version="1", fin="2026-12-31"), CACHET)
    classeur = openpyxl.load_workbook(io.BytesIO(contenu))
    classeur["Actions"][cell("fin", 2)] = "=J2+30"
    classeur["Actions"][cell("intitule", 2)] = '="Ouvrir"'
    _, anomalies = read_plan(to_bytes(classeur), "p.xlsx")
    assert [(a.fichier, a.ligne, a.colonne, a.valeur) for a in anomalies] == [
        ("Actions", 2, "fin", "=J2+30"), ("Actions", 2, "intitule", '="Ouvrir"'),
    ]  # fmt: skip
    debut = f"la cellule {cell('fin', 2)} contient une formule dont le fichier"
    assert anomalies[0].message.startswith(debut)


def test_row_of_formulas_alone_is_told_too():
    classeur = openpyxl.Workbook()
    add_sheet(classeur, "Actions", dict.fromkeys(COLONNES_ACTIONS, "=Autre!A1"))
    _, anomalies = read_plan(to_bytes(classeur), "p.xlsx")
    assert [a.colonne for a in anomalies if "formule" in a.message] == sorted(COLONNES_ACTIONS)


@pytest.mark.parametrize(
    ("cellule", "attendu"),
    [
        ('<c t="str"><f>A1</f><v>lu</v></c>', "lu"),
        ("<c><f>1+1</f><v>2</v></c>", "2"),
        ('<c t="str"><f>""</f><v></v></c>', ""),
        ('<c t="str"><f>""</f></c>', None),
        ('<c><f>""</f><v/></c>', None),
        ('<c><f t="shared" si="0"/></c>', None),
    ],
)
def test_result_of_a_formula_is_read_when_the_file_has_it(cellule, attendu):
    place = cell("description", 2)
    cellule = cellule.replace("<c", f'<c r="{place}"', 1)
    contenu = change_sheet(to_plan_xlsx(line(description="ICI"), CACHET), place, cellule)
    plan, anomalies = read_plan(contenu, "p.xlsx")
    if attendu is None:
        assert [a.colonne for a in anomalies] == ["description"]
    else:
        assert (anomalies, texts(plan, ACTIONS, "description")) == ([], [attendu])


def change_sheet(contenu: bytes, place: str, cellule: str) -> bytes:
    """A workbook whose cell of its actions is written so."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contenu)) as avant, zipfile.ZipFile(sortie, "w") as apres:
        for nom in avant.namelist():
            partie = avant.read(nom)
            if nom == "xl/worksheets/sheet2.xml":
                partie, nombre = re.subn(
                    f'<c r="{place}".*?</c>'.encode(), cellule.encode(), partie
                )
                assert nombre == 1
            apres.writestr(nom, partie)
    return sortie.getvalue()


# Files too large, or damaged


@pytest.fixture
def analysees(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of cells of each row that is parsed."""
    lire = lecture_classeur.WorkSheetParser.parse_row
    nombres: list[int] = []

    def parse_row(self: Any, ligne: Any) -> Any:
        nombres.append(len(ligne))
        return lire(self, ligne)

    monkeypatch.setattr(lecture_classeur.WorkSheetParser, "parse_row", parse_row)
    return nombres


@pytest.mark.parametrize(
    ("partie", "mot", "lues"),
    [
        ("<row>" + "<c/>" * 2_100_000 + "</row>", "le fichier est trop grand", 0),
        ("<row>" + "<c/>" * 20_000 + "</row>", "pas un classeur XLSX lisible", 0),
        ("<row><c><v>1</v></c></row>" * 21_000, "dépasse 20\u202f000 lignes", 20_001),
        ('<row r="7"><c><v>1</v></c></row>' * 40, "pas un classeur XLSX lisible", 2),
        ("".join(f'<row><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 41)),
         "le classeur, à la feuille «\u00a0Actions\u00a0», dépasse 500\u202f000 cellules", 40),
    ],
    ids=["cells", "columns", "rows", "rows that step back", "wide rows"],
)  # fmt: skip
def test_workbook_that_is_too_large_is_told_before_it_is_read(partie, mot, lues, analysees):
    contenu = change_rows(to_plan_xlsx(line(), CACHET), partie)
    assert len(contenu) < 150_000
    _, (anomalie,) = read_plan(contenu, "p.xlsx")
    assert anomalie.fichier == "p.xlsx"
    assert mot in anomalie.message
    # The two rows of the sheet before it, which one prints, aside.
    assert len(analysees) <= lues + 2


def change_rows(contenu: bytes, lignes: str) -> bytes:
    """A workbook with these rows as its actions."""
    sortie = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(contenu)) as avant,
        zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as apres,
    ):
        for nom in avant.namelist():
            partie = avant.read(nom)
            if nom == "xl/worksheets/sheet2.xml":
                debut, fin = partie.index(b"<sheetData>"), partie.index(b"</sheetData>")
                partie = partie[:debut] + b"<sheetData>" + lignes.encode() + partie[fin:]
            apres.writestr(nom, partie)
    return sortie.getvalue()


@pytest.mark.parametrize("nom", ["actions.csv", "plan.zip"])
@pytest.mark.parametrize("suite", ["," * 3_000_000, "\n" * 3_000_000, "1,2\n" * 1_000_000])
def test_csv_that_is_too_large_is_told_and_never_cut(suite, nom, monkeypatch):
    monkeypatch.setattr(textes.csv, "reader", lambda *a, **k: pytest.fail("cut"))
    contenu = (",".join(COLONNES_ACTIONS) + "\n" + suite).encode()
    if nom == "plan.zip":
        sortie = io.BytesIO()
        with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("actions.csv", contenu)
        contenu = sortie.getvalue()
    _, (anomalie,) = read_plan(contenu, nom)
    assert "dépasse" in anomalie.message
    assert "rien n’en est lu" in anomalie.message


@pytest.mark.parametrize("nom", FORMATS)
def test_damaged_file_is_told_in_french_or_read(nom):
    contenu = FORMATS[nom](line(description="é" * 300), CACHET)
    tirage, vues = random.Random(1), set()
    for _ in range(times(40)):
        octets = bytearray(contenu)
        for _ in range(tirage.randint(1, 12)):
            octets[tirage.randrange(len(octets))] = tirage.randrange(256)
        _, anomalies = read_plan(bytes(octets[: tirage.choice([None, len(octets) // 2])]), nom)
        vues.update(anomalie.message for anomalie in anomalies)
    assert any("lisible" in message for message in vues)


def test_archive_is_the_same_bytes_for_the_same_rows():
    assert to_plan_csv(line(), CACHET) == to_plan_csv(line(), CACHET)
    with zipfile.ZipFile(io.BytesIO(to_plan_csv(line(), CACHET))) as archive:
        assert archive.namelist() == ["actions.csv", "financements.csv", "a-propos.csv"]
        for nom in archive.namelist():  # Excel France reads no other
            premiere = archive.read(nom).decode().splitlines()[0]
            assert premiere.startswith("\ufeff")
            assert ";" in premiere
            assert not premiere.startswith("\ufeff#")
