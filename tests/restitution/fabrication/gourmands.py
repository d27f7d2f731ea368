"""What a file could make a reader do, called by name in the process that reads."""

import os
import subprocess
import time
from pathlib import Path
from typing import Any


def echo(contenu: bytes) -> tuple[bytes, int]:
    return contenu, os.getpid()


def turn_for_ever(_contenu: bytes) -> None:
    while True:
        pass


def take_memory(octets: int) -> int:
    return len(bytearray(octets))


def die(_contenu: bytes) -> None:
    os.abort()


def sleep_with_a_child(trace: str) -> None:
    dormeur = subprocess.Popen(["/bin/sleep", "600"])
    Path(trace).write_text(f"{os.getpid()} {dormeur.pid}", "ascii")
    dormeur.wait()


def wait_for(chemin: str) -> str:
    while not Path(chemin).exists():
        time.sleep(0.02)
    return chemin


class Piege:
    """An answer that runs a command where it is read."""

    def __init__(self, chemin: str) -> None:
        self.chemin = chemin

    def __reduce__(self) -> Any:
        return os.system, (f"touch {self.chemin}",)


def answer_with_a_trap(chemin: str) -> Piege:
    return Piege(chemin)


def leave_a_file(_contenu: bytes) -> str:
    import tempfile

    with tempfile.NamedTemporaryFile(delete=False) as reste:
        return reste.name
