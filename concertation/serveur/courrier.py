"""What a link of a mail opens without an account: an opinion to give."""

from html import escape
from typing import Any
from urllib.parse import parse_qs

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from concertation.serveur.salle import show_absent, show_page

CORPS_MAXIMUM = 200_000


def routes() -> list[Route]:
    """The addresses that hold a secret."""
    return [Route("/avis/{secret}", _answer, methods=["GET", "POST"])]


async def _answer(request: Request) -> Response:
    corps = b""
    async for morceau in request.stream():
        corps += morceau
        if len(corps) > CORPS_MAXIMUM:
            return show_absent("Réponse trop longue", "Écrivez-la plus courte.", 413)
    dit = {nom: lus[-1] for nom, lus in parse_qs(corps.decode("utf-8", "replace")).items()}
    return await to_thread.run_sync(_show_avis, request, dit)


def _show_avis(request: Request, dit: dict[str, str]) -> Response:
    from concertation.exploitation.etat import current_store
    from concertation.suivi import ErreurSuivi, Introuvable, SaisieInvalide

    secret, faute = request.path_params["secret"], ""
    avis: Any = {}
    try:
        avis = (verbes := current_store().avis).asked(secret)
        if request.method == "POST":
            verbes.answer(secret, dit.get("qui", ""), dit.get("reponse", ""))
            return show_absent("Merci", "Votre réponse est enregistrée.", 200)
    except SaisieInvalide as erreur:
        faute = str(erreur)
    except ErreurSuivi as erreur:
        statut = 404 if isinstance(erreur, Introuvable) else 503
        return show_absent("Demande d’avis", str(erreur), statut)
    return show_page("Demande d’avis", _form(avis, dit, faute), 422 if faute else 200)


def _form(avis: Any, dit: dict[str, str], faute: str) -> str:
    dite, large = escape(avis["question"]).replace("\n", "<br>"), 'required style="width:100%"'
    alerte = f'<p role="alert"><strong>{escape(faute)}</strong></p>' if faute else ""
    qui, reponse = escape(dit.get("qui", avis["aupres_de"])), escape(dit.get("reponse", ""))
    return (
        f'<div class="fin"><h1>Votre avis est demandé</h1><p>{dite}</p>{alerte}<form method="post">'
        f'<p><label>Votre nom<br><input name="qui" {large} value="{qui}"></label></p>'
        f'<p><label>Votre réponse<br><textarea name="reponse" rows="10" {large}>{reponse}'
        "</textarea></label></p><p><button>Envoyer la réponse</button></p></form></div>"
    )
