"""What the people in a room open on their telephone: `/salle/CODE`.

Plain pages of a few kilobytes: a town hall's network would not carry the whole application to a
hundred telephones. They follow the presenter, then give the way to the public screens.
"""

import json
from collections.abc import Callable
from functools import lru_cache, partial, wraps
from html import escape
from pathlib import Path
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

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
    return HTMLResponse(_document(code, etat.titre, "<p>Chargement…</p>"), headers=_VIF)


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


def _document(code: str, titre: str, contenu: str, racine: str = "../") -> str:
    suit = '<script type="module" src="./salle.js"></script>' if code else ""
    return (
        f'<!doctype html><html lang="fr" data-salle="./{escape(code)}"><head>'
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
    return JSONResponse({"position": etat.position, "close": etat.close}, headers=_VIF)


def _show_page(request: Request) -> Response:
    try:
        fragments = _fragments(request.path_params["code"])
    except LookupError:
        return PlainTextResponse("Salle introuvable", 404, headers=_VIF)
    ecrit = request.path_params["rang"]
    lisible = ecrit.isascii() and ecrit.isdigit() and len(ecrit) <= CHIFFRES_MAXIMUM
    if not lisible or not 1 <= int(ecrit) <= len(fragments):
        return PlainTextResponse("Page introuvable", 404, headers=_VIF)
    return HTMLResponse(fragments[int(ecrit) - 1], headers=_STABLE)


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


async def _move(request: Request) -> Response:
    """The presenter shows another page, or ends; only who holds the token may."""
    corps = b""
    async for morceau in request.stream():
        corps += morceau
        if len(corps) > CORPS_MAXIMUM:
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
