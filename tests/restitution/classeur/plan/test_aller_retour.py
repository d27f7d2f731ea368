"""The action plan leaves and comes back the same, whatever spreadsheets write."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from concertation.declarations.action import NATURE, STATUT
from concertation.declarations.champ import Champ
from concertation.donnees import load_donnees
from concertation.restitution.classeur.exports import to_fichier
from concertation.restitution.classeur.plan.ecriture import (
    choix_of_donnees,
    to_plan_xlsx,
)
from concertation.restitution.classeur.plan.lecture import read_plan
from concertation.restitution.classeur.plan.modele import (
    ACTIONS,
    COLONNES,
    FINANCEMENTS,
    Plan,
    canonical,
    plan_of_frames,
    plan_of_store,
)
from concertation.restitution.classeur.plan.reprise import apply_plan
from tests.aides.epreuves import times
from tests.aides.relire import read_stamp
from tests.restitution.classeur.plan.plans import (
    ANCIENNES,
    CACHET,
    COLONNES_ACTIONS,
    COLONNES_FINANCEMENTS,
    DIRECTION,
    FICTIF,
    FORMATS,
    cell,
    fill,
    texts,
    to_bytes,
)
from tests.restitution.classeur.test_exports import AMBIGU, ETRANGES

# A round trip


@pytest.mark.parametrize("nom", FORMATS)
def test_round_trip_changes_nothing(store, nom):
    fill(store)
    plan = plan_of_store(store, DIRECTION)
    recu, anomalies = read_plan(FORMATS[nom](plan, CACHET), nom)
    assert anomalies == []
    assert texts(recu, ACTIONS, "id") == [str(rang) for rang in range(1, 13)]
    assert [li.cellules for li in recu.lignes] == [li.cellules for li in plan.lignes]
    avant = store.last_entry()
    apercu = apply_plan(store, DIRECTION, recu)
    assert apercu.is_empty
    assert apercu.inchangees == 18
    assert store.last_entry() == avant, "nothing is written, not even in the journal"


TEXTES = st.sampled_from(ETRANGES) | st.text(st.characters(codec="utf-8"), max_size=12)
IDS = st.integers(1, 10**12).map(str)
DATES = st.just("") | st.dates().map(str)
MONTANTS = st.decimals(0, 999_999_999_999, places=2).map(str)


def _drawn(colonnes: dict[str, Champ], **autres: Any) -> Any:
    genres = {
        "identifiant": IDS, "texte": TEXTES, "long": TEXTES, "date": DATES, "montant": MONTANTS,
        "propositions": st.sets(st.sampled_from(["P1", "P2", "P10"])).map(
            lambda s: " | ".join(sorted(s))
        ),
    }  # fmt: skip
    codes = st.sampled_from(["", "E1", "E1a", "D2"])
    ligne = st.fixed_dictionaries(
        {
            nom: st.sampled_from(list(champ.liste))
            if champ.liste
            else genres.get(champ.genre, codes)
            for nom, champ in colonnes.items()
        }
    )
    return st.lists(ligne, max_size=4).map(lambda r: pd.DataFrame(r, columns=list(colonnes)))


@settings(max_examples=times(4), suppress_health_check=[HealthCheck.too_slow])
@given(_drawn(COLONNES_ACTIONS), _drawn(COLONNES_FINANCEMENTS), st.sampled_from(list(FORMATS)))
def test_any_plan_comes_back_cell_for_cell(actions, financements, nom):
    plan = plan_of_frames(actions, financements)
    if nom.endswith(".xlsx"):
        textes = [texte for ligne in plan.lignes for texte in ligne.cellules.values()]
        assume(not any(AMBIGU.search(texte) for texte in textes))
    recu, anomalies = read_plan(FORMATS[nom](plan, CACHET), nom)
    assert anomalies == []
    for table in COLONNES:
        assert [li.cellules for li in recu.of(table)] == [li.cellules for li in plan.of(table)]


def test_workbook_offers_two_tables_with_their_lists_and_a_stamp(store):
    fill(store)
    donnees = load_donnees(Path(__file__).parents[4] / "data")
    contenu = to_plan_xlsx(plan_of_store(store, DIRECTION), FICTIF, choix_of_donnees(donnees))
    classeur = openpyxl.load_workbook(io.BytesIO(contenu))
    assert classeur.sheetnames == [
        "À imprimer (données fictives)", "Actions (données fictives)",
        "Financements (données fictives)", "Listes", "À propos",
    ]  # fmt: skip
    for page, colonnes in zip(
        classeur.worksheets[1:], (COLONNES_ACTIONS, COLONNES_FINANCEMENTS), strict=False
    ):
        (tableau,) = page.tables.values()
        assert [colonne.name for colonne in tableau.tableColumns] == list(colonnes)
        assert page.freeze_panes == "A2"
    validations = classeur.worksheets[1].data_validations.dataValidation
    a_choix = ("engagement", "composante", "territoire", "statut")
    assert {str(v.sqref).split(":")[0] for v in validations} == {cell(nom, 2) for nom in a_choix}
    colonnes = [[c.value for c in colonne if c.value] for colonne in classeur["Listes"].columns]
    listes = {titre: valeurs for titre, *valeurs in colonnes}
    assert listes["engagement"] == donnees.table("engagements")["id"].tolist()
    assert "En cours" in listes["statut"]
    apropos = [[cellule.value for cellule in ligne] for ligne in classeur["À propos"].rows]
    assert ["Mention", "Données fictives"] in apropos


def test_agent_prints_the_first_sheet_edits_the_second_and_nothing_else_changes(store):
    fill(store)
    donnees = load_donnees(Path(__file__).parents[4] / "data")
    contenu = to_plan_xlsx(plan_of_store(store, DIRECTION), CACHET, choix_of_donnees(donnees))
    classeur = openpyxl.load_workbook(io.BytesIO(contenu))
    lue, saisie = classeur.worksheets[:2]
    assert (lue.page_setup.paperSize, lue.page_setup.orientation) == (9, "landscape")
    assert lue.sheet_properties.pageSetUpPr.fitToPage
    assert lue.print_title_rows == "$1:$1"
    assert lue.protection.sheet, "what is typed there would be lost"
    assert [c.value for c in lue[1]][:3] == ["N°", "Intitulé", "Engagement"]
    dites = dict(zip([c.value for c in lue[1]], lue[13], strict=True))
    titre = donnees.table("engagements").set_index("id")["titre_court"]["E1"]
    assert dites["Engagement"].value == f"E1 – {titre}"
    assert dites["Début"].value == dt.datetime(2026, 1, 5)
    argent = store.financements.list(DIRECTION).groupby("action_id")["montant"].sum()
    assert dites["Prévu"].value == argent[12]
    assert "€" in dites["Prévu"].number_format
    saisie[cell("intitule", 5)] = "Autrement"
    recu, anomalies = read_plan(to_bytes(classeur), "plan.xlsx")
    assert (anomalies, recu.ignorees) == ([], ())
    apercu = apply_plan(store, DIRECTION, recu)
    (changee,) = apercu.modifiees
    assert [champ[0] for champ in changee.champs] == ["intitule"]
    assert (apercu.creees, apercu.inchangees) == ((), 17)
    assert store.actions.get(DIRECTION, 4)["intitule"] == "Autrement"


@pytest.mark.parametrize("nom", FORMATS)
def test_empty_plan_is_a_form_to_fill_in(nom):
    recu, anomalies = read_plan(FORMATS[nom](Plan(), CACHET), nom)
    assert anomalies == []
    assert recu.lignes == ()


# Habits of spreadsheets


@pytest.mark.parametrize(
    ("genre", "saisi", "attendu"),
    [
        ("montant", "1 250,50 €", "1250.50"),
        ("montant", "1\u202f250,5\u00a0€", "1250.50"),
        ("montant", "1.250,50", "1250.50"),
        ("montant", "1,250.50", "1250.50"),
        ("montant", "1.250.000", "1250000.00"),
        ("montant", 1250, "1250.00"),
        ("montant", 0.1 + 0.2, "0.30"),
        ("montant", "0", "0.00"),
        ("montant", "1.250", "1.250"),  # one thousand, or one and a quarter: nobody guesses
        ("montant", "12 50", "12 50"),
        ("montant", "-3", "-3"),
        ("montant", 12.345, "12.345"),
        ("date", dt.datetime(2026, 1, 5), "2026-01-05"),
        ("date", "05/01/2026", "2026-01-05"),
        ("date", "5/1/2026 ", "2026-01-05"),
        ("date", "2026-01-05 00:00:00", "2026-01-05"),
        ("date", 46027, "2026-01-05"),
        ("date", "13/25/2026", "13/25/2026"),
        ("date", "30/02/2026", "30/02/2026"),
        ("date", 2026, "2026"),
        ("identifiant", 12.0, "12"),
        ("identifiant", " 0012 ", "12"),
        ("identifiant", "n 2", "N2"),
        ("identifiant", "1,5", "1,5"),
        ("statut", " BLOQUEE", "bloquee"),
        ("statut", "à venir", "a_venir"),
        ("statut", "en_retard", "en_retard"),
        ("nature", "Dépensé", "depense"),
        ("propositions", "P2;P1 |P2", "P1 | P2"),
        ("texte", "  deux\r\nlignes\u202e\x07 ", "deux\nlignes"),
        ("texte", 2024.0, "2024"),
        ("texte", pd.NA, ""),
        ("date", pd.NaT, ""),
        ("montant", float("nan"), ""),
    ],
)
def test_habits_of_spreadsheets_are_understood(genre, saisi, attendu):
    listes = {"statut": STATUT, "nature": NATURE}
    champ = Champ("x", "X", "choix" if genre in listes else genre, liste=listes.get(genre))
    assert canonical(champ, saisi) == attendu


def test_every_label_and_code_is_read_back():
    listes = [champ for colonnes in COLONNES.values() for champ in colonnes.values() if champ.liste]
    assert [champ.nom for champ in listes] == ["statut", "nature"]
    for champ in listes:
        for code, libelle in champ.liste.items():
            assert canonical(champ, code) == canonical(champ, libelle.upper()) == code


def test_columns_of_the_first_exports_keep_their_names():
    assert set(ANCIENNES) <= set(COLONNES_ACTIONS)
    assert list(COLONNES_FINANCEMENTS)[:7] == [
        "id", "version", "action", "financeur", "montant", "periode", "nature",
    ]  # fmt: skip


def test_workbook_saved_by_hand_is_read_with_its_dates_and_numbers():
    classeur = openpyxl.Workbook()
    page = classeur.active
    page.title = "Mon plan"
    page.append([])
    page.append([nom.upper() for nom in ANCIENNES])
    page.append([None, None, "E1", None, "D1", "Ouvrir ", 2024, True, None, dt.date(2026, 1, 5),
                 "31/12/2026", "Réalisée", "P1"])  # fmt: skip
    page["F9"] = " "
    argent = classeur.create_sheet("Argent")
    argent.append(list(COLONNES_FINANCEMENTS))
    argent.append([None, None, 3, "Agence", 1250.5, 2026, "prévu"])
    sortie = io.BytesIO()
    classeur.save(sortie)
    plan, anomalies = read_plan(sortie.getvalue(), "Plan.XLSX")
    assert anomalies == []
    (action,), (financement,) = plan.of(ACTIONS), plan.of(FINANCEMENTS)
    assert action.numero == 3
    # A field declared since is in no file of then: empty.
    assert {nom for nom, dit in action.cellules.items() if dit} <= set(ANCIENNES)
    assert {nom: action.cellules[nom] for nom in ANCIENNES} == {
        "id": "", "version": "", "engagement": "E1", "composante": "", "territoire": "D1",
        "intitule": "Ouvrir", "description": "2024", "porteur": "VRAI", "partenaires": "",
        "debut": "2026-01-05", "fin": "2026-12-31", "statut": "realisee", "propositions": "P1",
    }  # fmt: skip
    assert financement.numero == 2
    assert financement.cellules == {
        "id": "", "version": "", "action": "3", "financeur": "Agence", "montant": "1250.50",
        "periode": "2026", "nature": "prevu",
    }  # fmt: skip


def test_csv_saved_again_by_excel_is_read_with_its_own_line_numbers():
    texte = (
        "\ufeff# Titre : Plan;;;;;;\r\n"
        '"# Source : a; b";;;;;;\r\n'
        "id;version;action;financeur;montant;periode;nature\r\n"
        ";;3;Agence;1 250,50 €;2026;Prévu\r\n"
        "\r\n"
        ';;3;"Deux\nlignes";abc\r\n'
    )
    plan, anomalies = read_plan(texte.encode(), "financements.csv")
    assert anomalies == []
    assert [ligne.numero for ligne in plan.of(FINANCEMENTS)] == [4, 6]
    assert texts(plan, FINANCEMENTS, "montant") == ["1250.50", "abc"]
    assert texts(plan, FINANCEMENTS, "financeur")[1] == "Deux\nlignes"


# Any table of follow-up


def test_table_of_follow_up_is_stamped_and_in_words(store):
    fill(store)
    store.seances.create(DIRECTION, territoire="D1", date="2026-03-02")
    frame = store.actions.list(DIRECTION)
    contenu = to_fichier(frame, FICTIF, "Actions", objet="action")
    classeur = openpyxl.load_workbook(io.BytesIO(contenu))
    page = classeur["Actions (données fictives)"]
    entete = [cellule.value for cellule in page[1]]
    assert entete[:3] == ["N°", "Intitulé", "Engagement"]
    assert page.cell(2, entete.index("Statut") + 1).value == "En cours"
    codes = classeur["Données (données fictives)"]
    entete = [cellule.value for cellule in codes[1]]
    assert "retire" not in entete
    assert codes.cell(2, entete.index("statut") + 1).value == "en_cours"
    assert classeur["À propos"]["B1"].value == "Données fictives"
    seances = to_fichier(store.seances.list(DIRECTION), CACHET, "Séances", "csv-excel",
                         objet="seance")  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(seances)) as archive:
        assert "Préparée" in archive.read("seances.csv").decode()
        assert "fictives" not in "".join(archive.namelist())
    journal = to_fichier(store.journal.list(DIRECTION), FICTIF, "Journal", "csv-excel")
    assert "Mention\u00a0: Données fictives" in read_stamp(journal)
    with zipfile.ZipFile(io.BytesIO(journal)) as archive:
        assert "journal (donnees fictives).csv" in archive.namelist()
        assert "quand_utc" in archive.read("donnees (donnees fictives).csv").decode()
