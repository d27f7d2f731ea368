"""Speed of the store: `python -m bench.suivi [URL]` fills a database and prints its measures.

100 territories, 5,000 actions, 50,000 points d'étape, 50,000 measures and 200,000 journal lines,
generated; then the median of each reading, the plan behind it, and the time of a durable write.
"""

import argparse
import datetime
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.analyse.avancement.attention import attention
from concertation.analyse.avancement.cellules import build_cells
from concertation.declarations.action import STATUT
from concertation.suivi import Acteur, References, Store
from concertation.suivi.socle import tables

TERRITOIRES = [f"T{n}" for n in range(100)]
ENGAGEMENTS = [f"E{n}" for n in range(1, 6)]
REFERENCES = References(
    parents={"R": "", **dict.fromkeys(TERRITOIRES, "R")}, engagements=frozenset(ENGAGEMENTS)
)
TABLE_ENGAGEMENTS = pd.DataFrame({"id": ENGAGEMENTS})
TABLE_TERRITOIRES = pd.DataFrame(
    {"id": TERRITOIRES, "nom": TERRITOIRES, "niveau": "departement", "parent": "R"}
)
DIRECTION = Acteur("Denise", "direction")
COMITE = Acteur("Anne", "comite", frozenset({"T7"}))
LECTEUR = Acteur("", "lecteur")
HEURE = "2026-01-01T00:00:00Z"
JOUR = datetime.date(2026, 3, 1)


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.suivi", description=__doc__)
    parser.add_argument("url", nargs="?", help="an EMPTY database; a SQLite file by default")
    parser.add_argument("--runs", type=int, default=11)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as dossier:
        store = Store.open(options.url or f"sqlite:///{Path(dossier)}/suivi.sqlite", REFERENCES)
        if store.last_entry():
            parser.exit(1, "This database is not empty.\n")
        print_write_times(store, 200)
        fill(store)
        print_readings(store, options.runs)
        print_write_times(store, 200)
        if store.moteur.fichier:
            print("the same, were a power cut allowed to take the last entries (NORMAL):")
            sa.event.listen(store.moteur.lecture, "checkout", _sync_less)
            print_write_times(store, 200)
        store.close()


def _sync_less(connection: Any, *_: Any) -> None:
    connection.execute("PRAGMA synchronous = NORMAL")


def fill(store: Store) -> None:
    """Insert the rows in bulk: their content does not matter, their numbers do."""
    commun: dict[str, Any] = {"cree_le": HEURE}
    cellules = [(e, t) for e in ENGAGEMENTS for t in TERRITOIRES]
    jours = [JOUR - datetime.timedelta(days=n) for n in range(700)]
    lots: list[tuple[sa.Table, list[dict[str, Any]]]] = [
        (
            tables.metadata.tables["point_etape"],
            [
                {"engagement": e, "territoire": t, "date": jours[n], "meteo": "appuis",
                 "synthese": "Synthèse de quelques mots. " * 5, **commun}
                for n in range(100) for e, t in cellules
            ],
        ),
        (
            tables.metadata.tables["action"],
            [
                {"engagement": e, "territoire": t, "intitule": f"Action {n}", "porteur": "Zoé",
                 "statut": STATUT.saisies[n % 6], "fin": jours[n], "modifie_le": HEURE, **commun}
                for n in range(10) for e, t in cellules
            ],
        ),
        (
            tables.metadata.tables["indicateur"],
            [
                {"engagement": e, "territoire": t, "libelle": "Équipes", "valeur_initiale": 0.0,
                 "cible": 10.0, "modifie_le": HEURE, **commun}
                for e, t in cellules
            ],
        ),
        (
            tables.metadata.tables["mesure"],
            [
                {"indicateur_id": i + 1, "valeur": n / 10, "date": jours[n], "source": "s",
                 **commun}
                for n in range(100) for i in range(len(cellules))
            ],
        ),
        (
            tables.journal,
            [
                {"quand": HEURE, "qui": f"Personne {n % 50}", "role": "comite", "lot": str(n),
                 "verbe": "ajouter", "objet": "point_etape", "objet_id": n % 50_000 + 1,
                 "territoire": TERRITOIRES[n % 100], "apres": {"synthese": "Synthèse"}}
                for n in range(200_000)
            ],
        ),
    ]  # fmt: skip
    for table, lignes in lots:
        with store.atomic() as transaction:
            for debut in range(0, len(lignes), 5000):
                paquet = lignes[debut : debut + 5000]
                transaction.connection.execute(sa.insert(table), paquet)
    with store.atomic() as transaction:
        transaction.connection.exec_driver_sql("ANALYZE")


def read_engagements(store: Store, acteur: Acteur) -> None:
    """All that the screen of the engagements reads and computes."""
    actions = store.actions.list(acteur)
    points, indicateurs = store.points_etape.latest(acteur), store.indicateurs.list(acteur)
    cellules = build_cells(
        TABLE_ENGAGEMENTS, TABLE_TERRITOIRES, points, actions, indicateurs,
        store.mesures.latest(acteur), store.seances.list(acteur), JOUR,
    )  # fmt: skip
    attention(cellules, actions, indicateurs, JOUR)


def read_comite(store: Store, acteur: Acteur) -> None:
    """All that a committee's room reads of its own territory."""
    store.points_etape.list(acteur, territoire="T7", limit=20)
    store.actions.list(acteur, territoire="T7")
    store.instructions.list(acteur, territoire="T7")
    store.indicateurs.list(acteur, territoire="T7")
    store.seances.list(acteur, territoire="T7", limit=20)
    store.transmissions.list(acteur, etat="reponse_recue")
    store.journal.list(acteur, {"territoire": "T7"}, limit=20)


def print_readings(store: Store, runs: int) -> None:
    """One line per reading, then the plan of each statement that it sends."""
    readings: dict[str, Callable[[], object]] = {
        "engagements, direction": lambda: read_engagements(store, DIRECTION),
        "committee's room": lambda: read_comite(store, COMITE),
        "engagements, reader": lambda: read_engagements(store, LECTEUR),
        "latest points": lambda: store.points_etape.latest(DIRECTION),
        "latest measures": lambda: store.mesures.latest(DIRECTION),
        "5,000 actions": lambda: store.actions.list(DIRECTION),
        "one territory's actions": lambda: store.actions.list(COMITE, territoire="T7"),
        "one cell's points": lambda: store.points_etape.list(
            DIRECTION, engagement="E1", territoire="T7"
        ),
        "journal, first page": lambda: store.journal.list(DIRECTION),
        "journal, deep page": lambda: store.journal.list(DIRECTION, before_id=1000),
        "journal, committee": lambda: store.journal.list(COMITE),
        "journal, one person": lambda: store.journal.list(DIRECTION, {"qui": "Personne 7"}),
        "journal, one object": lambda: store.journal.list(
            DIRECTION, {"objet": "point_etape", "objet_id": 7}
        ),
        "journal, since": lambda: store.journal.list(DIRECTION, depuis="2026-06-01T00:00:00Z"),
        "last entry": store.last_entry,
    }
    print("| reading | median ms | of which processor | max ms |\n|---|---|---|---|")
    for nom, read in readings.items():
        paires = [measure(read) for _ in range(runs)]
        durees, calculs = [sorted(c) for c in zip(*paires, strict=True)]
        medianes = f"{statistics.median(durees):.1f} | {statistics.median(calculs):.1f}"
        print(f"| {nom} | {medianes} | {durees[-1]:.1f} |")
    print()
    for nom, read in readings.items():
        if not nom.startswith(("engagements", "committee's")):
            print_plans(store, nom, read)


def measure(read: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of one call, on the clock and of this process's processor time."""
    debut, calcul = time.perf_counter(), time.process_time()
    read()
    return 1000 * (time.perf_counter() - debut), 1000 * (time.process_time() - calcul)


def print_plans(store: Store, nom: str, read: Callable[[], object]) -> None:
    """How the database answers each statement of a reading."""
    envoyes: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        envoyes.append((statement, parameters))

    sa.event.listen(store.moteur.lecture, "before_cursor_execute", note)
    read()
    sa.event.remove(store.moteur.lecture, "before_cursor_execute", note)
    sqlite = store.moteur.fichier is not None
    print(f"{nom}:")
    with store.reading() as connection:
        for statement, parameters in envoyes:
            if not statement.lstrip().startswith("SELECT"):
                continue
            prefixe = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN (COSTS OFF) "
            for ligne in connection.exec_driver_sql(prefixe + statement, parameters):
                print(f"    {ligne[-1]}")


def print_write_times(store: Store, nombre: int) -> None:
    """Durable writes through the whole verb: right, input, row, journal, commit to disk."""

    def write() -> None:
        store.points_etape.add(
            COMITE, engagement="E1", territoire="T7", date=JOUR, meteo="appuis", synthese="Mots."
        )

    durees = sorted(measure(write)[0] for _ in range(nombre))
    journal = store.last_entry()
    print(
        f"durable write with {journal} journal lines: median {statistics.median(durees):.1f} ms, "
        f"p95 {durees[int(nombre * 0.95)]:.1f} ms, max {durees[-1]:.1f} ms\n"
    )


if __name__ == "__main__":
    main()
