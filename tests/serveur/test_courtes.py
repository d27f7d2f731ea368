"""Short addresses lead to the sheet of what they name, or say in French that nothing has it."""

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.types import Message

from concertation.donnees import dossier_courant, load_donnees
from concertation.serveur import courtes
from concertation.serveur.headers import SecurityHeaders
from tests.aides.boucle import run_apart

DONNEES = load_donnees(dossier_courant())


APP = SecurityHeaders(Starlette(routes=courtes.routes()), policy="frame-ancestors 'none'")


def ask(path: str) -> tuple[int, Headers, str]:
    """Status, headers and text of an answer, without a server."""
    envoyes: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        envoyes.append(message)

    scope = {
        "type": "http", "method": "GET", "path": path, "headers": [], "query_string": b"",
        "root_path": "",
    }  # fmt: skip
    run_apart(APP(scope, receive, send))
    corps = b"".join(m.get("body", b"") for m in envoyes[1:]).decode()
    return envoyes[0]["status"], Headers(raw=envoyes[0]["headers"]), corps


@pytest.mark.parametrize(
    ("courte", "entiere"),
    [
        ("/p/ACC-L-05", "../propositions?fiche=ACC-L-05"),
        ("/p/acc-l-05", "../propositions?fiche=ACC-L-05"),
        ("/p/ACC-L-05.", "../propositions?fiche=ACC-L-05"),
        ("/e/E3", "../engagements?engagement=E3"),
        ("/t/61", "../territoires?territoire=D61"),
        ("/t/D61", "../territoires?territoire=D61"),
        ("/t/762", "../territoires?territoire=A762"),
    ],
)
def test_lead_to_the_sheet(courte: str, entiere: str) -> None:
    status, headers, _ = ask(courte)
    assert status == 302
    assert headers["location"] == entiere


def test_every_id_has_its_own() -> None:
    for lettre, (table, _param) in courtes.COURTES.items():
        for cle in DONNEES.table(table)["id"]:
            assert ask(f"/{lettre}/{cle}")[1]["location"].endswith(f"={cle}")


@pytest.mark.parametrize("courte", ["/p/XYZ-1", "/e/E99", "/t/99", "/p/<script>", "/p/\x00"])
def test_the_unknown_is_told_in_french(courte: str) -> None:
    status, headers, texte = ask(courte)
    assert status == 404
    assert 'lang="fr"' in texte
    assert "Adresse inconnue" in texte
    assert "<script" not in texte
    assert headers["x-content-type-options"] == "nosniff"
