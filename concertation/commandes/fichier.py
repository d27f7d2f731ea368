"""What commands that write a file share: all of it or nothing, and how far they are."""

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

LARGEUR, ATTENTE = 24, 1.0  # characters of the bar, seconds before it shows


def write_whole(sortie: Path, contenu: bytes) -> None:
    """Write beside, then put in the place: an interruption or a full disk leaves no half file,
    and what was there stays. Raises OSError."""
    voisin = sortie.with_name(f".{sortie.name[:80]}.{os.getpid()}.tmp")
    try:
        with voisin.open("xb") as flux:
            flux.write(contenu)
            flux.flush()
            os.fsync(flux.fileno())
        voisin.replace(sortie)
    finally:
        with suppress(OSError):
            voisin.unlink(missing_ok=True)


class Barre:
    """A progress bar on stderr, for a person in front of a terminal who waits over a second."""

    def __init__(self) -> None:
        self.debut = time.monotonic()
        self.visible = False

    def part(self, debut: float, fin: float) -> Callable[[float, str], None]:
        """What tells the progress of a part of the whole, from `debut` to `fin`."""
        return lambda fait, mot: self.show(debut + (fin - debut) * fait, mot)

    def show(self, fait: float, mot: str) -> None:
        """Draw the bar over itself."""
        if not sys.stderr.isatty() or time.monotonic() - self.debut < ATTENTE:
            return
        pleins = round(LARGEUR * min(max(fait, 0), 1))
        ligne = f"{'#' * pleins}{'.' * (LARGEUR - pleins)} {fait:4.0%} {' '.join(mot.split())[:40]}"
        encodage = sys.stderr.encoding or "utf-8"
        print(
            "\r" + ligne.encode(encodage, "replace").decode(encodage).ljust(LARGEUR + 48),
            end="", file=sys.stderr, flush=True,
        )  # fmt: skip
        self.visible = True

    def close(self) -> None:
        """Give the line back."""
        if self.visible:
            print("\r" + " " * (LARGEUR + 48) + "\r", end="", file=sys.stderr, flush=True)
            self.visible = False
