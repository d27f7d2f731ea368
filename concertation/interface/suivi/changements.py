"""« Ce qui a changé » on screens: each sentence leads to the sheet of what moved."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, plural
from concertation.declarations.veille import CHANGEMENT
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.registre import (
    COMITE,
    ENGAGEMENTS,
    INDICATEURS,
    PLAN_ACTION,
    PROPOSITIONS,
    Ecran,
)
from concertation.interface.socle.textes import screen_link
from concertation.interface.suivi.revue import EcranRevue

# Where the sheet of each object is, and what its address calls it; a météo is of a cell.
_FICHES = {
    "action": (PLAN_ACTION, "action"), "financement": (PLAN_ACTION, "action"),
    "indicateur": (INDICATEURS, "fiche"), "mesure": (INDICATEURS, "fiche"),
    "instruction": (PROPOSITIONS, "fiche"), "transmission": (PROPOSITIONS, "fiche"),
    "seance": (COMITE, "seance"),
}  # fmt: skip
MONTRES = 8


def sheet_of(ligne: Mapping[str, Any]) -> tuple[Ecran, dict[str, str]]:
    """The screen and the parameters that show what a row of `changes_since` speaks of."""
    if ligne["objet"] not in _FICHES:
        return ENGAGEMENTS, {"engagement": ligne["engagement"], "territoire": ligne["territoire"]}
    ecran, nom = _FICHES[ligne["objet"]]
    return ecran, {nom: ligne["cle"]}


def changements_markdown(lignes: pd.DataFrame, nombre: int, nature: bool = False) -> str:
    """The first sentences, each a link; the others are counted. `nature` says what each one is."""
    puces = []
    for ligne in list_records(lignes.head(nombre)):
        ecran, params = sheet_of(ligne)
        lien = screen_link(ecran, ligne["phrase"], "Ouvrir dans un nouvel onglet", **params)
        puces.append(f"- **{CHANGEMENT.mot(ligne['nature'])}** – {lien}" if nature else f"- {lien}")
    if (reste := len(lignes) - nombre) > 0:
        puces.append(f"- … et {plural(reste, 'autre')}")
    return "\n".join(puces)


def show_changements(ecran: EcranRevue[Any], territoire: str = "") -> None:
    """What moved since the last session there, and the way to all of it."""
    lignes, jour = ecran.read_changements(territoire)
    st.header(f"Ce qui a changé depuis le {format_date(jour)}", anchor=False)
    if lignes.empty:
        st.markdown(f"{ecran.absence('changement', territoire)}.")
        return
    st.markdown(changements_markdown(lignes, MONTRES, nature=True))
    params = {"vue": "changements", "depuis": f"{jour:%Y-%m-%d}"}
    show_link(ENGAGEMENTS, "Tout ce qui a changé", params, "history")
