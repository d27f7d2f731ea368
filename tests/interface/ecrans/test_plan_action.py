"""Plan d'action: table edited in place, sheet, money, file."""

import datetime as dt
import io
from typing import Any

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from concertation.interface.ecrans.plan_action.financements import sum_by_period
from concertation.restitution.classeur.exports import build_cachet_suivi
from concertation.restitution.classeur.plan.ecriture import to_plan_xlsx
from concertation.restitution.classeur.plan.lecture import read_plan
from concertation.restitution.classeur.plan.modele import plan_of_store
from concertation.suivi import Acteur, SaisieInvalide, Store
from tests.aides.ecrans_suivi import (
    DIRECTION,
    EDITEUR,
    LECTEUR,
    MANCHE,
    ORNE,
    PLAN,
    click,
    create_action,
    edit,
    field,
    has_button,
    open_as,
    run,
)
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans
from tests.interface.ecrans.test_ecrans import texts

HAVRE = Acteur("Inès Roy", "comite", frozenset({"CTS-76-HAVRE"}))

# Plan d'action


def test_cell_edited_in_place_is_recorded(store: Store) -> None:
    action = create_action(store)
    at = edit(open_as(ORNE, PLAN, territoire="D61"), porteur="Zoé", fin="2026-12-31")
    assert "1 action modifiée" in texts(at)
    assert store.actions.get(DIRECTION, action["id"])["porteur"] == ""
    click(at, "Enregistrer 1 action")
    ecrite = store.actions.get(DIRECTION, action["id"])
    assert ecrite["porteur"] == "Zoé"
    assert ecrite["fin"] == pd.Timestamp("2026-12-31")
    assert ecrite["version"] == 2
    assert has_button(at, "Rien à enregistrer")


def test_conflict_in_the_table_shows_both_texts_and_keeps_the_other_rows(store: Store) -> None:
    premiere = create_action(store, intitule="Première")
    seconde = create_action(store, intitule="Seconde")
    at = open_as(ORNE, PLAN, territoire="D61")
    at.session_state[EDITEUR] = {
        "edited_rows": {0: {"porteur": "Le mien"}, 1: {"porteur": "Aussi"}},
        "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    run(at)
    store.actions.update(DIRECTION, premiere["id"], 1, porteur="Le sien")
    run(at)
    click(at, "Enregistrer 2 actions")
    tables = " ".join(table.value.to_string() for table in at.table)
    assert "Le sien" in tables
    assert "Le mien" in tables
    assert store.actions.get(DIRECTION, seconde["id"])["porteur"] == ""
    click(at, "Garder la version enregistrée")
    assert "1 action modifiée" in texts(at)
    click(at, "Enregistrer 1 action")
    assert store.actions.get(DIRECTION, premiere["id"])["porteur"] == "Le sien"
    assert store.actions.get(DIRECTION, seconde["id"])["porteur"] == "Aussi"


def test_own_text_may_win_over_the_other_in_the_table(store: Store) -> None:
    action = create_action(store)
    at = edit(open_as(ORNE, PLAN, territoire="D61"), porteur="Le mien")
    store.actions.update(DIRECTION, action["id"], 1, porteur="Le sien")
    click(at, "Enregistrer 1 action")
    click(at, "Enregistrer ma saisie")
    assert store.actions.get(DIRECTION, action["id"])["porteur"] == "Le mien"


def test_end_before_the_beginning_names_the_action_and_keeps_the_edit(store: Store) -> None:
    action = create_action(store, debut="2026-05-01")
    at = edit(open_as(ORNE, PLAN, territoire="D61"), fin="2026-01-01")
    click(at, "Enregistrer 1 action")
    assert f"Action {action['id']} : La fin ne peut pas précéder le début" in texts(at)
    assert "1 action modifiée" in texts(at)
    assert pd.isna(store.actions.get(DIRECTION, action["id"])["fin"])


def test_plan_of_another_territory_is_only_read(store: Store) -> None:
    action = create_action(store, porteur="Anne Lebrun")
    store.publications.publish(DIRECTION, "action", action["id"])
    at = open_as(MANCHE, PLAN, territoire="D61")
    assert not at.data_editor
    assert "Ouvrir une équipe" in at.table[0].value.to_string()
    fiche = open_as(MANCHE, PLAN, territoire="D61", action=str(action["id"]))
    assert not has_button(fiche, "Enregistrer")
    assert not has_button(fiche, "Retirer")
    assert not has_button(fiche, "Ajouter")


def test_reader_reads_published_actions_without_names(store: Store) -> None:
    publiee = create_action(store, porteur="Anne Lebrun", intitule="Publiée")
    create_action(store, intitule="Brouillon")
    store.publications.publish(DIRECTION, "action", publiee["id"])
    at = open_as(LECTEUR, PLAN)
    tableau = at.table[0].value.to_string()
    assert "Publiée" in tableau
    assert "Brouillon" not in tableau
    fiche = open_as(LECTEUR, PLAN, action=str(publiee["id"]))
    tout = texts(fiche) + " ".join(table.value.to_string() for table in fiche.table)
    assert "Anne Lebrun" not in tout + tableau


def test_the_table_that_is_read_is_in_the_order_that_is_asked(store: Store) -> None:
    for intitule, fin in (("Zèle", "2027-01-01"), ("Écoute", None), ("Fin", "2026-12-01")):
        action = create_action(store, intitule=intitule, fin=fin)
        store.publications.publish(DIRECTION, "action", action["id"])
    at = open_as(LECTEUR, PLAN)
    lus = {}
    for tri in ("id", "intitule", "fin"):
        field(at.selectbox, "Trier par").set_value(tri)
        run(at)
        lus[tri] = [dit.split("]")[0].lstrip("[") for dit in at.table[0].value["Action"]]
    assert lus == {
        "id": ["Zèle", "Écoute", "Fin"],
        "intitule": ["Écoute", "Fin", "Zèle"],
        "fin": ["Fin", "Zèle", "Écoute"],
    }


def test_a_row_is_as_high_as_its_longest_title(store: Store) -> None:
    create_action(store, intitule="Mot " * 60)
    at = open_as(ORNE, PLAN, territoire="D61")
    assert at.data_editor[0].proto.row_height >= 6 * 18


def test_lateness_is_computed(store: Store) -> None:
    create_action(store, fin="2020-01-01", statut="en_cours", intitule="Tardive")
    create_action(store, fin="2020-01-01", statut="realisee", intitule="Finie")
    at = open_as(ORNE, PLAN, territoire="D61", retard="oui")
    assert "**1 action sur 2**" in at.info[0].value
    retards = at.data_editor[0].value["retard"].tolist()
    assert retards == ["En retard"]


def test_filters_of_the_address_keep_status_and_engagement(store: Store) -> None:
    create_action(store, statut="bloquee")
    create_action(store, engagement="E2", statut="bloquee")
    create_action(store, engagement="E2")
    at = open_as(ORNE, PLAN, territoire="D61", statut="bloquee", engagement="E2")
    assert "**1 action sur 3**" in at.info[0].value


def test_new_action_refused_keeps_what_was_typed(store: Store) -> None:
    at = open_as(ORNE, PLAN, territoire="D61", nouvelle="1")
    field(at.text_input, "Porteur").set_value("Zoé")
    click(at, "Créer l’action")
    assert "« Intitulé » est obligatoire" in texts(at)
    assert field(at.text_input, "Porteur").value == "Zoé"
    assert store.actions.list(DIRECTION).empty


def test_action_changed_meanwhile_shows_both_texts_on_its_sheet(store: Store) -> None:
    action = create_action(store)
    at = open_as(ORNE, PLAN, territoire="D61", action=str(action["id"]))
    store.actions.update(DIRECTION, action["id"], 1, intitule="Leur titre")
    field(at.text_input, "Intitulé").set_value("Mon titre")
    click(at, "Enregistrer l’action")
    tables = " ".join(table.value.to_string() for table in at.table)
    assert "Leur titre" in tables
    assert "Mon titre" in tables
    click(at, "Garder la version enregistrée")
    assert field(at.text_input, "Intitulé").value == "Leur titre"


def test_withdrawn_action_is_hidden_and_restored(store: Store) -> None:
    action = create_action(store)
    at = open_as(ORNE, PLAN, territoire="D61", action=str(action["id"]))
    click(at, "Oui, retirer l’action")
    assert store.actions.list(DIRECTION).empty
    plan = open_as(ORNE, PLAN, territoire="D61")
    assert "1 action retirée" in [cadre.label for cadre in plan.expander]
    click(plan, "Rétablir")
    assert len(store.actions.list(DIRECTION)) == 1


def test_funding_lines_are_added_and_summed_inside_period_and_nature(store: Store) -> None:
    action = create_action(store)
    at = open_as(ORNE, PLAN, territoire="D61", action=str(action["id"]))
    for financeur, montant, nature in (
        ("ARS", "1 250,50", "prevu"), ("Département", "10,10", "prevu"), ("", "7", "depense")
    ):  # fmt: skip
        field(at.text_input, "Financeur").set_value(financeur)
        field(at.text_input, "Montant").set_value(montant)
        field(at.text_input, "Période").set_value("2026")
        field(at.selectbox, "Nature").set_value(nature)
        click(at, "Ajouter le financement")
    # An amount may be known before who pays it.
    assert any("financeur non renseigné" in cadre.label for cadre in at.expander)
    totaux = sum_by_period(store.financements.list(DIRECTION))
    montants = [mot.replace("\u202f", " ") for mot in totaux["Montant"]]
    assert list(zip(totaux["Nature"], montants, strict=True)) == [
        ("Prévu", "1 260,60 €"),
        ("Dépensé", "7,00 €"),
    ]


def test_amount_that_is_no_number_is_a_sentence_and_stays(store: Store) -> None:
    action = create_action(store)
    at = open_as(ORNE, PLAN, territoire="D61", action=str(action["id"]))
    field(at.text_input, "Financeur").set_value("ARS")
    field(at.text_input, "Montant").set_value("beaucoup")
    click(at, "Ajouter le financement")
    assert "attend un montant en euros" in texts(at)
    assert field(at.text_input, "Montant").value == "beaucoup"


def _workbook(store: Store, change: Any) -> bytes:
    """The plan as a workbook, changed in a spreadsheet."""
    cachet = build_cachet_suivi("Plan", "", dt.date(2026, 11, 22), False)
    classeur = openpyxl.load_workbook(
        io.BytesIO(to_plan_xlsx(plan_of_store(store, DIRECTION), cachet))
    )
    change(classeur["Actions"])
    tampon = io.BytesIO()
    classeur.save(tampon)
    return tampon.getvalue()


def give(at: AppTest, contenu: bytes) -> None:
    """What the file field leaves in the session; the field itself lives in the browser."""
    at.session_state["fichier-plan"] = ("plan.xlsx", read_plan(contenu, "plan.xlsx"))


def _column(feuille: Any, nom: str) -> int:
    return next(c.column for c in feuille[1] if str(c.value).strip() == nom)


def test_file_is_previewed_before_anything_is_written(store: Store) -> None:
    action = create_action(store)

    def change(feuille: Any) -> None:
        feuille.cell(2, _column(feuille, "porteur")).value = "Zoé"

    at = open_as(ORNE, PLAN, territoire="D61", vue="fichier")
    give(at, _workbook(store, change))
    run(at)
    assert "1 action modifiée" in texts(at)
    assert store.actions.get(DIRECTION, action["id"])["porteur"] == ""
    click(at, "Enregistrer : ")
    assert store.actions.get(DIRECTION, action["id"])["porteur"] == "Zoé"


def test_column_that_the_file_lacks_is_told_and_changes_nothing(store: Store) -> None:
    action = create_action(store, partenaires="Le lycée")

    def change(feuille: Any) -> None:
        feuille.cell(2, _column(feuille, "porteur")).value = "Zoé"
        feuille.delete_cols(_column(feuille, "partenaires"))

    at = open_as(ORNE, PLAN, territoire="D61", vue="fichier")
    give(at, _workbook(store, change))
    run(at)
    dit = texts(at)
    assert "1 colonne absente du fichier" in dit
    assert "partenaires" in dit
    click(at, "Enregistrer : ")
    apres = store.actions.get(DIRECTION, action["id"])
    assert (apres["porteur"], apres["partenaires"]) == ("Zoé", "Le lycée")


def test_file_with_mistakes_is_refused_as_a_whole_and_each_is_named(store: Store) -> None:
    create_action(store)
    create_action(store, intitule="Autre")

    def change(feuille: Any) -> None:
        feuille.cell(2, _column(feuille, "porteur")).value = "Zoé"
        feuille.cell(3, _column(feuille, "statut")).value = "Peut-être"
        feuille.cell(3, _column(feuille, "fin")).value = "demain"

    at = open_as(ORNE, PLAN, territoire="D61", vue="fichier")
    give(at, _workbook(store, change))
    run(at)
    assert "Fichier refusé en entier" in texts(at)
    erreurs = at.table[-1].value
    assert set(zip(erreurs["Ligne"], erreurs["Colonne"], strict=True)) == {
        ("3", "statut"),
        ("3", "fin"),
    }
    assert not has_button(at, "Enregistrer")
    assert set(store.actions.list(DIRECTION)["porteur"]) == {""}


def test_what_is_read_instead_of_a_word_goes_with_its_file(store: Store) -> None:
    create_action(store)

    def change(feuille: Any) -> None:
        feuille.cell(2, _column(feuille, "statut")).value = "Terminée"

    contenu = _workbook(store, change)
    at = open_as(ORNE, PLAN, territoire="D61", vue="fichier")
    give(at, contenu)
    run(at)
    click(at, "Lire «\u00a0Terminée\u00a0» comme «\u00a0Réalisée\u00a0»")
    assert "1\u00a0action modifiée" in texts(at)
    click(at, "Oublier ce fichier")
    give(at, contenu)
    run(at)
    assert "Fichier refusé en entier" in texts(at), "another file is asked about anew"


def test_columns_of_a_plan_of_one_s_own_are_asked_once(store: Store) -> None:
    (entete, *lignes) = (
        ["Titre", "Financeur", "Montant", "État"], ["Ouvrir", "FIR", "25 k€", "En cours"],
    )  # fmt: skip
    classeur = openpyxl.Workbook()
    for ligne in (["Contrat local"], entete, *lignes):
        classeur.active.append(ligne)
    tampon = io.BytesIO()
    classeur.save(tampon)

    def choose(libelle: str, valeur: str) -> None:
        field(at.selectbox, libelle).set_value(valeur)

    for tour in range(2):
        at = open_as(ORNE, PLAN, territoire="D61", vue="fichier")
        give(at, tampon.getvalue())
        run(at)
        if tour == 0:
            assert "À dire encore\u00a0: Engagement, Territoire, Nature." in texts(at)
            choose("Engagement (obligatoire)", "v:E1")
            choose("Territoire (obligatoire)", "v:D61")
            choose("Nature", "v:prevu")
            run(at)
            click(at, "Enregistrer\u00a0: 1")
    assert "existeraient deux fois" in texts(at), "known again, and told"
    assert store.actions.list(DIRECTION)["intitule"].tolist() == ["Ouvrir"]
    assert store.financements.list(DIRECTION)["montant"].tolist() == [25000]


def test_file_cannot_write_in_another_territory(store: Store) -> None:
    create_action(store, DIRECTION, territoire="D61")

    def change(feuille: Any) -> None:
        feuille.cell(2, _column(feuille, "porteur")).value = "Paul"

    contenu = _workbook(store, change)
    at = open_as(MANCHE, PLAN, territoire="D50", vue="fichier")
    give(at, contenu)
    run(at)
    assert "Fichier refusé en entier" in texts(at)
    assert store.actions.list(DIRECTION).iloc[0]["porteur"] == ""


def test_file_of_before_is_read_for_the_committee_and_says_so(store: Store) -> None:
    create_action(store)

    def change(feuille: Any) -> None:
        feuille.cell(2, _column(feuille, "territoire")).value = "CTS-61"

    at = open_as(ORNE, PLAN, territoire="D61", vue="fichier")
    give(at, _workbook(store, change))
    run(at)
    dit = "Orne (CTS)\u00a0: lignes lues pour l’Orne, le même comité."
    assert dit in [i.value for i in at.info]
    assert "Aucun changement" in texts(at)
    assert "«\u00a0À imprimer\u00a0» ne se relit pas" in texts(at)


def test_a_published_action_is_taken_up_with_its_provenance(store: Store) -> None:
    at = open_as(HAVRE, PLAN)
    assert [e.label for e in at.expander if e.proto.expanded] == ["Actions publiées (13)"]
    assert "ARS Normandie, direction départementale" in texts(at)
    assert "Pôle santé 100 % LH" in at.table[0].value.to_string().replace("\u00a0", " ")
    field(at.selectbox, "Reprendre dans notre plan").select("ACT-01")
    run(at)
    assert field(at.text_input, "Porteur").value == "association Sextant 76"
    field(at.selectbox, "Engagement").select("E1")
    click(run(at), "Créer l’action")
    (action,) = store.actions.list(HAVRE).to_dict("records")
    assert (action["reprise"], action["territoire"]) == ("ACT-01", "CTS-76-HAVRE")
    assert any("Reprend l’action publiée" in lien.proto.label for lien in at.get("page_link"))
    assert store.financements.list(HAVRE).empty
    assert not open_as(HAVRE, PLAN, vue="cartes").expander[-1].proto.expanded


def test_a_territory_without_roadmap_says_so(store: Store) -> None:
    at = open_as(ORNE, PLAN)
    assert "Aucune action publiée ne concerne l’Orne." in texts(at)


def test_an_unknown_published_action_is_refused(store: Store) -> None:
    with pytest.raises(SaisieInvalide, match="ACT-99"):
        create_action(store, reprise="ACT-99")
