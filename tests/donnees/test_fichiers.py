"""Files as people's programs write them: encodings, separators, headers, systems' leftovers."""

import csv
import io
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concertation.donnees import check_fichiers
from concertation.donnees.fichiers.ouverture import read_feuilles
from concertation.donnees.fichiers.textes import decode, guess_separator
from concertation.donnees.fichiers.valeurs import read_jour, read_montant, to_machine
from tests.aides.epreuves import times

VALMONT = Path(__file__).parents[1] / "regions" / "valmont"
MOTS = st.text('abcéèàçœÉ’€ –0123456789,;|\n"', max_size=9)
TITRES = st.lists(st.text("abcdeéè", min_size=2, max_size=8), min_size=2, max_size=5, unique=True)
ENCODAGES = {
    "utf-8": "", "utf-8-sig": "", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "cp1252":
    "Windows-1252",
}  # fmt: skip


def write(rangees: list[list[str]], separateur: str, fin: str, encodage: str) -> bytes:
    sortie = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if fin == "\r" else csv.QUOTE_MINIMAL  # of any break of a line
    ecrivain = csv.writer(sortie, delimiter=separateur, lineterminator=fin, quoting=quoting)
    ecrivain.writerows(rangees)
    return sortie.getvalue().encode(encodage)


@settings(max_examples=times(60), deadline=None)
@given(
    TITRES.flatmap(
        lambda titres: st.tuples(
            st.just(titres),
            st.lists(
                st.lists(MOTS, min_size=len(titres), max_size=len(titres)), min_size=2, max_size=5
            ),
        )
    ),
    st.sampled_from(",;\t"),
    st.sampled_from(["\r\n", "\n", "\r"]),
    st.sampled_from(list(ENCODAGES)),
)
def test_any_csv_is_read_as_it_was_written(table, separateur, fin, encodage):
    titres, lignes = table
    rangees = [titres, *lignes]
    contenu = write(rangees, separateur, fin, encodage)
    (feuille,) = read_feuilles(contenu, "x.csv")
    assert [cellules for _, cellules in feuille.rangees] == [
        [unicodedata.normalize("NFC", mot) for mot in ligne] for ligne in rangees
    ]


def test_what_was_guessed_is_said():
    texte = "nom;ville\r\nÉlodie;Le Havre\r\n"
    for encodage, dit in ENCODAGES.items():
        (feuille,) = read_feuilles(texte.encode(encodage), "x.csv")
        mots = ", ".join(filter(None, (dit, "point-virgule")))
        # Nothing is guessed of what spreadsheets of France mark so.
        assert feuille.dites == (() if encodage == "utf-8-sig" else (f"lu comme {mots}",))
    assert read_feuilles(b"nom,ville\na,b\n", "x.csv")[0].dites == ()
    assert decode("déjà l’été, à côté".encode("mac_roman"))[0] == "déjà l’été, à côté"
    assert decode("e\u0301te\u0301".encode())[0] == "été"


def test_what_is_no_text_is_told():
    with pytest.raises(ValueError, match="pas un texte"):
        read_feuilles(b"\x89PNG\r\n\x1a\n\x00", "themes.csv")


def test_prose_in_a_column_does_not_pass_for_a_separator():
    assert guess_separator("id,texte\n1,un ; deux ; trois\n2,quatre ; cinq ; six\n") == ","
    assert guess_separator("id;montant\n1;12,50\n2;13,50\n") == ";"
    assert guess_separator("seul\nun\ndeux\n") == ","


def ods(*feuilles: tuple[str, list[list[str]]]) -> bytes:
    """A workbook as LibreOffice writes one, its million of empty rows included."""
    tables = "".join(
        f'<table:table table:name="{titre}">'
        + "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{mot}</text:p>'
                "</table:table-cell>"
                for mot in ligne
            )
            + "</table:table-row>"
            for ligne in lignes
        )
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="1024"/></table:table-row></table:table>'
        for titre, lignes in feuilles
    )
    noms = {nom: f"urn:oasis:names:tc:opendocument:xmlns:{nom}:1.0" for nom in
            ("office", "table", "text")}  # fmt: skip
    espaces = " ".join(f'xmlns:{nom}="{urn}"' for nom, urn in noms.items())
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {espaces}><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return sortie.getvalue()


def test_libreoffice_sheets_are_read_by_what_they_hold():
    contenu = ods(("Actions", [["id", "intitulé"], ["", "Ouvrir"]]), ("Notes", [["rien"]]))
    actions, notes = read_feuilles(contenu, "plan.ods")
    assert (actions.titre, notes.titre) == ("Actions", "Notes")
    assert actions.rangees == [(1, ["id", "intitulé"]), (2, [None, "Ouvrir"])]


def test_leftovers_of_systems_are_no_fault_and_paths_of_windows_are_read():
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        archive.writestr("dossier\\actions.csv", "a,b\n1,2\n")
        for reste in ("Thumbs.db", "d/~$x.xlsx", ".~lock.x.ods#", "__MACOSX/._a.csv", ".DS_Store"):
            archive.writestr(reste, "x")
    (feuille,) = read_feuilles(sortie.getvalue(), "x.zip")
    assert feuille.titre == "actions.csv"


def workbook(change=lambda page: None) -> bytes:
    classeur = openpyxl.Workbook()
    page = classeur.active
    for ligne in (["nom", "lieu"], ["Anne", "Orne"], ["Ali", None], ["Zoé", "Eure"]):
        page.append(ligne)
    change(page)
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def test_hidden_rows_are_read_and_told_and_merged_cells_say_their_value_on_each_row():
    def change(page):
        page.row_dimensions[4].hidden = True
        page.merge_cells("B2:B3")

    (feuille,) = read_feuilles(workbook(change), "x.xlsx")
    assert [cellules for _, cellules in feuille.rangees] == [
        ["nom", "lieu"], ["Anne", "Orne"], ["Ali", "Orne"], ["Zoé", "Eure"],
    ]  # fmt: skip
    assert [dit.split(",")[0] for dit in feuille.dites] == [
        "cellules fusionnées", "lignes masquées ou filtrées",
    ]  # fmt: skip


def test_strict_workbook_is_read():
    stricts = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main":
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/":
            b"http://purl.oclc.org/ooxml/officeDocument/",
    }  # fmt: skip
    sortie = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as avant,
        zipfile.ZipFile(sortie, "w") as apres,
    ):
        for nom in avant.namelist():
            partie = avant.read(nom)
            for courant, strict in stricts.items():
                partie = partie.replace(courant, strict)
            apres.writestr(nom, partie)
    assert read_feuilles(sortie.getvalue(), "x.xlsx") == read_feuilles(workbook(), "x.xlsx")


@pytest.mark.parametrize(
    ("texte", "jour"),
    [
        ("31/12/27", "2027-12-31"), ("31-12-2027", "2027-12-31"), ("2027-12-31", "2027-12-31"),
        ("31 décembre 2027", "2027-12-31"), ("1er août 2026", "2026-08-01"),
        ("mardi 2 mars 2027", "2027-03-02"), ("fin 2027", None), ("31/02/2027", None),
        ("12/2027", None), ("hier", None),
    ],
)  # fmt: skip
def test_day_is_read_where_there_is_no_doubt(texte, jour):
    lu = read_jour(texte)
    assert (lu and lu.isoformat()) == jour


@pytest.mark.parametrize(
    ("texte", "montant"),
    [
        ("25 k€", "25000.00"), ("1 250,50 €", "1250.50"), ("1,2 M€", "1200000.00"),
        ("3 millions d’euros", "3000000.00"), ("25\u202f000", "25000.00"),
        ("1.250", None), ("25 000 € HT", None), ("1250,505", None), ("beaucoup", None),
    ],
)  # fmt: skip
def test_amount_is_read_where_there_is_no_doubt(texte, montant):
    lu = read_montant(texte)
    assert (None if lu is None else str(lu)) == montant


def test_french_figures_are_those_of_the_separator():
    assert to_machine("number", "49,183", virgule=True) == "49.183"
    assert to_machine("number", "49,183", virgule=False) == "49,183"
    assert to_machine("number", "-0,36", virgule=False) == "-0.36"
    assert to_machine("integer", "1\u202f250", virgule=False) == "1250"
    assert to_machine("date", "04/03/2031", virgule=False) == "2031-03-04"
    assert to_machine("string", "1,5", virgule=True) == "1,5"


# A published file, as an editor's spreadsheet gives it back


def _participation() -> list[list[str]]:
    lignes = csv.reader((VALMONT / "participation.csv").read_text("utf-8").splitlines())
    return [[mot.replace(".", ",") if rang else mot for mot in ligne]
            for rang, ligne in enumerate(lignes)]  # fmt: skip


def test_published_file_saved_by_a_french_spreadsheet_is_read_and_told():
    rangees = _participation()
    rangees[0] = [mot.upper() for mot in rangees[0]]
    contenu = write([["Participation 2022"], [], *rangees], ";", "\r\n", "cp1252")
    rapport = check_fichiers({"participation.csv": contenu}, VALMONT)
    assert [a for a in rapport.anomalies if "titre" not in a.message] == []
    assert rapport.consequences == ()
    assert "participation.csv\u00a0: lu comme Windows-1252, point-virgule." in rapport.remarques
    assert any("à la française" in dit for dit in rapport.remarques)


def test_published_file_in_a_workbook_is_checked_under_its_own_name():
    classeur = openpyxl.Workbook()
    classeur.active.title = "Participation"
    for ligne in _participation():
        classeur.active.append(ligne)
    sortie = io.BytesIO()
    classeur.save(sortie)
    rapport = check_fichiers({"n’importe.xlsx": sortie.getvalue()}, VALMONT)
    assert rapport.fichiers == ("participation.csv",)
    assert rapport.anomalies == ()
