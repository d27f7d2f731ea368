"""Processes of their own for what takes a while, or what people bring: bounded in time and memory.

`python -m concertation.restitution.fabrication.processus DESCRIPTOR` is a mother. She loads the
libraries once, then forks a child for each order that comes by that socket; she ends when nobody
asks for anything, and with the process that started her, her children with her.
"""

import atexit
import gc
import importlib
import io
import os
import pickle  # noqa: TID251 (answers are read by `_Prudent`, which calls nothing)
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, is_dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import Any

from concertation.declarations import LISTES, take_codes

RACINE = Path(__file__).resolve().parents[3]
POLITESSE = 10  # the screens of the others go first
ATTENTE = 600.0  # seconds that a mother waits for an order
CHARGES = (
    "pptx", "xlsxwriter", "openpyxl", "concertation.restitution.pdf.formes",
    "concertation.restitution.docx", "concertation.restitution.fabrication.fichiers",
    "concertation.restitution.classeur.personnes", "concertation.donnees.controle",
)  # fmt: skip
# What libraries would take in advance, a gigabyte for one: it counts as memory taken.
_FILS = {
    "MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}  # fmt: skip
# What an answer is made of, beside our own values.
_VALEURS = ("builtins.set", "builtins.frozenset", "datetime.date", "datetime.datetime")


@dataclass(frozen=True)
class Budget:
    """What a child may take: seconds of processor, seconds in all, bytes beyond its libraries."""

    processeur: int
    duree: float
    memoire: int


class Enfant:
    """A child at work, and the end by which it answers."""

    def __init__(self) -> None:
        ici, la = socket.socketpair()
        self.canal = Connection(ici.detach())
        with _VERROU, la:
            socket.send_fds(_mother(), [b"."], [la.fileno()])
        self.pid = int(self.canal.recv_bytes())

    def listen(self, secondes: float) -> tuple[Any, ...] | None:
        """What it says within this time, None for nothing. Raises EOFError once it is gone."""
        if not self.canal.poll(secondes):
            return None
        try:
            dit: tuple[Any, ...] = _Prudent(io.BytesIO(self.canal.recv_bytes())).load()
        except OSError as erreur:  # it died in the middle of a word
            raise EOFError from erreur
        return dit

    def kill(self) -> None:
        """End it, with what it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


@contextmanager
def working(
    fonction: Callable[..., Any], valeurs: tuple[Any, ...], suivi: bool, budget: Budget
) -> Iterator[Enfant]:
    """A child that calls a function, known by its name; ended, its files gone, whatever happens.

    `suivi`: the function takes, last, what it tells its progress to.
    """
    codes = {nom: tuple(liste.codes.values()) for nom, liste in LISTES.items()}
    with tempfile.TemporaryDirectory(prefix="concertation-", ignore_cleanup_errors=True) as dossier:
        ordre = pickle.dumps((fonction, valeurs, suivi, budget, dossier, codes))
        enfant = Enfant()
        with closing(enfant.canal):
            try:
                enfant.canal.send_bytes(ordre)
                yield enfant
            finally:
                enfant.kill()


class _Prudent(pickle.Unpickler):
    """An answer holds values: whoever took a child over by a file can call nothing here."""

    def find_class(self, module: str, nom: str) -> Any:
        classe = super().find_class(module, nom) if module.startswith("concertation.") else None
        if isinstance(classe, type) and classe.__module__ == module:
            if is_dataclass(classe) or issubclass(classe, tuple | str | Exception):
                return classe
        elif f"{module}.{nom}" in _VALEURS:
            return super().find_class(module, nom)
        raise pickle.UnpicklingError(f"{module}.{nom}")


MERES: list[tuple[subprocess.Popen[bytes], socket.socket]] = []
_VERROU = Lock()


def warm() -> None:
    """Make ready for what somebody is about to ask for."""
    with _VERROU:
        _mother()


def _mother() -> socket.socket:
    """The way to the one that is alive, started if need be; the lock is held."""
    if not MERES or MERES[0][0].poll() is not None:
        _end()
        ici, la = socket.socketpair()
        with la:
            mere = subprocess.Popen(
                [sys.executable, "-m", __name__, str(la.fileno())],
                cwd=RACINE, pass_fds=[la.fileno()], env=os.environ | _FILS,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        MERES.append((mere, ici))
    return MERES[0][1]


def _end() -> None:
    while MERES:
        mere, porte = MERES.pop()
        porte.close()
        mere.wait()


atexit.register(_end)


def main() -> None:
    """Fork a child for each order, until nobody asks."""
    # The keyboard's interruption is for whoever started it, whose end is known by the socket.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    porte = socket.socket(fileno=int(sys.argv[1]))
    for nom in CHARGES:
        importlib.import_module(nom)
    gc.freeze()
    enfants: set[int] = set()
    while True:
        pret, _, _ = select.select([porte], [], [], ATTENTE)
        recus = socket.recv_fds(porte, 1, 1)[1] if pret else []
        enfants = {pid for pid in enfants if os.waitpid(pid, os.WNOHANG) == (0, 0)}
        if not recus and (pret or not enfants):
            break
        for recu in recus:
            if not (pid := os.fork()):
                porte.close()
                _work(Connection(recu))
            os.close(recu)
            enfants.add(pid)
    for pid in enfants:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def _work(canal: Connection) -> None:
    """In the child: do what is asked, say it, end."""

    def say(*dit: Any) -> None:
        canal.send_bytes(pickle.dumps(dit))

    try:
        os.setsid()
        os.nice(POLITESSE)
        canal.send_bytes(str(os.getpid()).encode())
        # From the process that started the mother: it may name any function.
        recu = pickle.loads(canal.recv_bytes())  # noqa: S301
        fonction, valeurs, suivi, budget, tempfile.tempdir, codes = recu
        take_codes(codes)
        _bound(budget)
        try:
            tell = (lambda part, mot: say("part", float(part), str(mot)),) if suivi else ()
            say("rendu", fonction(*valeurs, *tell))
        except MemoryError:
            pass  # known by its end, as other excesses are
        except Exception as erreur:
            # Ours say in French what is wrong; others are told by the log.
            if type(erreur).__module__.startswith("concertation."):
                say("refus", type(erreur), str(erreur))
            else:
                traceback.print_exc()
                say("panne")
    except (OSError, EOFError):
        pass  # nobody listens any more
    finally:
        os._exit(0)


def _bound(budget: Budget) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (budget.processeur, budget.processeur + 1))
    with suppress(OSError):  # another system counts memory otherwise
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        place = pages * resource.getpagesize() + budget.memoire
        resource.setrlimit(resource.RLIMIT_AS, (place, place))


if __name__ == "__main__":
    main()
