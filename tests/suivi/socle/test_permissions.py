"""What committees write is read by the owner of its files alone."""

import os
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage
import pytest

from concertation.__main__ import main
from concertation.suivi import Store, StoreIndisponible
from concertation.suivi.sauvegarde import SauvegardeInvalide, restore_backup, write_backup
from tests.aides.sauvegardes import digest
from tests.suivi.conftest import ADMIN
from tests.suivi.saisies import add_point


@pytest.fixture(autouse=True)
def masque() -> Iterator[None]:
    """The usual mask of a desk: others may read what a program creates."""
    avant = os.umask(0o022)
    yield
    os.umask(avant)


def modes(dossier: Path) -> dict[str, int]:
    return {f.name: stat.S_IMODE(f.stat().st_mode) for f in dossier.iterdir()}


def test_a_new_database_its_log_and_its_folder_are_private(
    tmp_path: Path, open_store: Callable[..., Store]
) -> None:
    add_point(open_store(f"sqlite:///{tmp_path}/var/suivi.sqlite"))
    attendus = dict.fromkeys(["suivi.sqlite", "suivi.sqlite-wal", "suivi.sqlite-shm"], 0o600)
    assert modes(tmp_path / "var") == attendus
    assert modes(tmp_path) == {"var": 0o700}


def test_a_database_that_others_could_read_is_narrowed_and_its_folder_left_alone(
    tmp_path: Path, modele_sqlite: Path, open_store: Callable[..., Store]
) -> None:
    dossier = tmp_path / "var"
    dossier.mkdir(0o755)
    fichier = Path(shutil.copy(modele_sqlite, dossier / "suivi.sqlite"))
    # A log as another version left it, open to all.
    autre = sqlite3.connect(fichier)
    autre.execute("CREATE TABLE t (x)")
    for trouve in dossier.iterdir():
        trouve.chmod(0o644)
    assert set(modes(dossier)) == {f"suivi.sqlite{fin}" for fin in ("", "-wal", "-shm")}
    add_point(open_store(f"sqlite:///{fichier}"))
    assert set(modes(dossier).values()) == {0o600}
    assert modes(tmp_path) == {"var": 0o755}
    autre.close()


def test_a_read_only_database_stays_so_and_is_narrowed(
    tmp_path: Path, modele_sqlite: Path, open_store: Callable[..., Store]
) -> None:
    fichier = Path(shutil.copy(modele_sqlite, tmp_path / "suivi.sqlite"))
    fichier.chmod(0o444)
    open_store(f"sqlite:///{fichier}")
    assert modes(tmp_path)["suivi.sqlite"] == 0o400


def test_the_database_of_somebody_else_keeps_its_rights(
    tmp_path: Path, modele_sqlite: Path, open_store: Callable[..., Store],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    fichier = Path(shutil.copy(modele_sqlite, tmp_path / "suivi.sqlite"))
    fichier.chmod(0o664)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    add_point(open_store(f"sqlite:///{fichier}"))
    assert modes(tmp_path)["suivi.sqlite"] == 0o664


def test_starts_at_the_same_time_find_one_whole_database(
    tmp_path: Path, open_store: Callable[..., Store]
) -> None:
    fichier = tmp_path / "suivi.sqlite"
    ensemble = threading.Barrier(4)
    ouverts: list[Store] = []

    def start() -> None:
        ensemble.wait()
        ouverts.append(open_store(f"sqlite:///{fichier}"))

    fils = [threading.Thread(target=start) for _ in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    for store in ouverts:
        add_point(store)
    assert len(ouverts[0].points_etape.list(ADMIN)) == len(ouverts) == 4
    assert set(modes(tmp_path).values()) == {0o600}


def test_backups_are_private_even_in_the_place_of_one_that_was_not(
    tmp_path: Path, modele_sqlite: Path, open_store: Callable[..., Store]
) -> None:
    url = f"sqlite:///{shutil.copy(modele_sqlite, tmp_path / 'suivi.sqlite')}"
    add_point(store := open_store(url))
    dossier = tmp_path / "sauvegardes"
    dossier.mkdir()
    (dossier / "a.zip").touch(0o644)
    write_backup(store, dossier / "a.zip", ADMIN)
    assert main(["sauvegarder", "--base", url, str(dossier / "b.zip")]) == 0
    restore_backup(store, dossier / "a.zip", ADMIN, remplacer=True)
    assert len(modes(dossier)) == 3
    assert set(modes(dossier).values()) == {0o600}


def test_a_backup_is_encrypted_for_the_keys_that_are_given(
    tmp_path: Path, open_store: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    une, autre = (pyrage.x25519.Identity.generate() for _ in range(2))
    sienne, fausse = tmp_path / "sienne.txt", tmp_path / "fausse.txt"
    sienne.write_text(f"# created\n{autre}\n")
    fausse.write_text(str(pyrage.x25519.Identity.generate()))
    store = open_store(f"sqlite:///{tmp_path}/var/suivi.sqlite")
    add_point(store, synthese="Chez Zéphyrine")
    monkeypatch.setenv("CONCERTATION_SAUVEGARDE", f"{une.to_public()} {autre.to_public()}")
    fichier = tmp_path / "sauvegardes" / "a.zip"
    write_backup(store, fichier, ADMIN)
    assert fichier.read_bytes().startswith(b"age-encryption.org/v1")
    assert modes(tmp_path)["sauvegardes"] == 0o700
    assert modes(fichier.parent) == {"a.zip": 0o600}
    neuve = f"sqlite:///{tmp_path}/var/autre.sqlite"
    with pytest.raises(SauvegardeInvalide, match="donnez le fichier de sa clé"):
        restore_backup(open_store(neuve), fichier, ADMIN)
    with pytest.raises(SauvegardeInvalide, match="n’ouvre pas"):
        restore_backup(open_store(neuve), fichier, ADMIN, cle=fausse)
    assert main(["restaurer", "--base", neuve, str(fichier), "--cle", str(sienne)]) == 0
    assert digest(open_store(neuve)) == digest(store)
    # What is replaced is kept encrypted too.
    precedente = restore_backup(store, fichier, ADMIN, remplacer=True, cle=sienne).precedente
    assert precedente is not None
    assert precedente.read_bytes().startswith(b"age-encryption.org/v1")
    monkeypatch.setenv("CONCERTATION_SAUVEGARDE", "ma-clé")
    with pytest.raises(StoreIndisponible, match="n’est pas une clé"):
        write_backup(store, tmp_path / "b.zip", ADMIN)
    assert not (tmp_path / "b.zip").exists()
