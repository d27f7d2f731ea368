"""A consultation brings its own codes: they are read everywhere, and only there."""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import streamlit as st

from concertation.analyse.avancement.cellules import is_late
from concertation.analyse.avancement.instruction import local_propositions
from concertation.analyse.selection.facettes import facettes_of
from concertation.analyse.selection.propositions import count_theme_portee
from concertation.declarations import LISTES, take_codes
from concertation.declarations.action import STATUT
from concertation.declarations.portee import PORTEE
from concertation.donnees import Donnees, load_donnees, open_donnees
from concertation.donnees.controle import check_dossier
from concertation.graphiques.dessins import gantt
from concertation.restitution.classeur.exports import Cachet
from concertation.restitution.classeur.plan.ecriture import to_plan_xlsx
from concertation.restitution.classeur.plan.lecture import read_plan
from concertation.restitution.classeur.plan.modele import plan_of_store
from concertation.restitution.classeur.plan.reprise import apply_plan
from concertation.suivi import Acteur, References, SaisieInvalide, Store
from tests.aides.dossiers import VALMONT, change_cell, copy_region
from tests.aides.ecrans_suivi import open_as
from tests.interface.ecrans.test_ecrans import texts

DIRECTION = Acteur("Claire Dubois", "direction")
JOUR = dt.date(2031, 6, 1)
DECLARES = {nom: dict(liste) for nom, liste in LISTES.items()}


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """Valmont with codes of its own, and a proposal of a reach that no other region has."""
    copie = copy_region(tmp_path / "region")
    change_cell("propositions.csv", 2, "portee", "vallee")(copie)
    return copie


@pytest.fixture
def donnees(dossier: Path) -> Iterator[Donnees]:
    yield open_donnees(dossier)
    take_codes({})


@pytest.fixture
def base(donnees: Donnees, tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path}/suivi.sqlite", References.of_donnees(donnees))
    yield store
    store.close()


def test_its_codes_replace_the_declared_ones_and_other_lists_stay(donnees: Donnees) -> None:
    assert dict(STATUT) == {
        "idee": "À l’étude", "lancee": "Lancée", "arretee": "À l’arrêt", "finie": "Terminée",
    }  # fmt: skip
    assert (STATUT.depart, STATUT.which("fini"), STATUT.which("bloque")) == (
        "idee", ("finie",), ("arretee",)
    )  # fmt: skip
    assert (STATUT.icone("lancee"), STATUT.couleur("lancee")) == (
        ":material/rocket_launch:", "blue"
    )  # fmt: skip
    autres = {nom: dict(liste) for nom, liste in LISTES.items() if nom not in ("statut", "portee")}
    assert autres == {nom: mots for nom, mots in DECLARES.items() if nom in autres}


def test_another_consultation_finds_the_declared_codes_again(donnees: Donnees) -> None:
    assert dict(STATUT) != DECLARES["statut"]
    open_donnees(VALMONT)
    assert {nom: dict(liste) for nom, liste in LISTES.items()} == DECLARES


def test_a_reach_of_its_own_is_admitted_filtered_counted_and_decided(
    donnees: Donnees, dossier: Path
) -> None:
    assert not [a for a in check_dossier(dossier) if a.colonne == "portee"]
    facette = next(f for f in facettes_of(donnees) if f.nom == "portee")
    assert facette.options["vallee"] == "De vallée"
    propositions = donnees.table("propositions")
    comptes = count_theme_portee(propositions, donnees.table("themes"))
    assert comptes["locale"].sum() + comptes["nationale"].sum() == len(propositions)
    vallee = propositions.loc[propositions["portee"] == "vallee", "id"].iloc[0]
    assert vallee in set(local_propositions(propositions)["id"])
    assert PORTEE.which("instruite") == ("locale", "vallee")
    # Elsewhere that reach is a fault, and no proposal to decide on.
    take_codes({})
    assert vallee not in set(local_propositions(propositions)["id"])


def test_the_store_takes_its_statuses_and_no_other(base: Store) -> None:
    action = base.actions.create(DIRECTION, engagement="E1", territoire="D96", intitule="Ouvrir")
    assert action["statut"] == "idee"
    with pytest.raises(SaisieInvalide, match="À l’étude, Lancée"):
        base.actions.update(DIRECTION, action["id"], 1, statut="en_cours")
    base.actions.update(DIRECTION, action["id"], 1, statut="lancee", fin="2031-01-01")
    assert is_late(base.actions.list(DIRECTION), JOUR).tolist() == [True]
    base.actions.update(DIRECTION, action["id"], 2, statut="finie")
    assert is_late(base.actions.list(DIRECTION), JOUR).tolist() == [False]


def test_a_status_of_before_is_read_as_it_stands(base: Store) -> None:
    take_codes({})
    base.actions.create(
        DIRECTION, engagement="E1", territoire="D96", intitule="Ancienne", statut="en_pause",
        fin="2031-01-01",
    )  # fmt: skip
    open_donnees(Path(VALMONT))
    liste = LISTES["statut"]
    liste.take([code for code in liste.declares if code.cle != "en_pause"])
    actions = base.actions.list(DIRECTION)
    assert actions["statut"].tolist() == ["en_pause"]
    assert "en_pause" in gantt.gantt_actions(actions.assign(en_retard=True), {}, JOUR).alt


def test_its_words_go_out_in_the_workbook_and_come_back_as_codes(base: Store) -> None:
    action = base.actions.create(DIRECTION, engagement="E1", territoire="D96", intitule="Ouvrir")
    contenu = to_plan_xlsx(plan_of_store(base, DIRECTION), Cachet("Plan", "", JOUR))
    classeur = openpyxl.load_workbook(io.BytesIO(contenu))
    colonne = next(c.column for c in classeur["Actions"][1] if c.value == "statut")
    cellule = classeur["Actions"].cell(2, colonne)
    assert cellule.value == "À l’étude"
    cellule.value = "Terminée"
    tampon = io.BytesIO()
    classeur.save(tampon)
    plan, anomalies = read_plan(tampon.getvalue(), "plan.xlsx")
    assert not anomalies
    apply_plan(base, DIRECTION, plan)
    assert base.actions.get(DIRECTION, action["id"])["statut"] == "finie"


@pytest.mark.parametrize("vue", ["tableau", "cartes"])
def test_screens_show_and_filter_its_statuses(
    dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vue: str
) -> None:
    monkeypatch.setenv("CONCERTATION_DATA", str(dossier))
    monkeypatch.setenv("CONCERTATION_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    st.cache_resource.clear()
    donnees = open_donnees(dossier)
    store = Store.open(references=References.of_donnees(donnees))
    for statut in ("lancee", "arretee"):
        store.actions.create(
            DIRECTION, engagement="E1", territoire="D96", intitule=f"Action {statut}", statut=statut
        )
    store.close()
    take_codes({})
    at = open_as(DIRECTION, "suivre/plan_action.py", territoire="D96", vue=vue, statut="lancee")
    lu = texts(at) + " ".join(str(e.value) for e in at.header)
    assert "Lancée" in lu + " ".join(b.label for b in at.button)
    assert "**1 action sur 2**" in lu
    if vue == "cartes":
        assert "▶ Lancée (1)" in lu  # the sign of the folder, as on its charts
        assert "Action arretee" not in lu
    st.cache_resource.clear()
    take_codes({})


def test_codes_are_read_with_the_folder_and_change_nothing_by_themselves(dossier: Path) -> None:
    lues = load_donnees(dossier)
    assert set(lues.codes) == {"statut", "portee"}
    assert dict(STATUT) == DECLARES["statut"]
    assert isinstance(lues.table("codes"), pd.DataFrame)
