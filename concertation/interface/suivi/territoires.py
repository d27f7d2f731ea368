"""A territory on a follow-up screen: which ones there are, the one of the address, who writes."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from concertation.donnees import Donnees, soft_table
from concertation.interface.socle.champs import show_select
from concertation.interface.socle.identite import sits_here
from concertation.interface.socle.textes import escape
from concertation.suivi import Acteur, Store


def default_territoire(noms: Mapping[str, str], acteur: Acteur) -> str:
    """The person's own first territory, else the first one; "" when there is none."""
    return next((cle for cle in noms if cle in acteur.territoires), next(iter(noms), ""))


def show_territoire(
    noms: Mapping[str, str],
    choisi: str,
    on_change: Callable[[str], None],
    *,
    cle: str,
    tous: str = "",
) -> None:
    """Choose one; `tous` names the first choice, which is no territory."""
    options = {"": tous, **noms} if tous else noms
    show_select("Territoire", cle, options, choisi, on_change, width=420)


def with_inside(store: Store, territoire: str) -> set[str] | None:
    """The territory and those in it; None (no filter) without a territory."""
    return set(store.references.descendants([territoire])) if territoire else None


def may_write(store: Store, acteur: Acteur, territoire: str, nom: str) -> bool:
    """Whether the person writes there; otherwise a sentence says why, and what to do."""
    if store.can(acteur, "ecrire", territoire):
        return True
    show_refus(acteur, nom)
    return False


def show_refus(acteur: Acteur, nom: str) -> None:
    """Why nothing can be entered, and what to do about it."""
    if acteur.has_own_territoires:
        phrase = f"Votre comité n'écrit pas pour {nom} : vous lisez ce qui est publié."
    elif sits_here():
        phrase = (
            "Vous lisez ce que la direction a publié, sans les noms. Pour saisir, "
            "prenez un profil\u00a0: «\u00a0Lecteur\u00a0», en haut du menu."
        )
    else:
        phrase = "Vous lisez ce que la direction a publié, sans les noms."
    st.info(escape(phrase), icon=":material/visibility:")


def writable(store: Store, acteur: Acteur, noms: Mapping[str, str]) -> dict[str, str]:
    """Those of the territories in which the person writes."""
    return {cle: nom for cle, nom in noms.items() if store.can(acteur, "ecrire", cle)}


def territoires_inside(donnees: Donnees, store: Store, territoire: str) -> pd.DataFrame:
    """Rows of the published table: the territory and those in it."""
    table = soft_table(donnees, "territoires")
    return table[table["id"].isin(store.references.descendants([territoire]))]
