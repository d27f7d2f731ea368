"""The ASGI application around the Streamlit script."""

import asyncio
import gc
import logging
import socket
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import streamlit as st
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from streamlit import config, file_util, logger
from streamlit.auth_util import get_secrets_auth_section
from streamlit.runtime.pages_manager import PagesManager
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from concertation.acces import BOUCLES, check_acces, current_voie, room_place, trusted_peers
from concertation.exploitation import traces
from concertation.restitution.diapos.charte import current_charte
from concertation.serveur import courrier, courtes, operations, salle
from concertation.serveur.adresses import Adresses, MeantAddress, under
from concertation.serveur.connexion import SignIn
from concertation.serveur.debits import Debits
from concertation.serveur.headers import SecurityHeaders, build_policy, hide_server
from concertation.serveur.origins import CheckedOrigin, declared_origins, keep_peer
from concertation.serveur.page import CompressedBundles, FrenchPage, translate_page
from concertation.serveur.sessions import bound_sessions
from concertation.serveur.telechargements import keep_downloads
from concertation.serveur.websockets import BoundedWebSockets

ROUTES = (*operations.routes(), *salle.routes(), *courtes.routes(), *courrier.routes())
# A tenth of the usual: 7 % off a cold start.
SWITCH_SECONDS = 0.0005
LOGGER = logging.getLogger("concertation")

Lifespan = Callable[[Any], AbstractAsyncContextManager[dict[str, Any] | None]]


def app_options(
    warm_up: Callable[[], object] | None = None, ecrans: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Keyword arguments for `st.App`; `ecrans` are the titles of the screens by their paths.

    `warm_up` runs once, in a thread, when the server starts: it imports and builds what the
    first visitor would otherwise wait for. A failure is logged, and that visitor waits.
    """
    _log_in_json()
    traces.spare_disk()
    _allow_files()
    _check_acces()
    _wear_charte()
    keep_downloads()
    bound_sessions()
    # Streamlit takes a `pages` folder beside the script for the menu of its first version, and
    # shows « Page not found » to whoever comes first by a deep link. The router decides instead.
    PagesManager.uses_pages_directory = False
    hide_server()
    keep_peer()
    base_url = config.get_option("server.baseUrlPath") or ""
    adresses = Adresses(ecrans or {}, base_url)
    index = Path(file_util.get_static_dir()) / "index.html"
    policy = build_policy(translate_page(index.read_text(encoding="utf-8")))
    _serve_rooms(policy)
    return {
        "routes": under(base_url, [*ROUTES]),
        "middleware": [
            Middleware(SecurityHeaders, policy=policy),
            Middleware(MeantAddress, adresses=adresses, base_url=base_url),
            # A page asks for its bundles as another site's would: behind a proxy that hides its
            # address, it has to come and say what is wrong.
            Middleware(CompressedBundles, directory=index.parent / "static", base_url=base_url),
            Middleware(CheckedOrigin, declared=declared_origins()),
            # From here on the client is the visitor whom a trusted proxy names.
            Middleware(ProxyHeadersMiddleware, trusted_hosts=[*BOUCLES, *trusted_peers()]),
            Middleware(BoundedWebSockets, base_url=base_url),
            Middleware(Debits, base_url=base_url),
            *([Middleware(SignIn, base_url=base_url)] if current_voie() == "oidc" else ()),
            Middleware(FrenchPage, original=index, adresses=adresses, base_url=base_url),
        ],
        "lifespan": _warm_lifespan(warm_up),
        "on_script_error": _show_script_error,
    }


def _serve_rooms(policy: str) -> None:
    """The rooms' pages and nothing else on the network, by a thread of their own."""
    if (place := room_place()) is None:
        return
    try:
        ecoute = socket.create_server(place)
    except OSError as erreur:
        phrase = f"--salle : {place[0]}:{place[1]} ne s’écoute pas ({erreur})."
        raise SystemExit(phrase) from erreur
    rien = PlainTextResponse("Seules les salles sont ici : voyez l’adresse à l’écran.", 404)
    app = Starlette(routes=salle.routes(), exception_handlers={404: lambda *_: rien})
    suivie = SecurityHeaders(CheckedOrigin(Debits(app)), policy)
    serveur = uvicorn.Server(uvicorn.Config(suivie, log_config=None, lifespan="off"))
    Thread(target=serveur.run, args=([ecoute],), daemon=True).start()


def _check_acces() -> None:
    """Say which way in holds, or end with a sentence when it can't be safe."""
    auth = get_secrets_auth_section()
    ecoute = config.get_option("server.address") or ""
    pose = config.is_manually_set("server.cookieSecret")
    cookie = config.get_option("server.cookieSecret") if pose else ""
    dite = check_acces(ecoute, auth.to_dict() if auth else {}, cookie)
    LOGGER.warning("Accès\u00a0: %s.", dite)


def _wear_charte() -> None:
    """The service's colour and font on the screens."""
    charte = current_charte()
    for mode, couleur in (("light", charte.accent), ("dark", charte.sombre)):
        for option in ("primaryColor", "linkColor") if charte.dossier else ():
            config.set_option(f"theme.{mode}.{option}", couleur)
    if charte.police:
        config.set_option("theme.font", f'"{charte.police}", sans-serif')


def _log_in_json() -> None:
    """Streamlit gives its logs, and the HTTP server's, a handler of its own: ours instead."""
    if (sortie := traces.write_json()) is None:
        return

    def keep_ours(logger: logging.Logger) -> None:
        # Streamlit turned off the log of accesses, whose addresses may say a name.
        logger.handlers[:] = [] if logger.name == "uvicorn.access" else [sortie]

    # A failed screen would be drawn in colours instead.
    config.set_option("logger.enableRich", False)
    logger.setup_formatter = keep_ours
    logger.update_formatter()


def _allow_files() -> None:
    """As many open files as the system lets this process have: each connection takes one."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    permis, au_plus = resource.getrlimit(resource.RLIMIT_NOFILE)
    if permis < au_plus:
        resource.setrlimit(resource.RLIMIT_NOFILE, (au_plus, au_plus))


def _warm_lifespan(warm_up: Callable[[], object] | None) -> Lifespan:
    @asynccontextmanager
    async def lifespan(_app: Any) -> AsyncIterator[None]:
        # Not awaited: the server listens at once, and a browser loads its bundles meanwhile.
        task = asyncio.create_task(asyncio.to_thread(_run_warm_up, warm_up))
        yield
        await task

    return lifespan


def _run_warm_up(warm_up: Callable[[], object] | None) -> None:
    # Imports keep the interpreter to themselves: hand it back often, or each of the hundred
    # bundles that a first browser asks for meanwhile waits its turn.
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.disable()
    try:
        if warm_up is not None:
            warm_up()
    except Exception:
        LOGGER.exception("Warm-up failed; the first visitor waits instead")
    finally:
        sys.setswitchinterval(usual)
        # What is loaded now lives as long as the process: collections need not walk it.
        gc.freeze()
        gc.enable()


def _show_script_error(error: Exception) -> bool:
    """Tell the user in French, the log in full; True: Streamlit shows nothing of its own.

    The reference is the same on screen and in the log, so that one finds the other.
    """
    from concertation.exploitation.metriques import ERRORS

    reference = traces.current_number()
    ERRORS.labels("screen").inc()
    LOGGER.error("Screen failed, reference %s", reference, exc_info=error)
    st.error(
        "Cet écran a rencontré une erreur et n’a pas pu s’afficher en entier. "
        "Rechargez la page\u00a0; si l’erreur revient, transmettez la référence "
        f"**{reference}** à la personne qui administre l’application.",
        icon=":material/error:",
    )
    return True
