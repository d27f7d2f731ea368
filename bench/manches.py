"""Rounds: every application is measured in each, in turn, so that a busy moment falls on all.

What is told is the median of the rounds and their spread: one run of one commit gave 1.30 to 1.65
for one figure, so a difference within the spread is none.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).parents[1]
RERUNS = Path(__file__).with_name("reruns.py")


@dataclass(frozen=True)
class Mesure:
    """One figure of one application: its value in each round, in `unite`."""

    valeurs: tuple[float, ...]
    unite: str = "ms"

    @property
    def median(self) -> float:
        return median(self.valeurs)

    def __str__(self) -> str:
        chiffres = {"ms": 0 if self.median >= 10 else 1}.get(self.unite, 2)
        bas, milieu, haut = (
            f"{v:.{chiffres}f}" for v in (min(self.valeurs), self.median, max(self.valeurs))
        )
        return f"{milieu} {self.unite} [{bas}–{haut}]"


def compare(ours: Mesure, theirs: Mesure) -> str:
    """Ratio of two figures round by round: median and spread."""
    ratios = Mesure(tuple(a / b for a, b in zip(ours.valeurs, theirs.valeurs, strict=True)), "×")
    return str(ratios)


def is_worse(ours: Mesure, theirs: Mesure) -> bool:
    """Whether our best round is above their worst: more than the spread."""
    return min(ours.valeurs) > max(theirs.valeurs)


@contextmanager
def checkout(revision: str) -> Iterator[Path]:
    """A folder that holds the dashboard as it was at a revision; it goes with the block."""
    with tempfile.TemporaryDirectory(prefix="bench-") as dossier:
        racine = Path(dossier) / "avant"
        _git("worktree", "add", "--quiet", "--detach", str(racine), revision)
        try:
            yield racine
        finally:
            _git("worktree", "remove", "--force", str(racine))


def _git(*arguments: str) -> None:
    subprocess.run(["git", "-C", str(REPOSITORY), *arguments], check=True)


def measure_server(racine: Path, fois: int) -> dict[str, float]:
    """Milliseconds of one rerun of each screen of a folder's dashboard and of a search, in a
    process of its own; raises RuntimeError with what it wrote when it fails."""
    with tempfile.TemporaryDirectory(prefix="bench-") as var:
        environnement = os.environ | {"PYTHONPATH": str(racine), "CONCERTATION_VAR": var}
        environnement.pop("DATABASE_URL", None)
        environnement.pop("CONCERTATION_DATA", None)
        dit = subprocess.run(
            [sys.executable, str(RERUNS), str(fois)],
            cwd=racine, env=environnement, capture_output=True, text=True,
        )  # fmt: skip
    if dit.returncode:
        raise RuntimeError(dit.stderr)
    mesures: dict[str, float] = json.loads(dit.stdout)
    return mesures
