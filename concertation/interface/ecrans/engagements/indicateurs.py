"""The indicators of one cell, with their last measures."""

import pandas as pd
import streamlit as st

from concertation.analyse.avancement.cellules import with_progress
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, format_nombre
from concertation.graphiques.dessins.puces import bullets_indicateurs
from concertation.interface.ecrans.engagements.cellule import LIGNES_MONTREES, Cellule
from concertation.interface.elements.figures import show_figure, show_table
from concertation.interface.socle.boutons import show_link
from concertation.interface.socle.registre import INDICATEURS
from concertation.interface.socle.session import is_phone

MESURES_MONTREES = 5


def show_indicateurs(cellule: Cellule) -> None:
    """Bullet charts, then the last measures with their sources."""
    st.header("Indicateurs", anchor=False)
    ecran = cellule.ecran
    indicateurs = cellule.inside(with_progress(ecran.revue.indicateurs, ecran.revue.mesures))
    lien = {"engagement": [cellule.engagement], "territoire": [cellule.territoire]}
    if indicateurs.empty:
        st.markdown(cellule.absence("indicateur"))
    else:
        montres = indicateurs.head(LIGNES_MONTREES)
        show_figure(
            "",
            bullets_indicateurs(montres, largeur=340 if is_phone() else 700),
            source="Source : celle de chaque mesure, ci-dessous.",
            cle="puces",
            nom="Indicateurs",
            suivi=True,
        )
        _show_mesures(cellule, montres)
    show_link(INDICATEURS, "Définir, mesurer, contester", lien)


def _show_mesures(cellule: Cellule, indicateurs: pd.DataFrame) -> None:
    mesures = cellule.ecran.store.mesures.list(
        cellule.ecran.acteur,
        indicateur_id={int(cle) for cle in indicateurs["id"]},
        limit=MESURES_MONTREES * len(indicateurs),
    )
    if mesures.empty:
        return
    noms = dict(zip(indicateurs["id"], indicateurs["libelle"], strict=True))
    recentes = mesures.iloc[::-1].groupby("indicateur_id").head(MESURES_MONTREES)
    with st.expander(f"Dernières mesures et leurs sources ({len(recentes)})"):
        show_table(
            pd.DataFrame(
                {
                    "Indicateur": recentes["indicateur_id"].map(noms),
                    "Mesure": [
                        f"{format_nombre(m['valeur'])} le {format_date(m['date'], 'courte')}"
                        + (" (contestée)" if m["contestations"] else "")
                        for m in list_records(recentes)
                    ],
                    "Source": recentes["source"],
                }
            ),
            alt="Dernières mesures",
        )
