"""What tests of the follow-up screens share: people, their database, and hands on widgets."""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from concertation.donnees import dossier_courant, load_donnees
from concertation.porte import NAVIGATEUR
from concertation.suivi import Acteur, References, Store
from tests.aides.bases import new_sqlite
from tests.aides.francais import faults, words_of
from tests.interface.ecrans.test_ecrans import RACINE, texts

ORNE = Acteur("Anne Lebrun", "comite", frozenset({"D61"}))
MANCHE = Acteur("Paul Marie", "comite", frozenset({"D50"}))
DIRECTION = Acteur("Claire Dubois", "direction")
LECTEUR = Acteur("", "lecteur")
ENGAGEMENTS, INDICATEURS, JOURNAL = (
    "suivre/engagements.py", "suivre/indicateurs.py", "gerer/journal.py"
)  # fmt: skip
INSTRUCTION, COMITE, PLAN = (
    "suivre/instruction.py", "suivre/comite.py", "suivre/plan_action.py"
)  # fmt: skip
SECRET = "le secret du navigateur"
EDITEUR = "f-plan-tableau-0-editeur"


@pytest.fixture(name="store")
def base_des_ecrans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A database of this test's own, the one that the screens open."""
    monkeypatch.setenv("CONCERTATION_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    st.cache_resource.clear()
    base = Store.open(new_sqlite(tmp_path / "suivi.sqlite"), _references())
    yield base
    base.close()


@cache
def _references() -> References:
    return References.of_donnees(load_donnees(dossier_courant()))


def open_as(acteur: Acteur, fichier: str, **params: str | list[str]) -> AppTest:
    """A screen of follow-up, as this person sees it in a new window of their browser."""
    at = AppTest.from_file(str(RACINE / "dashboard.py"), default_timeout=30)
    at.session_state["acteur"] = acteur
    at.session_state[NAVIGATEUR] = SECRET
    at.switch_page(str(RACINE / "pages" / fichier))
    for nom, valeur in params.items():
        at.query_params[nom] = valeur
    return run(at)


def run(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception, at.exception
    assert not (fautes := faults(words_of(at))), fautes
    return at


def click(at: AppTest, debut: str) -> AppTest:
    """Click the only button whose label begins so."""
    boutons = [bouton for bouton in at.button if bouton.label.startswith(debut)]
    assert len(boutons) == 1, [bouton.label for bouton in at.button]
    boutons[0].click()
    return run(at)


def has_button(at: AppTest, debut: str) -> bool:
    return any(bouton.label.startswith(debut) for bouton in at.button)


def field(elements: Any, libelle: str) -> Any:
    """The only widget with this label."""
    trouves = [element for element in elements if element.label.startswith(libelle)]
    assert len(trouves) == 1, [element.label for element in elements]
    return trouves[0]


def links(at: AppTest) -> list[str]:
    return [lien.proto.label.replace("\\", "") for lien in at.get("page_link")]


def edit(at: AppTest, **cellules: Any) -> AppTest:
    """Type in cells of the first row of the plan's table."""
    at.session_state[EDITEUR] = {"edited_rows": {0: cellules}, "added_rows": [], "deleted_rows": []}
    return run(at)


def create_action(store: Store, acteur: Acteur = ORNE, **autres: Any) -> dict[str, Any]:
    valeurs = {"engagement": "E1", "territoire": "D61", "intitule": "Ouvrir une équipe"}
    return store.actions.create(acteur, **{**valeurs, **autres})


def lu(at: AppTest) -> str:
    """All that can be read, tables and links included."""
    tables = "\n".join(table.value.to_string() for table in at.table)
    boites = "\n".join(str(element.value) for element in at.success)
    replies = "\n".join(str(bloc.label) for bloc in at.expander)
    return f"{texts(at)}\n{tables}\n{boites}\n{replies}".replace("\\", "")


def button(at: AppTest, libelle: str):  # noqa: ANN201 (the class has no public name)
    return next(b for b in at.button if b.label == libelle)


def add_point(store: Store, acteur: Acteur = ORNE, **autres: object) -> int:
    valeurs = {
        "engagement": "E1", "territoire": "D61", "date": dt.date.today(), "meteo": "appuis",
        "synthese": "Deux équipes.",
    }  # fmt: skip
    return store.points_etape.add(acteur, **{**valeurs, **autres})["id"]


def define(store: Store, acteur: Acteur = ORNE, **autres: object) -> int:
    valeurs = {
        "engagement": "E1", "territoire": "D61", "libelle": "Équipes ouvertes", "unite": "équipes",
        "valeur_initiale": 10, "date_initiale": "2025-01-01", "source_initiale": "ARS",
        "cible": 50, "date_cible": "2027-12-31", "source_cible": "Feuille de route",
    }  # fmt: skip
    return store.indicateurs.create(acteur, **{**valeurs, **autres})["id"]


def today() -> dt.date:
    """Asked each time: a run of the tests may pass midnight."""
    return dt.date.today()
