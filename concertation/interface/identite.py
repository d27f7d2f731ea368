"""Who acts: one function answers, whatever way people sign in.

Here a person says a name and a role once, kept for the session, and only when the server listens
to its own machine. From any other address, without sign-in, everybody is a reader.
"""

import streamlit as st

from concertation.donnees import Donnees
from concertation.interface.session import soft_table
from concertation.interface.textes import escape
from concertation.suivi import ROLES, Acteur, ErreurSuivi

BOUCLE = {"127.0.0.1", "localhost", "::1"}
LECTEUR = Acteur("", "lecteur")
_CLE = "acteur"


def listens_locally() -> bool:
    """Whether only this machine can reach the server."""
    return (st.get_option("server.address") or "") in BOUCLE


def current_acteur() -> Acteur:
    """The person of this session; a reader until somebody says who they are."""
    acteur = st.session_state.get(_CLE)
    return acteur if isinstance(acteur, Acteur) and listens_locally() else LECTEUR


def show_identite(donnees: Donnees) -> None:
    """In the menu: who one is, and how to change it."""
    if not listens_locally():
        st.caption(
            "Lecture seule : la saisie demande une connexion, qui n'est pas configurée sur ce "
            "serveur."
        )
        return
    acteur = current_acteur()
    titre = ROLES[acteur.role] + (f" · {escape(acteur.nom)}" if acteur.nom else "")
    with st.popover(titre, icon=":material/account_circle:", width="stretch"):
        _show_form(donnees, acteur)


def _show_form(donnees: Donnees, acteur: Acteur) -> None:
    territoires = soft_table(donnees, "territoires")
    choix = territoires[territoires["niveau"].isin(["departement", "cts"])]
    noms = {
        ligne["id"]: f"{ligne['nom']} ({'CTS' if ligne['niveau'] == 'cts' else 'département'})"
        for _, ligne in choix.iterrows()
    }
    st.markdown("Le profil vaut pour cette fenêtre, sur cette machine.")
    with st.form("profil", border=False):
        nom = st.text_input("Votre nom", acteur.nom, max_chars=80)
        roles = list(ROLES)
        role = st.selectbox(
            "Votre rôle",
            roles,
            index=roles.index(acteur.role),
            format_func=lambda cle: ROLES[cle],
        )
        lieux = st.multiselect(
            "Territoires de votre comité",
            list(noms),
            default=[cle for cle in sorted(acteur.territoires) if cle in noms],
            format_func=lambda cle: noms[cle],
            placeholder="Pour un comité seulement",
        )
        if st.form_submit_button("Prendre ce profil", type="primary"):
            _take(nom, role, frozenset(lieux))


def _take(nom: str, role: str, territoires: frozenset[str]) -> None:
    if role == "comite" and not territoires:
        st.error("Choisissez au moins un territoire pour votre comité.")
        return
    try:
        retenus = territoires if role == "comite" else frozenset()
        st.session_state[_CLE] = Acteur(nom, role, retenus)  # type: ignore[arg-type]
    except ErreurSuivi as erreur:
        st.error(escape(str(erreur)))
        return
    st.rerun()
