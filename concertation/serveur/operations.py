"""`/api/sante`, `/api/pret`, `/api/metriques`: is it well, what did it do."""

import hmac
import os

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit.runtime import get_instance

from concertation import read_version
from concertation.acces import current_voie
from concertation.porte import why_elsewhere

_VIF = {"Cache-Control": "no-store"}
FERMEES = (
    "Les mesures se lisent depuis la machine qui sert l’application, ou avec le jeton du réglage "
    "CONCERTATION_METRIQUES."
)


def routes() -> list[Route]:
    """What whoever runs the application asks; what is heavy to load is imported when asked."""
    return [
        Route("/api/sante", _is_alive),
        Route("/api/pret", _is_ready),
        Route("/api/metriques", _count),
    ]


async def _is_alive(_request: Request) -> Response:
    # On the loop itself: it answers while every thread waits for a database.
    return JSONResponse({"statut": "ok", "application": read_version()}, headers=_VIF)


def _is_ready(_request: Request) -> Response:
    from concertation.exploitation.etat import DISPONIBLE, describe

    etat = {**describe(), "acces": current_voie()}
    return JSONResponse(etat, 200 if etat["statut"] == DISPONIBLE else 503, headers=_VIF)


def _count(request: Request) -> Response:
    if not _may_count(request):
        return PlainTextResponse(FERMEES, 403, headers=_VIF)
    from concertation.exploitation import metriques

    actives = get_instance().stats_mgr.get_stats(["active_sessions"]).get("active_sessions", ())
    sessions = sum(getattr(stat, "value", 0) for stat in actives)
    headers = {**_VIF, "Content-Type": CONTENT_TYPE_LATEST}
    return Response(metriques.count(sessions), headers=headers)


def _may_count(request: Request) -> bool:
    """Whether it comes from the machine itself and through no proxy, or with the token."""
    jeton = os.environ.get("CONCERTATION_METRIQUES", "").strip()
    donne = request.headers.get("authorization", "").removeprefix("Bearer ")
    if jeton and hmac.compare_digest(donne.encode(), jeton.encode()):
        return True
    pair = request.client.host if request.client else None
    # The port that the server listens to: a proxy that says nothing of itself asks for another.
    port, secure = request.scope["server"][1], request.url.scheme == "https"
    return why_elsewhere(pair, port, request.headers.items(), secure) in {"", "origine"}
