"""Whom a trusted proxy may name, asked of a real server by sockets."""

import base64
import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from concertation.suivi import Acteur, Store
from tests.aides.navigateur.application import BARE, Application
from tests.serveur.relais import relay, run_script, session

SCRIPT = """
import streamlit as st

if __name__ == "__main__":
    from concertation.interface.socle.identite import current_acteur
    acteur = current_acteur()
    vues = " ".join(st.context.headers)
    secret = "secret" in vues.lower() or "forwarded-email" in vues.lower()
    st.text(f"{acteur.role} {acteur.nom} {secret}")
else:
    from concertation.serveur import app_options

    app = st.App(__file__, **app_options())
"""
SECRET = "s" * 32
ADMIN = Acteur("Ada", "administrateur")
LEA, LIT = "direction Léa False", "lecteur  False"
BONS = [("X-Concertation-Secret", SECRET), ("X-Forwarded-Email", "Lea@exemple.fr")]


def token(quand: float) -> tuple[str, str]:
    """An identity token that the provider made at that time."""
    dit = json.dumps({"iss": "https://exemple.fr", "sub": "1", "iat": int(quand)}).encode()
    return ("X-Concertation-Jeton", f"x.{base64.urlsafe_b64encode(dit).decode()}.x")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path_factory.mktemp('mandataire') / 'suivi.sqlite'}"
    with closing(Store.open(url)) as ouverte:
        ouverte.personnes.create(ADMIN, adresse="lea@exemple.fr", nom="Léa", role="direction")
        yield ouverte


def serve(dossier: Path, store: Store, pairs: str) -> Application:
    script = dossier / "mandataire.py"
    script.write_text(SCRIPT, encoding="utf-8")
    reglages = {
        "CONCERTATION_ACCES": "mandataire", "CONCERTATION_MANDATAIRES": pairs,
        "CONCERTATION_MANDATAIRE_SECRET": SECRET,
    }  # fmt: skip
    url = f"sqlite:///{store.moteur.fichier}"
    return Application(script=script, base=url, arguments=[*BARE], reglages=reglages)


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory, store: Store) -> Iterator[Application]:
    with serve(tmp_path_factory.mktemp("confiance"), store, "127.0.0.1") as running:
        yield running


def words(port: int, *headers: tuple[str, str]) -> str:
    with session(port, headers=headers) as websocket:
        return run_script(websocket)[1]


def test_the_trusted_proxy_names_a_person_and_its_secret_stays_with_the_server(
    application: Application,
) -> None:
    assert words(application.port, *BONS) == LEA
    # As it says from where the person comes.
    assert words(application.port, *BONS, ("X-Forwarded-For", "10.1.2.3")) == LEA
    # Through a proxy that gives the headers itself, whatever the browser sent under their names.
    faux = [("X-Forwarded-Email", "autre@exemple.fr"), ("X-Concertation-Secret", "faux")]
    noms = {nom.lower() for nom, _ in BONS}

    def identify(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [*((n, v) for n, v in headers if n.lower() not in noms), *BONS]

    with relay(application.port, identify) as port:
        assert words(port, *faux) == LEA


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param([], id="nothing"),
        pytest.param(BONS[1:], id="no secret"),
        pytest.param([("X-Concertation-Secret", "faux"), BONS[1]], id="a wrong secret"),
        pytest.param([*BONS, ("X-Forwarded-Email", "b@exemple.fr")], id="two people"),
        pytest.param([("X-Concertation-Identite", "lea@exemple.fr")], id="our own mark"),
        pytest.param([BONS[0], ("X-Forwarded-Email", "b@exemple.fr")], id="unknown"),
    ],
)
def test_nobody_else_is_believed(application: Application, headers: list[tuple[str, str]]) -> None:
    assert words(application.port, *headers) == LIT


def test_a_peer_that_is_not_declared_is_not_believed(tmp_path: Path, store: Store) -> None:
    with serve(tmp_path, store, "10.0.0.0/8") as ailleurs:
        assert words(ailleurs.port, *BONS) == LIT


def test_a_sign_in_that_the_proxy_names_ends_with_its_person_signing_out(
    application: Application, store: Store
) -> None:
    frais = token(time.time())
    assert words(application.port, *BONS, frais) == LEA
    (lea,) = store.personnes.list(ADMIN)["id"]
    store.personnes.close(ADMIN, int(lea))
    assert words(application.port, *BONS, frais) == LIT
    assert words(application.port, *BONS, token(time.time() - 3600)) == LIT
