"""What the people in a room open on their telephone: `/salle/CODE`.

Plain pages of a few kilobytes: a town hall's network would not carry the whole application to a
hundred telephones. They follow the presenter, then give the way to the public screens.
"""

from contextlib import suppress
from functools import lru_cache, partial
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from concertation.serveur.salle import formulaires, pages
from concertation.serveur.salle.pages import VIF, document, guarded, link_home, read_room, store

_ICI = Path(__file__).parent
# More digits than a deck has pages; Python refuses to read thousands of them.
CHIFFRES_MAXIMUM = 4
# A page of a room never changes once the room is open.
_STABLE = {"Cache-Control": "public, max-age=86400, immutable"}

SALLE_ABSENTE = (
    "Ce code n’est pas celui d’une salle ouverte : vérifiez-le avec la personne qui présente."
)


def routes() -> list[Route]:
    """The addresses of rooms."""
    return [
        Route("/salle/salle.js", partial(_static, "salle.js", "text/javascript")),
        Route("/salle/salle.css", partial(_static, "salle.css", "text/css")),
        Route("/salle/{code}", guarded(_show_room)),
        Route("/salle/{code}/etat", guarded(_tell_state)),
        Route("/salle/{code}/page/{rang}", guarded(_show_page)),
        _form("vote", formulaires.show_vote),
        _form("questions", formulaires.show_questions),
        _form("position", _move, "POST"),
    ]


def _form(nom: str, show: pages.Answer, *gestes: str) -> Route:
    answer = partial(pages.answer_form, guarded(show), pages.CORPS_MAXIMUM)
    return Route(f"/salle/{{code}}/{nom}", answer, methods=gestes or ("GET", "POST"))


def _static(nom: str, genre: str, _request: Request) -> Response:
    return Response(_file(nom), media_type=genre, headers={"Cache-Control": "no-cache"})


@lru_cache(maxsize=4)
def _file(nom: str) -> str:
    from concertation.restitution.diapos.html import scene_css

    texte = (_ICI / nom).read_text(encoding="utf-8")
    return scene_css() + texte if nom.endswith(".css") else texte


@lru_cache(maxsize=8)
def _fragments(code: str) -> tuple[str, ...]:
    """Every page of a room as HTML, made when it was opened; raises LookupError for no room."""
    return tuple(map(str, read_room(code)["pages"]))


def _page(code: str, rang: int) -> str:
    """A page of the deck, then behind them what the room voted last; "" for none."""
    with suppress(LookupError):
        if rang > 0:
            return _fragments(code)[rang - 1]
    return next(map(formulaires.tell_result, store().votes.shown(code) if rang > 0 else ()), "")


def _read_rank(ecrit: str) -> int:
    """The number of a page; 0 for what is none."""
    lisible = ecrit.isascii() and ecrit.isdigit() and len(ecrit) <= CHIFFRES_MAXIMUM
    return int(ecrit) if lisible else 0


def _show_room(request: Request) -> Response:
    """The page shown, or one before it: scripts follow from there, else the page asks again."""
    code = request.path_params["code"]
    etat = store().salles.state(code)
    if etat is None:
        return pages.show_absent("Salle introuvable", SALLE_ABSENTE)
    if etat.close:
        return HTMLResponse(document("", etat.titre, _tell_end(code, etat.titre)), headers=VIF)
    recul = _read_rank(request.query_params.get("page", ""))
    recul *= recul < etat.position
    if not recul and store().votes.of_room(code):
        return pages.lead(f"./{code}/vote")
    rang = recul or etat.position
    cache = " hidden" * (rang < 2)
    pied = f'<a id="avant" href="./{code}?page={rang - 1}"{cache}>Diapositive précédente</a>'
    if recul:
        pied += f'<a href="./{code}?page={rang + 1}">Suivante</a><a href="./{code}">À l’écran</a>'
    pied += f'<a href="./{code}/questions">Questions</a>'
    dits = {"rang": etat.position, "recul": recul or ""}
    page = document(code, etat.titre, _page(code, rang), pied=pied, suit=not recul, **dits)
    return HTMLResponse(page, headers=VIF)


def _tell_end(code: str, titre: str) -> str:
    """Thanks, the files of this deck, the screens."""
    room = read_room(code)
    dits = {"document": f"diaporama:{room['deck']}"} if room.get("deck") else {}
    fichiers = escape(urlencode(dits | {"territoire": room.get("territoire", "")}))
    screens = {
        f"documents?{fichiers}": "Prendre ce diaporama en fichier",
        "": "Lire la concertation et ce qu’elle est devenue",
        "donnees": "Les données et leurs sources",
    }
    return (
        f'<div class="fin"><h1>{escape(titre)}</h1><p>La présentation est terminée. Merci de '
        f"l’avoir suivie.</p>{''.join(link_home('../', *screen) for screen in screens.items())}"
        "<details><summary>Toutes les diapositives</summary>"
        f"{''.join(_fragments(code))}</details></div>"
    )


def _tell_state(request: Request) -> Response:
    etat = store().salles.state(request.path_params["code"])
    if etat is None:
        return JSONResponse({"message": "Salle introuvable"}, 404, headers=VIF)
    vote = formulaires.name_step(store().votes.of_room(request.path_params["code"]))
    return JSONResponse({"position": etat.position, "close": etat.close, "vote": vote}, headers=VIF)


def _show_page(request: Request) -> Response:
    code, rang = request.path_params["code"], _read_rank(request.path_params["rang"])
    if not (page := _page(code, rang)):
        return PlainTextResponse("Page introuvable", 404, headers=VIF)
    return HTMLResponse(page, headers=_STABLE if rang <= len(_fragments(code)) else VIF)


def _move(request: Request, dit: dict[str, str]) -> Response:
    """The presenter shows another page, or 0 for black; only who holds the token may."""
    ecrit = dit.get("position", "")
    position = _read_rank(ecrit)
    if not position and ecrit != "0":
        return PlainTextResponse("Demande illisible", 400, headers=VIF)
    if not store().salles.move(request.path_params["code"], dit.get("jeton", ""), position):
        return PlainTextResponse("Salle inconnue, ou fermée à vous", 403, headers=VIF)
    return PlainTextResponse(ecrit, headers=VIF)
