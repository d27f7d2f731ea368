"""What whoever runs the server asks of it, on a real one: alive, ready, counted, and its log."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from streamlit.testing.v1.element_tree import Error

from concertation.suivi import migrations
from tests.aides.client import window
from tests.aides.navigateur.application import BARE, Application

# A screen, a thread of work and a route fail on what a person typed.
SCRIPT = """
import streamlit as st
if __name__ == "__main__":
    from concertation.exploitation import traces
    traces.number()
    try:
        int("Madame Dupont")
    except ValueError as erreur:
        raise LookupError("Monsieur Durand") from erreur
else:
    from starlette.routing import Route
    from concertation.serveur import app_options

    def fail(request):
        raise RuntimeError("Madame Dupont")

    options = app_options()
    options["routes"].append(Route("/echec/{nom}", fail))
    app = st.App(__file__, **options)
"""
JETON = "un-jeton-de-mesure"


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    script = tmp_path_factory.mktemp("operations") / "panne.py"
    script.write_text(SCRIPT, encoding="utf-8")
    reglages = {"CONCERTATION_JOURNAUX": "json", "CONCERTATION_METRIQUES": JETON}
    arguments = [*BARE, "--logger.hideWelcomeMessage=true"]
    with Application(script=script, arguments=arguments, reglages=reglages) as running:
        yield running


def read_log(application: Application) -> list[dict[str, object]]:
    return [json.loads(line) for line in application.log().splitlines() if line.strip()]


def counted(application: Application, **headers: str) -> dict[tuple[str, ...], float]:
    text = application.get("/api/metriques", **headers).body.decode()
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_a_failing_screen_says_the_number_of_its_lines_and_the_log_nobodys_name(
    application: Application,
) -> None:
    with window(application.port) as client:
        avant = counted(application)
        client.open("/")
        phrase = client.tree.get("error")[0]
        assert isinstance(phrase, Error)
        numero = re.search(r"référence \*\*(\w+)\*\*", phrase.value)
        assert numero is not None
        assert counted(application)["concertation_sessions",] == 1
    lignes = [ligne for ligne in read_log(application) if ligne["numero"] == numero[1]]
    assert lignes
    genres = [panne["genre"] for panne in lignes[-1]["erreur"]]  # type: ignore[attr-defined]
    assert genres == ["builtins.LookupError", "builtins.ValueError"]
    assert "panne.py:" in str(lignes[-1]["erreur"])
    assert "Dupont" not in application.log()
    assert "Durand" not in application.log()
    apres = counted(application)
    cle = ("concertation_errors_total", "screen")
    assert apres[cle] == avant.get(cle, 0) + 1


def test_a_failing_request_says_the_number_that_the_proxy_gave_it(application: Application) -> None:
    answer = application.get("/echec/dupont", x_request_id="0af3c2d1e0")
    assert answer.status == 500
    assert "0af3c2d1e0" in answer.body.decode()
    assert any(ligne["numero"] == "0af3c2d1e0" for ligne in read_log(application))
    forged = application.get("/echec/dupont", x_request_id="un\tdeux trois")
    assert "un\tdeux" not in forged.body.decode()
    assert "dupont" not in application.log()


def test_it_is_alive_and_ready_and_says_of_what(application: Application) -> None:
    assert json.loads(application.get("/api/sante").body)["statut"] == "ok"
    pret = json.loads(application.get("/api/pret").body)
    assert pret["statut"] == "ok"
    assert pret["base"]["revision"] == pret["base"]["attendue"] == migrations.head()
    assert pret["lignes"]["propositions"] > 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"x_forwarded_for": "10.0.0.1"}, 403),
        # A proxy of the machine that says nothing of itself, a name that leads to it.
        ({"host": "127.0.0.1:1"}, 403),
        ({"host": "ailleurs.exemple.fr"}, 403),
        ({"x_forwarded_for": "10.0.0.1", "authorization": f"Bearer {JETON}"}, 200),
        ({"x_forwarded_for": "10.0.0.1", "authorization": "Bearer é"}, 403),
        ({"x_forwarded_for": "10.0.0.1", "authorization": "Bearer "}, 403),
    ],
)
def test_measures_are_read_from_the_machine_or_with_the_token(
    application: Application, headers: dict[str, str], status: int
) -> None:
    encoded = {nom: v.encode().decode("latin-1") for nom, v in headers.items()}
    assert application.get("/api/metriques", **encoded).status == status


def test_a_database_that_does_not_answer_is_not_ready_and_alive_all_the_same(
    tmp_path: Path,
) -> None:
    base = "postgresql://personne:secret@127.0.0.1:1/suivi"
    script = tmp_path / "panne.py"
    script.write_text(SCRIPT, encoding="utf-8")
    with Application(script=script, base=base, arguments=BARE) as application:
        answer = application.get("/api/pret")
        assert answer.status == 503
        pret = json.loads(answer.body)
        assert pret["statut"] == "indisponible"
        assert "ne répond pas" in pret["base"]["message"]
        assert "secret" not in answer.body.decode()
        assert counted(application)["concertation_database_up",] == 0
        assert application.get("/api/sante").status == 200
