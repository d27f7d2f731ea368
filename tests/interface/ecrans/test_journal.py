"""Journal, from the entry to what it put back."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from concertation.analyse.territoires.noms import name_comite
from concertation.donnees import dossier_courant, load_donnees
from concertation.interface.suivi.noms import differences
from concertation.suivi import Store
from tests.aides.ecrans_suivi import (
    DIRECTION,
    JOURNAL,
    LECTEUR,
    ORNE,
    add_point,
    button,
    create_action,
    define,
    lu,
    open_as,
    today,
)
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans


def test_a_reader_gets_what_is_published_by_bodies_and_nobody_s_name(store: Store) -> None:
    point = add_point(store, synthese="Deux équipes")
    add_point(store, synthese="Secret")
    action = create_action(store, porteur="Anne Lebrun")
    assert "Rien n’est encore publié" in lu(open_as(LECTEUR, JOURNAL))
    store.publications.publish(DIRECTION, "point_etape", point)
    store.publications.publish(DIRECTION, "action", action["id"])
    store.actions.update(ORNE, action["id"], action["version"], intitule="Autre titre")
    at = open_as(LECTEUR, JOURNAL)
    assert len(at.main.expander) == 2
    premiere = at.main.expander[0].label.replace("\\", "")
    assert name_comite(load_donnees(dossier_courant()), "D61") in premiere
    assert "Ouvrir une équipe" in premiere
    for entree in (1, 2):
        open_entry(at, entree)
    dit = lu(at)
    assert "Deux équipes" in dit
    for mot in ("Secret", "Anne Lebrun", "Claire Dubois", "Autre titre", "Remettre"):
        assert mot not in dit
    # Published again: before and after are the two published states.
    store.publications.publish(DIRECTION, "action", action["id"])
    relu = lu(open_entry(open_as(LECTEUR, JOURNAL), 3))
    assert "Ouvrir une équipe" in relu
    assert "Autre titre" in relu
    # Taken back: as if it had never been there.
    store.publications.unpublish(DIRECTION, "action", action["id"])
    assert "Ouvrir une équipe" not in lu(open_as(LECTEUR, JOURNAL))


def open_entry(at: AppTest, identifiant: int) -> AppTest:
    """Unfold an entry of the journal."""
    at.session_state[f"w-entree-{identifiant}"] = True
    return at.run()


def test_journal_shows_before_and_after_of_what_differs(store: Store) -> None:
    identifiant = define(store)
    store.indicateurs.update(ORNE, identifiant, 1, libelle="Après le changement", cible=60)
    at = open_as(ORNE, JOURNAL)
    assert "Modification" in at.main.expander[0].label
    assert not at.table
    at = open_entry(at, 2)
    table = at.table[0].value
    assert list(table.columns) == ["Champ", "Avant", "Après"]
    assert table["Champ"].tolist() == ["Ce qui est mesuré", "Cible"]
    assert "50" in table["Avant"].tolist()[1]
    assert "Après le changement" in table["Après"].tolist()[0]


def test_journal_filters_are_in_the_address(store: Store) -> None:
    add_point(store)
    define(store, DIRECTION, territoire="D50")
    assert len(open_as(DIRECTION, JOURNAL).main.expander) == 2
    assert len(open_as(ORNE, JOURNAL).main.expander) == 1
    assert len(open_as(DIRECTION, JOURNAL, qui="Claire Dubois").main.expander) == 1
    assert len(open_as(DIRECTION, JOURNAL, territoire="D61").main.expander) == 1
    assert (
        len(open_as(DIRECTION, JOURNAL, depuis=str(today() + dt.timedelta(2))).main.expander) == 0
    )
    at = open_as(DIRECTION, JOURNAL, jusqua=str(today() + dt.timedelta(2)))
    at.selectbox(key="w-objet").set_value("indicateur").run()
    assert len(at.main.expander) == 1
    assert at.query_params["objet"] == "indicateur"


def test_an_address_of_the_journal_names_nobody(store: Store) -> None:
    add_point(store)
    define(store, DIRECTION, territoire="D50")
    at = open_as(DIRECTION, JOURNAL)
    assert at.selectbox(key="w-qui").options == ["Anne Lebrun", "Claire Dubois"]
    at.selectbox(key="w-qui").set_value("n2").run()
    assert at.query_params["qui"] == "n2"
    assert "Personne\u00a0: Claire Dubois" in [b.label.replace("\\", "") for b in at.button][0]
    assert len(at.main.expander) == 1
    # Whom one may not read is not told, whatever the number.
    assert "Claire" not in lu(open_as(ORNE, JOURNAL, qui="n2"))


def test_journal_goes_page_by_page(store: Store) -> None:
    for _ in range(25):
        add_point(store)
    at = open_as(ORNE, JOURNAL)
    assert len(at.main.expander) == 20
    button(at, "Entrées plus anciennes").click().run()
    assert len(at.main.expander) == 5
    assert "n° 5 " in at.main.expander[0].label
    button(at, "Revenir aux plus récentes").click().run()
    assert len(at.main.expander) == 20


def test_entry_is_put_back(store: Store) -> None:
    identifiant = define(store)
    store.indicateurs.update(ORNE, identifiant, 1, libelle="Faute")
    at = open_entry(open_as(ORNE, JOURNAL), 2)
    at.button(key="remettre-2").click().run()
    assert store.indicateurs.get(ORNE, identifiant)["libelle"] == "Équipes ouvertes"
    assert "remis comme avant" in lu(at)


@pytest.mark.parametrize("choix", ["forcer", "laisser"])
def test_entry_changed_since_asks_before_it_is_put_back(store: Store, choix: str) -> None:
    identifiant = define(store)
    store.indicateurs.update(ORNE, identifiant, 1, libelle="Faute")
    store.indicateurs.update(DIRECTION, identifiant, 2, libelle="Correction")
    at = open_entry(open_as(ORNE, JOURNAL), 2)
    at.button(key="remettre-2").click().run()
    assert store.indicateurs.get(ORNE, identifiant)["libelle"] == "Correction"
    assert "Correction" in lu(at)
    at.button(key=f"{choix}-2").click().run()
    attendu = "Équipes ouvertes" if choix == "forcer" else "Correction"
    assert store.indicateurs.get(ORNE, identifiant)["libelle"] == attendu


def test_only_who_writes_there_may_put_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    define(store, DIRECTION, territoire="D61")
    # A reader of drafts everywhere who writes nowhere here: the screen offers nothing.
    monkeypatch.setattr(Store, "can", lambda *_: False)
    at = open_as(ORNE, JOURNAL)
    assert not [b for b in at.button if str(b.key).startswith("remettre")]


def test_differences_leave_out_what_is_equal_or_technical() -> None:
    avant = {"libelle": "a", "cible": 1.0, "version": 1, "territoire": "D61"}
    apres = {"libelle": "a", "cible": None, "version": 2, "territoire": "D50"}
    noms = {"D61": "Orne", "D50": "Manche"}
    assert differences("indicateur", avant, apres, noms) == [
        ("Cible", "1", "vide"),
        ("Territoire", "Orne", "Manche"),
    ]
