"""What the people in a room open on their telephone: `/salle/CODE`.

Plain pages of a few kilobytes: a town hall's network would not carry the whole application to a
hundred telephones. They follow the presenter, then give the way to the public screens.
"""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache, partial, wraps
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from concertation.analyse.mots.textes import split_liste
from concertation.declarations.vote import ACCORDS, MODE_VOTE

_ICI = Path(__file__).parent
CORPS_MAXIMUM = 2000
# More digits than a deck has pages; Python refuses to read thousands of them.
CHIFFRES_MAXIMUM = 4
# A page of a room never changes once the room is open.
_STABLE = {"Cache-Control": "public, max-age=86400, immutable"}
_VIF = {"Cache-Control": "no-store"}

SALLE_ABSENTE = (
    "Ce code n’est pas celui d’une salle ouverte : vérifiez-le avec la personne qui présente."
)
SANS_COOKIE = "Acceptez les cookies, puis rouvrez la salle : un appareil vote une fois."
Answer = Callable[[Request], Response]


def routes() -> list[Route]:
    """The addresses of rooms."""
    return [
        Route("/salle/salle.js", partial(_static, "salle.js", "text/javascript")),
        Route("/salle/salle.css", partial(_static, "salle.css", "text/css")),
        Route("/salle/{code}", _guarded(_show_room)),
        Route("/salle/{code}/etat", _guarded(_tell_state)),
        Route("/salle/{code}/page/{rang}", _guarded(_show_page)),
        Route("/salle/{code}/fin", _guarded(_show_end)),
        Route("/salle/{code}/vote", _guarded(_show_vote)),
        Route("/salle/{code}/vote", _vote, methods=["POST"]),
        Route("/salle/{code}/position", _move, methods=["POST"]),
    ]


def _static(nom: str, genre: str, _request: Request) -> Response:
    return Response(_file(nom), media_type=genre, headers={"Cache-Control": "no-cache"})


@lru_cache(maxsize=4)
def _file(nom: str) -> str:
    from concertation.restitution.diapos.html import scene_css

    texte = (_ICI / nom).read_text(encoding="utf-8")
    return scene_css() + texte if nom.endswith(".css") else texte


def _guarded(answer: Answer) -> Answer:
    """Starlette runs it in a thread: the database is read apart from the loop that serves all."""

    @wraps(answer)
    def run(request: Request) -> Response:
        from concertation.suivi.socle.errors import ErreurSuivi, SaisieInvalide

        try:
            return answer(request)
        except ErreurSuivi as erreur:
            code = 400 if isinstance(erreur, SaisieInvalide) else 503
            return PlainTextResponse(str(erreur), code, headers=_VIF)

    return run


def _votes() -> Any:
    from concertation.exploitation.etat import current_store

    return current_store().votes


def _salles() -> Any:
    # The database libraries take longer to load than the home page takes to show.
    from concertation.exploitation.etat import current_store

    return current_store().salles


@lru_cache(maxsize=8)
def _fragments(code: str) -> tuple[str, ...]:
    """Every page of a room as HTML, made when it was opened; raises LookupError for no room."""
    texte = _salles().pages(code)
    if texte is None:
        raise LookupError(code)
    return tuple(str(fragment) for fragment in json.loads(texte))


def _show_room(request: Request) -> Response:
    code = request.path_params["code"]
    etat = _salles().state(code)
    if etat is None:
        return show_absent("Salle introuvable", SALLE_ABSENTE)
    sans = f'<noscript><a href="./{escape(code)}/vote">Voter</a></noscript>'
    return HTMLResponse(_document(code, etat.titre, f"<p>Chargement…</p>{sans}"), headers=_VIF)


def show_absent(
    titre: str,
    phrase: str,
    statut: int = 404,
    racine: str = "../",
    proche: tuple[str, str] | None = None,
) -> Response:
    """A page that says what is not there, and leads to the screens.

    `racine` is the way up to the application, `proche` a screen that may be meant (path, title).
    """
    peut_etre = ""
    if proche:
        lien = f'<a href="{racine}{escape(proche[0])}">{escape(proche[1])}</a>'
        peut_etre = f"<p>Cherchiez-vous l’écran {lien} ?</p>"
    corps = (
        f'<div class="fin"><h1>{escape(titre)}</h1><p>{escape(phrase)}</p>{peut_etre}'
        f'<p><a href="{racine}">Lire la concertation</a></p></div>'
    )
    return show_page(titre, corps, statut, racine)


def show_page(titre: str, corps: str, statut: int = 200, racine: str = "../") -> Response:
    """A plain page."""
    return HTMLResponse(_document("", titre, corps, racine), statut, headers=_VIF)


def _document(code: str, titre: str, contenu: str, racine: str = "../", vote: str = "") -> str:
    suit = f'<script type="module" src="{racine}salle/salle.js"></script>' if code else ""
    salle = f'data-salle="{racine}salle/{escape(code)}" data-vote="{vote}"'
    return (
        f'<!doctype html><html lang="fr" {salle}><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(titre)}</title>"
        '<link rel="icon" href="data:,"><link rel="stylesheet" '
        f'href="{racine}salle/salle.css">'
        f"{suit}</head>"
        f'<body class="lecture"><p id="etat" role="status"></p><main aria-live="polite">{contenu}'
        "</main></body></html>"
    )


def _tell_state(request: Request) -> Response:
    etat = _salles().state(request.path_params["code"])
    if etat is None:
        return JSONResponse({"message": "Salle introuvable"}, 404, headers=_VIF)
    vote = _votes().of_room(request.path_params["code"])
    dit = {"position": etat.position, "close": etat.close}
    dit["vote"] = f"{vote['id']} {vote['etat']}" if vote else ""
    return JSONResponse(dit, headers=_VIF)


def _show_page(request: Request) -> Response:
    try:
        fragments = _fragments(request.path_params["code"])
    except LookupError:
        return PlainTextResponse("Salle introuvable", 404, headers=_VIF)
    ecrit = request.path_params["rang"]
    lisible = ecrit.isascii() and ecrit.isdigit() and len(ecrit) <= CHIFFRES_MAXIMUM
    if lisible and 1 <= int(ecrit) <= len(fragments):
        return HTMLResponse(fragments[int(ecrit) - 1], headers=_STABLE)
    # Behind the pages of the deck, what the room voted last.
    if lisible and int(ecrit) and (votes := _votes().shown(request.path_params["code"])):
        return HTMLResponse(_tell_result(votes[0]), headers=_VIF)
    return PlainTextResponse("Page introuvable", 404, headers=_VIF)


def _show_end(request: Request) -> Response:
    etat = _salles().state(request.path_params["code"])
    titre = escape(etat.titre) if etat else "La présentation"
    return HTMLResponse(
        f'<div class="fin"><h1>{titre}</h1><p>La présentation est terminée. Merci de l’avoir '
        "suivie.</p><ul>"
        '<li><a href="../">Lire la concertation et ce qu’elle est devenue</a></li>'
        '<li><a href="../documents">Télécharger les documents et ce diaporama</a></li>'
        '<li><a href="../donnees">Les données et leurs sources</a></li></ul></div>',
        headers=_VIF,
    )


def _names(vote: Mapping[str, Any]) -> dict[str, str]:
    """What each proposal of a vote says."""
    from concertation.exploitation.etat import load_current

    lus = load_current().table("propositions").set_index("id")["intitule"]
    return {cle: escape(lus.get(cle, cle)) for cle in split_liste(vote["lie"])}


def _tell_result(vote: Mapping[str, Any]) -> str:
    from concertation.recits.votes import RESERVE, tell_points, tell_stamp

    noms, points = _names(vote), tell_points(vote).items()
    dits = "".join(f"<li><strong>{dit}</strong> – {noms[cle]}</li>" for cle, dit in points)
    question = f"<h1>{escape(vote['question'])}</h1>"
    return f'<div class="fin">{question}<ul>{dits}</ul><p>{tell_stamp(vote)}. {RESERVE}</p></div>'


def _show_vote(request: Request, dit: Mapping[str, str] | None = None, mot: str = "") -> Response:
    """The form of this device, as it answered (`dit`: what is refused), or what all said."""
    code, votes = request.path_params["code"], _votes()
    if not (vote := votes.of_room(code)):
        return show_absent("Vote", "Aucun vote n’est ouvert dans cette salle.", racine="../../")
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
        corps = _tell_result(vote)
    page = _document(code, "Vote", corps, "../../", f"{vote['id']} {vote['etat']}")
    return HTMLResponse(page, 422 if mot and dit and "vote" in dit else 200, headers=_VIF)


def _field(mode: str, cle: str, dit: str) -> str:
    if mode == "choix":
        return f'<input type="radio" name="choix" value="{cle}"{" checked" * (dit == "1")}>'
    options = (
        f'<option value="{n}"{" selected" * (dit == str(n))}>{mot}</option>'
        for n, mot in enumerate(ACCORDS if mode == "accord" else range(11))
    )
    return f'<select name="{cle}">{"".join(options)}</select>'


async def _vote(request: Request) -> Response:
    """A ballot: what is refused comes back as it was typed."""
    if (corps := await _read(request)) is None:
        return show_absent("Réponse trop longue", "Recommencez.", 413, "../../")
    dit = {nom: lus[-1] for nom, lus in parse_qs(corps.decode("utf-8", "replace")).items()}
    dit |= {dit.get("choix", ""): "1"}

    def vote(_request: Request) -> Response:
        from concertation.suivi.socle.errors import SaisieInvalide

        try:
            if not (appareil := request.scope.get("appareil")):
                raise SaisieInvalide("appareil", SANS_COOKIE)
            _votes().vote(request.path_params["code"], appareil, dit)
        except SaisieInvalide as erreur:
            return _show_vote(request, dit, str(erreur))
        return Response(status_code=303, headers={**_VIF, "Location": "./vote"})

    return await to_thread.run_sync(_guarded(vote), request)


async def _read(request: Request) -> bytes | None:
    """The body, None when it is too long."""
    corps = b""
    async for morceau in request.stream():
        corps += morceau
        if len(corps) > CORPS_MAXIMUM:
            return None
    return corps


async def _move(request: Request) -> Response:
    """The presenter shows another page, or ends; only who holds the token may."""
    if (corps := await _read(request)) is None:
        return JSONResponse({"message": "Demande trop longue"}, 413, headers=_VIF)
    try:
        demande = json.loads(corps)
        jeton, position = str(demande["jeton"]), demande["position"]
        close = bool(demande.get("close", False))
        # 0: the screen is black.
        lisible = type(position) is int and 0 <= position < 10**CHIFFRES_MAXIMUM
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        lisible = False
    if not lisible:
        return JSONResponse({"message": "Demande illisible"}, 400, headers=_VIF)
    code = request.path_params["code"]

    def move(_request: Request) -> Response:
        if not _salles().move(code, jeton, position, close):
            return JSONResponse({"message": "Salle inconnue, ou fermée à vous"}, 403, headers=_VIF)
        return JSONResponse({"position": position}, headers=_VIF)

    return await to_thread.run_sync(_guarded(move), request)
