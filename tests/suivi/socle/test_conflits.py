"""Two people never overwrite each other; the last gesture can be undone."""

import threading

import pytest

from concertation.suivi import Conflit, Introuvable, Store
from tests.suivi.conftest import ADMIN, DIRECTION, LECTEUR, MANCHE, ORNE, both_engines
from tests.suivi.saisies import (
    add_mesure,
    add_point,
    create_action,
    create_financement,
    decide,
    fill,
)


@both_engines
def test_the_second_writer_gets_both_texts_and_writes_nothing(store: Store) -> None:
    action = create_action(store)
    store.actions.update(ORNE, action["id"], 1, intitule="Le premier")
    avant = store.last_entry()
    with pytest.raises(Conflit, match="modifiée") as conflit:
        store.actions.update(DIRECTION, action["id"], 1, intitule="Le second", fin="2026-12-31")
    assert conflit.value.actuel["intitule"] == "Le premier"
    assert conflit.value.actuel["version"] == 2
    assert conflit.value.propose == {
        "id": action["id"],
        "version": 1,
        "intitule": "Le second",
        "fin": "2026-12-31",
    }
    assert store.last_entry() == avant
    assert store.actions.update(DIRECTION, action["id"], 2, intitule="Le second")["version"] == 3


def test_withdrawing_an_old_version_is_a_conflict(store: Store) -> None:
    action = create_action(store)
    store.actions.update(ORNE, action["id"], 1, intitule="Autre")
    with pytest.raises(Conflit):
        store.actions.withdraw(DIRECTION, action["id"], 1)


def test_deciding_over_somebody_names_every_conflict(store: Store) -> None:
    decide(store, propositions=["P1", "P2"], note="la première")
    with pytest.raises(Conflit, match="2 fiches") as conflit:
        decide(store, DIRECTION, propositions=["P1", "P2", "P3"], decision="a_approfondir")
    assert [actuel["proposition"] for actuel, _ in conflit.value.conflits] == ["P1", "P2"]
    assert conflit.value.propose["decision"] == "a_approfondir"
    assert len(store.instructions.list(ORNE)) == 2


def test_a_withdrawn_decision_can_be_taken_again(store: Store) -> None:
    ligne = decide(store)[0]
    store.instructions.withdraw(ORNE, ligne["id"], 1)
    decide(store, decision="deja_engagee")
    assert list(store.instructions.list(ORNE)["decision"]) == ["deja_engagee"]


@both_engines
def test_of_simultaneous_writers_one_wins_and_the_others_know(store: Store) -> None:
    action = create_action(store)
    issues: list[str] = []
    depart = threading.Barrier(6)

    def write(numero: int) -> None:
        depart.wait()
        try:
            store.actions.update(ORNE, action["id"], 1, intitule=f"De {numero}")
            issues.append("écrit")
        except Conflit:
            issues.append("conflit")
        try:
            decide(store, note=f"De {numero}")
            issues.append("décidé")
        except Conflit:
            issues.append("dépassé")

    fils = [threading.Thread(target=write, args=(numero,)) for numero in range(6)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(issues) == sorted(["écrit", "décidé"] + ["conflit", "dépassé"] * 5)


def test_the_last_gesture_is_undone_as_a_change_of_its_own(store: Store) -> None:
    action = create_action(store, propositions=["P1"])
    store.actions.update(ORNE, action["id"], 1, intitule="Autre", propositions=["P2"])
    create_action(store, DIRECTION, territoire="D2")
    assert store.journal.undo_last(ORNE) == 1
    ligne = store.actions.list(ORNE).iloc[0]
    assert (ligne["intitule"], ligne["propositions"], ligne["version"]) == (
        "Ouvrir une équipe",
        "P1",
        3,
    )
    assert store.journal.list(ADMIN)["verbe"].iloc[0] == "annuler"
    with pytest.raises(Introuvable):
        store.journal.undo_last(ORNE)
    with pytest.raises(Introuvable):
        store.journal.undo_last(MANCHE)


def test_undo_hides_what_was_added_and_restores_what_was_hidden(store: Store) -> None:
    point = add_point(store)
    store.journal.undo_last(ORNE)
    assert store.points_etape.list(ORNE).empty
    store.points_etape.restore(ORNE, point["id"])
    store.points_etape.withdraw(ORNE, point["id"])
    store.journal.undo_last(ORNE)
    assert len(store.points_etape.list(ORNE)) == 1
    create_action(store)
    store.journal.undo_last(ORNE)
    assert store.actions.list(ORNE).empty


@both_engines
def test_undo_takes_back_a_whole_gesture(store: Store) -> None:
    decide(store, propositions=["P1", "P2", "P3"])
    assert store.journal.undo_last(ORNE) == 3
    assert store.instructions.list(ORNE).empty
    with store.atomic():
        create_financement(store, action_id=create_action(store)["id"])
    assert store.journal.undo_last(ORNE) == 2
    assert store.actions.list(ORNE).empty


def test_undo_gives_the_public_what_it_read_before(store: Store) -> None:
    mesure = add_mesure(store)
    identifiant = mesure["indicateur_id"]
    store.publications.publish(DIRECTION, "indicateur", identifiant)
    store.indicateurs.update(ORNE, identifiant, 1, libelle="Autre")
    store.publications.publish(DIRECTION, "indicateur", identifiant)
    store.journal.undo_last(DIRECTION)
    assert list(store.indicateurs.list(LECTEUR)["libelle"]) == ["Équipes"]
    store.publications.unpublish(DIRECTION, "indicateur", identifiant)
    store.journal.undo_last(DIRECTION)
    assert list(store.indicateurs.list(LECTEUR)["libelle"]) == ["Équipes"]
    assert len(store.mesures.list(LECTEUR)) == 1


def test_undo_never_overwrites_somebody(store: Store) -> None:
    action = create_action(store)
    store.actions.update(ORNE, action["id"], 1, intitule="À moi")
    store.actions.update(DIRECTION, action["id"], 2, description="Et à moi")
    with pytest.raises(Conflit):
        store.journal.undo_last(ORNE)
    assert list(store.actions.list(ORNE)["intitule"]) == ["À moi"]


def test_an_entry_of_the_journal_can_be_put_back(store: Store) -> None:
    action = create_action(store, debut="2026-01-01")
    store.actions.update(ORNE, action["id"], 1, intitule="Autre", debut="2026-02-01")
    store.actions.update(DIRECTION, action["id"], 2, description="Ajoutée")
    entree = int(store.journal.list(ORNE, {"verbe": "modifier"})["id"].iloc[-1])
    with pytest.raises(Conflit):
        store.journal.revert(ORNE, entree, 2)
    store.journal.revert(ORNE, entree, 3)
    ligne = store.actions.list(ORNE).iloc[0]
    assert (ligne["intitule"], ligne["description"]) == ("Ouvrir une équipe", "Ajoutée")
    assert str(ligne["debut"].date()) == "2026-01-01"


@both_engines
def test_every_kind_of_entry_can_be_undone(store: Store) -> None:
    fill(store)
    total = 0
    for identifiant in range(store.last_entry(), 0, -1):
        entree = store.journal.list(ADMIN, before_id=identifiant + 1, limit=1).iloc[0]
        version = None
        if "version" in (entree["apres"] or {}) and "publie" not in entree["apres"]:
            lignes = store.lignes[entree["objet"]]
            version = int(lignes.get(ADMIN, int(entree["objet_id"]))["version"])
        store.journal.revert(ADMIN, identifiant, version)
        total += 1
    assert total == 21
    for lignes in store.lignes.values():
        assert lignes.list(ADMIN).empty
