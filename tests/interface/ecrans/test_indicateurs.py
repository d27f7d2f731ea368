"""Indicateurs, from the form to the database and back."""

import datetime as dt

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from concertation.interface.suivi.saisies import read_nombre, write_nombre
from concertation.suivi import Store
from tests.aides.ecrans_suivi import (
    DIRECTION,
    INDICATEURS,
    LECTEUR,
    ORNE,
    button,
    define,
    lu,
    open_as,
    today,
)
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans
from tests.interface.ecrans.test_ecrans import charts

CELLULE = {"engagement": "E1", "territoire": "D61"}


def test_form_defines_an_indicator(store: Store) -> None:
    at = open_as(ORNE, INDICATEURS, **CELLULE)
    at.text_input(key="f-indicateur-0-libelle").set_value("Équipes")
    at.text_input(key="f-indicateur-0-valeur_initiale").set_value("1 250,5")
    at.date_input(key="f-indicateur-0-date_initiale").set_value(dt.date(2025, 1, 1))
    at.text_input(key="f-indicateur-0-source_initiale").set_value("ARS")
    button(at, "Définir l’indicateur").click().run()
    ligne = store.indicateurs.list(ORNE).iloc[0]
    assert (ligne["libelle"], ligne["valeur_initiale"]) == ("Équipes", 1250.5)
    assert pd.isna(ligne["cible"])
    assert "est défini" in lu(at)
    assert "aucune mesure, cible non renseignée" in lu(at)


@pytest.mark.parametrize(
    ("valeur", "phrase"),
    [("douze", "n’est pas un nombre"), ("12", "doit avoir sa date")],
)
def test_value_without_date_or_that_is_no_number_is_refused(
    store: Store, valeur: str, phrase: str
) -> None:
    at = open_as(ORNE, INDICATEURS, **CELLULE)
    at.text_input(key="f-indicateur-0-libelle").set_value("Équipes")
    at.text_input(key="f-indicateur-0-cible").set_value(valeur)
    button(at, "Définir l’indicateur").click().run()
    assert phrase in lu(at)
    assert at.text_input(key="f-indicateur-0-cible").value == valeur
    assert store.last_entry() == 0


def test_measure_is_added_and_moves_the_progress(store: Store) -> None:
    identifiant = define(store)
    at = open_as(ORNE, INDICATEURS, fiche=str(identifiant))
    assert "aucune mesure" in lu(at)
    at.text_input(key=f"f-mesure-{identifiant}-0-valeur").set_value("20")
    button(at, "Ajouter la mesure").click().run()
    assert "Source" in " ".join(e.value for e in at.error)
    assert at.text_input(key=f"f-mesure-{identifiant}-0-valeur").value == "20"
    at.text_input(key=f"f-mesure-{identifiant}-0-source").set_value("CPAM")
    button(at, "Ajouter la mesure").click().run()
    assert store.mesures.list(ORNE)["valeur"].tolist() == [20.0]
    assert "25\u00a0% : départ 10 équipes, actuel 20 équipes" in lu(at).replace("\u00a0:", " :")
    assert len(charts(at)) == 1


def test_contested_measure_stays_with_its_reason(store: Store) -> None:
    identifiant = define(store)
    mesure = store.mesures.add(
        ORNE, indicateur_id=identifiant, valeur=20, date=today(), source="CPAM"
    )["id"]
    at = open_as(ORNE, INDICATEURS, fiche=str(identifiant))
    at.selectbox(key=f"f-contestation-{identifiant}-0-mesure_id").set_value(str(mesure))
    at.text_area(key=f"f-contestation-{identifiant}-0-motif").set_value("Comptée deux fois")
    button(at, "Contester").click().run()
    assert store.mesures.list(ORNE)["contestations"].tolist() == [1]
    assert "Comptée deux fois" in lu(at)


def open_edit(store: Store) -> tuple[AppTest, int]:
    identifiant = define(store)
    at = open_as(ORNE, INDICATEURS, fiche=str(identifiant))
    at.session_state[f"w-indicateur-{identifiant}"] = True
    at.run()
    return at, identifiant


def rename(at: AppTest, identifiant: int) -> None:
    at.text_input(key=f"f-indicateur-{identifiant}-0-libelle").set_value("Ma formulation")
    button(at, "Enregistrer les modifications").click().run()


def test_edit_changes_only_what_was_typed(store: Store) -> None:
    at, identifiant = open_edit(store)
    rename(at, identifiant)
    ligne = store.indicateurs.get(ORNE, identifiant)
    assert (ligne["libelle"], ligne["version"], ligne["cible"]) == ("Ma formulation", 2, 50.0)
    apres = store.journal.list(DIRECTION).iloc[0]["apres"]
    assert set(apres) == {"libelle", "version", "modifie_le"}


@pytest.mark.parametrize("choix", ["mienne", "autre"])
def test_conflict_shows_both_texts_and_the_person_chooses(store: Store, choix: str) -> None:
    at, identifiant = open_edit(store)
    store.indicateurs.update(DIRECTION, identifiant, 1, libelle="Leur formulation", unite="lieux")
    at.run()
    rename(at, identifiant)
    assert "modifiée par une autre personne" in lu(at)
    assert "Leur formulation" in lu(at)
    assert "Ma formulation" in lu(at)
    assert store.indicateurs.get(ORNE, identifiant)["libelle"] == "Leur formulation"
    at.button(key=f"{choix}-indicateur-{identifiant}").click().run()
    ligne = store.indicateurs.get(ORNE, identifiant)
    attendu = "Ma formulation" if choix == "mienne" else "Leur formulation"
    assert ligne["libelle"] == attendu
    assert ligne["unite"] == "lieux"


def test_withdrawn_indicator_comes_back(store: Store) -> None:
    identifiant = define(store)
    at = open_as(ORNE, INDICATEURS, fiche=str(identifiant))
    button(at, "Oui, retirer l’indicateur").click().run()
    assert store.indicateurs.list(ORNE).empty
    assert "retiré" in lu(open_as(ORNE, INDICATEURS))
    button(at, "Rétablir l’indicateur").click().run()
    assert len(store.indicateurs.list(ORNE)) == 1


def test_withdrawn_measure_comes_back(store: Store) -> None:
    identifiant = define(store)
    mesure = store.mesures.add(
        ORNE, indicateur_id=identifiant, valeur=20, date=today(), source="CPAM"
    )["id"]
    at = open_as(ORNE, INDICATEURS, fiche=str(identifiant))
    at.selectbox(key="f-retirer-mesure").set_value(str(mesure)).run()
    button(at, "Retirer la mesure").click().run()
    assert store.mesures.list(ORNE).empty
    at.button(key=f"retablir-mesure-{mesure}").click().run()
    assert len(store.mesures.list(ORNE)) == 1


def test_published_indicator_is_read_without_names(store: Store) -> None:
    identifiant = define(store)
    store.mesures.add(ORNE, indicateur_id=identifiant, valeur=20, date=today(), source="CPAM")
    assert "introuvable" in lu(open_as(LECTEUR, INDICATEURS, fiche=str(identifiant)))
    at = open_as(DIRECTION, INDICATEURS, fiche=str(identifiant))
    button(at, "Publier 1 indicateur et ses mesures").click().run()
    public = open_as(LECTEUR, INDICATEURS, fiche=str(identifiant))
    assert "25\u00a0% : départ 10 équipes, actuel 20 équipes" in lu(public).replace("\u00a0:", " :")
    assert "Anne" not in lu(public)
    assert not [champ for champ in public.text_input if str(champ.key).startswith("f-mesure")]
    button(at, "Retirer 1 indicateur et ses mesures de la publication").click().run()
    assert "introuvable" in lu(open_as(LECTEUR, INDICATEURS, fiche=str(identifiant)))


def test_list_follows_the_filters(store: Store) -> None:
    define(store)
    define(store, DIRECTION, engagement="E2", territoire="CTS-61", libelle="Autre")
    define(store, DIRECTION, engagement="E2", territoire="D50", libelle="Ailleurs")
    assert "**3 indicateurs**" in open_as(DIRECTION, INDICATEURS).info[0].value
    at = open_as(DIRECTION, INDICATEURS, territoire="D61")
    assert "**2 indicateurs**" in at.info[0].value
    at.selectbox(key="w-engagement").set_value("E2").run()
    assert "**1 indicateur**" in at.info[0].value
    assert "Autre" in lu(at)
    assert "Ailleurs" not in lu(at)


@pytest.mark.parametrize("nombre", [0.0, -1.5, 1250.5, 1e-7, 1e21, 123456789.123])
def test_number_is_typed_back_as_written(nombre: float) -> None:
    assert read_nombre(write_nombre(nombre)) == nombre


@pytest.mark.parametrize("texte", ["nan", "inf", "1_000", "12 %", "1,2,3", "douze"])
def test_what_is_no_number_is_refused(texte: str) -> None:
    with pytest.raises(ValueError, match="pas un nombre"):
        read_nombre(texte)


def test_where_nobody_measured_the_published_measures_are_open(store: Store) -> None:
    at = open_as(DIRECTION, INDICATEURS)
    (volet,) = [e for e in at.expander if e.label == "Mesures publiées"]
    assert volet.proto.expanded
    assert "ARS Normandie, direction départementale" in lu(at)
    assert at.subheader[0].value.replace("\u202f", " ") == "2 466 consultations"
    ici = lu(open_as(DIRECTION, INDICATEURS, territoire="D14"))
    assert "Pôles de santé libéraux et ambulatoires (PSLA)" in ici
    assert "Familli’bulle" not in ici


def test_the_list_draws_each_curve_with_its_target(store: Store) -> None:
    identifiant = define(store)
    store.mesures.add(ORNE, indicateur_id=identifiant, valeur=25, date="2026-03-01", source="ARS")
    at = open_as(ORNE, INDICATEURS)
    (image,) = at.get("image")
    assert "1 mesure : 25 le 1er mars 2026. Valeur initiale : 10. Cible : 50." in str(
        image.proto
    ).replace("\u00a0", " ")
    assert not next(e for e in at.expander if e.label == "Mesures publiées").proto.expanded
