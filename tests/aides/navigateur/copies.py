"""Servers that begin as copies of a process that has read the code: half the work of a new one.

What a start does of its own (settings, data, base, log, address) each does.
"""

import importlib
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_MODELE = multiprocessing.get_context("forkserver")
_MODELE.set_forkserver_preload(["tests.aides.navigateur.code"])


class Copy:
    """`streamlit` with arguments, run by a copy; waited for and ended as a `subprocess.Popen`."""

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path
    ) -> None:
        self._process = _MODELE.Process(
            target=_run, args=(list(arguments), dict(environment), folder, log)
        )
        self._process.start()
        self.terminate = self._process.terminate
        self.kill = self._process.kill

    def wait(self, timeout: float | None = None) -> int:
        """Exit status; raises subprocess.TimeoutExpired."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("streamlit", timeout or 0)
        return self._process.exitcode


def _run(arguments: list[str], environment: dict[str, str], folder: Path, log: Path) -> None:
    written = os.open(log, os.O_WRONLY | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(written, stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["streamlit", *arguments]
    importlib.import_module("streamlit.web.cli").main()
