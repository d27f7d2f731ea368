"""The real application, started as its users start it, on a free port."""

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.aides.navigateur.copies import Copy

REPOSITORY = Path(__file__).resolve().parents[3]
DASHBOARD = REPOSITORY / "dashboard.py"
START_SECONDS = 60
# For a script without the settings of the repository: this machine only, nobody else called.
BARE = (
    "--server.address=127.0.0.1",
    "--server.headless=true",
    "--browser.gatherUsageStats=false",
)
_SOUMIS = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def lasting_port() -> int:
    """A free port for several processes in turn: none that the system gives to connections."""
    while True:
        port = random.randrange(20_000, 32_000)
        if is_free(port):
            return port


def is_free(port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as probe:
        return bool(probe.connect_ex(("127.0.0.1", port)))


@dataclass(frozen=True)
class Answer:
    """An HTTP answer, whatever its status; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Application:
    """`streamlit run SCRIPT` in a process of its own; a context manager that stops it.

    `dossier` is the data folder (None: the repository's), `base` the address of the follow-up
    database (None: one of its own, which goes with the process), `arguments` are Streamlit's,
    `port` is one that the caller keeps for it, `soumis` makes permissions hold for root too,
    `reglages` are variables of its environment, `copie` spares the dashboard the reading of its
    code.
    Settings are those beside the script: the user's own are out of reach, the home folder is empty.
    """

    def __init__(
        self,
        script: Path = DASHBOARD,
        dossier: Path | None = None,
        base: str | None = None,
        arguments: Sequence[str] = (),
        port: int | None = None,
        soumis: bool = False,
        reglages: Mapping[str, str] | None = None,
        copie: bool = False,
    ) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._script = script
        self._dossier = dossier
        self._base = base
        self._arguments = arguments
        self._reglages = dict(reglages or {})
        # Root writes everywhere unless it lost the capability to.
        self._avant = _SOUMIS if soumis and os.geteuid() == 0 else ()
        self._is_copy = copie and script == DASHBOARD and not (self._avant or self._reglages)

    def __enter__(self) -> Self:
        self.spawn()
        try:
            self.wait_until_listening()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def spawn(self) -> None:
        """Start the process and return at once."""
        self._home = tempfile.TemporaryDirectory(prefix="home-")
        self._log = Path(self._home.name) / "server.log"
        environment = {
            name: value
            for name, value in os.environ.items()
            # A setting of whoever tests must not reach the application, nor slow its start.
            if not name.startswith(("STREAMLIT_", "CONCERTATION_", "PYTHON"))
        }
        environment["HOME"] = self._home.name
        # The script's own code first: it may be that of another revision.
        environment["PYTHONPATH"] = os.pathsep.join((str(self._script.parent), str(REPOSITORY)))
        # A follow-up database of its own, which goes with the process.
        environment["CONCERTATION_VAR"] = str(Path(self._home.name) / "var")
        environment.pop("DATABASE_URL", None)
        if self._base is not None:
            environment["DATABASE_URL"] = self._base
        if self._dossier is not None:
            environment["CONCERTATION_DATA"] = str(self._dossier)
        environment |= self._reglages
        command = ["run", str(self._script), f"--server.port={self.port}", *self._arguments]
        folder = self._script.parent
        self._log.touch()
        self._process: Copy | subprocess.Popen[bytes]
        if self._is_copy:
            self._process = Copy(command, environment, folder, self._log)
            return
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*self._avant, sys.executable, "-m", "streamlit", *command],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait_until_listening(self) -> None:
        """Return when the server answers; raises RuntimeError with its log when it does not."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                if self.get("/_stcore/health").status == 200:
                    return
            except OSError:
                pass
            try:
                # The pause between two attempts ends at once if the process does.
                status = self._process.wait(timeout=0.02)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError(f"The server ended with status {status}:\n{self.log()}")
        raise RuntimeError(f"The server does not answer after {START_SECONDS} s:\n{self.log()}")

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """One request; `accept_encoding="gzip"` gives the header Accept-Encoding."""
        request = urllib.request.Request(
            self.url + path,
            method=method,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )
        try:
            answer = urllib.request.urlopen(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            names = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(int(answer.status), names, answer.read())

    def log(self) -> str:
        """What the server has written so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """End it as a power cut would; `stop` tidies up."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End the process that this object started."""
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._home.cleanup()
