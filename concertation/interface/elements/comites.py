"""What a committee holds: places that it rolls up, entries made under its other names."""

from collections.abc import Collection
from typing import Any

import streamlit as st

from concertation.analyse.mots.formats import plural
from concertation.interface.elements.provenance import show_reserve_lines
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.ecran import EcranSuivi
from concertation.recits.suivi import tell_remontee

_REUNIS = {
    "points_etape": ("point d’étape", "points d’étape"),
    "instructions": ("décision", "décisions"),
    "actions": ("action", "actions"),
    "indicateurs": ("indicateur", "indicateurs"),
    "seances": ("séance", "séances"),
}


def show_remontee(ecran: EcranSuivi[Any], lieux: Collection[str]) -> None:
    """The rule of what rolls up into these places, and what the sources leave open."""
    if regle := tell_remontee(ecran.donnees, lieux):
        st.caption(escape(regle))
        show_reserve_lines(ecran.donnees, ["territoires"])


def show_reunion(ecran: EcranSuivi[Any], territoire: str) -> None:
    """That entries were recorded under another name of this place, and which word counts."""
    autres = [
        (nom, getattr(ecran.store, nom).under_other_names(ecran.acteur, territoire))
        for nom in _REUNIS
    ]
    noms = {ecran.pour(lieu) for _, frame in autres for lieu in frame["territoire"]}
    if noms:
        comptes = [plural(len(frame), *_REUNIS[nom]) for nom, frame in autres if len(frame)]
        lieux = ", ".join(sorted(noms))
        st.caption(
            f"Un seul comité : ce qui avait été saisi pour {lieux} est lu ici "
            f"({', '.join(comptes)}). Sur un même objet, la saisie la plus récente fait foi ; "
            "l’autre reste lisible sur sa fiche et dans le journal."
        )
