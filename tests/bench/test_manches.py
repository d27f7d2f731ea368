"""Figures of several rounds: their median, their spread, and what is beyond it."""

import subprocess

import pytest

from bench.__main__ import build_table
from bench.browser import COLD, FILTER, Subject, minimal_application, our_application
from bench.manches import REPOSITORY, Mesure, checkout, compare, is_worse


@pytest.mark.parametrize(
    ("valeurs", "unite", "dit"),
    [
        ((200.0, 180.0, 260.0), "ms", "200 ms [180–260]"),
        ((0.21, 0.4, 0.3), "ms", "0.3 ms [0.2–0.4]"),
        ((6.5, 6.0, 7.25), "s", "6.50 s [6.00–7.25]"),
    ],
)
def test_a_figure_is_told_with_its_spread(valeurs: tuple[float, ...], unite: str, dit: str) -> None:
    assert str(Mesure(valeurs, unite)) == dit


def test_two_figures_are_compared_round_by_round() -> None:
    # A busy second round falls on both, and leaves the ratio as it is.
    assert compare(Mesure((10, 40, 10)), Mesure((5, 20, 5))) == "2.00 × [2.00–2.00]"


def test_a_figure_is_worse_beyond_the_spread_alone() -> None:
    avant = Mesure((100, 120, 110))
    assert is_worse(Mesure((121, 130, 125)), avant)
    assert not is_worse(Mesure((119, 130, 125)), avant)
    assert not is_worse(Mesure((80, 90, 85)), avant)


def _with_rounds(subject: Subject, **rounds: list[float]) -> Subject:
    for figure, valeurs in rounds.items():
        for valeur in valeurs:
            subject.keep({"filtre": FILTER, "froid": COLD}[figure], [valeur])
    return subject


def test_the_table_tells_each_figure_of_each_application() -> None:
    ours = _with_rounds(our_application(), filtre=[200, 210], froid=[6.0, 6.2])
    minimal = _with_rounds(minimal_application(), filtre=[100, 100], froid=[5.0, 5.0])
    avant = _with_rounds(our_application(), filtre=[150, 160], froid=[7.0, 7.0])
    sujets = {"Dashboard": ours, "Minimal application": minimal, "v1": avant}
    entete, _, filtre, froid = build_table(sujets, "v1")
    assert entete.count("|") == filtre.count("|") == froid.count("|") == 8
    assert "205 ms [200–210] | 100 ms [100–100] | 155 ms [150–160] | 2.05 ×" in filtre
    assert filtre.endswith(" worse |")
    assert "worse" not in froid
    assert len(build_table({"Dashboard": ours, "Minimal application": minimal}, None)) == 4


@pytest.mark.skipif(not (REPOSITORY / ".git").exists(), reason="no history here")
def test_another_revision_is_put_aside_and_taken_away() -> None:
    def worktrees() -> str:
        return subprocess.run(
            ["git", "-C", REPOSITORY, "worktree", "list"],  # noqa: S607
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip

    avant = worktrees()
    with checkout("HEAD") as racine:
        assert (racine / "dashboard.py").is_file()
        assert str(racine) in worktrees()
    assert not racine.exists()
    assert str(racine) not in worktrees()
    assert avant.splitlines()[0] in worktrees()
