"""What commands share: where data are, a file written whole or not at all, a progress bar."""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from concertation.donnees.phrases import explain
from concertation.restitution.fabrication.fichiers import FabricationImpossible

LARGEUR, ATTENTE = 24, 1.0  # characters of the bar, seconds before it shows


def option(aide: str, metavar: str = "", **reste: Any) -> dict[str, Any]:
    """What `argparse` is told of an argument; a flag has no word for its value."""
    forme = {"metavar": metavar} if metavar else {"action": "store_true"}
    return {"help": aide, **forme, **reste}


DONNEES = option("dossier de données", "DIR", type=Path)
BASE = option("base de suivi (par défaut DATABASE_URL, sinon var/suivi.sqlite)", "URL")


def tell(phrase: object) -> None:
    """A sentence beside what the command gives."""
    print(phrase, file=sys.stderr)


def write_whole(sortie: Path, contenu: bytes) -> None:
    """Write beside, then put in the place: an interruption or a full disk leaves no half file,
    and what was there stays. Raises `FabricationImpossible`."""
    voisin = sortie.with_name(f".{sortie.name[:80]}.{os.getpid()}.tmp")
    try:
        with voisin.open("xb") as flux:
            flux.write(contenu)
            flux.flush()
            os.fsync(flux.fileno())
        voisin.replace(sortie)
    except OSError as erreur:
        phrase = f"Impossible d’écrire « {sortie} » : {explain(erreur)}."
        raise FabricationImpossible(phrase) from erreur
    finally:
        with suppress(OSError):
            voisin.unlink(missing_ok=True)


class Barre:
    """A progress bar on stderr, for a person in front of a terminal who waits over a second."""

    def __init__(self) -> None:
        self.debut = time.monotonic()
        self.visible = False

    def __enter__(self) -> "Barre":
        return self

    def __exit__(self, *_erreur: object) -> None:
        if self.visible:
            self._draw("")

    def show(self, fait: float, mot: str) -> None:
        """Draw the bar over itself."""
        if sys.stderr.isatty() and time.monotonic() - self.debut >= ATTENTE:
            pleins = round(LARGEUR * min(max(fait, 0), 1))
            barre = "#" * pleins + "." * (LARGEUR - pleins)
            self._draw(f"{barre} {fait:4.0%} {' '.join(mot.split())[:40]}")
            self.visible = True

    @staticmethod
    def _draw(ligne: str) -> None:
        """Over the line, which is given back when there is nothing to draw."""
        fin = "" if ligne else "\r"
        print("\r" + ligne.ljust(LARGEUR + 48), end=fin, file=sys.stderr, flush=True)
