"""Who sits at the machine that serves: by which browser, and the profile that it keeps.

The browser has a secret of its own, which no script reads (`serveur/page.py`); the profile is in
the database, under a key that this secret alone gives.
"""

import datetime as dt
import hashlib
import secrets
from contextlib import suppress

import streamlit as st

from concertation.acces import BOUCLES, current_voie
from concertation.porte import CACHET, ICI, NAVIGATEUR
from concertation.suivi import Acteur, ErreurSuivi
from concertation.suivi.socle.adresse import default_url, may_hold_rows

# How long a profile is taken again by itself; then one click does.
REPRISE = dt.timedelta(hours=12)
_ICI = "acteur-ici"
_FENETRE = "profil-fenetre"
_PROFIL = "profil"


def listens_locally() -> bool:
    """Whether only this machine can reach the server."""
    return (st.get_option("server.address") or "") in BOUCLES


def sits_here() -> bool:
    """Whether that is the way in, and the person of this session sits at the machine."""
    if current_voie() != "local":
        return False
    # None once the connection is lost: what is being recorded goes on as it began.
    if headers := st.context.headers:
        st.session_state[_ICI] = headers.get(CACHET) == ICI
    return bool(st.session_state.get(_ICI))


def key_of_browser(mots: str) -> str:
    """A key that the secret of this browser alone gives; "" away from the machine."""
    # A window stays in its browser, with or without a connection: once said, it is asked no more.
    if not (ici := st.session_state.get(NAVIGATEUR, "")):
        ici = st.session_state[NAVIGATEUR] = st.context.cookies.get(NAVIGATEUR, "")
    # Who reads the database can't take the browser's place.
    cle = hashlib.sha256(f"{ici} {mots}".encode(errors="surrogatepass"))
    return cle.hexdigest() if ici and sits_here() else ""


def window_key() -> str:
    """A typed name proves nothing: what is recorded is undone by the browser that recorded it, or
    the window when its browser has no secret."""
    ici = key_of_browser(_FENETRE)[:16]
    return ici or str(st.session_state.setdefault(_FENETRE, secrets.token_hex(8)))


def read_kept() -> tuple[Acteur, bool] | None:
    """The profile that this browser keeps, and whether it was taken lately."""
    cle = key_of_browser(_PROFIL)
    # The home page does without the database libraries where nobody recorded anything.
    if not cle or not may_hold_rows(default_url()):
        return None
    from concertation.interface.socle.store import current_store

    with suppress(ErreurSuivi):
        garde = current_store().brouillons.read(cle, _PROFIL)
        if garde.quand:
            nom, role, lieux = (garde.contenu[c] for c in ("nom", "role", "territoires"))
            age = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(garde.quand)
            return Acteur(nom, role, frozenset(lieux), window_key()), age < REPRISE
    return None


def keep(acteur: Acteur | None) -> None:
    """Let this browser keep a profile, or none any more."""
    from concertation.interface.socle.store import current_store

    if not (cle := key_of_browser(_PROFIL)):
        return
    # Without an answer of the database it lasts as long as the window.
    with suppress(ErreurSuivi):
        brouillons = current_store().brouillons
        if acteur is None:
            brouillons.forget(cle, _PROFIL)
        else:
            lieux = sorted(acteur.territoires)
            garde = {"nom": acteur.nom, "role": acteur.role, "territoires": lieux}
            brouillons.save(cle, _PROFIL, garde, auteur=acteur.nom)
