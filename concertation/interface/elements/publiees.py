"""What roadmaps publish, beside what committees enter and never among it."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.feuille_route.lecture import NON_PRECISE
from concertation.analyse.lignes import list_records, tabulate
from concertation.analyse.territoires.fiche import relate
from concertation.donnees import Donnees, soft_table
from concertation.interface.elements.figures import show_rows
from concertation.interface.elements.provenance import show_reserve_lines, source_line
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.registre import FEUILLE_ROUTE
from concertation.interface.socle.textes import screen_link
from concertation.interface.suivi.ecran import EcranSuivi
from concertation.recits.feuille import SANS_RESULTAT, RecitAction, tell_action, title_of


@lru_cache(maxsize=64)
def published_actions(donnees: Donnees, territoire: str) -> pd.DataFrame:
    """The published actions that concern a territory, all of them without one."""
    actions = soft_table(donnees, "actions")
    return relate(donnees, "actions", territoire) if territoire and len(actions) else actions


@lru_cache(maxsize=64)
def _table(donnees: Donnees, territoire: str) -> pd.DataFrame:
    def told(tell: Callable[[RecitAction], str]) -> Callable[[Any], str]:
        return lambda a: tell(tell_action(donnees, "", str(a["id"])))

    return tabulate(
        list_records(published_actions(donnees, territoire)),
        ("Action", lambda a: screen_link(FEUILLE_ROUTE, title_of(a), action=a["id"])),
        ("Porteur", lambda a: a["porteur"] or NON_PRECISE),
        ("Argent", told(lambda r: " ; ".join(puce.dit for puce in r.argent_situe.puces))),
        (
            "Premier résultat",
            told(lambda r: next((p.dit for p in r.resultats.puces), SANS_RESULTAT)),
        ),
    )


def show_publiees(ecran: EcranSuivi[Any], territoire: str) -> None:
    """The published actions that concern a place, or that none does."""
    donnees, actions = ecran.donnees, published_actions(ecran.donnees, territoire)
    if actions.empty:
        ou = f"ne concerne {ecran.pour(territoire)}" if territoire else "n’est dans les fichiers"
        st.markdown(f"Aucune action publiée {ou}.")
        if len(published_actions(donnees, "")):
            show_link(FEUILLE_ROUTE, "Ce que les feuilles de route publient ailleurs")
        return
    st.caption(f"Faits publiés, et non des saisies. {source_line(donnees, actions['source'])}")
    show_rows(_table(donnees, territoire), alt="Actions publiées", markdown=["Action"])
    show_reserve_lines(donnees, ["actions"])
