"""The database behind the store: engines, one writer at a time, failures in French sentences."""

import datetime
import gc
import os
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from concertation.suivi.socle.errors import SaisieInvalide, StoreIndisponible

ATTENTE = 30.0
# Any number that no other program locks; one lock per PostgreSQL database.
_VERROU = 7_314_882
_CREATION = threading.Lock()


@dataclass(frozen=True)
class Transaction:
    """One change as people see it: a connection, the time, and the name of the batch."""

    connection: sa.Connection
    quand: str
    lot: str


def parse_url(url: str) -> sa.URL:
    """The address with its driver; raises `StoreIndisponible` when it can't be understood."""
    try:
        adresse = sa.make_url(url)
    except sa.exc.ArgumentError as erreur:
        raise StoreIndisponible("L’adresse de la base de suivi est illisible.") from erreur
    if adresse.get_backend_name() in ("postgres", "postgresql"):
        return adresse.set(drivername="postgresql+psycopg")
    if adresse.get_backend_name() == "sqlite" and adresse.database:
        return adresse
    raise StoreIndisponible("La base de suivi doit être un fichier SQLite ou une base PostgreSQL.")


class Moteur:
    """Engine of one database. Reading never waits for writing; writers pass one at a time."""

    def __init__(
        self, url: sa.URL, now: Callable[[], datetime.datetime], attente: float = ATTENTE
    ) -> None:
        self.url = url
        self.now = now
        # « sqlite:///suivi.sqlite?timeout=5 », as SQLAlchemy writes it.
        ecrit = str(url.query.get("timeout", ""))
        self.attente = attente = float(ecrit) if ecrit.isdecimal() else attente
        self.fichier = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
        self.lecture = _engine(url, self.fichier, attente)
        self.ecriture = self.lecture.execution_options(ecriture=True)
        sa.event.listen(self.lecture, "begin", self._begin)
        # One context per session thread: a nested `atomic()` joins the one under way.
        self._en_cours: ContextVar[Transaction | None] = ContextVar("transaction", default=None)

    @contextmanager
    def atomic(self) -> Iterator[Transaction]:
        """All of the block is written, or nothing. Nested blocks join the outer one."""
        en_cours = self._en_cours.get()
        if en_cours is not None:
            with en_cours.connection.begin_nested():
                yield en_cours
            return
        with self._translated(), self.ecriture.begin() as connection:
            quand = self.now().astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            transaction = Transaction(connection, quand, uuid.uuid4().hex)
            jeton = self._en_cours.set(transaction)
            try:
                yield transaction
            finally:
                self._en_cours.reset(jeton)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One consistent view; inside `atomic()`, what it has written so far too."""
        en_cours = self._en_cours.get()
        if en_cours is not None:
            yield en_cours.connection
            return
        with self._translated(), self.lecture.connect() as connection:
            yield connection

    @property
    def transaction(self) -> Transaction:
        """The one under way: only asked inside `atomic()`."""
        transaction = self._en_cours.get()
        assert transaction is not None  # noqa: S101 (a mistake of the code)
        return transaction

    @property
    def is_writing(self) -> bool:
        """Whether the caller is inside `atomic()`."""
        return self._en_cours.get() is not None

    def close(self) -> None:
        """Close the connections that wait in the pool."""
        self.lecture.dispose()

    def compact(self, noms: Iterable[str]) -> None:
        """Leave in these tables' files nothing of what they held: neither in free pages, nor in
        SQLite's log. Raises `StoreIndisponible` when somebody reads meanwhile for too long."""
        occupe = False
        with self._translated():
            if self.fichier is None:
                libre = self.lecture.execution_options(isolation_level="AUTOCOMMIT")
                with libre.connect() as connection:
                    for nom in noms:
                        connection.exec_driver_sql(f"VACUUM FULL {nom}")
                return
            with closing(_connect_sqlite(self.fichier, self.attente)) as seule:
                seule.execute("VACUUM")
                (occupe, *_) = seule.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if occupe:
            raise StoreIndisponible(
                "Les noms sont effacés, mais le fichier de la base en garde la trace tant que "
                "d’autres le lisent\u00a0: recommencez."
            )

    def _begin(self, connection: sa.Connection) -> None:
        ecriture = connection.get_execution_options().get("ecriture", False)
        if self.fichier:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if ecriture else "BEGIN")
        elif ecriture:
            # Like BEGIN IMMEDIATE: the journal's order is the order of commits, on both engines.
            # Confirmed once on disk, whatever the server's default is.
            connection.exec_driver_sql(
                f"SET LOCAL lock_timeout = {int(self.attente * 1000)}; "
                "SET LOCAL synchronous_commit = on; "
                f"SELECT pg_advisory_xact_lock({_VERROU})"
            )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.IntegrityError:
            raise
        except (sa.exc.DataError, OverflowError, UnicodeEncodeError) as erreur:
            # The database is well: what it was given is what it can't hold.
            raise SaisieInvalide(
                "valeur", "Une valeur n’a pas une forme que la base de suivi puisse garder."
            ) from erreur
        except (sa.exc.DBAPIError, sa.exc.TimeoutError, OSError) as erreur:
            # The next call opens new connections: no restart once the cause is gone.
            self.lecture.dispose()
            raise StoreIndisponible(_explain(erreur)) from erreur


def _engine(url: sa.URL, fichier: Path | None, attente: float) -> sa.Engine:
    pool: dict[str, Any] = {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 20}
    # What people type is no matter for logs.
    pool["hide_parameters"] = True
    if fichier is None:
        # A server that left the network without a word is noticed in seconds, not in minutes.
        options = {
            "connect_timeout": 5, "application_name": "concertation",
            "keepalives_idle": 10, "keepalives_interval": 5, "tcp_user_timeout": 20_000,
        }  # fmt: skip
        return sa.create_engine(url, connect_args=options, **pool)
    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: _connect_sqlite(fichier, attente),
        poolclass=sa.pool.QueuePool,
        **pool,
    )

    @sa.event.listens_for(engine, "checkout")
    def renew(dbapi: Any, _record: Any, _proxy: Any) -> None:
        if dbapi.lecture_seule and _is_writable(fichier):
            # While one old connection lives, SQLite keeps its log read-only for this process:
            # those that wait go, and those that a past failure's traceback still holds.
            engine.dispose()
            gc.collect()
            raise sa.exc.DisconnectionError("the folder can be written again")

    return engine


def _is_writable(fichier: Path) -> bool:
    return os.access(fichier.parent, os.W_OK) and (
        not fichier.exists() or os.access(fichier, os.W_OK)
    )


class _Connexion(sqlite3.Connection):
    """Knows how it was opened: the folder may be opened to writing a moment later."""

    lecture_seule = False


def _create_private(fichier: Path) -> None:
    """Create the file for its owner alone; SQLite says itself what fails here."""
    # Closing a file that SQLite has open in this process would drop its locks: no connection is
    # opened between the creation and its end.
    with _CREATION, suppress(OSError):
        fichier.touch(0o600, exist_ok=False)


def _narrow(fichier: Path) -> None:
    """Keep for its owner alone a file of ours that others may open, its log and index too."""
    for nom in (fichier.name, f"{fichier.name}-wal", f"{fichier.name}-shm"):
        with suppress(OSError):
            etat = (chemin := fichier.with_name(nom)).stat()
            if etat.st_uid == os.geteuid() and etat.st_mode & 0o077:
                chemin.chmod(etat.st_mode & 0o700)


def _connect_sqlite(fichier: Path, attente: float) -> _Connexion:
    adresse = f"file:{quote(str(fichier))}"
    writable = _is_writable(fichier)
    if writable:
        _create_private(fichier)
        adresse += "?mode=rwc"
    else:
        wal = fichier.with_name(fichier.name + "-wal")
        # Without a log to read, nothing needs to be created beside the file.
        alone = not wal.exists() or wal.stat().st_size == 0
        adresse += "?mode=ro" + ("&immutable=1" if alone else "")
    _narrow(fichier)
    connection = sqlite3.connect(
        adresse, uri=True, timeout=attente, isolation_level=None, check_same_thread=False,
        factory=_Connexion,
    )  # fmt: skip
    connection.lecture_seule = not writable
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        # FULL: a confirmed entry survives a power cut, not only a killed process.
        connection.execute("PRAGMA synchronous = FULL")
        if writable:
            _ensure_wal(connection, attente)
    except BaseException:
        connection.close()
        raise
    return connection


def _ensure_wal(connection: sqlite3.Connection, attente: float) -> None:
    """SQLite does not wait for other processes when it changes the mode: wait here."""
    limite = time.monotonic() + attente
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > limite:
                raise
            time.sleep(0.02)


_CAUSES = (
    (("readonly", "read-only"), "elle n’est accessible qu’en lecture"),
    (("full", "no space left", "disk quota"), "le disque est plein"),
    (("locked", "lock timeout", "busy", "canceling statement"), "elle est occupée"),
    (
        ("connection", "connect", "server", "terminating", "starting up", "timeout"),
        "le serveur ne répond pas",
    ),
    (("unable to open", "no such file"), "son fichier ne peut pas être ouvert"),
    (("no such table", "does not exist", "no such column"), "elle n’a pas la forme attendue"),
    (("not a database", "malformed"), "son fichier est endommagé"),
    (("disk i/o",), "le disque ne répond pas correctement"),
)


def _explain(erreur: Exception) -> str:
    texte = str(getattr(erreur, "orig", None) or erreur).lower()
    cause = next(
        (cause for indices, cause in _CAUSES if any(indice in texte for indice in indices)),
        "elle a refusé l’opération",
    )
    return (
        f"La base de suivi est momentanément indisponible\u00a0: {cause}. "
        "Rien n’a été confirmé\u00a0; gardez votre saisie et réessayez."
    )
