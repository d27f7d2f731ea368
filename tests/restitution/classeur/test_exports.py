"""Exports: what leaves comes back identical, stamped, and never as a formula."""

import csv
import datetime as dt
import io
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concertation.analyse.feuille_route.lecture import mesures_of
from concertation.analyse.selection.facettes import libelles_of
from concertation.donnees import load_donnees
from concertation.donnees.schemas import RACINE
from concertation.restitution.classeur.cells import to_text
from concertation.restitution.classeur.exports import (
    Cachet,
    build_cachet,
    to_csv,
    to_fichier,
    zip_csv,
)
from tests.aides.epreuves import times
from tests.aides.relire import read_export, read_stamp, restore_types

VALMONT = Path(__file__).parents[2] / "regions" / "valmont"
CACHET = Cachet(
    titre="Propositions",
    filtres="Thème : Lieux ; Recherche : « =1+1 »",
    date_donnees="2031-05-02",
    sources=("Compte rendu, 2 mai 2031",),
    reserves=("R01 – Dates : deux dates, la plus large",),
    licence="Licence Ouverte 2.0",
    date_export=dt.date(2031, 6, 1),
)
DIALECTES = {
    "virgule.zip": lambda frame, cachet: to_fichier(frame, cachet, "propositions", "csv"),
    "excel.zip": lambda frame, cachet: to_fichier(frame, cachet, "propositions", "csv-excel"),
    "classeur.xlsx": lambda frame, cachet: to_fichier(frame, cachet, "propositions"),
}
DANGEREUX = ["=1+1", "+33", "-2", "@SOMME(A1)", "\t=1", "\r\n=1", "\n-", "＝1", "=HYPERLINK(1)"]
ETRANGES = [
    *DANGEREUX,
    *(f"'{texte}" for texte in DANGEREUX),
    *(f"''{texte}" for texte in DANGEREUX),
    "'", "'tis", "''", "0012", "1,5", "1.5", "1 250", "TRUE", "#N/A", "# titre", "#",
    'dit "oui"', '"', "a;b,c\td", "ligne 1\nligne 2", "ligne 1\r\nligne 2", "seul\rretour",
    " espaces ", "<r>balise</r>", "<r><t>x</t></r>", "_x0041_", "_x005F_", "x005F_", "&lt;",
    "\x01\x0b\x1f", "\x00", "\ufeff", "\ufffe", "\U0001f600", "é e\u0301", "{=1}", "http://a.b",
    "mailto:a@b", "2022-12-08", "|", " | ",
]  # fmt: skip
CELLULES = (
    st.sampled_from(ETRANGES)
    | st.text(st.characters(codec="utf-8"), max_size=12)
    | st.text("'=+-@\t\r\n\"#;,_x041F<r>/ a", max_size=8)
)
# XlsxWriter and Excel itself mistake such a text for the code of the character that follows.
AMBIGU = re.compile(r"_x[0-9A-Fa-f]{4}(?=[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_)")


def text_frame(lignes: list[tuple[str, ...]], colonnes: int) -> pd.DataFrame:
    noms = [f"colonne_{rang}" for rang in range(colonnes)]
    return pd.DataFrame(lignes, columns=noms, dtype="str")


def typed_frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": pd.Series(["A", "B", ""], dtype="str"),
            "ordre": pd.array([1, -2, None], dtype="Int64"),
            "valeur": pd.array([-0.8888, 1250.0, float("nan")], dtype="float64"),
            "date": pd.Series(["2022-12-08", None, "1999-01-31"]).astype("datetime64[us]"),
            "texte": pd.Series(["-0,5", "1.5", "2022-12-08"], dtype="str"),
        }
    )


# Round trip


@settings(max_examples=times(10))
@given(
    st.integers(1, 3).flatmap(
        lambda n: st.tuples(st.just(n), st.lists(st.tuples(*[CELLULES] * n), max_size=4))
    )
)
def test_any_text_comes_back_identical(tableau):
    colonnes, lignes = tableau
    lignes = [tuple(AMBIGU.sub("", cellule) for cellule in ligne) for ligne in lignes]
    frame = text_frame(lignes, colonnes)
    for nom, ecrire in DIALECTES.items():
        relu = read_export(ecrire(frame, CACHET), nom)
        pd.testing.assert_frame_equal(relu, frame.reset_index(drop=True))


@pytest.mark.parametrize("nom", DIALECTES)
@pytest.mark.parametrize("texte", ETRANGES)
def test_odd_text_comes_back_identical(nom, texte):
    frame = text_frame([(texte, "x"), ("y", texte)], 2)
    relu = read_export(DIALECTES[nom](frame, CACHET), nom)
    assert relu.to_numpy().tolist() == frame.to_numpy().tolist()


@pytest.mark.parametrize("nom", DIALECTES)
def test_types_come_back(nom):
    frame = typed_frame()
    relu = read_export(DIALECTES[nom](frame, CACHET), nom)
    if nom != "excel.zip":  # whose decimals have a comma
        pd.testing.assert_frame_equal(relu, to_text(frame))
    pd.testing.assert_frame_equal(restore_types(relu, frame), frame)


@pytest.mark.parametrize("nom", DIALECTES)
def test_no_row_comes_back_as_no_row(nom):
    frame = typed_frame().head(0)
    relu = read_export(DIALECTES[nom](frame, CACHET), nom)
    assert relu.empty
    assert relu.columns.tolist() == frame.columns.tolist()


@settings(max_examples=times(10))
@given(st.lists(st.integers(-(10**12), 10**12) | st.none(), min_size=1, max_size=5))
def test_figures_come_back(valeurs):
    frame = pd.DataFrame(
        {"n": pd.array(valeurs, dtype="Int64"), "m": pd.Series(valeurs, dtype=float) / 8}
    )
    for nom, ecrire in DIALECTES.items():
        relu = restore_types(read_export(ecrire(frame, CACHET), nom), frame)
        pd.testing.assert_frame_equal(relu, frame)


def test_filtered_rows_lose_their_position_but_not_their_order():
    frame = typed_frame().iloc[[2, 0]]
    assert read_export(to_csv(frame), "x.csv")["id"].tolist() == ["", "A"]


def test_export_of_a_region_is_a_file_of_that_region(tmp_path):
    shutil.copytree(VALMONT, tmp_path / "region")
    donnees = load_donnees(tmp_path / "region")
    avant = {nom: donnees.table(nom) for nom in ("propositions", "ateliers", "reperes")}
    for nom, table in avant.items():
        (tmp_path / "region" / f"{nom}.csv").write_bytes(to_csv(table))
    apres = load_donnees(tmp_path / "region")
    for nom, table in avant.items():
        pd.testing.assert_frame_equal(apres.table(nom), table)


# Formulas


def csv_cells(contenu: bytes, separateur: str) -> list[str]:
    """Every cell as a spreadsheet cuts the file, stamp included."""
    texte = contenu.decode("utf-8-sig")
    return [c for ligne in csv.reader(io.StringIO(texte), delimiter=separateur) for c in ligne]


@pytest.mark.parametrize("texte", DANGEREUX)
@pytest.mark.parametrize("separateur", [",", ";", "\t"])
def test_no_cell_of_a_csv_begins_a_formula(texte, separateur):
    frame = text_frame([(texte, f"a{separateur}{texte}")], 2)
    cachet = Cachet(
        titre=f"x{separateur}{texte}",
        filtres=f'Recherche : « "{separateur} {texte}" »',
        date_donnees=texte,
        sources=(f"s{separateur}{separateur}{texte}",),
        reserves=(texte,),
        licence=texte,
    )
    for excel, sien in ((False, ","), (True, ";")):
        if separateur in ("\t", sien):
            contenu = zip_csv({"x": frame}, cachet.rows(), excel)
            with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
                for nom in archive.namelist():
                    for cellule in csv_cells(archive.read(nom), sien):
                        assert not re.match(r"[=+\-@\t\r\n＝]", cellule.lstrip(" "))


def test_negative_figures_stay_figures():
    contenu = to_csv(typed_frame(), excel=True).decode("utf-8-sig")
    assert "B;-2;1250;;" in contenu.replace("1.5", "")
    assert "A;1;-0,8888;2022-12-08;'-0,5" in contenu


@pytest.mark.parametrize("texte", DANGEREUX)
def test_workbook_holds_no_formula(texte):
    contenu = to_fichier(text_frame([(texte,)], 1), CACHET, "x")
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        feuilles = [nom for nom in archive.namelist() if nom.startswith("xl/worksheets/sheet")]
        assert len(feuilles) == 3
        assert not any(b"<f>" in archive.read(nom) for nom in feuilles)
        # Even after somebody edits the cell, it stays text.
        assert b'quotePrefix="1"' in archive.read("xl/styles.xml")


# Stamp


@pytest.mark.parametrize("format_", ["csv", "csv-excel"])
def test_no_line_stands_above_the_headers_of_a_csv_its_stamp_is_beside_it(format_):
    contenu = to_fichier(typed_frame(), CACHET, "Propositions", format_)
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        noms = archive.namelist()
        entete = archive.read("propositions.csv").decode("utf-8-sig").split("\r\n")[0]
    people = ["Identifiant", "Valeur", "Date", "Texte"]
    codes = ["id", "ordre", "valeur", "date", "texte"]
    if format_ == "csv":
        assert (noms, entete.split(",")) == (["propositions.csv", "a-propos.csv"], codes)
    else:
        assert noms == ["propositions.csv", "donnees.csv", "a-propos.csv"]
        assert entete.split(";") == people
    cachet = read_stamp(contenu).splitlines()
    assert cachet[:2] == ["Rubrique\u00a0: Contenu", "Titre\u00a0: Propositions"]
    assert {
        "Fichiers au\u00a0: 2 mai 2031", "Date de l’export\u00a0: 1er juin 2031",
        "Source\u00a0: Compte rendu, 2 mai 2031", "Licence\u00a0: Licence Ouverte 2.0",
    } <= set(cachet)  # fmt: skip
    assert any(ligne.startswith("Réserve\u00a0: R01") for ligne in cachet)


def test_what_a_stamp_lacks_is_said():
    lignes = read_stamp(to_fichier(typed_frame(), Cachet("T", "", None), "T", "csv")).splitlines()
    assert "Fichiers au\u00a0: non renseigné" in lignes
    assert "Filtres\u00a0: aucun filtre" in lignes
    assert "Réserve\u00a0: aucune" in lignes


def test_stamp_of_a_region_says_sources_and_licence():
    donnees = load_donnees(VALMONT)
    frame = donnees.table("propositions").head(2)
    cachet = build_cachet(donnees, "Propositions", "aucun filtre", frame, dt.date(2031, 6, 1))
    assert len(cachet.sources) == 1
    assert cachet.sources[0] != "compte-rendu"
    assert cachet.licence
    assert (cachet.titre, cachet.emetteur) == ("Propositions", donnees.metadonnees["nom"])


def test_a_workbook_says_that_details_are_in_their_whole_and_only_their_reservations():
    donnees = load_donnees(RACINE / "data")
    frame = mesures_of(donnees, "ACT-02")
    cachet = build_cachet(donnees, "Mesures", "", frame, dt.date(2031, 6, 1), "mesures")
    assert dict(cachet.rows())["Lecture"].startswith("Une ligne qui a un « parent »")
    numeros = {reserve[:3] for reserve in cachet.reserves}
    assert "R23" in numeros
    # The 91 % of another action is not here.
    assert "R21" not in numeros
    sans = build_cachet(donnees, "M", "", mesures_of(donnees, "ACT-11"), dt.date(2031, 6, 1),
                        "mesures")  # fmt: skip
    assert not sans.lecture
    assert "R21" in {reserve[:3] for reserve in sans.reserves}


def test_every_reservation_on_proposals_is_in_the_stamp_of_the_published_data():
    donnees = load_donnees(Path(__file__).parents[3] / "data")
    frame = donnees.table("propositions")
    cachet = build_cachet(donnees, "Propositions", "", frame, dt.date(2031, 6, 1))
    reserves = donnees.table("reserves")
    visees = reserves[reserves["cibles"].str.contains("propositions")]["id"].tolist()
    assert visees
    assert [texte.split(" ")[0] for texte in cachet.reserves] == visees


# Workbook


def test_workbook_is_a_table_with_its_stamp_apart():
    frame = typed_frame()
    frame["texte"] = ["mot " * 60, "court", ""]
    classeur = openpyxl.load_workbook(io.BytesIO(to_fichier(frame, CACHET, "Propositions")))
    lisible, page, a_propos = classeur.worksheets
    assert classeur.sheetnames == ["Propositions", "Données", "À propos"]
    for feuille in classeur.worksheets:
        assert (feuille.page_setup.paperSize, feuille.page_setup.orientation) == (9, "landscape")
        assert feuille.sheet_properties.pageSetUpPr.fitToPage
    assert lisible.print_title_rows == "$1:$1"
    assert [c.value for c in lisible[1]] == ["Identifiant", "Valeur", "Date", "Texte"]
    (table,) = page.tables.values()
    assert table.ref == "A1:E4"
    assert table.autoFilter is not None
    assert page.freeze_panes == "A2"
    assert page["E2"].alignment.wrap_text
    assert 40 <= page.column_dimensions["E"].width <= 61
    assert page.row_dimensions[2].height >= 60
    assert page["B3"].value == -2
    assert page["D2"].value == dt.datetime(2022, 12, 8)
    assert page["D2"].number_format == "dd/mm/yyyy"
    assert page["B4"].value is None
    assert ["Filtres", CACHET.filtres] in [[c.value for c in ligne] for ligne in a_propos.rows]
    assert classeur.properties.title == "Propositions"


def test_figures_are_numbers_that_a_person_reads():
    frame = pd.DataFrame({
        "progression": [71.94444444444444, 100.0], "latitude": [49.1829, 48.0],
        "montant": [12500.5, 1700000.0], "unite": ["euros", "euros"], "annee": [2026, 2027],
        "population": [9, 12000],
    })  # fmt: skip
    contenu = to_fichier(frame, CACHET, "x", donnees=None, fichier="financements")
    page = openpyxl.load_workbook(io.BytesIO(contenu)).worksheets[0]
    formats = [(c.value, c.number_format) for ligne in page.iter_rows(min_row=2) for c in ligne]
    euros = '#,##0.00\u00a0"€"'
    assert formats == [
        (71.94444444444444, "0.00"), (49.1829, "0.0000"), (12500.5, euros), ("euros", "General"),
        (2026, "0"), (9, "#,##0"),
        (100, "0"), (48, "0"), (1700000, euros), ("euros", "General"), (2027, "0"),
        (12000, "#,##0"),
    ]  # fmt: skip


def test_published_rows_are_read_in_words_and_come_back_by_their_codes():
    donnees = load_donnees(RACINE / "data")
    frame = donnees.table("financements")
    contenu = to_fichier(frame, CACHET, "Financements", donnees=donnees, fichier="financements")
    page = openpyxl.load_workbook(io.BytesIO(contenu)).worksheets[0]
    noms = [cellule.value for cellule in page[1]]
    assert noms[:3] == ["Identifiant", "Actions", "Financeur"]
    titres = donnees.table("actions").set_index("id")["titre_court"]
    actions = [page.cell(rang, 2).value for rang in range(2, len(frame) + 2)]
    for dite, codes in zip(actions, frame["action"], strict=True):
        assert dite == " | ".join(titres[code] for code in codes.split(" | "))
    assert read_export(contenu, "x.xlsx")["action"].tolist() == frame["action"].tolist()


def test_columns_share_a_page_and_no_word_of_a_header_is_cut():
    longues = {f"{'intercommunalites'[: 5 + rang]} {rang}": ["mot " * 40] for rang in range(12)}
    contenu = to_fichier(pd.DataFrame(longues | {"n": ["x"]}), CACHET, "x")
    page = openpyxl.load_workbook(io.BytesIO(contenu)).worksheets[0]
    formes = page.column_dimensions.values()
    assert sum(f.width * (f.max - f.min + 1) for f in formes) <= 225
    for forme in formes:
        for rang in range(forme.min, forme.max + 1):
            assert forme.width >= len(page.cell(1, rang).value.split()[0])
    assert page.row_dimensions[1].height > 15


def test_same_rows_give_the_same_bytes():
    assert to_fichier(typed_frame(), CACHET, "x") == to_fichier(typed_frame(), CACHET, "x")


@pytest.mark.parametrize("nom", ["", "a/b:c*[d]?", "x" * 40, "'", "À propos", "History", "Données"])
def test_any_sheet_name_is_made_valid(nom):
    contenu = to_fichier(typed_frame(), CACHET, nom)
    assert len(openpyxl.load_workbook(io.BytesIO(contenu)).sheetnames) == 3


def test_cell_too_long_for_a_workbook_is_said():
    frame = text_frame([("é" * 32_768,)], 1)
    with pytest.raises(ValueError, match="Ligne 2, colonne 1"):
        to_fichier(frame, CACHET, "x")
    assert read_export(to_csv(frame), "x.csv").iloc[0, 0] == "é" * 32_768


def test_columns_have_french_labels():
    labels = libelles_of("propositions")
    assert labels["intitule"] == "Intitulé"
    assert libelles_of("inconnu") == {}
