"""The action plan leaves and comes back the same; a file with mistakes is refused as a whole."""

import datetime as dt
import io
import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from concertation.declarations.action import NATURE, STATUT
from concertation.declarations.champ import Champ
from concertation.donnees import load_donnees
from concertation.restitution.classeur import lecture as lecture_classeur
from concertation.restitution.classeur.exports import build_cachet_suivi, to_tableau
from concertation.restitution.classeur.plan import lecture as plan_lecture
from concertation.restitution.classeur.plan.controle import check_plan
from concertation.restitution.classeur.plan.ecriture import (
    choix_of_donnees,
    to_plan_csv,
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
from concertation.restitution.classeur.plan.reprise import PlanRefuse, apply_plan, preview
from concertation.suivi import Acteur, Conflit, DroitRefuse, References, Store
from tests.aides.epreuves import times
from tests.restitution.classeur.test_exports import AMBIGU, ETRANGES

REFERENCES = References(
    parents={"R": "", "D1": "R", "D2": "R"},
    engagements=frozenset({"E1", "E2"}),
    composantes={"E1a": "E1", "E2a": "E2"},
    portees={"P1": "locale", "P2": "locale", "N1": "nationale"},
)
COLONNES_ACTIONS, COLONNES_FINANCEMENTS = COLONNES["Actions"], COLONNES["Financements"]
ORNE = Acteur("Anne", "comite", frozenset({"D1"}))
DIRECTION = Acteur("Denise", "direction")
CACHET = build_cachet_suivi("Plan d'action", "", dt.date(2026, 3, 2), False, "Concertation")
FICTIF = build_cachet_suivi("Plan d'action", "", dt.date(2026, 3, 2), True, "Concertation")
ACTION = {"engagement": "E1", "territoire": "D1", "intitule": "Ouvrir", "statut": "en_cours"}
# The columns of the first exports, in their order: such files go on being read.
ANCIENNES = (
    "id", "version", "engagement", "composante", "territoire", "intitule", "description",
    "porteur", "partenaires", "debut", "fin", "statut", "propositions",
)  # fmt: skip
FORMATS = {
    "plan.xlsx": lambda plan, cachet: to_plan_xlsx(plan, cachet, {"engagement": [("E1", "Un")]}),
    "plan.zip": lambda plan, cachet: to_plan_csv(plan, cachet),
    "plan-excel.zip": lambda plan, cachet: to_plan_csv(plan, cachet, excel=True),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    ouvert = Store.open(f"sqlite:///{tmp_path / 'suivi.sqlite'}", REFERENCES)
    yield ouvert
    ouvert.close()


def fill(store: Store) -> None:
    """Twelve actions, so that ids have two figures, some with money."""
    for rang in range(1, 13):
        action = store.actions.create(
            DIRECTION, engagement="E1", composante="E1a" if rang % 2 else "",
            territoire="D1" if rang < 9 else "D2", intitule=f"Action {rang}",
            description="=1+1\n| « a » ; b, c |  " if rang == 10 else "", porteur=" Zoé ",
            debut="2026-01-05", fin="2026-12-31" if rang > 3 else None, statut="en_cours",
            propositions=["P2", "P1"][: rang % 3],
        )  # fmt: skip
        if rang > 6:
            store.financements.create(
                DIRECTION, action_id=action["id"], financeur="Agence",
                montant="1250.50" if rang != 12 else "999999999999.99", periode="2026",
            )  # fmt: skip


def line(action: dict[str, Any] | None = None, **autres: Any) -> Plan:
    """A plan of one action."""
    return plan_of_frames(pd.DataFrame([{**ACTION, **(action or {}), **autres}]), pd.DataFrame())


def edit(plan: Plan, table: str, numero: int, **cellules: str) -> Plan:
    """The plan with other texts in the cells of one of its rows."""
    assert any((li.table, li.numero) == (table, numero) for li in plan.lignes)
    return replace(
        plan,
        lignes=tuple(
            li._replace(cellules={**li.cellules, **cellules})
            if (li.table, li.numero) == (table, numero)
            else li
            for li in plan.lignes
        ),
    )


def texts(plan: Plan, table: str, nom: str) -> list[str]:
    """The cells of a column."""
    return [ligne.cellules[nom] for ligne in plan.of(table)]


def cell(nom: str, numero: int) -> str:
    """Address of a cell of the actions that are exported."""
    return f"{get_column_letter(list(COLONNES_ACTIONS).index(nom) + 1)}{numero}"


def messages(anomalies: list[Any]) -> dict[tuple[str, int | None, str | None], str]:
    return {(a.fichier, a.ligne, a.colonne): a.message for a in anomalies}


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


@settings(max_examples=times(8), suppress_health_check=[HealthCheck.too_slow])
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
        "Actions (données fictives)", "Financements (données fictives)", "Listes", "À propos",
    ]  # fmt: skip
    for page, colonnes in zip(classeur, (COLONNES_ACTIONS, COLONNES_FINANCEMENTS), strict=False):
        (tableau,) = page.tables.values()
        assert [colonne.name for colonne in tableau.tableColumns] == list(colonnes)
        assert page.freeze_panes == "A2"
    validations = classeur.worksheets[0].data_validations.dataValidation
    a_choix = ("engagement", "composante", "territoire", "statut")
    assert {str(v.sqref).split(":")[0] for v in validations} == {cell(nom, 2) for nom in a_choix}
    colonnes = [[c.value for c in colonne if c.value] for colonne in classeur["Listes"].columns]
    listes = {titre: valeurs for titre, *valeurs in colonnes}
    assert listes["engagement"] == donnees.table("engagements")["id"].tolist()
    assert "En cours" in listes["statut"]
    apropos = [[cellule.value for cellule in ligne] for ligne in classeur["À propos"].rows]
    assert ["Mention", "Données fictives"] in apropos


@pytest.mark.parametrize("nom", FORMATS)
def test_empty_plan_is_a_form_to_fill_in(nom):
    recu, anomalies = read_plan(FORMATS[nom](Plan(), CACHET), nom)
    assert anomalies == []
    assert recu.lignes == ()


# Habits of spreadsheets


@pytest.mark.parametrize(
    ("genre", "saisi", "attendu"),
    [
        ("montant", "1 250,50 €", "1250.50"),
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
        "\ufeff# Titre : Plan;;;;;;\r\n"
        '"# Source : a; b";;;;;;\r\n'
        "id;version;action;financeur;montant;periode;nature\r\n"
        ";;3;Agence;1 250,50 €;2026;Prévu\r\n"
        "\r\n"
        ';;3;"Deux\nlignes";abc\r\n'
    )
    plan, anomalies = read_plan(texte.encode(), "financements.csv")
    assert anomalies == []
    assert [ligne.numero for ligne in plan.of(FINANCEMENTS)] == [4, 6]
    assert texts(plan, FINANCEMENTS, "montant") == ["1250.50", "abc"]
    assert texts(plan, FINANCEMENTS, "financeur")[1] == "Deux\nlignes"


# Mistakes


def test_every_mistake_is_named_by_line_and_column(store):
    existant = plan_of_frames(
        pd.DataFrame([{**ACTION, "id": 12, "version": 3}]),
        pd.DataFrame([{"id": 7, "version": 1, "action_id": 12, "financeur": "Agence",
                       "montant": 5.0, "nature": "prevu"}]),
    )  # fmt: skip
    plan = plan_of_frames(
        pd.DataFrame(
            [
                {**ACTION, "engagement": "E9", "debut": "hier", "statut": "en retard"},
                {**ACTION, "composante": "E2a", "debut": "2026-05-01", "fin": "2026-04-01"},
                {"id": "12", "version": "", "engagement": "E1", "territoire": "", "intitule": ""},
                {**ACTION, "id": "12", "version": "3"},
                {**ACTION, "id": "99", "territoire": "D9", "propositions": "P1 | N1 | P7"},
                {**ACTION, "id": "N1", "description": "a" * 20_001, "composante": "Z"},
            ]
        ),
        pd.DataFrame(
            [
                {"action": "N2", "financeur": "", "montant": "1.250", "nature": "promis"},
                {"action": "50", "financeur": "A", "montant": "1,255", "nature": "prevu"},
                {"id": 7, "version": 1, "action": "N1", "financeur": "A", "montant": -1,
                 "nature": "Prévu"},
            ]
        ),
    )  # fmt: skip
    trouvees = messages(check_plan(store, DIRECTION, plan, existant))
    assert set(trouvees) == {
        ("Actions", 2, "engagement"), ("Actions", 2, "debut"), ("Actions", 2, "statut"),
        ("Actions", 3, "composante"), ("Actions", 3, "fin"), ("Actions", 4, "version"),
        ("Actions", 4, "territoire"), ("Actions", 4, "intitule"), ("Actions", 4, "statut"),
        ("Actions", 5, "id"), ("Actions", 6, "id"), ("Actions", 6, "territoire"),
        ("Actions", 6, "propositions"), ("Actions", 7, "description"), ("Actions", 7, "composante"),
        ("Financements", 2, "action"), ("Financements", 2, "financeur"),
        ("Financements", 2, "montant"), ("Financements", 2, "nature"),
        ("Financements", 3, "action"), ("Financements", 3, "montant"),
        ("Financements", 4, "action"), ("Financements", 4, "montant"),
    }  # fmt: skip
    attendues = {
        ("Actions", 2, "engagement"): ["« E9 »", "« Engagement »", "admis : « E1 » ou « E2 »"],
        ("Actions", 2, "debut"): ["« Début »", "JJ/MM/AAAA", "« hier »"],
        ("Actions", 2, "statut"): ["« en retard »", "À venir, En cours"],
        ("Actions", 3, "composante"): ["« E2a » appartient à l’engagement E2", "E1 : « E1a »"],
        ("Actions", 3, "fin"): ["précéder le début"],
        ("Actions", 4, "version"): ["gardez la version"],
        ("Actions", 4, "statut"): ["obligatoire"],
        ("Actions", 5, "id"): ["« 12 » est déjà à la ligne 4 :"],
        ("Actions", 6, "id"): ["« 99 » n'existe pas", "laissez la cellule vide"],
        ("Actions", 6, "territoire"): ["« D9 »", "« D1 », « D2 » ou « R »"],
        ("Actions", 6, "propositions"): [
            "« N1 » n’est pas locale : elle se suit comme une transmission", "« P7 » n’existe pas",
            "« P1 » ou « P2 »",
        ],
        ("Actions", 7, "description"): ["dépasse 20 000 caractères (20 001)"],
        ("Financements", 2, "action"): ["aucune action nouvelle ne porte « N2 »"],
        ("Financements", 2, "montant"): ["ni point ni virgule pour les milliers", "« 1.250 »"],
        ("Financements", 2, "nature"): ["« promis »", "Prévu, Dépensé"],
        ("Financements", 3, "action"): ["l'action « 50 » n'existe pas"],
        ("Financements", 4, "action"): ["cette ligne finance l'action 12"],
        ("Financements", 4, "montant"): ["positif ou nul", "« -1 »"],
    }  # fmt: skip
    for place, mots in attendues.items():
        phrase = trouvees[place].replace("\u00a0", " ").replace("\u202f", " ")
        assert all(mot in phrase for mot in mots), phrase


def test_row_left_as_it_was_exported_is_not_asked_about(store):
    fill(store)
    existant = plan_of_store(store, DIRECTION)
    autre = store.with_references(replace(REFERENCES, engagements=frozenset({"E2"})))
    assert check_plan(autre, DIRECTION, existant, existant) == []
    change = edit(existant, ACTIONS, 2, porteur="Ali")
    (anomalie,) = check_plan(autre, DIRECTION, change, existant)
    assert (anomalie.ligne, anomalie.colonne) == (2, "engagement")


def test_emptied_cell_never_becomes_what_a_new_row_begins_with(store):
    fill(store)
    recu, _ = read_plan(to_plan_xlsx(plan_of_store(store, DIRECTION), CACHET), "p.xlsx")
    recu = edit(edit(recu, ACTIONS, 2, statut=""), FINANCEMENTS, 2, nature="")
    with pytest.raises(PlanRefuse) as refus:
        apply_plan(store, DIRECTION, recu)
    assert {(a.ligne, a.colonne) for a in refus.value.anomalies} == {(2, "statut"), (2, "nature")}
    assert set(store.actions.list(DIRECTION)["statut"]) == {"en_cours"}


@pytest.mark.parametrize(
    ("contenu", "nom", "message"),
    [
        (b"", "plan.xlsx", "ce fichier n'est pas un classeur XLSX lisible."),
        (b"PK", "plan.zip", "le fichier n'est pas une archive zip lisible"),
        (b"a", "plan.pdf", "ce type de fichier n'est pas admis"),
        ("é".encode("cp1252"), "plan.csv", "le texte n'est pas en UTF-8"),
        (b"a,b\r\n1,2\r\n", "plan.csv", "aucune table d'actions ni de financements"),
        (b"", "plan.csv", "aucune table d'actions ni de financements"),
    ],
)
def test_file_that_is_no_plan_is_told_and_raises_nothing(contenu, nom, message):
    plan, (anomalie,) = read_plan(contenu, nom)
    assert anomalie.fichier == nom
    assert anomalie.message.startswith(message)
    assert plan.lignes == ()


def test_header_and_stray_cells_are_checked():
    texte = (
        "id,version,action,financeur,montant,montant,nature,couleur\n"
        "1,1,1,Agence,3,3,Prévu,rouge,perdu\n"
    )
    _, anomalies = read_plan(texte.encode(), "argent.csv")
    assert {(a.ligne, a.colonne) for a in anomalies} == {
        (1, "periode"), (1, "montant"), (1, "couleur"), (2, None),
    }  # fmt: skip


def test_failed_formula_is_named_but_its_look_alike_is_a_text():
    plan = line(description="#REF!", porteur="#N/A")
    contenu = to_plan_xlsx(plan, CACHET)
    assert read_plan(contenu, "p.xlsx")[1] == []
    classeur = openpyxl.load_workbook(io.BytesIO(contenu))
    classeur["Actions"][cell("porteur", 2)].data_type = "e"
    sortie = io.BytesIO()
    classeur.save(sortie)
    _, (anomalie,) = read_plan(sortie.getvalue(), "p.xlsx")
    assert (anomalie.ligne, anomalie.colonne, anomalie.valeur) == (2, "porteur", "#N/A")


# Writing


def test_new_action_arrives_with_its_money(store):
    plan = plan_of_frames(
        pd.DataFrame([{**ACTION, "id": "N1", "propositions": "P2 | P1", "fin": "31/12/2026"},
                      {**ACTION, "intitule": "Sans argent"}]),
        pd.DataFrame([{"action": "N1", "financeur": "Agence", "montant": "1 250,5 €",
                       "nature": "dépensé"}]),
    )  # fmt: skip
    assert check_plan(store, ORNE, plan, plan_of_store(store, ORNE)) == []
    apercu = apply_plan(store, ORNE, plan)
    assert apercu.sentence() == (
        "2 actions créées, 1 ligne de financement créée, 0 ligne inchangée."
    )
    actions, argent = store.actions.list(ORNE), store.financements.list(ORNE)
    assert actions["intitule"].tolist() == ["Ouvrir", "Sans argent"]
    assert actions["propositions"].tolist() == ["P1 | P2", ""]
    assert argent[["action_id", "montant", "nature"]].to_dict("records") == [
        {"action_id": actions["id"].iloc[0], "montant": 1250.5, "nature": "depense"}
    ]
    lots = store.journal.list(DIRECTION)["lot"]
    assert lots.nunique() == 1, "one gesture, undone at once"
    assert store.journal.undo_last(ORNE) == 3
    assert store.actions.list(ORNE).empty


def test_preview_says_what_changes_and_applying_does_just_that(store):
    fill(store)
    recu, _ = read_plan(to_plan_xlsx(plan_of_store(store, DIRECTION), CACHET), "p.xlsx")
    recu = edit(recu, ACTIONS, 11, porteur="Ali", fin="2027-01-31", statut="bloquee")
    recu = edit(recu, FINANCEMENTS, 2, montant="2000.00")
    apercu = preview(recu, plan_of_store(store, DIRECTION))
    assert [
        (c.ligne.table, c.ligne.numero, c.ligne.cellules["id"], set(c.champs))
        for c in apercu.modifiees
    ] == [
        ("Actions", 11, "10", {("porteur", "Zoé", "Ali"), ("fin", "31/12/2026", "31/01/2027"),
                             ("statut", "En cours", "Bloquée")}),
        ("Financements", 2, "1", {("montant", "1\u202f250,50\u00a0€", "2\u202f000,00\u00a0€")}),
    ]  # fmt: skip
    assert (apercu.creees, apercu.inchangees) == ((), 16)
    avant = store.actions.list(DIRECTION)
    assert apply_plan(store, DIRECTION, recu) == apercu
    apres = store.actions.list(DIRECTION)
    assert apres.loc[9, ["porteur", "statut", "version"]].tolist() == ["Ali", "bloquee", 2]
    autres = [rang for rang in range(12) if rang != 9]
    pd.testing.assert_frame_equal(apres.loc[autres], avant.loc[autres])
    assert apres.loc[9, "description"] == avant.loc[9, "description"], "spaces left as typed"


def test_one_mistake_refuses_the_whole_plan(store):
    plan = plan_of_frames(
        pd.DataFrame([ACTION, {**ACTION, "territoire": "D9"}, {**ACTION, "fin": "x"}]),
        pd.DataFrame(),
    )
    with pytest.raises(PlanRefuse, match="2 anomalies") as refus:
        apply_plan(store, DIRECTION, plan)
    assert {(a.ligne, a.colonne) for a in refus.value.anomalies} == {
        (3, "territoire"), (4, "fin"),
    }  # fmt: skip
    assert store.last_entry() == 0


def test_change_made_meanwhile_is_a_conflict_with_both_texts(store):
    fill(store)
    recu, _ = read_plan(to_plan_csv(plan_of_store(store, DIRECTION), CACHET), "p.zip")
    store.actions.update(DIRECTION, 10, 1, porteur="Bea")
    store.actions.update(DIRECTION, 11, 1, statut="bloquee")
    store.financements.update(DIRECTION, 4, 1, montant="7")
    ligne = recu.of(ACTIONS)[9].numero
    recu = edit(recu, ACTIONS, ligne, porteur="Ali")
    existant = plan_of_store(store, DIRECTION)
    places = set(messages(check_plan(store, DIRECTION, recu, existant)))
    argent = recu.of(FINANCEMENTS)[3].numero
    assert places == {
        ("actions.csv", ligne, "version"), ("actions.csv", ligne + 1, "version"),
        ("financements.csv", argent, "version"),
    }  # fmt: skip
    avant = store.last_entry()
    with pytest.raises(Conflit) as conflit:
        apply_plan(store, DIRECTION, recu)
    assert len(conflit.value.conflits) == 3
    assert (conflit.value.actuel["porteur"], conflit.value.propose["porteur"]) == ("Bea", "Ali")
    assert store.last_entry() == avant


def test_committee_may_bring_back_a_plan_but_not_change_another_territory(store):
    fill(store)
    store.publications.publish(DIRECTION, "action", 9)
    contenu = to_plan_xlsx(plan_of_store(store, ORNE), CACHET)
    recu, _ = read_plan(contenu, "p.xlsx")
    assert texts(recu, ACTIONS, "id")[-1] == "9"
    assert apply_plan(store, ORNE, recu).is_empty
    recu = edit(recu, ACTIONS, recu.of(ACTIONS)[-1].numero, intitule="À nous")
    recu = edit(recu, FINANCEMENTS, recu.of(FINANCEMENTS)[-1].numero, montant="1.00")
    recu = edit(recu, ACTIONS, 2, territoire="D2")
    with pytest.raises(PlanRefuse) as refus:
        apply_plan(store, ORNE, recu)
    assert {(a.fichier, a.ligne, a.colonne) for a in refus.value.anomalies} == {
        ("Actions", 2, "territoire"), ("Actions", 10, "territoire"), ("Financements", 4, "action"),
    }  # fmt: skip
    with pytest.raises((PlanRefuse, DroitRefuse)):
        apply_plan(store, Acteur("", "lecteur"), line())


@pytest.mark.parametrize("nom", FORMATS)
def test_fictional_plan_never_enters_the_real_store(store, nom, tmp_path):
    plan, anomalies = read_plan(FORMATS[nom](line(), FICTIF), nom)
    assert anomalies == []
    with pytest.raises(PlanRefuse, match="fictives"):
        apply_plan(store, DIRECTION, plan)
    assert store.last_entry() == 0
    formation = Store.open(f"sqlite:///{tmp_path / 'formation.sqlite'}", REFERENCES)
    formation.mark_fictif()
    assert not apply_plan(formation, DIRECTION, plan).is_empty
    formation.close()


CASSEES = ["", "E2", "E1a", "D1", "D9", "P1 | N1", "2026-02-30", "01/02/2025", "bloquee", "3", "-3",
           "N1", "12", "0.001", "a" * 20_001]  # fmt: skip


@settings(max_examples=times(6), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(list(COLONNES_ACTIONS)), st.sampled_from(CASSEES), max_size=2),
    st.dictionaries(
        st.sampled_from(list(COLONNES_FINANCEMENTS)), st.sampled_from(CASSEES), max_size=2
    ),
)
def test_what_the_check_accepts_the_store_accepts(store, action, argent):
    plan = plan_of_frames(
        pd.DataFrame([{**ACTION, "id": "N1", "fin": "2026-01-01", **action}]),
        pd.DataFrame([{"action": "N1", "financeur": "A", "montant": "3", "nature": "prevu",
                       **argent}]),
    )  # fmt: skip
    existant = plan_of_store(store, DIRECTION)
    anomalies = check_plan(store, DIRECTION, plan, existant)
    avant = store.last_entry()
    try:
        apply_plan(store, DIRECTION, plan)
    except (PlanRefuse, Conflit):
        assert anomalies
        assert store.last_entry() == avant
    else:
        assert anomalies == []


def to_bytes(classeur: openpyxl.Workbook) -> bytes:
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def test_cell_lost_at_the_end_of_a_sheet_is_told_at_its_line(store):
    classeur = openpyxl.Workbook()
    classeur.active.title = "Actions"
    classeur.active.append(list(COLONNES_ACTIONS))
    classeur.active["A1048576"] = 1
    classeur.active["XFD2"] = "ici"
    plan, (anomalie,) = read_plan(to_bytes(classeur), "p.xlsx")
    assert (anomalie.ligne, anomalie.valeur) == (2, "ici")
    assert "la colonne 16384 n'a pas de nom" in anomalie.message
    lignes = {a.ligne for a in check_plan(store, DIRECTION, plan, Plan())}
    assert lignes == {2, 1_048_576}


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

    plan, anomalies = read(["Plan d'action", "2026"], [])
    assert anomalies == []
    assert [ligne.numero for ligne in plan.of(ACTIONS)] == [4]
    _, anomalies = read(["E1", "D1", "Une ligne triée avec l'en-tête"])
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
    """A workbook whose cell of the first sheet is written so."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contenu)) as avant, zipfile.ZipFile(sortie, "w") as apres:
        for nom in avant.namelist():
            partie = avant.read(nom)
            if nom == "xl/worksheets/sheet1.xml":
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
    assert len(analysees) <= lues


def change_rows(contenu: bytes, lignes: str) -> bytes:
    """A workbook with these rows on its first sheet."""
    sortie = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(contenu)) as avant,
        zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as apres,
    ):
        for nom in avant.namelist():
            partie = avant.read(nom)
            if nom == "xl/worksheets/sheet1.xml":
                debut, fin = partie.index(b"<sheetData>"), partie.index(b"</sheetData>")
                partie = partie[:debut] + b"<sheetData>" + lignes.encode() + partie[fin:]
            apres.writestr(nom, partie)
    return sortie.getvalue()


@pytest.mark.parametrize("nom", ["actions.csv", "plan.zip"])
@pytest.mark.parametrize("suite", ["," * 3_000_000, "\n" * 3_000_000, "1,2\n" * 1_000_000])
def test_csv_that_is_too_large_is_told_and_never_cut(suite, nom, monkeypatch):
    monkeypatch.setattr(plan_lecture.csv, "reader", lambda *a, **k: pytest.fail("cut"))
    contenu = (",".join(COLONNES_ACTIONS) + "\n" + suite).encode()
    if nom == "plan.zip":
        sortie = io.BytesIO()
        with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("actions.csv", contenu)
        contenu = sortie.getvalue()
    _, (anomalie,) = read_plan(contenu, nom)
    assert "dépasse" in anomalie.message
    assert "rien n'en est lu" in anomalie.message


@pytest.mark.parametrize("nom", FORMATS)
def test_damaged_file_is_told_in_french_or_read(nom):
    contenu = FORMATS[nom](line(description="é" * 300), CACHET)
    tirage, vues = random.Random(1), set()
    for _ in range(150):
        octets = bytearray(contenu)
        for _ in range(tirage.randint(1, 12)):
            octets[tirage.randrange(len(octets))] = tirage.randrange(256)
        _, anomalies = read_plan(bytes(octets[: tirage.choice([None, len(octets) // 2])]), nom)
        vues.update(anomalie.message for anomalie in anomalies)
    assert any("lisible" in message for message in vues)


def test_archive_is_the_same_bytes_for_the_same_rows():
    assert to_plan_csv(line(), CACHET) == to_plan_csv(line(), CACHET)
    with zipfile.ZipFile(io.BytesIO(to_plan_csv(line(), CACHET))) as archive:
        assert archive.namelist() == ["actions.csv", "financements.csv"]


# Any table of follow-up


def test_table_of_follow_up_is_stamped_and_in_words(store):
    fill(store)
    store.seances.create(DIRECTION, territoire="D1", date="2026-03-02")
    frame = store.actions.list(DIRECTION)
    classeur = openpyxl.load_workbook(io.BytesIO(to_tableau(frame, FICTIF, "Actions")))
    page = classeur["Actions (données fictives)"]
    entete = [cellule.value for cellule in page[1]]
    assert "retire" not in entete
    assert page.cell(2, entete.index("statut") + 1).value == "En cours"
    assert classeur["À propos"]["B1"].value == "Données fictives"
    csv = to_tableau(store.seances.list(DIRECTION), CACHET, "Séances", "csv", "seance").decode()
    assert "fictives" not in csv
    assert "Préparée" in csv
    journal = to_tableau(store.journal.list(DIRECTION), FICTIF, "Journal", "csv-excel").decode()
    assert journal.startswith("\ufeff# Mention : Données fictives\r\n")
    assert "quand_utc" in journal
