"""The proxies of `deploy/`, as they are written there but for addresses, names and certificate."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.aides.navigateur.application import REPOSITORY, free_port, is_free

PAQUETS = {"nginx": "nginx-light", "apache": "apache2"}
SECONDS = 20
_NGINX = """
pid {dossier}/nginx.pid;
error_log {dossier}/nginx.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {dossier}/corps; proxy_temp_path {dossier}/relais;
  fastcgi_temp_path {dossier}/f; scgi_temp_path {dossier}/s; uwsgi_temp_path {dossier}/u;
  include {site};
}}
"""
_APACHE = """
ServerRoot {dossier}
PidFile {dossier}/apache.pid
DefaultRuntimeDir {dossier}
ErrorLog {dossier}/apache.log
ServerName 127.0.0.1
User www-data
Group www-data
{modules}
Listen 127.0.0.1:{clair}
Listen 127.0.0.1:{chiffre}
Include {site}
"""
_MODULES = (
    "mpm_event", "authz_core", "alias", "ssl", "headers", "proxy", "proxy_http", "proxy_balancer",
    "lbmethod_byrequests", "slotmem_shm",
)  # fmt: skip


def make_certificate(dossier: Path) -> None:
    """A certificate for this machine, valid for two days."""
    ours = f"-subj /CN=127.0.0.1 -keyout {dossier}/cle.pem -out {dossier}/cert.pem"
    options = f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 {ours}"
    programme = shutil.which("openssl") or pytest.skip("openssl is not installed")
    subprocess.run([programme, *options.split()], check=True, capture_output=True)


@contextmanager
def run_proxy(
    nom: str, dossier: Path, port: int, changes: dict[str, str]
) -> Iterator[tuple[int, int]]:
    """`deploy/NOM.conf` before the application on `port`: its ports in clear and with TLS.

    `changes` are what the file says to write for another use. Skips without the package.
    """
    programme = shutil.which(
        {"nginx": "nginx", "apache": "apache2"}[nom], path="/usr/sbin:/usr/bin"
    )
    if programme is None:
        pytest.skip(f"Debian's {PAQUETS[nom]} is not installed (apt-get install {PAQUETS[nom]})")
    clair, chiffre = free_port(), free_port()
    site = (REPOSITORY / "deploy" / f"{nom}.conf").read_text()
    for said, written in {
        **changes,
        "listen 80;": f"listen 127.0.0.1:{clair};",
        "listen 443 ": f"listen 127.0.0.1:{chiffre} ",
        "*:80>": f"127.0.0.1:{clair}>",
        "*:443>": f"127.0.0.1:{chiffre}>",
        "https://$host": f"https://127.0.0.1:{chiffre}",
        "https://concertation.exemple.fr": f"https://127.0.0.1:{chiffre}",
        "concertation.exemple.fr": "127.0.0.1",
        "/etc/ssl/concertation": str(dossier),
        "127.0.0.1:8501": f"127.0.0.1:{port}",
    }.items():
        site = site.replace(said, written)
    (dossier / "site.conf").write_text(site)
    make_certificate(dossier)
    modules = "\n".join(
        f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so" for m in _MODULES
    )
    configuration = dossier / f"{nom}.conf"
    configuration.write_text(
        {"nginx": _NGINX, "apache": _APACHE}[nom].format(
            dossier=dossier,
            site=dossier / "site.conf",
            modules=modules,
            clair=clair,
            chiffre=chiffre,
        )
    )
    command = {
        "nginx": [programme, "-p", str(dossier), "-c", str(configuration), "-g", "daemon off;"],
        "apache": [programme, "-f", str(configuration), "-D", "FOREGROUND"],
    }[nom]
    with (dossier / "sortie").open("wb") as sortie:
        process = subprocess.Popen(command, stdout=sortie, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + SECONDS
        while is_free(chiffre):
            # The pause between two attempts ends at once if the process does.
            try:
                process.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                if time.monotonic() < deadline:
                    continue
            logs = [f.read_text() for f in (*dossier.glob("*.log"), dossier / "sortie")]
            pytest.fail(f"{nom} does not listen:\n" + "\n".join(logs))
        yield clair, chiffre
    finally:
        process.terminate()
        process.wait(timeout=SECONDS)
