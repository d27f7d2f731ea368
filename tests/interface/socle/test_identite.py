"""Who acts: the local profile, and the server that others can reach."""

import pytest
import sqlalchemy as sa
import streamlit as st
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from concertation.interface.socle import registre
from concertation.porte import NAVIGATEUR
from concertation.suivi import ROLES, Acteur, Store
from concertation.suivi.verbes.brouillons import brouillon
from tests.aides.connexion import BY_A_PROXY, LOST
from tests.aides.ecrans_suivi import LECTEUR, SECRET, click, open_as
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans
from tests.interface.ecrans.test_ecrans import open_ecran, texts


def take(at: AppTest, nom: str, role: str, territoires: list[str]) -> AppTest:
    """Open the window of the profile, fill its form and send it."""
    at.session_state["w-profil"] = True
    at.run()
    at.text_input(key="f-profil-nom").set_value(nom)
    at.radio(key="f-profil-role").set_value(role).run()
    # Asked of a committee alone.
    assert bool(at.pills) is (role == "comite")
    if territoires:
        at.pills(key="f-profil-territoires").set_value(territoires)
    return next(b for b in at.button if b.label == "Prendre ce profil").click().run()


def test_a_person_takes_a_profile_for_the_session() -> None:
    at = take(open_ecran("suivre/comite.py"), "Personne A", "comite", ["D61"])
    assert at.session_state["acteur"] == Acteur("Personne A", "comite", frozenset({"D61"}))
    assert at.session_state["w-profil"] is False


def test_the_menu_says_whose_it_is_and_offers_eight_screens_at_most() -> None:
    at = take(open_ecran("suivre/comite.py"), "Personne A", "comite", ["D61"])
    assert any("Orne" in caption.value for caption in at.sidebar.caption)
    assert set(registre.MENUS) == set(ROLES)
    for ecrans in registre.MENUS.values():
        assert len(set(ecrans)) == len(ecrans) <= 8
    assert len(at.sidebar.get("page_link")) == len(registre.MENUS["comite"])
    at.session_state["w-tout"] = True
    at.run()
    parties = {ecran.titre for ecran in registre.every_ecran() if ecran.partie}
    assert parties == {"Présentation", "Documents"}
    tous = [ecran.titre for ecran in registre.every_ecran() if not (ecran.partie or ecran.reserve)]
    assert [lien.proto.label for lien in at.sidebar.get("page_link")][-len(tous) :] == tous


def test_a_committee_without_territory_is_told_and_stays_a_reader() -> None:
    at = take(open_ecran("suivre/comite.py"), "Personne A", "comite", [])
    assert "au moins un territoire" in texts(at)
    assert "acteur" not in at.session_state


def test_a_role_that_writes_needs_a_name() -> None:
    at = take(open_ecran("suivre/comite.py"), "  ", "direction", [])
    assert "Indiquez votre nom" in texts(at)
    assert "acteur" not in at.session_state


def test_who_comes_by_another_way_reads_whatever_the_session_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ContextProxy, "headers", BY_A_PROXY)
    at = open_ecran("suivre/comite.py")
    at.session_state["acteur"] = Acteur("Personne A", "direction")
    at.run()
    assert "Lecture seule" in texts(at)
    assert "Direction" not in texts(at)
    assert "prenez un profil" not in texts(at)
    assert not [b for b in at.button if b.label == "Prendre ce profil"]


def test_whoever_sits_at_a_server_that_others_reach_takes_a_profile() -> None:
    adresse = st.get_option("server.address")
    try:
        st.config.set_option("server.address", "0.0.0.0")  # noqa: S104
        at = take(open_ecran("suivre/comite.py"), "Personne A", "direction", [])
        assert at.session_state["acteur"] == Acteur("Personne A", "direction")
        assert "Lecture seule" not in texts(at)
    finally:
        st.config.set_option("server.address", adresse)


def test_a_lost_connection_leaves_the_session_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    at = open_ecran("suivre/comite.py")
    at.session_state["acteur"] = Acteur("Personne A", "direction")
    at.run()
    monkeypatch.setattr(ContextProxy, "headers", LOST)
    at.run()
    assert "Lecture seule" not in texts(at)
    # A session that never was at the machine is not there because it lost its connection.
    assert "Lecture seule" in texts(open_ecran("suivre/comite.py"))


def arrive(secret: str = SECRET) -> AppTest:
    """A new session of a browser that has this secret."""
    at = open_as(LECTEUR, "suivre/comite.py")
    del at.session_state["acteur"]
    at.session_state[NAVIGATEUR] = secret
    return at.run()


def test_a_profile_outlives_its_session_in_its_browser_alone(store: Store) -> None:
    take(arrive(), "Personne A", "comite", ["D61"])
    # A reload, a typed address, another start of the server: another session.
    retrouvee = arrive()
    assert retrouvee.session_state["acteur"] == Acteur("Personne A", "comite", frozenset({"D61"}))
    assert "Personne A" not in str(retrouvee.query_params)
    assert "acteur" not in arrive("un autre").session_state
    # In the database under the digest of the secret, which opens nothing by itself.
    lignes = store.run(sa.select(brouillon.c.proprietaire, brouillon.c.auteur))
    assert [auteur for _, auteur in lignes] == ["Personne A"]
    assert SECRET not in str(lignes)
    retrouvee.session_state["w-profil"] = True
    click(retrouvee.run(), "Quitter ce profil")
    assert retrouvee.session_state["acteur"].reads_public_only
    assert "acteur" not in arrive().session_state
    assert not store.run(sa.select(brouillon))


def test_an_older_profile_is_offered_and_taken_by_one_click(store: Store) -> None:
    take(arrive(), "Personne A", "direction", [])
    with store.atomic():
        store.run(sa.update(brouillon).values(quand="2026-01-01T08:00:00Z"))
    at = arrive()
    assert "acteur" not in at.session_state
    click(at, "Reprendre : Personne A, direction")
    assert at.session_state["acteur"] == Acteur("Personne A", "direction")
    assert arrive().session_state["acteur"].nom == "Personne A"
