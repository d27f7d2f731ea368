"""Who acts: one function answers, whatever way people sign in.

Here a person says a name and a role once, kept for the session, and only at the machine that
serves (`concertation.porte`). By any other way, without sign-in, everybody is a reader.
"""

import secrets

import streamlit as st

from concertation.analyse.territoires.noms import territoire_names
from concertation.donnees import Donnees
from concertation.interface.socle.buttons import main_button
from concertation.interface.socle.textes import escape
from concertation.porte import CACHET, ICI
from concertation.suivi import ROLES, Acteur, ErreurSuivi

BOUCLE = {"127.0.0.1", "localhost", "::1"}
LECTEUR = Acteur("", "lecteur")
_CLE = "acteur"
_ICI = "acteur-ici"
_OUVERT = "w-profil"
_ERREUR = "profil-erreur"
_FENETRE = "profil-fenetre"


def listens_locally() -> bool:
    """Whether only this machine can reach the server."""
    return (st.get_option("server.address") or "") in BOUCLE


def sits_here() -> bool:
    """Whether the person of this session sits at the machine that serves."""
    # None once the connection is lost: what is being recorded goes on as it began.
    if headers := st.context.headers:
        st.session_state[_ICI] = headers.get(CACHET) == ICI
    return bool(st.session_state.get(_ICI))


def current_acteur() -> Acteur:
    """The person of this session; a reader until somebody says who they are."""
    acteur = st.session_state.get(_CLE)
    return acteur if isinstance(acteur, Acteur) and sits_here() else LECTEUR


def show_identite(donnees: Donnees) -> None:
    """In the menu: who one is, and how to change it."""
    if not sits_here():
        st.caption(
            "Lecture seule : on saisit sur la machine qui sert l’application, à son adresse locale."
        )
        return
    acteur = current_acteur()
    titre = ROLES[acteur.role] + (f" · {escape(acteur.nom)}" if acteur.nom else "")
    fenetre = st.popover(
        titre,
        icon=":material/account_circle:",
        width="stretch",
        key=_OUVERT,
        on_change="rerun",
    )
    # Closed on nearly every run, it would cost a tenth of it.
    if fenetre.open:
        with fenetre:
            _show_form(donnees, acteur)


def _show_form(donnees: Donnees, acteur: Acteur) -> None:
    noms = territoire_names(donnees)
    st.markdown("Le profil vaut pour cette fenêtre, sur cette machine.")
    if erreur := st.session_state.pop(_ERREUR, ""):
        st.error(escape(erreur))
    with st.form("profil", border=False):
        st.text_input("Votre nom", acteur.nom, max_chars=80, key="f-profil-nom")
        roles = list(ROLES)
        st.selectbox(
            "Votre rôle",
            roles,
            index=roles.index(acteur.role),
            format_func=lambda cle: ROLES[cle],
            key="f-profil-role",
        )
        st.pills(
            "Territoires, pour un comité seulement",
            list(noms),
            selection_mode="multi",
            default=[cle for cle in sorted(acteur.territoires) if cle in noms],
            format_func=lambda cle: noms[cle],
            key="f-profil-territoires",
        )
        st.form_submit_button("Prendre ce profil", type=main_button(), on_click=_take)


def _take() -> None:
    """Before the next run: keep the profile and close its window, or say what is missing."""
    role = st.session_state["f-profil-role"]
    lieux = frozenset(st.session_state["f-profil-territoires"] or ())
    if role == "comite" and not lieux:
        st.session_state[_ERREUR] = "Choisissez au moins un territoire pour votre comité."
        return
    try:
        retenus = lieux if role == "comite" else frozenset()
        # A typed name proves nothing: what this window records is undone by this window alone.
        ici = st.session_state.setdefault(_FENETRE, secrets.token_hex(8))
        acteur = Acteur(st.session_state["f-profil-nom"] or "", role, retenus, ici)
    except ErreurSuivi as erreur:
        st.session_state[_ERREUR] = str(erreur)
        return
    st.session_state[_CLE] = acteur
    st.session_state[_OUVERT] = False
