"""Files made beside the screens: two at a time, whoever asks, in processes that go last.

`python -m concertation.restitution.fabrication.fabrique` is such a process. It reads a demand
(JSON) on its input, says how far it is on its output (a JSON line each time), then gives the file,
or says why there is none. Whoever waits abandons by ending the process.
"""

import datetime as dt
import importlib
import json
import os
import select
import subprocess
import sys
from base64 import b64decode, b64encode
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakSet

from concertation.restitution.fabrication import fichiers
from concertation.suivi import Acteur

OUVRIERS = 2
POLITESSE = 10  # the screens of the others go first
RACINE = Path(__file__).resolve().parents[3]
ATTENTE = 600.0  # seconds that a process waits for a demand
ECHEC = "Le fichier n’a pas pu être fait : réessayez, ou demandez un autre format."


_TRAVAUX: "WeakSet[Travail]" = WeakSet()


@lru_cache(maxsize=1)
def _file_d_attente() -> ThreadPoolExecutor:
    # Threads only wait: each runs one process at a time.
    return ThreadPoolExecutor(OUVRIERS, "fabrique")


def count_waiting() -> int:
    """Files that somebody waits for."""
    return sum(not travail.is_done for travail in list(_TRAVAUX))


class Travail:
    """One file asked for: how far it is, then the file or a French sentence."""

    def __init__(self, demande: fichiers.Demande) -> None:
        self.demande = demande
        self.part, self.mot = 0.0, "En attente"
        self.fichier: fichiers.Fichier | None = None
        self.erreur = ""
        self._verrou = Lock()
        self._abandonne = False
        self._processus: subprocess.Popen[str] | None = None
        self._futur: Future[None] = _file_d_attente().submit(self._run)
        _TRAVAUX.add(self)

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
                        self.fichier = fichiers.Fichier(nom, b64decode(contenu), tuple(pannes))
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
        [sys.executable, "-m", "concertation.restitution.fabrication.fabrique"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=RACINE,
        text=True,
        encoding="utf-8",
    )


def write_demande(demande: fichiers.Demande) -> str:
    """A demand as the process reads it."""
    return json.dumps(
        asdict(demande)
        | {
            "dossier": str(demande.dossier),
            "jour": demande.jour.isoformat(),
            "modele": b64encode(demande.modele).decode() if demande.modele else "",
            "acteur": asdict(demande.acteur) | {"territoires": sorted(demande.acteur.territoires)},
        }
    )


def read_demande(texte: str) -> fichiers.Demande:
    """The reverse of `write_demande`."""
    plat = json.loads(texte)
    acteur = plat["acteur"]
    return fichiers.Demande(
        **plat
        | {
            "dossier": Path(plat["dossier"]),
            "jour": dt.date.fromisoformat(plat["jour"]),
            "modele": b64decode(plat["modele"]) if plat["modele"] else None,
            "acteur": Acteur(acteur["nom"], acteur["role"], frozenset(acteur["territoires"])),
        }
    )


def main() -> None:
    """Make what the input asks for."""
    os.nice(POLITESSE)
    # What a library prints must not be read as an answer.
    dire = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    sys.stdout = sys.stderr

    def say(**reponse: Any) -> None:
        print(json.dumps(reponse), file=dire, flush=True)

    # While whoever asks is still choosing.
    for nom in ("pptx", "xlsxwriter", "concertation.restitution.pdf.formes"):
        importlib.import_module(nom)
    asked, _, _ = select.select([sys.stdin], [], [], ATTENTE)
    recu = sys.stdin.read() if asked else ""
    if not recu:
        return
    try:
        fichier = fichiers.build(read_demande(recu), lambda part, mot: say(part=part, mot=mot))
    except fichiers.FabricationImpossible as erreur:
        say(erreur=str(erreur))
    else:
        say(nom=fichier.nom, contenu=b64encode(fichier.contenu).decode(), pannes=fichier.pannes)


if __name__ == "__main__":
    main()
