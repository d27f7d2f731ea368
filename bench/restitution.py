"""Measure the files of decks: time and memory of thirty slides as PPTX, PDF and XLSX, and of 416
as PDF.

python -m bench.restitution

The regional deck of the published data, cut or gone on with to as many pages. Each file is made in
a process of its own, which has loaded its libraries and made one file before; the time is that of
the processor, since other work on the machine is none of it. Memory is the highest of the process.
"""

import datetime as dt
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from statistics import median

from concertation.donnees import load_donnees
from concertation.donnees.schemas import RACINE
from concertation.recits.contexte import Contexte
from concertation.restitution.classeur.exports import Cachet
from concertation.restitution.diapos.composition import compose, stamp_deck
from concertation.restitution.diapos.modele import Page
from concertation.restitution.diapos.prets import REGIONALE, ready_decks

PAGES, LONGUE, REPETITIONS = 30, 416, 3
JOUR = dt.date.today()
# Seconds of processor, and MiB of the whole process.
BUTS = {"composition": 2.0, "pptx": 2.0, "pdf": 2.0, "xlsx": 1.0, "pdf-416": 15.0}
MEMOIRE_BUT = 400


def prepare(nombre: int) -> tuple[Callable[[], object], tuple[Page, ...], Cachet]:
    """What composes the deck, thirty pages of it, and their stamp."""
    donnees = load_donnees(RACINE / "data")
    deck = ready_decks(donnees)[REGIONALE]

    def compose_anew() -> tuple[Page, ...]:
        return compose(deck, Contexte(donnees, JOUR))

    contexte = Contexte(donnees, JOUR)
    pages = tuple(islice(cycle(compose(deck, contexte)), nombre))
    return compose_anew, pages, stamp_deck(deck, pages, contexte)


def make(forme: str) -> Callable[[], object]:
    """What makes one file."""
    compose_anew, pages, cachet = prepare(LONGUE if forme == "pdf-416" else PAGES)
    if forme == "composition":
        return compose_anew
    if forme == "pptx":
        from concertation.restitution.pptx.document import to_pptx

        return lambda: to_pptx("Essai", pages, cachet=cachet)
    if forme == "xlsx":
        from concertation.restitution.formes import write_forme

        return lambda: write_forme("xlsx", "Essai", pages, cachet, JOUR, lambda _part, _mot: None)
    from concertation.restitution.pdf.formes import to_pdf

    return lambda: to_pdf("Essai", pages, jour=JOUR)


def measure(forme: str) -> None:
    """Print the median time, the size of the file and the memory, for the process that asks."""
    faire = make(forme)
    contenu = faire()
    durees = []
    for _ in range(REPETITIONS):
        debut = time.process_time()
        faire()
        durees.append(time.process_time() - debut)
    memoire = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    taille = len(contenu) if isinstance(contenu, bytes) else 0
    print(f"{median(durees):.3f} {memoire:.0f} {taille}")


def main() -> None:
    """Print the table, or one measure when a form is named."""
    if len(sys.argv) > 1:
        measure(sys.argv[1])
        return
    print(f"{dt.date.today().isoformat()}, Python {platform.python_version()}, {PAGES} pages\n")
    print("| File | Processor | Goal | Ratio | Memory | Goal | Size |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for forme, but in BUTS.items():
        rendu = subprocess.run(
            [sys.executable, "-m", "bench.restitution", forme],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        duree, memoire, taille = (float(mot) for mot in rendu.stdout.split())
        print(
            f"| {forme} | {duree:.2f} s | ≤ {but:.0f} s | {duree / but:.2f} × | {memoire:.0f} MiB "
            f"| ≤ {MEMOIRE_BUT} MiB | {taille / 1e3:.0f} kB |"
        )


if __name__ == "__main__":
    main()
