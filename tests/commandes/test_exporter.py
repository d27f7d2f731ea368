"""`python -m concertation exporter`: a deck as a file, or a sentence."""

import datetime as dt
import errno
import io
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation
from pypdf import PdfReader

from concertation.__main__ import main
from concertation.commandes import fichier
from concertation.donnees import load_donnees
from concertation.recits.blocs import Chiffre, Chiffres, Tableau, Texte
from concertation.recits.contexte import Contexte
from concertation.restitution.diapos.composition import compose
from concertation.restitution.diapos.gardes import create_saved
from concertation.restitution.diapos.lecture import to_json
from concertation.restitution.diapos.modele import Diapo, Diaporama, Page
from concertation.restitution.diapos.prets import FEUILLE, REGIONALE, ready_decks
from concertation.restitution.formes import list_tables
from concertation.suivi import Acteur, References, Store

# The meeting is tomorrow.
JOUR = (dt.date.today() + dt.timedelta(days=1)).isoformat()
DIRECTION = Acteur("Direction", "direction")
VALMONT = Path(__file__).parents[1] / "regions" / "valmont"


@pytest.fixture(autouse=True)
def _base(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No follow-up unless a test makes one."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("CONCERTATION_VAR", str(tmp_path / "var"))


def run(*arguments: str | Path) -> int:
    return main(["exporter", *(str(a) for a in arguments)])


def _titles(chemin: Path) -> list[str]:
    return [d.shapes.title.text for d in Presentation(str(chemin)).slides]


def _deck(*diapos: Diapo) -> Diaporama:
    return Diaporama("essai", "Essai", diapos)


COURT = _deck(Diapo("a", "titre", {"titre": "Bonsoir"}), Diapo("b", "suites"))


@pytest.fixture
def court(tmp_path: Path) -> Path:
    chemin = tmp_path / "court.json"
    chemin.write_text(to_json(COURT), encoding="utf-8")
    return chemin


def test_a_ready_made_deck_gives_its_slides(tmp_path: Path, capsys: Any) -> None:
    sortie = tmp_path / "feuille.pptx"
    assert run("--deck", FEUILLE, "--sortie", sortie, "--date", JOUR) == 0
    donnees = load_donnees(Path("data"))
    pages = compose(ready_decks(donnees)[FEUILLE], Contexte(donnees, dt.date(2026, 11, 22)))
    assert _titles(sortie) == [page.titre for page in pages]
    assert f"{len(pages)} pages, PPTX" in capsys.readouterr().err
    assert [f.name for f in tmp_path.iterdir()] == ["feuille.pptx"]


def test_a_file_gives_the_same_slides_as_the_deck_in_the_database(
    tmp_path: Path, court: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'suivi.sqlite'}"
    store = Store.open(url, References.of_donnees(load_donnees(Path("data"))))
    create_saved(store, DIRECTION, COURT, "")
    store.close()
    assert run("--deck", court, "--sortie", tmp_path / "a.pptx", "--date", JOUR) == 0
    monkeypatch.setenv("DATABASE_URL", url)
    assert run("--deck", "essai", "--sortie", tmp_path / "b.pptx", "--date", JOUR) == 0
    assert _titles(tmp_path / "a.pptx") == _titles(tmp_path / "b.pptx") == [
        "Bonsoir", "Les suites, données et annoncées",
    ]  # fmt: skip


def test_the_day_is_that_of_the_document(tmp_path: Path, court: Path) -> None:
    sortie = tmp_path / "a.pptx"
    assert run("--deck", court, "--sortie", sortie, "--date", "2077-01-05") == 0
    presentation = Presentation(str(sortie))
    mots = [f.text_frame.text for f in presentation.slides[0].shapes if f.has_text_frame]
    assert any("5 janvier 2077" in mot for mot in mots)
    assert presentation.core_properties.created.date() == dt.date(2077, 1, 5)


def test_without_follow_up_the_slides_say_so_and_the_others_go_on(
    tmp_path: Path, capsys: Any
) -> None:
    assert run("--deck", "comite", "--territoire", "seine-maritime", "--sortie",
               tmp_path / "c.pptx", "--date", JOUR) == 0  # fmt: skip
    erreurs = capsys.readouterr().err
    assert "Aucun suivi n’est enregistré ici" in erreurs
    assert "Page 2, Ordre du jour et décisions : Aucun suivi n’est enregistré ici" in erreurs
    presentation = Presentation(str(tmp_path / "c.pptx"))
    mots = " ".join(f.text_frame.text for f in presentation.slides[1].shapes if f.has_text_frame)
    assert "Aucun suivi n’est enregistré ici" in mots
    assert not (tmp_path / "var").exists()


def test_the_public_edition_leaves_drafts_and_names_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'suivi.sqlite'}"
    store = Store.open(url, References.of_donnees(load_donnees(Path("data"))))
    store.actions.create(
        DIRECTION, engagement="E1", territoire="D76", intitule="Action en brouillon",
        porteur="Camille Personne", fin=dt.date(2026, 1, 1),
    )  # fmt: skip
    store.close()
    monkeypatch.setenv("DATABASE_URL", url)
    textes = {}
    for edition in ("publique", "complete"):
        sortie = tmp_path / f"{edition}.pptx"
        assert run("--deck", "comite", "--territoire", "D76", "--sortie", sortie, "--date", JOUR,
                   "--edition", edition) == 0  # fmt: skip
        textes[edition] = " ".join(
            t.text
            for d in Presentation(str(sortie)).slides
            for t in d._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")
        )
    assert "Action en brouillon" in textes["complete"]
    assert "Action en brouillon" not in textes["publique"]
    assert "Camille" not in textes["publique"]


def test_a_workbook_holds_a_sheet_for_each_table_and_the_stamp(tmp_path: Path) -> None:
    sortie = tmp_path / "regionale.xlsx"
    assert run("--deck", REGIONALE, "--sortie", sortie, "--date", JOUR) == 0
    classeur = openpyxl.load_workbook(sortie)
    donnees = load_donnees(Path("data"))
    pages = compose(ready_decks(donnees)[REGIONALE], Contexte(donnees, dt.date(2026, 11, 22)))
    attendues = list(list_tables(pages))
    noms = classeur.sheetnames
    assert (noms[0], noms[-1], len(noms)) == ("Propositions", "À propos", len(attendues) + 2)
    propositions = donnees.table("propositions")
    assert [c.value for c in classeur["Propositions"]["A"]][1:] == propositions["id"].tolist()
    contenus = []
    for attendue, feuille in zip(attendues, classeur.worksheets[1:], strict=False):
        lignes = list(feuille.iter_rows(values_only=True))
        assert list(lignes[0]) == list(attendue.frame.columns)
        assert len(lignes) == len(attendue.frame) + 1
        contenus.append(lignes)
    assert len(set(map(tuple, contenus))) == len(contenus), "no sheet twice"
    parts = next(f for f in classeur if f["B1"].value == "Part")
    assert [(c.value, c.number_format) for c in parts["B"]][1] == (0.47, "0%")
    cachet = dict(classeur["À propos"].iter_rows(values_only=True, max_col=2))
    assert "Édition publique" in cachet["Filtres"]
    assert "Sans le suivi" in cachet["Filtres"]
    assert cachet["Licence"]


def test_tables_have_a_name_for_each_column_and_whole_numbers() -> None:
    page = Page(
        "P" * 80,
        blocs=(Tableau(("", "N", "n"), (("1", "2 %"), ("2", "x", "y", "z"))),
               Chiffres((Chiffre("près de 4", "Lieux"),))),
    )  # fmt: skip
    premiere, autre = list_tables([page, page])
    frame, chiffres = premiere.frame, autre.frame
    assert premiere.nom != autre.nom[: len(premiere.nom)]
    assert list(frame.columns) == ["Colonne 1", "N", "n (3)"]
    assert frame["Colonne 1"].tolist() == [1, 2]
    assert frame["n (3)"].tolist() == ["", "y"]
    assert chiffres["En toutes lettres"].tolist() == ["près de 4"]
    assert chiffres["Nombre"].tolist() == [4]


@pytest.mark.parametrize(
    ("cellules", "attendues", "aspect"),
    [
        (["47\u00a0%", "–"], [0.47, None], "0%"),
        (["47,5\u00a0%", "3\u00a0%"], [0.475, 0.03], "0.0%"),
        (["1\u202f250", "", "3"], [1250, None, 3], ""),
        (["12\u202f500,5\u00a0€"], [12500.5], '#,##0.00\u00a0"€"'),
        (["8 décembre 2022", "01/02/2023"],
         [dt.datetime(2022, 12, 8), dt.datetime(2023, 2, 1)], ""),
        (["01", "02"], ["01", "02"], ""),
        (["12", "non publié"], ["12", "non publié"], ""),
        (["31/02/2023"], ["31/02/2023"], ""),
    ],
)  # fmt: skip
def test_figures_of_a_deck_are_true_numbers(
    cellules: list[str], attendues: list[Any], aspect: str
) -> None:
    (feuille,) = list_tables([Page("P", blocs=(Tableau(("A",), tuple(zip(cellules))),))])  # noqa: B905
    lues = [None if pd.isna(v) else v for v in feuille.frame["A"]]
    assert (lues, feuille.formats.get("A", "")) == (attendues, aspect)


def test_a_pdf_has_a_page_for_each_slide(court: Path) -> None:
    sortie = court.parent / "court.pdf"
    assert run("--deck", court, "--sortie", sortie, "--date", JOUR) == 0
    assert len(PdfReader(sortie).pages) == 2


def test_a_deck_without_table_gives_no_workbook(tmp_path: Path, capsys: Any) -> None:
    chemin = tmp_path / "t.json"
    chemin.write_text(to_json(_deck(Diapo("a", "titre"))), encoding="utf-8")
    assert run("--deck", chemin, "--sortie", tmp_path / "t.xlsx") == 2
    assert "n’a de tableau" in capsys.readouterr().err
    assert not (tmp_path / "t.xlsx").exists()


def test_another_region_exports_too(tmp_path: Path) -> None:
    sortie = tmp_path / "v.pptx"
    assert run("--deck", REGIONALE, "--donnees", VALMONT, "--sortie", sortie, "--date", JOUR) == 0
    assert not [titre for titre in _titles(sortie) if "Normandie" in titre]


FAUTES = [
    (["--deck", "inconnu", "--sortie", "{d}/a.pptx"], "« inconnu » est inconnu", 2),
    (["--deck", "{d}/rien.json", "--sortie", "{d}/a.pptx"], "Impossible de lire", 2),
    (["--deck", "{d}/abime.json", "--sortie", "{d}/a.pptx"], "pas du JSON", 2),
    (["--deck", "{d}", "--sortie", "{d}/a.pptx"], "inconnu", 2),
    (["--deck", "comite", "--territoire", "Atlantide", "--sortie", "{d}/a.pptx"],
     "« Atlantide » inconnu", 2),
    (["--deck", "comite", "--territoire", "le havre", "--sortie", "{d}/a.pptx"],
     "désigne plusieurs territoires", 2),
    (["--deck", "comite", "--sortie", "{d}/a.doc"], "« doc » : valeur inconnue pour « Format »", 2),
    (["--deck", "comite", "--sortie", "{d}/a"], "Indiquez un format", 2),
    (["--deck", "comite", "--sortie", "{d}/rien/a.pptx"], "n’existe pas", 2),
    (["--deck", "comite", "--format", "pptx", "--sortie", "{d}"], "est un dossier", 2),
    (["--deck", "comite", "--date", "demain", "--sortie", "{d}/a.pptx"], "« demain »", 2),
    (["--deck", "comite", "--date", "2026-03-01", "--sortie", "{d}/a.pptx"],
     "ne se relit pas au 1er mars 2026", 2),
    (["--deck", "comite", "--sortie", "{d}/a.pptx"], "demande un territoire", 2),
    (["--deck", FEUILLE, "--territoire", "D61", "--sortie", "{d}/a.pptx"],
     "n’existe pas pour l’Orne", 2),
    (["--deck", "comite", "--edition", "secrète", "--sortie", "{d}/a.pptx"], "« secrète »", 2),
    (["--deck", "comite", "--donnees", "{d}/rien", "--sortie", "{d}/a.pptx"], "dossier de données",
     2),
    (["--deck", "{d}/court.json", "--modele", "{d}/abime.json", "--sortie", "{d}/a.pptx"],
     "n’est pas une présentation", 2),
    (["--deck", "{d}/court.json", "--modele", "{d}/rien.pptx", "--sortie", "{d}/a.pptx"],
     "Impossible de lire", 2),
    (["--deck", "{d}/court.json", "--modele", "{d}/abime.json", "--sortie", "{d}/a.xlsx"],
     "ne sert qu’au format pptx", 2),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "mots", "code"), FAUTES, ids=range(len(FAUTES)))
def test_what_is_wrong_is_said_in_a_sentence(
    arguments: list[str], mots: str, code: int, court: Path, capsys: Any
) -> None:
    dossier = court.parent
    (dossier / "abime.json").write_bytes(b"{")
    assert run(*(a.replace("{d}", str(dossier)) for a in arguments)) == code
    dit = capsys.readouterr().err
    assert mots in dit
    assert "Traceback" not in dit
    assert not list(dossier.glob("a*.[px]*"))
    assert not list(dossier.glob(".*tmp"))


def test_a_file_that_calls_itself_frozen_shows_the_data_and_says_so(
    tmp_path: Path, capsys: Any
) -> None:
    page = Page(
        "Secret",
        blocs=(
            Texte(
                ("un nom",),
            ),
        ),
    )
    fige = replace(COURT, fige_le=JOUR, pages=(page,), edition="publique")
    chemin = tmp_path / "fige.json"
    chemin.write_text(to_json(fige), encoding="utf-8")
    chemin_court = tmp_path / "court.json"
    chemin_court.write_text(to_json(COURT), encoding="utf-8")
    assert run("--deck", chemin_court, "--sortie", tmp_path / "c.pptx") == 0
    assert "figé" not in capsys.readouterr().err
    assert run("--deck", chemin, "--sortie", tmp_path / "f.pptx") == 0
    assert "est figé au" in capsys.readouterr().err
    assert _titles(tmp_path / "f.pptx") == _titles(tmp_path / "c.pptx")
    assert "Secret" not in _titles(tmp_path / "f.pptx")
    lu = Presentation(str(tmp_path / "f.pptx"))
    assert "Figé" not in lu.core_properties.comments


@pytest.mark.parametrize(
    ("numero", "mots"),
    [(errno.ENOSPC, "le disque est plein"), (errno.EACCES, "pas le droit"), (None, "a refusé")],
)
def test_a_disk_that_refuses_leaves_what_was_there(
    numero: int | None, mots: str, court: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    sortie = court.parent / "a.pptx"
    sortie.write_bytes(b"avant")

    def refuse(_descripteur: int) -> None:
        raise OSError(numero, "refusé")

    monkeypatch.setattr(fichier.os, "fsync", refuse)
    assert run("--deck", court, "--sortie", sortie) == 1
    assert mots in capsys.readouterr().err
    assert sortie.read_bytes() == b"avant"
    assert sorted(f.name for f in court.parent.iterdir()) == ["a.pptx", "court.json"]


def test_an_abandoned_export_leaves_nothing(
    court: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    def stop(_descripteur: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fichier.os, "fsync", stop)
    assert run("--deck", court, "--sortie", court.parent / "a.pptx") == 130
    assert "abandonné" in capsys.readouterr().err
    assert [f.name for f in court.parent.iterdir()] == ["court.json"]


class _Terminal(io.StringIO):
    encoding = "ascii"

    def isatty(self) -> bool:
        return True


def test_a_bar_shows_to_a_terminal_that_waits(court: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(fichier, "ATTENTE", 0)
    assert run("--deck", court, "--sortie", court.parent / "a.pptx") == 0
    assert "#" in terminal.getvalue()
    assert re.search(r"[1-9]\d%", terminal.getvalue())


def test_no_bar_is_written_to_a_file_nor_for_a_short_wait(court: Path, capsys: Any) -> None:
    assert run("--deck", court, "--sortie", court.parent / "a.pptx") == 0
    assert "\r" not in capsys.readouterr().err
    terminal = _Terminal()
    barre = fichier.Barre()
    barre.show(0.5, "mot")
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("argument", ["--deck", "--sortie", "--modele", "--donnees"])
def test_a_name_that_the_disk_refuses_is_a_sentence(
    argument: str, tmp_path: Path, capsys: Any
) -> None:
    dits = {"--deck": "restitution-regionale", "--sortie": tmp_path / "d.pptx"}
    dits[argument] = tmp_path / ("x" * 300)
    assert run(*(mot for paire in dits.items() for mot in paire)) in (1, 2)
    assert "son nom est trop long" in capsys.readouterr().err
