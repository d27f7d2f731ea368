"""`deploy/proconnect.conf`, by Apache itself, before a provider that does as ProConnect."""

import contextlib
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from concertation.suivi import Store
from tests.aides.fournisseur import provider
from tests.aides.navigateur.application import REPOSITORY, free_port, is_free
from tests.serveur.relais import run_script, session
from tests.serveur.test_mandataire import ADMIN, BONS, LEA, SECRET, serve

MODULE = Path("/usr/lib/apache2/modules/mod_auth_openidc.so")
MODULES = ("mpm_event", "authn_core", "authz_core", "authz_user", "headers", "proxy", "proxy_http")
SECONDS = 20


@pytest.fixture
def portail(tmp_path: Path) -> Iterator[int]:
    """The port of Apache before the application, whose one person is Léa."""
    apache = shutil.which("apache2", path="/usr/sbin:/usr/bin")
    module = Path(os.environ.get("TEST_MODULE_OIDC", "") or MODULE)
    if apache is None or not module.exists():
        pytest.skip("Debian's apache2 and libapache2-mod-auth-openidc are not installed")
    port, url = free_port(), f"sqlite:///{tmp_path / 'suivi.sqlite'}"
    with (
        provider(free_port()) as adresse,
        closing(Store.open(url)) as store,
        serve(tmp_path, store, "127.0.0.1") as application,
    ):
        store.personnes.create(ADMIN, adresse="lea@exemple.fr", nom="Léa", role="direction")
        conf = (REPOSITORY / "deploy" / "proconnect.conf").read_text()
        for dit, ecrit in {
            "https://FOURNISSEUR/api/v2/.well-known": f"{adresse}/.well-known",
            "https://FOURNISSEUR/api/v2/session/end": f"{adresse}/oauth2/end_session",
            "https://concertation.exemple.fr": f"http://127.0.0.1:{port}",
            "IDENTIFIANT": "proconnect", "SECRET_DU_FOURNISSEUR": "secret",
            "PHRASE_AU_HASARD": SECRET, "SECRET_PARTAGE": SECRET,
        }.items():  # fmt: skip
            conf = conf.replace(dit, ecrit)
        chemins = {m: MODULE.with_name(f"mod_{m}.so") for m in MODULES} | {"auth_openidc": module}
        charges = [f"LoadModule {m}_module {chemin}" for m, chemin in chemins.items()]
        fichier = tmp_path / "apache.conf"
        fichier.write_text("\n".join([
            f"ServerRoot {tmp_path}", f"PidFile {tmp_path}/pid", f"DefaultRuntimeDir {tmp_path}",
            f"ErrorLog {tmp_path}/log", "ServerName 127.0.0.1", f"Listen 127.0.0.1:{port}",
            "User www-data", "Group www-data", *charges, "ProxyPreserveHost On",
            f"ProxyPass / {application.url}/ upgrade=websocket", conf,
        ]))  # fmt: skip
        with subprocess.Popen([apache, "-f", str(fichier), "-D", "FOREGROUND"]) as processus:
            try:
                limite = time.monotonic() + SECONDS
                while is_free(port):
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        processus.wait(0.05)
                        pytest.fail((tmp_path / "log").read_text())
                    assert time.monotonic() < limite, "Apache does not listen"
                yield port
            finally:
                processus.terminate()


def test_a_person_comes_in_and_out_by_a_signed_userinfo_and_a_state(portail: int) -> None:
    accueil = f"http://127.0.0.1:{portail}/"
    with httpx.Client(timeout=SECONDS) as client:
        vers = client.get(accueil).headers["location"]
        retour = client.post(vers, data={"sub": "lea@exemple.fr"}).headers["location"]
        assert client.get(retour).headers["location"] == accueil
        assert client.get(accueil).status_code == 200
        cookie = ("Cookie", "; ".join(f"{nom}={v}" for nom, v in client.cookies.items()))
        # What a browser sends under the names of the proxy's headers is replaced.
        faux = [(nom, "autre@exemple.fr") for nom, _ in BONS]
        with session(portail, headers=[cookie, *faux]) as websocket:
            assert run_script(websocket)[1] == LEA
        sortie = client.get(f"{accueil}entrer", params={"logout": accueil}).headers["location"]
        assert {"state=sortie", "id_token_hint"} <= set(re.split(r"[?&]|(?<=hint)=", sortie))
        assert client.get(sortie).status_code == 200
    with pytest.raises(InvalidStatus, match="401"), session(portail, headers=[cookie]):
        pass
