"""Files made beside the screens: two at a time, whoever asks, in processes that go last."""

import json
import subprocess
import sys
from base64 import b64decode
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from threading import Lock

from concertation.restitution.fabrication.fichiers import Demande, Fichier
from concertation.restitution.fabrication.ouvrier import write_demande

OUVRIERS = 2
RACINE = Path(__file__).resolve().parents[3]
ECHEC = "Le fichier n'a pas pu être fait : réessayez, ou demandez un autre format."


@lru_cache(maxsize=1)
def _file_d_attente() -> ThreadPoolExecutor:
    # Threads only wait: each runs one process at a time.
    return ThreadPoolExecutor(OUVRIERS, "fabrique")


class Travail:
    """One file asked for: how far it is, then the file or a French sentence."""

    def __init__(self, demande: Demande) -> None:
        self.demande = demande
        self.part, self.mot = 0.0, "En attente"
        self.fichier: Fichier | None = None
        self.erreur = ""
        self._verrou = Lock()
        self._abandonne = False
        self._processus: subprocess.Popen[str] | None = None
        self._futur: Future[None] = _file_d_attente().submit(self._run)

    @property
    def is_done(self) -> bool:
        return self._futur.done()

    def wait(self, secondes: float) -> None:
        """Return when it is done, or after this time; raises TimeoutError then."""
        self._futur.result(secondes)

    def abandon(self) -> None:
        """Stop now: nothing more is computed."""
        with self._verrou:
            self._abandonne = True
            self._futur.cancel()
            if self._processus is not None:
                self._processus.kill()

    def _run(self) -> None:
        with self._verrou:
            if self._abandonne:
                return
            self._processus = processus = _take()
        self.mot = "Lecture des données"
        try:
            self._listen(processus)
        except (OSError, ValueError):
            self.erreur = ECHEC
        finally:
            processus.kill()
            processus.wait()

    def _listen(self, processus: subprocess.Popen[str]) -> None:
        """Ask, then read until the file or the sentence; the steps before it move the bar."""
        assert processus.stdin is not None  # noqa: S101 (both are pipes)
        assert processus.stdout is not None  # noqa: S101
        with processus.stdin as entree:
            entree.write(write_demande(self.demande))
        with processus.stdout as sortie:
            for ligne in sortie:
                match json.loads(ligne):
                    case {"part": part, "mot": mot}:
                        self.part, self.mot = part, mot
                    case {"nom": nom, "contenu": contenu, "pannes": pannes}:
                        self.fichier = Fichier(nom, b64decode(contenu), tuple(pannes))
                    case {"erreur": erreur}:
                        self.erreur = erreur
        if self.fichier is None and not self.erreur:
            self.erreur = ECHEC


# One process that has loaded its libraries and waits for a demand, while somebody chooses. It ends
# when nobody asks it for a file, and with this process.
_PRETS: list[subprocess.Popen[str]] = []
_VERROU = Lock()


def warm() -> None:
    """Make ready for a file that somebody is about to ask for."""
    with _VERROU:
        if not _PRETS or _PRETS[0].poll() is not None:
            _PRETS[:] = [_spawn()]


def _take() -> subprocess.Popen[str]:
    """The one that waits, else a new one."""
    with _VERROU:
        pret = _PRETS.pop() if _PRETS else None
    return pret if pret is not None and pret.poll() is None else _spawn()


def _spawn() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "concertation.restitution.fabrication.ouvrier"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=RACINE,
        text=True,
        encoding="utf-8",
    )
