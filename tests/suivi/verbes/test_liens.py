"""Links of the direction: reasons required, nothing deleted, everything journalled, carried."""

from pathlib import Path

import pytest

from concertation.suivi import Conflit, DroitRefuse, References, SaisieInvalide
from concertation.suivi.sauvegarde import write_backup
from tests.suivi.conftest import ADMIN, DIRECTION, LECTEUR, ORNE, both_engines

BOUTS = {
    "origine_type": "proposition", "origine": "P1", "cible_type": "action", "cible": "ACT-1",
}  # fmt: skip


def test_only_the_direction_links_and_the_reason_is_required(store):
    with pytest.raises(DroitRefuse):
        store.liens.create(ORNE, **BOUTS, justification="Même objet.")
    with pytest.raises(SaisieInvalide, match="Justification"):
        store.liens.create(DIRECTION, **BOUTS, justification=" ")
    assert list(store.journal.list(ADMIN)["verbe"]) == ["refuser"]
    ligne = store.liens.create(DIRECTION, **BOUTS, justification="Même objet.", force="forte")
    assert (ligne["auteur"], ligne["version"]) == ("Denise", 1)
    journal = store.journal.list(DIRECTION)
    assert journal["objet"].tolist() == ["lien"]


def test_a_link_goes_downstream_and_joins_what_exists(store):
    envers = {
        "origine_type": "action", "origine": "ACT-1", "cible_type": "proposition", "cible": "P1",
    }  # fmt: skip
    with pytest.raises(SaisieInvalide, match="jamais l’inverse"):
        store.liens.create(DIRECTION, **envers, justification="Non.")
    connus = store.with_references(References(noeuds=frozenset({("proposition", "P1")})))
    with pytest.raises(SaisieInvalide, match="ACT-1"):
        connus.liens.create(DIRECTION, **BOUTS, justification="Non.")
    assert store.liens.list(DIRECTION).empty


def test_readers_get_what_is_published_without_the_name(store):
    ligne = store.liens.create(DIRECTION, **BOUTS, justification="Même objet.")
    assert store.liens.list(LECTEUR).empty
    assert len(store.liens.list(ORNE)) == 1
    store.publications.publish(DIRECTION, "lien", ligne["id"])
    lu = store.liens.list(LECTEUR)
    assert lu["justification"].tolist() == ["Même objet."]
    assert lu["auteur"].tolist() == [""]


@both_engines
def test_a_withdrawn_link_comes_back_and_two_writers_never_overwrite(store):
    ligne = store.liens.create(DIRECTION, **BOUTS, justification="Même objet.")
    retiree = store.liens.withdraw(DIRECTION, ligne["id"], 1)
    assert store.liens.list(DIRECTION).empty
    assert len(store.liens.list(DIRECTION, retires=True)) == 1
    with pytest.raises(Conflit):
        store.liens.restore(DIRECTION, ligne["id"], 1)
    store.liens.restore(DIRECTION, ligne["id"], retiree["version"])
    assert len(store.liens.list(DIRECTION)) == 1
    store.journal.undo_last(DIRECTION)
    assert store.liens.list(DIRECTION).empty


def test_a_backup_carries_the_links(store, tmp_path: Path):
    store.liens.create(DIRECTION, **BOUTS, justification="Même objet.")
    bilan = write_backup(store, tmp_path / "base.zip", ADMIN)
    assert bilan.lignes["lien"] == 1
