"""What follow-up screens share: the store, its failures in words, what others write, buttons."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from concertation.interface.socle.annonce import announce, show_annonce
from concertation.interface.socle.store import current_store
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.noms import current_names, differences
from concertation.suivi import Conflit, ErreurSuivi, SaisieInvalide, Store
from concertation.suivi.socle.adresse import default_url

T = TypeVar("T")
Verbe = Callable[[], Any]
# Somebody else’s entry shows within two seconds, by whatever replica: this wait, then a rerun.
VEILLE = 1.5
_VERSIONS = ["Champ", "Enregistré par une autre personne", "Votre saisie"]


def attempt(
    verbe: Callable[[], T], succes: str = "", on_conflict: Callable[[Conflit], None] | None = None
) -> T | None:
    """Run a verb of the store; what fails is said beside the form, and nothing typed is lost.

    `succes` is shown after the next run. `on_conflict` shows both texts; by default they are
    compared in a table.
    """
    # What failed must not stand beside the success before it.
    announce("")
    try:
        resultat = verbe()
    except Conflit as conflit:
        (on_conflict or show_conflict)(conflit)
    except SaisieInvalide as erreur:
        for _, message in erreur.fautes:
            st.error(escape(message), icon=":material/edit:")
    except ErreurSuivi as erreur:
        st.error(escape(str(erreur)), icon=":material/report:")
    else:
        if succes:
            announce(succes)
        return resultat
    return None


def show_message(store: Store) -> None:
    """At the top of the screen: what the last entry did, once; that the database is away."""
    # Always there, over the foot of the screen (`serveur/page.css`): it moves nothing.
    band = st.container(key="panne")
    if store.panne:
        suite = "L’écran montre le dernier état lu, et se remettra à jour seul."
        band.warning(escape(f"{store.panne} {suite}"), icon=":material/cloud_off:")
    show_annonce()


def show_conflict(conflit: Conflit) -> None:
    """Both texts of each row that somebody else changed meanwhile, to choose from."""
    st.warning(escape(str(conflit)), icon=":material/compare_arrows:")
    for actuel, propose in conflit.conflits:
        leur = {nom: actuel.get(nom) for nom in propose}
        lignes = [[*map(escape, dit)] for dit in differences("", leur, propose, current_names())]
        if lignes:
            table = pd.DataFrame(lignes, columns=_VERSIONS)
            st.table(table, hide_index=True, border="horizontal", alt="Les deux versions")


def watch_entries(store: Store, look: Callable[[], Any]) -> None:
    """Show what others write within a few seconds, or type (`look`); what is typed here stays."""
    lue, panne, vue, tours = store.moment, bool(store.panne), look(), count()

    def is_newer() -> bool:
        try:
            # The first time is that of the screen itself, which has just been read.
            return next(tours) > 0 and (look() != vue or store.read_moment() != lue or panne)
        except ErreurSuivi as erreur:
            if not panne:
                band = st.container(key="panne-veille")
                band.warning(escape(str(erreur)), icon=":material/cloud_off:")
            return False

    _watch(is_newer)


def watch_return() -> None:
    """On a screen that could not be read: look again every few seconds, without a reload."""

    def is_back() -> bool:
        try:
            return not current_store().panne
        except ErreurSuivi:
            return False

    _watch(is_back)


@st.fragment(run_every=VEILLE)
def _watch(is_new: Callable[[], bool]) -> None:
    if is_new():
        # Whatever was clicked during this reading goes first: `rerun` would put this screen
        # in the place of the one that a link asked for.
        st.empty()
        st.rerun()


def show_geste(
    mots: str, verbe: Verbe, succes: str, *, cle: str = "", icone: str = "", **options: Any
) -> None:
    """A button whose click is one verb of the store, its success or failure said."""
    icon = f":material/{icone}:" if icone else None
    st.button(mots, key=cle or None, icon=icon, on_click=lambda: attempt(verbe, succes), **options)


# A database is marked before its first entry, for good: asking at each rerun would tell no more.
@st.cache_resource(max_entries=2, ttl=60, show_spinner=False)
def _is_fictif(url: str) -> bool:
    return current_store().fictif


def show_fictif() -> None:
    """The banner of a database made for training; raises StoreIndisponible."""
    if _is_fictif(default_url()):
        st.warning("**Données fictives** – base d’entraînement.", icon=":material/science:")


def state_of(ligne: Mapping[str, Any] | pd.Series) -> str:
    """In what state the public has a row, in words."""
    if not ligne["publie"]:
        return "Brouillon"
    publiee = ligne["version_publiee"]
    return "Publié" if publiee == ligne["version"] else "Publié, modifié depuis"
