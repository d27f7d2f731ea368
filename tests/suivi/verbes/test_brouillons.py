"""Drafts: saved by field, read by their owner alone, gone with time, on both engines."""

from pathlib import Path

from concertation.suivi import Store
from concertation.suivi.personnelles import apply_retention
from concertation.suivi.sauvegarde import restore_backup, write_backup
from concertation.suivi.verbes.brouillons import DUREE, Brouillon
from tests.aides.sauvegardes import digest
from tests.suivi.conftest import ADMIN, Horloge, both_engines
from tests.suivi.saisies import add_point


@both_engines
def test_two_windows_add_to_one_draft_and_each_takes_back_its_own_fields(store: Store) -> None:
    save, read = store.brouillons.save, store.brouillons.read
    save("Anne", "action-1", {"porteur": "ARS"}, version=1, adresse="plan-action?action=1")
    save("Anne", "action-1", {"description": "À deux"}, version=1, adresse="plan-action?action=1")
    lu = read("Anne", "action-1")
    assert lu.contenu == {"porteur": "ARS", "description": "À deux"}
    assert (lu.version, lu.adresse, lu.quand[:10]) == (1, "plan-action?action=1", "2026-03-02")
    assert read("Marc", "action-1") == read("Anne", "action-2") == Brouillon()
    garde = save("Anne", "action-1", {"porteur": ""}, {"porteur"}, version=1)
    assert garde.contenu == {"description": "À deux"}
    assert save("Anne", "action-1", {"description": ""}, {"description"}) == Brouillon()
    assert read("Anne", "action-1") == Brouillon()


def test_a_draft_goes_when_it_is_recorded_or_long_forgotten(store: Store, horloge: Horloge) -> None:
    for forme in ("une", "deux"):
        store.brouillons.save("Anne", forme, {"texte": forme})
    store.brouillons.forget("Anne", "une")
    assert store.brouillons.read("Anne", "une") == Brouillon()
    horloge.avance(days=DUREE.days - 1)
    apply_retention(store, ADMIN)
    assert store.brouillons.read("Anne", "deux").contenu
    horloge.avance(days=2)
    apply_retention(store, ADMIN)
    assert store.brouillons.read("Anne", "deux") == Brouillon()


def test_a_draft_is_neither_told_nor_backed_up_and_stays_where_a_backup_is_put_back(
    store: Store, tmp_path: Path
) -> None:
    add_point(store)
    avant, moment = digest(store), store.last_entry()
    store.brouillons.save("Anne", "une", {"texte": "Commencé"})
    assert (digest(store), store.last_entry()) == (avant, moment)
    write_backup(store, tmp_path / "base.zip", ADMIN)
    restore_backup(store, tmp_path / "base.zip", ADMIN, remplacer=True)
    assert store.brouillons.read("Anne", "une").contenu == {"texte": "Commencé"}
