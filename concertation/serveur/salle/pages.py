"""What each page of a room is made of: plain HTML, that no script is needed for."""

import json
from collections.abc import Callable
from functools import wraps
from html import escape
from typing import Any
from urllib.parse import parse_qs

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from concertation.acces import room_place
from concertation.analyse.adresses import public_root

CORPS_MAXIMUM = 2000
VIF = {"Cache-Control": "no-store"}
SANS_COOKIE = "Acceptez les cookies, puis rouvrez la salle : un appareil répond une fois."
Answer = Callable[..., Response]
Proche = tuple[str, str] | None


def guarded(answer: Answer) -> Answer:
    """Starlette runs it in a thread: the database is read apart from the loop that serves all."""

    @wraps(answer)
    def run(request: Request, *dits: Any) -> Response:
        from concertation.suivi.socle.errors import ErreurSuivi, SaisieInvalide

        try:
            return answer(request, *dits)
        except ErreurSuivi as erreur:
            code = 400 if isinstance(erreur, SaisieInvalide) else 503
            return PlainTextResponse(str(erreur), code, headers=VIF)

    return run


def store() -> Any:
    """The follow-up, whose libraries take longer to load than the home page takes to show."""
    from concertation.exploitation.etat import current_store

    return current_store()


def show_absent(
    titre: str, phrase: str, statut: int = 404, racine: str = "../", proche: Proche = None
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
        f"{link_home(racine)}</div>"
    )
    return show_page(titre, corps, statut, racine)


def link_home(racine: str, chemin: str = "", mots: str = "Lire la concertation") -> str:
    """The way to a screen; none where the rooms alone are served to who has no other address."""
    racine = f"{public}/" if (public := public_root()[0]) and room_place() else racine
    return f'<p><a href="{racine}{chemin}">{mots}</a></p>' * (room_place() is None or bool(public))


def show_page(titre: str, corps: str, statut: int = 200, racine: str = "../") -> Response:
    """A plain page."""
    return HTMLResponse(document("", titre, corps, racine), statut, headers=VIF)


def document(
    code: str,
    titre: str,
    contenu: str,
    racine: str = "../",
    pied: str = "",
    suit: bool = False,
    **dits: object,
) -> str:
    """A whole page; `suit`: without scripts it asks again by itself. `dits` are for scripts."""
    script = f'<script type="module" src="{racine}salle/salle.js"></script>' if code else ""
    if suit:
        script += '<noscript><meta http-equiv="refresh" content="8"></noscript>'
    dits = {"salle": f"{racine}salle/{code}", **dits}
    attributs = " ".join(f'data-{nom}="{escape(str(dit))}"' for nom, dit in dits.items())
    return (
        f'<!doctype html><html lang="fr" {attributs}><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(titre)}</title>'
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{racine}salle/salle.css">'
        f'{script}</head><body class="lecture"><p id="etat" role="status"></p>'
        f'<main aria-live="polite">{contenu}</main><nav>{pied}</nav></body></html>'
    )


def read_room(code: str) -> dict[str, Any]:
    """What a room was opened on: its `pages` as HTML, its `deck` and `territoire`; {} for none."""
    lu = json.loads(store().salles.pages(code) or "{}")
    # One opened by the version before holds its pages alone.
    return lu if isinstance(lu, dict) else {"pages": lu}


async def answer_form(show: Answer, maximum: int, request: Request) -> Response:
    """What `show` answers to a form as it was filled, which is empty before."""
    corps = b""
    async for morceau in request.stream():
        corps += morceau
        if len(corps) > maximum:
            return show_absent("Réponse trop longue", "Écrivez-la plus courte.", 413)
    dit = {nom: lus[-1] for nom, lus in parse_qs(corps.decode("utf-8", "replace")).items()}
    return await to_thread.run_sync(show, request, dit)


def refuse(request: Request, keep: Callable[[str], object]) -> str:
    """Keep what a device sent; the French sentence of what is wrong, "" when nothing is."""
    from concertation.suivi import SaisieInvalide

    if not (appareil := request.scope.get("appareil")):
        return SANS_COOKIE
    try:
        keep(appareil)
    except SaisieInvalide as erreur:
        return str(erreur)
    return ""


def lead(ou: str) -> Response:
    """To another page of the room."""
    return Response(status_code=303, headers={**VIF, "Location": ou})
