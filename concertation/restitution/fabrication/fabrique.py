"""Files made beside the screens: two at a time, whoever asks, in processes that go last."""

import atexit
import json
import subprocess
import sys
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from concertation.restitution.fabrication.fichiers import Demande, Fichier
from concertation.restitution.fabrication.ouvrier import write_demande

OUVRIERS = 2
ATTENTE = 600.0  # seconds that a process waits for a demand
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
        with tempfile.TemporaryDirectory(prefix="export-") as dossier:
            sortie = Path(dossier) / "fichier"
            with self._verrou:
                if self._abandonne:
                    return
                self._processus = _RESERVE.take()
            try:
                reponse = self._listen(write_demande(self.demande, sortie))
                if "nom" in reponse:
                    pannes = tuple(reponse["pannes"])
                    self.fichier = Fichier(reponse["nom"], sortie.read_bytes(), pannes)
                else:
                    self.erreur = reponse.get("erreur", ECHEC)
            except (OSError, ValueError):
                self.erreur = ECHEC
            finally:
                self._processus.kill()
                self._processus.wait()

    def _listen(self, demande: str) -> dict[str, Any]:
        """The last answer; the steps before it move the bar."""
        processus = self._processus
        assert processus is not None  # noqa: S101 (started by the caller)
        assert processus.stdin is not None  # noqa: S101
        assert processus.stdout is not None  # noqa: S101
        self.mot = "Lecture des données"
        with processus.stdin as entree:
            entree.write(demande)
        reponse: dict[str, Any] = {}
        with processus.stdout as sortie:
            for ligne in sortie:
                reponse = json.loads(ligne)
                self.part, self.mot = reponse.get("part", self.part), reponse.get("mot", self.mot)
        return {} if "part" in reponse else reponse


class _Reserve:
    """One process that has loaded its libraries and waits for a demand, while somebody chooses."""

    def __init__(self) -> None:
        self._verrou = Lock()
        self._processus: subprocess.Popen[str] | None = None
        self._fin: Timer | None = None

    def warm(self) -> None:
        """Have one ready; it goes if nobody asks for a file."""
        with self._verrou:
            if self._processus is not None and self._processus.poll() is None:
                return
            self._processus = _spawn()
            self._fin = Timer(ATTENTE, self.drop)
            self._fin.daemon = True
            self._fin.start()

    def take(self) -> subprocess.Popen[str]:
        """The one that waits, else a new one."""
        with self._verrou:
            processus, self._processus = self._processus, None
            if self._fin is not None:
                self._fin.cancel()
        if processus is not None and processus.poll() is None:
            return processus
        return _spawn()

    def drop(self) -> None:
        """End the one that waits."""
        with self._verrou:
            processus, self._processus = self._processus, None
        if processus is not None:
            processus.kill()
            processus.communicate()


_RESERVE = _Reserve()
atexit.register(_RESERVE.drop)


def warm() -> None:
    """Make ready for a file that somebody is about to ask for."""
    _RESERVE.warm()


def _spawn() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "concertation.restitution.fabrication.ouvrier"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=RACINE,
        text=True,
        encoding="utf-8",
    )
