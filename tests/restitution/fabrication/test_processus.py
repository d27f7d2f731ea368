"""What is read and made beside the screens: bounded, ended with whoever waits, nobody behind."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from concertation.donnees.controle import check_fichiers
from concertation.restitution.classeur.plan.lecture import read_plan
from concertation.restitution.diapos.lecture import read_json
from concertation.restitution.diapos.modele import DiaporamaInvalide
from concertation.restitution.fabrication import fabrique, processus
from concertation.restitution.fabrication.fabrique import (
    EXCES,
    LECTURE,
    PAR_PERSONNE,
    TROP,
    LectureImpossible,
    Travail,
    read_apart,
)
from concertation.restitution.fabrication.processus import Budget
from tests.aides.dossiers import VALMONT
from tests.restitution.fabrication import gourmands

PATIENCE = 60
MO = 1 << 20


def until(vrai: Callable[[], object]) -> None:
    fin = time.monotonic() + PATIENCE
    while not vrai():
        assert time.monotonic() < fin
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """A process that ended and waits for its parent to look is no longer."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_file_is_read_elsewhere_and_gives_the_same() -> None:
    contenu, pid = read_apart(gourmands.echo, b"\x00abc")
    assert contenu == b"\x00abc"
    assert pid != os.getpid()
    plan = b"id;version;intitule\n1;1;Un\n"
    assert read_apart(read_plan, plan, "p.csv")[1] == read_plan(plan, "p.csv")[1]
    themes = {"themes.csv": (VALMONT / "themes.csv").read_bytes()}
    dits: list[float] = []
    rapport = read_apart(
        check_fichiers, themes, VALMONT, on_progress=lambda part, _mot: dits.append(part)
    )
    assert rapport == check_fichiers(themes, VALMONT)


def test_what_a_reader_refuses_in_french_is_raised_here() -> None:
    with pytest.raises(DiaporamaInvalide, match="JSON"):
        read_apart(read_json, b"rien")


@pytest.mark.parametrize(
    ("lire", "valeur", "budget"),
    [
        (gourmands.turn_for_ever, b"", Budget(1, 60, 1 << 30)),
        (gourmands.take_memory, 600 * MO, Budget(20, 60, 200 * MO)),
        (gourmands.wait_for, "/nulle/part", Budget(20, 0.5, 1 << 30)),
        (gourmands.die, b"", LECTURE),
    ],
    ids=["processor", "memory", "time", "death"],
)
def test_a_reader_that_takes_too_much_is_ended_and_told(
    monkeypatch: pytest.MonkeyPatch, lire: Callable[..., object], valeur: object, budget: Budget
) -> None:
    with monkeypatch.context() as serre:
        serre.setattr(fabrique, "LECTURE", budget)
        with pytest.raises(LectureImpossible, match="plus de temps ou de mémoire"):
            read_apart(lire, valeur)
    assert read_apart(gourmands.take_memory, MO) == MO


def test_a_maker_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fabrique, "FABRICATION", Budget(20, 60, 200 * MO))
    travail = Travail(gourmands.take_memory, 600 * MO)
    travail.wait(PATIENCE)
    assert (travail.resultat, travail.erreur) == (None, EXCES)


def test_an_answer_runs_nothing_here(tmp_path: Path) -> None:
    with pytest.raises(LectureImpossible, match="pas pu être lu"):
        read_apart(gourmands.answer_with_a_trap, str(tmp_path / "piege"))
    assert not (tmp_path / "piege").exists()


def test_nothing_is_left_of_a_reader() -> None:
    assert not Path(read_apart(gourmands.leave_a_file, b"")).exists()


def test_one_that_is_left_ends_with_its_children(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fabrique, "GRACE", 0.5)
    trace = tmp_path / "pids"
    ouvert = [True]
    travail = Travail(gourmands.sleep_with_a_child, str(trace), veut=lambda: ouvert[0])
    until(lambda: trace.exists() and trace.read_text("ascii").count(" "))
    pids = [int(pid) for pid in trace.read_text("ascii").split()]
    assert all(map(is_alive, pids))
    ouvert[0] = False
    travail.wait(PATIENCE)
    until(lambda: not any(map(is_alive, pids)))


def test_nobody_waits_behind_another_s(tmp_path: Path) -> None:
    """Twenty-five asked by one person: another's comes at once, and the first keep their turn."""
    feu = str(tmp_path / "feu")
    siens = [Travail(gourmands.wait_for, feu, qui="Zoé") for _ in range(25)]
    until(lambda: sum(t.erreur == TROP for t in siens) == 25 - PAR_PERSONNE - fabrique.OUVRIERS)
    (tmp_path / "autre").touch()
    autre = Travail(gourmands.wait_for, str(tmp_path / "autre"), qui="Ali")
    autre.wait(PATIENCE)
    assert autre.resultat
    assert not any(t.resultat for t in siens)
    for travail in siens[5:]:
        travail.abandon()
    Path(feu).touch()
    for travail in siens[:5]:
        travail.wait(PATIENCE)
    assert [t.resultat for t in siens[:5]] == [feu] * 5
    until(lambda: not fabrique.count_waiting())


def test_children_end_with_their_mother_and_another_takes_her_place(tmp_path: Path) -> None:
    trace = tmp_path / "pids"
    travail = Travail(gourmands.sleep_with_a_child, str(trace))
    until(lambda: trace.exists() and trace.read_text("ascii").count(" "))
    ((mere, porte),) = processus.MERES
    porte.shutdown(2)  # as the death of this process would
    travail.wait(PATIENCE)
    assert travail.erreur == EXCES
    mere.wait(PATIENCE)
    pids = [int(pid) for pid in trace.read_text("ascii").split()]
    until(lambda: not any(map(is_alive, pids)))
    assert read_apart(gourmands.take_memory, MO) == MO
