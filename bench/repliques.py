"""Several machines, tried: `python -m bench.repliques [--entries 20] [--kills 6] [--seconds 20]`.

nginx with TLS as `deploy/repliques/nginx.conf` says, three replicas of the real application, one
PostgreSQL, on this machine. People read through nginx, others record actions by the screens of the
replicas themselves, since only whoever sits at the machine takes a local profile. The status is 1
when a confirmed entry was lost or doubled, when a screen showed an error where none is due, or when
an entry took over two seconds to show on another replica.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median

from bench.grappe import Grappe, open_grappe, write_newer
from bench.public import Charge, watch_arrivals

PROMPT = 2.0
OUTAGE = 3.0
# A machine that does nothing else takes three or four seconds.
BACK = 30.0


@dataclass(frozen=True)
class Line:
    """A scenario: what was tried, what was counted, and whether it is as it must be."""

    tried: str
    counted: str
    good: bool


def main() -> int:
    """Try everything, print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.repliques", description=__doc__)
    parser.add_argument("--entries", type=int, default=20)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=20, help="load around each event")
    options = parser.parse_args()
    print("| tried | counted | as it must be |\n|---|---|---|")
    good = True
    for line in run(options.entries, options.kills, options.seconds):
        print(f"| {line.tried} | {line.counted} | {'yes' if line.good else 'NO'} |", flush=True)
        good &= line.good
    return int(not good)


def run(entries: int, kills: int, seconds: float) -> Iterator[Line]:
    """The scenarios, one after the other on the same replicas and the same database."""
    with open_grappe(3) as grappe:
        yield _propagate(grappe, entries)
        yield _move_rooms(grappe, entries)
        yield _kill(grappe, kills, seconds)
        yield _restart_rolling(grappe, seconds)
        yield _restart_database(grappe, seconds)


def _propagate(grappe: Grappe, entries: int) -> Line:
    """An entry made on one replica, seen on the screens open on the others without a gesture."""
    delays = watch_arrivals(grappe.ports, entries)
    told = f"median {median(delays):.2f} s, at most {max(delays):.2f} s"
    return Line(
        f"{entries} entries on one replica, seen on screens of the two others", told,
        len(delays) == 2 * entries and max(delays) <= PROMPT,
    )  # fmt: skip


def _move_rooms(grappe: Grappe, entries: int) -> Line:
    """A presenter on one replica, telephones on the others."""
    code, jeton = grappe.store.salles.open("Salle", "[]")
    wrong = 0
    for turn in range(entries):
        here, *others = grappe.turned(turn)
        here.post(f"/salle/{code}/position", {"jeton": jeton, "position": turn + 1})
        wrong += sum(
            f'"position":{turn + 1}' not in other.get(f"/salle/{code}/etat").body.decode()
            for other in others
        )
    return Line(
        f"{entries} slides turned on one replica, asked at once of the others",
        f"{wrong} answers behind", wrong == 0,
    )  # fmt: skip


@contextmanager
def _under_load(grappe: Grappe) -> Iterator[Charge]:
    with ExitStack() as stack:
        charge = stack.enter_context(Charge(grappe.ports, grappe.public))
        charge.wait_for_entries(3)
        yield charge


def _told(charge: Charge, grappe: Grappe) -> tuple[str, bool]:
    lost, doubled = charge.compare(grappe.titles())
    return (
        f"{len(charge.confirmed)} entries confirmed, {lost} lost, {doubled} doubled; "
        f"{charge.reads} screens read, {charge.reconnections} connections taken up again, "
        f"{len(charge.errors)} errors shown"
    ), not lost and not doubled


def _kill(grappe: Grappe, kills: int, seconds: float) -> Line:
    """SIGKILL in the middle of edits, one replica after the other."""
    with _under_load(grappe) as charge:
        for turn in range(kills):
            replica = grappe.turned(turn)[0]
            replica.kill()
            charge.wait_for_entries(2)
            replica.restart()
            charge.go_on(seconds / kills)
    told, kept = _told(charge, grappe)
    return Line(f"{kills} replicas killed while people record", told, kept and not charge.errors)


def _restart_rolling(grappe: Grappe, seconds: float) -> Line:
    """The next version, with a migration, one replica after the other."""
    with _under_load(grappe) as charge:
        newer = write_newer(grappe.folder / "newer")
        for replica in grappe.replicas:
            replica.restart(newer / "dashboard.py")
            charge.go_on(seconds / len(grappe.replicas))
    told, kept = _told(charge, grappe)
    migrated = grappe.revision() == newer.joinpath("revision").read_text()
    return Line(
        "rolling restart on a version with a migration, under load", told,
        kept and migrated and not charge.errors,
    )  # fmt: skip


def _restart_database(grappe: Grappe, seconds: float) -> Line:
    """PostgreSQL stops and comes back; nobody touches the replicas."""
    with _under_load(grappe) as charge:
        grappe.stop_database()
        charge.go_on(OUTAGE)
        grappe.start_database()
        back = _time(lambda: charge.wait_for_each_writer(1))
        during = len(charge.errors)
        charge.errors.clear()
        charge.go_on(seconds)
    told, kept = _told(charge, grappe)
    return Line(
        f"PostgreSQL stopped {OUTAGE:.0f} s under load",
        f"{told} once it is back, {during} before; every replica records again {back:.1f} s after",
        kept and not charge.errors and back < BACK,
    )  # fmt: skip


def _time(wait: Callable[[], object]) -> float:
    start = time.monotonic()
    wait()
    return time.monotonic() - start


if __name__ == "__main__":
    sys.exit(main())
