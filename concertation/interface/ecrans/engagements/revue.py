"""The review: the grid of cells, what filters it, what opens one."""

from collections import Counter
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, plural
from concertation.declarations.point_etape import METEO
from concertation.graphiques.dessin import Dessin
from concertation.graphiques.dessins.grille import heat_grille
from concertation.interface.ecrans.engagements.ecran import NIVEAUX, Ecran
from concertation.interface.ecrans.engagements.veille import (
    moved_cells,
    read_changes,
    show_attention,
    show_changements,
    show_vues,
    since,
)
from concertation.interface.elements.figures import show_figure
from concertation.interface.elements.telechargements import REVUE, link_document
from concertation.interface.socle.champs import (
    Puce,
    show_chips,
    show_choice,
    show_facette,
    show_select,
)
from concertation.interface.socle.session import is_phone
from concertation.interface.suivi.ecran import show_refus


def show_filtres(ecran: Ecran) -> None:
    """The level of the territories, the météos kept."""
    etat = ecran.etat
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        show_choice(
            "Territoires",
            "w-niveau",
            NIVEAUX,
            etat.niveau,
            lambda niveau: ecran.go(niveau=niveau, territoire="", engagement=""),
        )
        ecran.show_exports(
            ecran.retenues,
            prepare=lambda _: table_cells(ecran),
            titre="Engagements par territoire",
            filtres=", ".join([NIVEAUX[etat.niveau], *(METEO.mot(code) for code in etat.meteo)]),
            fichier="engagements",
        )
    cellules = ecran.revue.cellules
    compte = Counter(cellules["meteo"])
    show_facette("Météo", "w-meteo", METEO, compte, etat.meteo, lambda choix: ecran.go(meteo=choix))
    dites = int((ecran.retenues["meteo"] != "").sum())
    st.info(
        f"**{plural(len(ecran.retenues), 'cellule')} sur {len(cellules)}**, dont {dites} "
        + f"{ecran.lue.absence('renseignee' if dites < 2 else 'renseignees')}.",
        icon=":material/filter_list:",
    )
    puces = []
    for code in etat.meteo:
        restent = tuple(autre for autre in etat.meteo if autre != code)
        retirer = partial(ecran.go, meteo=restent)
        puces.append(Puce(f"meteo-{code}", f"Météo : {METEO.mot(code)}", retirer))
    show_chips(puces, lambda: ecran.go(meteo=()))


def show_debut(ecran: Ecran) -> None:
    """When nothing can be read: that it is so, and how to begin."""
    lue = ecran.revue
    if not all(lignes.empty for lignes in (lue.points, lue.actions, lue.indicateurs, lue.seances)):
        return
    if ecran.acteur.reads_public_only:
        st.markdown("Rien n'est publié : toutes les cellules sont « non renseigné ».")
        return
    st.markdown(
        "Rien n'est enregistré : toutes les cellules sont « non renseigné ». Pour commencer, "
        "ouvrez une cellule et ajoutez un point d'étape : une date, une météo, une synthèse."
    )


def table_cells(ecran: Ecran) -> pd.DataFrame:
    """The cells kept, a row each, with the columns that people take away."""
    cellules = ecran.retenues.copy()
    cellules.insert(1, "engagement_titre", cellules["engagement"].map(ecran.engagements))
    return cellules.drop(columns=["inclus", "point_id"])


def show_grille(ecran: Ecran, bougees: set[tuple[str, str]] | None = None) -> None:
    """The heat map of the cells kept, only those of `bougees` when given; a click opens one."""
    cellules = ecran.retenues.rename(columns={"nom": "territoire_nom"})
    titre = "Météo des engagements"
    if bougees is not None:
        paires = zip(cellules["engagement"], cellules["territoire"], strict=True)
        cellules = cellules[[paire in bougees for paire in paires]]
        titre = f"Cellules qui ont changé depuis le {format_date(since(ecran))}"
    if cellules.empty:
        st.header(titre, anchor=False)
        st.markdown("Aucune cellule.")
        return
    montrees = tuple(zip(cellules["engagement"], cellules["territoire"], strict=True))
    cle = (ecran.lue.cle, ecran.acteur, ecran.jour, ecran.etat.niveau, hash(montrees))

    show_figure(
        titre,
        _build_grille(cellules, ecran.engagements, cle, is_phone()),
        source="Source : points d'étape saisis dans le suivi.",
        cle="grille",
        suivi=True,
        on_select=lambda ids: ecran.go(engagement=ids[0], territoire=ids[1]),
        aide="Cliquez sur une cellule pour l'ouvrir, ou choisissez-la dans la liste au-dessous.",
    )


@st.cache_resource(max_entries=32, ttl=600, show_spinner=False)
def _build_grille(
    _cellules: pd.DataFrame,
    _engagements: dict[str, str],
    cle: tuple[Any, ...],
    compact: bool,
) -> Dessin:
    """The chart, drawn again only when `cle` says that a cell may differ."""
    return heat_grille(_cellules, _engagements, compact=compact)


def show_ouvrir(ecran: Ecran) -> None:
    """The same choice by keyboard as by a click on the grid."""
    noms = {
        f"{c['engagement']}|{c['territoire']}": (
            f"{ecran.engagement(c['engagement'])} · {c['nom']} – {METEO.mot(c['meteo'])}"
        )
        for c in list_records(ecran.retenues)
    }

    def open_cell(cle: str) -> None:
        engagement, territoire = (cle or "|").split("|")
        ecran.go(engagement=engagement, territoire=territoire)

    show_select("Ouvrir une cellule", "w-cellule", noms, "", open_cell, "Engagement et territoire")


def show_revue(ecran: Ecran) -> None:
    """The whole review, in the order that it is read."""
    if ecran.revue.cellules.empty:
        st.info("Aucun engagement n'est publié pour ces territoires.", icon=":material/info:")
        return
    if ecran.acteur.reads_public_only:
        show_refus(ecran.acteur, "")
    show_debut(ecran)
    show_filtres(ecran)
    link_document("Note de revue (PDF)", REVUE, niveau=ecran.etat.niveau)
    changements = read_changes(ecran) if ecran.etat.vue == "changements" else None
    show_grille(ecran, None if changements is None else moved_cells(ecran, changements))
    show_ouvrir(ecran)
    show_vues(ecran)
    if changements is None:
        show_attention(ecran)
    else:
        show_changements(ecran, changements)
