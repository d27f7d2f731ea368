"""Plans as people make them: headings, totals, words of their own; read, told, or asked."""

import io
from typing import Any

import openpyxl
import pytest

from concertation.restitution.classeur.plan.correspondance import (
    guess_colonnes,
    list_champs,
    to_plan,
)
from concertation.restitution.classeur.plan.lecture import read_plan
from concertation.restitution.classeur.plan.marquage import mark_faults
from concertation.restitution.classeur.plan.modele import (
    ACTIONS,
    FINANCEMENTS,
    plan_of_store,
)
from concertation.restitution.classeur.plan.rapprochement import (
    suggest_lectures,
    take_lectures,
    take_names,
)
from concertation.restitution.classeur.plan.reprise import (
    apply_plan,
    check_plan,
    count_known,
    preview,
)
from concertation.suivi import Store
from tests.restitution.classeur.plan.plans import DIRECTION, fill, texts, to_bytes

CHOIX = {
    "engagement": [("E1", "Soins"), ("E2", "Prévention")],
    "territoire": [("D1", "Orne"), ("D2", "Le Havre (CTS)")],
}
ENTETE = "id;version;engagement;territoire;intitule;fin;statut;propositions"


def csv_of(*lignes: str, entete: str = ENTETE) -> bytes:
    return "\r\n".join([entete, *lignes, ""]).encode()


@pytest.mark.parametrize(
    ("colonne", "ecrit", "lu"),
    [
        ("fin", "31/12/27", "2027-12-31"), ("fin", "31 décembre 2027", "2027-12-31"),
        ("territoire", "orne", "D1"), ("territoire", "d1", "D1"),
        ("territoire", "Le Havre", "D2"), ("engagement", "e1", "E1"),
        ("engagement", "E1 – Soins", "E1"), ("statut", "Réalisé", "realisee"),
        ("statut", "en cours", "en_cours"), ("propositions", "P\u20111", "P-1"),
    ],
)  # fmt: skip
def test_what_leaves_no_doubt_is_read(colonne, ecrit, lu):
    valeurs = {"engagement": "E1", "territoire": "D1", "intitule": "Ouvrir", "statut": "En cours"}
    valeurs[colonne] = ecrit
    ligne = ";".join(valeurs.get(nom, "") for nom in ENTETE.split(";"))
    plan, anomalies = read_plan(csv_of(ligne), "plan.csv")
    assert anomalies == []
    assert texts(take_names(plan, CHOIX), ACTIONS, colonne) == [lu]


def test_doubt_is_offered_for_all_its_cells_and_nothing_else_changes(store: Store):
    lignes = [f";;E1;D1;Action {n};;Terminée;" for n in range(3)]
    plan, _ = read_plan(csv_of(*lignes, ";;E1;D1;Autre;fin 2027;Nulle part;"), "plan.csv")
    existant = plan_of_store(store, DIRECTION)
    anomalies = check_plan(store, DIRECTION, plan, existant)
    offertes = suggest_lectures(plan, anomalies, CHOIX)
    assert [(o.texte, o.valeur, o.nombre) for o in offertes] == [
        ("Terminée", "realisee", 3), ("fin 2027", "2027-12-31", 1),
    ]  # fmt: skip
    plan = take_lectures(plan, {une[:3]: une.valeur for une in offertes})
    (reste,) = check_plan(store, DIRECTION, plan, existant)
    assert reste.valeur == "Nulle part"


def test_total_rows_columns_of_people_s_own_and_titles_are_passed_and_told():
    classeur = openpyxl.Workbook()
    page = classeur.active
    page.title = "Actions"
    page.append(["Plan d’action 2026"])
    page.append([])
    page.append(["N°", "Id", "Version", "ENGAGEMENT", "Territoire ", "Intitulé", "Statut"])
    page.append([7, None, None, "E1", "D1", "Ouvrir", "En cours"])
    page.append(["Total", None, None, None, None, "=COUNTA(F4:F4)"])
    plan, anomalies = read_plan(to_bytes(classeur), "plan.xlsx")
    assert anomalies == []
    assert [(li.numero, li.cellules["intitule"]) for li in plan.lignes] == [(4, "Ouvrir")]
    assert any("ligne 5" in dit and "total" in dit for dit in plan.remarques)
    assert any("«\u00a0N°\u00a0»" in dit for dit in plan.remarques)


def test_column_that_is_nearly_ours_is_never_left_aside():
    entete = ENTETE.replace("statut", "statu")
    _, anomalies = read_plan(csv_of(";;E1;D1;Ouvrir;;En cours;", entete=entete), "actions.csv")
    assert [(a.colonne, "«\u00a0statut\u00a0», qui manque" in a.message) for a in anomalies] == [
        ("statu", True)
    ]


def own(*lignes: list[Any]) -> bytes:
    """A plan of people's own: a title, headings of theirs, funders in columns."""
    classeur = openpyxl.Workbook()
    page = classeur.active
    page.title = "Contrat local"
    page.append(["Contrat local de santé (fictif)"])
    page.append(["Axe", "Titre de l’action", "Structure pilote", "Financeur 1", "Montant 1",
                 "Financeur 2", "Montant 2", "État", "Date de début"])  # fmt: skip
    for ligne in lignes:
        page.append(ligne)
    return to_bytes(classeur)


LIGNES = (
    ["Axe 1", "Ouvrir", "CPTS", "FIR", "25 k€", "Ville", 1250.5, "En cours", "01/09/2026"],
    ["Axe 2", "Former", "", "", "", "", "", "À venir", ""],
    ["Total", "", "", "", "26 250,50 €"],
)


def test_plan_of_people_s_own_becomes_actions_and_their_money(store: Store):
    plan, anomalies = read_plan(own(*LIGNES), "cls.xlsx")
    assert (plan.lignes, len(anomalies)) == ((), 1)
    (libre,) = plan.libres
    assert (libre.numero, len(libre.rangees)) == (2, 2)
    assert {"montant", "montant 2", "nature 2"} <= set(list_champs(libre))
    colonnes = guess_colonnes(libre)
    assert colonnes["porteur"] == "Structure pilote"
    assert (colonnes["financeur"], colonnes["montant 2"]) == ("Financeur 1", "Montant 2")
    assert "Axe" not in colonnes.values()
    fixes = {"engagement": "E1", "territoire": "D1", "nature": "prevu", "nature 2": "prevu"}
    recu = to_plan(libre, colonnes, fixes)
    assert check_plan(store, DIRECTION, recu, plan_of_store(store, DIRECTION)) == []
    apply_plan(store, DIRECTION, recu)
    actions, argent = store.actions.list(DIRECTION), store.financements.list(DIRECTION)
    assert actions["intitule"].tolist() == ["Ouvrir", "Former"]
    assert argent["montant"].astype("float").tolist() == [25000, 1250.5]
    assert set(argent["action_id"]) == {actions["id"].iloc[0]}
    # Brought again, they would be there twice: told before it is done.
    assert count_known(recu, plan_of_store(store, DIRECTION)) == 2


def test_same_headings_in_another_order_are_known_again():
    (libre,) = read_plan(own(*LIGNES), "a.xlsx")[0].libres
    classeur = openpyxl.load_workbook(io.BytesIO(own(*LIGNES)))
    classeur.active.move_range("A2:A5", cols=9)
    (autre,) = read_plan(to_bytes(classeur), "b.xlsx")[0].libres
    assert autre.signature == libre.signature


@pytest.mark.parametrize("nom", ["plan.xlsx", "plan.csv"])
def test_file_given_back_marks_its_faults_and_comes_back_once_mended(store: Store, nom):
    if nom.endswith(".csv"):
        contenu = csv_of(";;E1;D1;Ouvrir;demain;En cours;", "", ";;E1;D1;=1+1;;En cours;")
    else:
        classeur = openpyxl.Workbook()
        classeur.active.title = "Actions"
        for ligne in (ENTETE.split(";"), [None, None, "E1", "D1", "Ouvrir", "demain", "En cours"]):
            classeur.active.append(ligne)
        contenu = to_bytes(classeur)
    plan, _ = read_plan(contenu, nom)
    anomalies = check_plan(store, DIRECTION, plan, plan_of_store(store, DIRECTION))
    assert [(a.ligne, a.colonne) for a in anomalies] == [(2, "fin")]
    marque = openpyxl.load_workbook(io.BytesIO(mark_faults(contenu, nom, anomalies)))
    assert marque.sheetnames[0] == "À corriger"
    page = marque.worksheets[1]
    cellule = page.cell(2, 6)
    assert cellule.comment.text == anomalies[0].message
    cellule.value = "31/12/2027"
    revenu, fautes = read_plan(to_bytes(marque), "corrige.xlsx")
    assert fautes == []
    assert check_plan(store, DIRECTION, revenu, plan_of_store(store, DIRECTION)) == []
    assert texts(revenu, ACTIONS, "intitule")[-1] == ("=1+1" if nom == "plan.csv" else "Ouvrir")


def test_cells_that_would_be_emptied_are_counted(store: Store):
    fill(store)
    existant = plan_of_store(store, DIRECTION)
    lignes = tuple(
        li._replace(cellules={**li.cellules, "porteur": "", "fin": ""})
        if (li.table, li.numero) == (ACTIONS, 6) else li
        for li in existant.lignes
    )  # fmt: skip
    assert preview(type(existant)(lignes), existant).videes == 2
    assert len(existant.of(FINANCEMENTS)) > 0
