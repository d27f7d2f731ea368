"""Who acts: one function answers, whatever way people come in (`concertation.acces`).

By the local way a person says a name and a role once, kept for the session, and only at the machine
that serves (`concertation.porte`). By the others they are who a provider, or a trusted proxy, says:
their rights are those of their row, asked again on each run.
"""

import datetime as dt
import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import streamlit as st

from concertation.acces import IDENTITE, JETON, current_voie, providers_of, read_claims, vouches
from concertation.analyse.mots.formats import plural
from concertation.analyse.territoires.noms import territoire_names
from concertation.declarations.personne import METIER
from concertation.donnees import Donnees
from concertation.interface.socle.poste import (
    keep,
    key_of_browser,
    read_kept,
    sits_here,
    window_key,
)
from concertation.interface.socle.textes import escape
from concertation.suivi import ROLES, Acteur, ErreurSuivi, StoreIndisponible, can
from concertation.suivi.socle.droits import roles_that_may
from concertation.suivi.socle.identite import Identite

# Territories that the menu names.
LIEUX_CITES = 3
LECTEUR = Acteur("", "lecteur")
_CLE = "acteur"
_OUVERT = "w-profil"
_ERREUR = "profil-erreur"
_GARDE = "profil-garde"
_CHANGE = "profil-change"
_DITE = "acces-dite"
_REFUS = "acces-refus"
INACTIVITE = dt.timedelta(minutes=int(os.environ.get("CONCERTATION_INACTIVITE", "") or 60))


def may_record() -> bool:
    """Whether the person came in by a way that lets somebody record: they may open a room."""
    return sits_here() or not current_acteur().reads_public_only


def current_acteur() -> Acteur:
    """The person of this session; a reader until somebody says who they are."""
    if current_voie() in ("oidc", "mandataire"):
        return _signed_in()
    if not sits_here():
        return LECTEUR
    if _CLE not in st.session_state and _GARDE not in st.session_state:
        _take_kept()
    acteur = st.session_state.get(_CLE)
    return acteur if isinstance(acteur, Acteur) else LECTEUR


def _take_kept() -> None:
    """Once a session, the profile that this browser keeps: taken again by itself while it is
    recent, offered afterwards, since somebody else may sit there."""
    st.session_state[_GARDE], recent = read_kept() or (None, False)
    if recent:
        _begin(st.session_state[_GARDE])


def _begin(acteur: Acteur) -> None:
    """Be this person from now on, in this browser until they quit it."""
    st.session_state[_CLE] = acteur
    keep(acteur)


def _quit() -> None:
    """Read again, and let the browser forget who was there."""
    keep(None)
    st.session_state[_CLE], st.session_state[_GARDE] = LECTEUR, None
    st.session_state[_OUVERT], st.session_state[_CHANGE] = False, True


def owner_of_drafts() -> str:
    """By what the drafts of the person of this session are found, by nobody else: who signed in,
    or the secret of the browser in which the name was typed; "" when neither is known."""
    acteur = current_acteur()
    if acteur.acces is not None:
        return acteur.identite
    return key_of_browser(f"{acteur.role} {acteur.nom}")


def administers() -> bool:
    """Whether the person of this session administers."""
    return can(current_acteur(), "administrer", "")


def current_identite() -> Identite | None:
    """What the provider, or the trusted proxy, says of who is there; None for nobody."""
    if current_voie() == "oidc":
        return _identite_of({**st.user}) if st.user.get("is_logged_in") else None
    headers = st.context.headers
    # None once the connection is lost: it goes on as it began.
    if headers:
        st.session_state[_DITE] = (headers.get(IDENTITE, ""), headers.get(JETON, ""))
    adresse, jeton = st.session_state.get(_DITE, ("", ""))
    if current_voie() != "mandataire" or not adresse:
        return None
    return _identite_of({**read_claims(jeton), "email": adresse}, checked=True)


def _identite_of(dits: Mapping[str, Any], checked: bool = False) -> Identite | None:
    """The address that claims vouch for, and what names this sign-in."""
    if not checked:
        section = providers_of(st.secrets.get("auth", {})).get(str(dits.get("provider")), {})
        aud = dits.get("aud")
        # Authlib lets through a token made for another application when it is its only audience.
        pour_nous = section.get("client_id") in (aud if isinstance(aud, list) else [aud])
        if not pour_nous or not vouches(section, dits):
            return None
    adresse, quand = str(dits.get("email") or ""), dits.get("iat")
    if not adresse:
        return None
    if not isinstance(quand, int | float):
        # A proxy may name no sign-in; a provider always does.
        return Identite(adresse) if checked else None
    cle = " ".join(str(dits.get(nom, "")) for nom in ("iss", "sub", "iat", "nonce"))
    return Identite(adresse, cle, dt.datetime.fromtimestamp(quand, dt.UTC))


def _signed_in() -> Acteur:
    st.session_state.pop(_REFUS, None)
    identite = current_identite()
    if identite is None:
        return LECTEUR
    from concertation.interface.socle.store import current_store

    try:
        acteur = current_store().personnes.sign_in(identite, INACTIVITE)
    except StoreIndisponible:
        # What is recorded meanwhile is refused by the database itself.
        ancien = st.session_state.get(_CLE)
        return ancien if isinstance(ancien, Acteur) else LECTEUR
    except ErreurSuivi as refus:
        st.session_state[_REFUS] = str(refus)
        acteur = LECTEUR
    st.session_state[_CLE] = acteur
    return acteur


def show_identite(donnees: Donnees) -> None:
    """In the menu: who one is, for which territories, and how to change it."""
    _show_acces(donnees)
    lieux = current_acteur().territoires
    if noms := [nom for cle, nom in territoire_names(donnees).items() if cle in lieux]:
        reste = len(noms) - LIEUX_CITES
        autres = f" et {plural(reste, 'autre')}" if reste > 0 else ""
        st.caption(f":material/location_on: {escape(', '.join(noms[:LIEUX_CITES]))}{autres}")


def _show_acces(donnees: Donnees) -> None:
    voie = current_voie()
    if voie in ("oidc", "mandataire"):
        _show_signed_in(voie)
        return
    if voie == "lecture":
        st.caption("Lecture seule : rien ne se saisit ici.")
        return
    if not sits_here():
        st.caption(
            "Lecture seule : on saisit sur la machine qui sert l’application, à son adresse locale."
        )
        return
    acteur, garde = current_acteur(), st.session_state.get(_GARDE)
    if garde is not None and _CLE not in st.session_state:
        mots = f"Reprendre : {escape(garde.nom)}, {ROLES[garde.role].lower()}"
        st.button(mots, icon=":material/replay:", on_click=_begin, args=(garde,), width="stretch")
    titre = ROLES[acteur.role] + (f" · {escape(acteur.nom)}" if acteur.nom else "")
    fenetre = st.popover(
        titre, icon=":material/account_circle:", width="stretch", key=_OUVERT, on_change="rerun"
    )
    # Closed on nearly every run, it would cost a tenth of it.
    if fenetre.open:
        with fenetre:
            _show_form(donnees, acteur)


def _show_signed_in(voie: str) -> None:
    """Who signed in, as what, and the ways out; or the way in."""
    identite, acteur = current_identite(), current_acteur()
    if identite is None:
        if voie == "mandataire":
            st.caption("Lecture seule : le portail de votre organisation ne vous a pas identifié.")
            return
        noms = list(providers_of(st.secrets.get("auth", {})))
        for nom in noms:
            mots = "Se connecter" if len(noms) == 1 else f"Se connecter avec {nom.capitalize()}"
            fournisseur = None if nom == "default" else nom
            st.button(mots, icon=":material/login:", key=f"entrer-{nom}", width="stretch",
                      on_click=st.login, args=(fournisseur,))  # fmt: skip
        return
    if refus := st.session_state.get(_REFUS):
        st.warning(escape(refus), icon=":material/lock:")
    titre = ROLES[acteur.role] + (f" · {escape(acteur.nom)}" if acteur.nom else "")
    with st.popover(titre, icon=":material/account_circle:", width="stretch", key=_OUVERT):
        st.markdown(f"Connecté comme {escape(identite.adresse)}.")
        if voie == "oidc":
            st.button("Se déconnecter", icon=":material/logout:", on_click=leave, width="stretch")
        elif sortie := os.environ.get("CONCERTATION_DECONNEXION", "").strip():
            # The proxy holds the sign-in: only it ends it.
            st.link_button("Se déconnecter", sortie, icon=":material/logout:", width="stretch")
        if acteur.acces is not None and identite.cle:
            st.button("Se déconnecter partout", icon=":material/devices_off:", on_click=leave,
                      args=(True,), width="stretch")  # fmt: skip


def leave(partout: bool = False) -> None:
    """Sign out, here or everywhere: what this sign-in opened in other windows closes too."""
    from concertation.interface.socle.store import current_store

    # Asked of the provider all the same when the database is away.
    with suppress(ErreurSuivi):
        current_store().personnes.sign_out(current_acteur(), partout)
    if current_voie() == "oidc":
        st.logout()


# A role chosen draws the window again, not the screen behind it.
@st.fragment
def _show_form(donnees: Donnees, acteur: Acteur) -> None:
    if st.session_state.pop(_CHANGE, False):
        st.rerun()
    noms = territoire_names(donnees)
    if erreur := st.session_state.pop(_ERREUR, ""):
        st.error(escape(erreur))
    st.text_input("Votre nom", acteur.nom, max_chars=80, key="f-profil-nom")
    roles = list(ROLES)
    role = st.radio(
        "Votre rôle",
        roles,
        index=roles.index(acteur.role),
        format_func=lambda cle: ROLES[cle],
        captions=[METIER[cle] for cle in roles],
        key="f-profil-role",
    )
    if role in roles_that_may("ecrire", "chez_soi"):
        st.pills(
            "Territoires de votre comité",
            list(noms),
            selection_mode="multi",
            default=[cle for cle in sorted(acteur.territoires) if cle in noms],
            format_func=lambda cle: noms[cle],
            key="f-profil-territoires",
        )
    with st.container(horizontal=True):
        st.button("Prendre ce profil", type="primary", on_click=_take)
        if acteur.nom:
            st.button("Quitter ce profil", icon=":material/logout:", on_click=_quit)
    st.caption("Ce navigateur le garde, sur cette machine, jusqu’à ce que vous le quittiez.")


def _take() -> None:
    """Before the next run: keep the profile and close its window, or say what is missing."""
    role = st.session_state["f-profil-role"]
    # Asked of a committee alone.
    lieux = frozenset(st.session_state.get("f-profil-territoires") or ())
    if role in roles_that_may("ecrire", "chez_soi") and not lieux:
        st.session_state[_ERREUR] = "Choisissez au moins un territoire pour votre comité."
        return
    try:
        acteur = Acteur(st.session_state["f-profil-nom"] or "", role, lieux, window_key())
    except ErreurSuivi as erreur:
        st.session_state[_ERREUR] = str(erreur)
        return
    _begin(acteur)
    st.session_state[_OUVERT], st.session_state[_CHANGE] = False, True
