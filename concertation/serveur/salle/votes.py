"""The vote of a room on telephones: a form, then what all said."""

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import parse_qs, quote

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from concertation.analyse.mots.textes import split_liste
from concertation.declarations.vote import ACCORDS, MODE_VOTE
from concertation.serveur.salle.pages import VIF, document, guarded, read_body, show_absent, store

SANS_COOKIE = "Acceptez les cookies, puis rouvrez la salle : un appareil vote une fois."


def name_step(vote: Mapping[str, Any]) -> str:
    """What telephones compare: another one is another page."""
    return f"{vote['id']} {vote['etat']}" if vote else ""


def _names(vote: Mapping[str, Any]) -> dict[str, str]:
    """What each proposal of a vote says."""
    from concertation.exploitation.etat import load_current

    lus = load_current().table("propositions").set_index("id")["intitule"]
    return {cle: escape(lus.get(cle, cle)) for cle in split_liste(vote["lie"])}


def tell_result(vote: Mapping[str, Any]) -> str:
    from concertation.recits.votes import RESERVE, tell_points, tell_stamp

    noms, points = _names(vote), tell_points(vote).items()
    dits = "".join(f"<li><strong>{dit}</strong> – {noms[cle]}</li>" for cle, dit in points)
    question = f"<h1>{escape(vote['question'])}</h1>"
    return f'<div class="fin">{question}<ul>{dits}</ul><p>{tell_stamp(vote)}. {RESERVE}</p></div>'


def show_vote(request: Request, dit: Mapping[str, str] | None = None, mot: str = "") -> Response:
    """The form of this device, as it answered (`dit`: what is refused), or what all said."""
    code, votes = request.path_params["code"], store().votes
    if not (vote := votes.of_room(code)):
        return Response(status_code=303, headers={**VIF, "Location": f"../{quote(code)}"})
    corps, question = "<p>Le vote est clos, le résultat va suivre.</p>", escape(vote["question"])
    if vote["etat"] == "ouvert":
        if dit is None:
            siens = votes.ballots(vote["id"], request.scope.get("appareil") or "-")
            dit = {cle: str(n) for lu in siens for cle, n in lu.items()}
            mot = "Réponse enregistrée ; elle se change jusqu’à la clôture." * bool(dit)
        champs = "".join(
            f'<label class="voix">{_field(vote["mode"], escape(c), dit.get(c, ""))} {nom}</label>'
            for c, nom in _names(vote).items()
        )
        corps = (
            f'<p>{MODE_VOTE.mot(vote["mode"])}</p><p role="alert"><strong>{escape(mot)}</strong>'
            f'</p><form method="post"><input type="hidden" name="vote" value="{vote["id"]}">'
            f"{champs}<p><button>Envoyer ma réponse</button></p></form>"
        )
    corps = f'<div class="fin"><h1>{question}</h1>{corps}</div>'
    if vote["etat"] == "montre":
        corps = tell_result(vote)
    suit = vote["etat"] != "ouvert"  # no form is taken from who fills it
    page = document(code, "Vote", corps, "../../", suit=suit, vote=name_step(vote))
    return HTMLResponse(page, 422 if mot and dit and "vote" in dit else 200, headers=VIF)


def _field(mode: str, cle: str, dit: str) -> str:
    if mode == "choix":
        return f'<input type="radio" name="choix" value="{cle}"{" checked" * (dit == "1")}>'
    options = (
        f'<option value="{n}"{" selected" * (dit == str(n))}>{mot}</option>'
        for n, mot in enumerate(ACCORDS if mode == "accord" else range(11))
    )
    return f'<select name="{cle}">{"".join(options)}</select>'


async def send_vote(request: Request) -> Response:
    """A ballot: what is refused comes back as it was typed."""
    if (corps := await read_body(request)) is None:
        return show_absent("Réponse trop longue", "Recommencez.", 413, "../../")
    dit = {nom: lus[-1] for nom, lus in parse_qs(corps.decode("utf-8", "replace")).items()}
    dit |= {dit.get("choix", ""): "1"}

    def vote(_request: Request) -> Response:
        from concertation.suivi.socle.errors import SaisieInvalide

        try:
            if not (appareil := request.scope.get("appareil")):
                raise SaisieInvalide("appareil", SANS_COOKIE)
            store().votes.vote(request.path_params["code"], appareil, dit)
        except SaisieInvalide as erreur:
            return show_vote(request, dit, str(erreur))
        return Response(status_code=303, headers={**VIF, "Location": "./vote"})

    return await to_thread.run_sync(guarded(vote), request)
