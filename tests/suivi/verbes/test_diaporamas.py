"""Decks: who writes them, what is kept of a frozen one, who reads which of its editions."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from concertation.suivi import Conflit, DroitRefuse, Introuvable, SaisieInvalide
from concertation.suivi.sauvegarde import restore_backup, write_backup
from concertation.suivi.socle import tables
from tests.aides.sauvegardes import digest
from tests.suivi.conftest import ADMIN, DIRECTION, LECTEUR, MANCHE, ORNE, both_engines
from tests.suivi.saisies import create_diaporama

GEL = {"fige_le": "2026-03-01", "pages": '["publique"]', "pages_completes": '["complète"]'}


def test_the_direction_writes_any_deck_a_committee_those_of_its_territory(store):
    for acteur in (ORNE, LECTEUR):
        with pytest.raises(DroitRefuse):
            create_diaporama(store, acteur)
    with pytest.raises(DroitRefuse):
        create_diaporama(store, MANCHE, territoire="D1")
    create_diaporama(store, ORNE, territoire="C1")
    with pytest.raises(DroitRefuse):
        store.diaporamas.update(ORNE, 1, 1, territoire="")
    store.diaporamas.update(ORNE, 1, 1, titre="Autre")
    assert store.diaporamas.list(DIRECTION)["titre"].tolist() == ["Autre"]


def test_everybody_reads_decks_readers_without_the_name(store):
    create_diaporama(store)
    assert store.diaporamas.list(MANCHE)["auteur"].tolist() == ["Denise"]
    lue = store.diaporamas.find(LECTEUR, "bilan")
    assert (lue["auteur"], json.loads(lue["contenu"])) == ("", {"diapos": []})
    with pytest.raises(Introuvable, match="absent"):
        store.diaporamas.find(LECTEUR, "absent")


@both_engines
def test_a_key_is_one_deck_s_until_it_is_withdrawn(store):
    ligne = create_diaporama(store)
    with pytest.raises(SaisieInvalide, match="déjà"):
        create_diaporama(store)
    nue = {"cle": "bilan", "cree_le": "", "modifie_le": ""}
    with pytest.raises(sa.exc.IntegrityError), store.atomic() as transaction:
        transaction.connection.execute(sa.insert(tables.metadata.tables["diaporama"]), [nue])
    store.diaporamas.withdraw(DIRECTION, ligne["id"], 1)
    autre = create_diaporama(store)
    with pytest.raises(SaisieInvalide, match="déjà"):
        store.diaporamas.restore(DIRECTION, ligne["id"], 2)
    store.diaporamas.withdraw(DIRECTION, autre["id"], 1)
    store.diaporamas.restore(DIRECTION, ligne["id"], 2)
    assert store.diaporamas.list(LECTEUR)["id"].tolist() == [ligne["id"]]
    assert store.diaporamas.list(DIRECTION, retires=True)["id"].tolist() == [autre["id"]]
    for acteur in (LECTEUR, ORNE):
        assert store.diaporamas.list(acteur, retires=True).empty


@pytest.mark.parametrize("cle", ["", "Bilan", "-bilan", "é", "a" * 61, "a/b"])
def test_a_key_that_is_no_key_is_refused(store, cle):
    with pytest.raises(SaisieInvalide):
        create_diaporama(store, cle=cle)


@pytest.mark.parametrize("contenu", ["", "{", "[]", "[" * 100_000, '{"a":"' + "x" * 20_001 + '"}'])
def test_what_is_no_deck_is_refused(store, contenu):
    with pytest.raises(SaisieInvalide, match="Diapositives|objet"):
        create_diaporama(store, contenu=contenu)


def test_texts_inside_are_cleaned_like_any_other(store):
    create_diaporama(store, contenu=json.dumps({"diapos": [{"notes": "a\u202eb\u0000c\r\nd"}]}))
    lu = json.loads(store.diaporamas.find(DIRECTION, "bilan")["contenu"])
    assert lu == {"diapos": [{"notes": "abc\nd"}]}


@both_engines
def test_two_writers_never_overwrite(store):
    create_diaporama(store)
    store.diaporamas.update(DIRECTION, 1, 1, titre="Un")
    with pytest.raises(Conflit) as leve:
        store.diaporamas.update(ADMIN, 1, 1, titre="Deux")
    assert (leve.value.actuel["titre"], leve.value.propose["titre"]) == ("Un", "Deux")


@both_engines
def test_a_frozen_deck_keeps_an_edition_for_each_right(store):
    create_diaporama(store)
    store.diaporamas.freeze(DIRECTION, 1, 1, **GEL)
    ligne = store.diaporamas.find(LECTEUR, "bilan")
    for acteur in (LECTEUR, ORNE):
        assert store.diaporamas.read_pages(acteur, ligne) == ("publique", '["publique"]')
    assert store.diaporamas.read_pages(DIRECTION, ligne) == ("complete", '["complète"]')
    # Whatever territory the caller gives, the deck's own counts.
    assert store.diaporamas.read_pages(ORNE, {**ligne, "territoire": "D1"})[0] == "publique"
    with pytest.raises(SaisieInvalide, match="vivant"):
        store.diaporamas.update(DIRECTION, 1, 2, titre="Autre")


def test_the_complete_edition_of_a_committee_s_deck_is_its_own(store):
    create_diaporama(store, ORNE, territoire="D1", **GEL)
    ligne = store.diaporamas.find(LECTEUR, "bilan")
    lues = {a: store.diaporamas.read_pages(a, ligne)[0] for a in (ORNE, DIRECTION, MANCHE, LECTEUR)}
    assert lues == {
        ORNE: "complete",
        DIRECTION: "complete",
        MANCHE: "publique",
        LECTEUR: "publique",
    }


def test_the_journal_holds_the_size_and_hash_of_pages_and_undoing_finds_them(store):
    create_diaporama(store)
    store.diaporamas.freeze(DIRECTION, 1, 1, **GEL)
    entree = store.journal.list(DIRECTION).iloc[0]
    assert "12 octets, SHA-256" in entree["apres"]["pages"]
    assert "publique" not in json.dumps(entree["apres"])
    store.diaporamas.unfreeze(DIRECTION, 1, 2)
    assert str(store.diaporamas.find(DIRECTION, "bilan")["fige_le"]) == "NaT"
    store.journal.undo_last(DIRECTION)
    ligne = store.diaporamas.find(LECTEUR, "bilan")
    assert str(ligne["fige_le"])[:10] == "2026-03-01"
    assert store.diaporamas.read_pages(LECTEUR, ligne)[1] == '["publique"]'


def test_pages_replaced_since_are_not_given_back_as_if_they_were(store):
    create_diaporama(store)
    store.diaporamas.freeze(DIRECTION, 1, 1, **GEL)
    store.diaporamas.unfreeze(DIRECTION, 1, 2)
    rendu = int(store.journal.list(DIRECTION)["id"].iloc[0])
    store.diaporamas.freeze(DIRECTION, 1, 3, **{**GEL, "pages": '["autres"]'})
    with pytest.raises(SaisieInvalide, match="remplacées"):
        store.journal.revert(DIRECTION, rendu, 4)
    store.journal.undo_last(DIRECTION)
    assert str(store.diaporamas.find(DIRECTION, "bilan")["fige_le"]) == "NaT"


def test_a_deck_is_not_published(store):
    create_diaporama(store)
    with pytest.raises(SaisieInvalide, match="ne se publie pas"):
        store.publications.publish(DIRECTION, "diaporama", 1)


def test_a_backup_carries_decks_and_their_pages(store, nouvelle_base, open_store, tmp_path: Path):
    create_diaporama(store, **GEL)
    write_backup(store, tmp_path / "base.zip", ADMIN)
    autre = open_store(nouvelle_base("sqlite"))
    restore_backup(autre, tmp_path / "base.zip", ADMIN)
    assert digest(autre) == digest(store)
    ligne = autre.diaporamas.find(DIRECTION, "bilan")
    assert autre.diaporamas.read_pages(DIRECTION, ligne) == ("complete", '["complète"]')
