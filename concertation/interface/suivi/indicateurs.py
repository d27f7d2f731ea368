"""What committees measure: each indicator with its curve, its target and the way to its sheet."""

from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.graphiques.dessins.courbe import curve_mesures
from concertation.graphiques.dessins.mesures import bullet_words
from concertation.graphiques.lecteurs.svg import to_svg
from concertation.graphiques.style import LARGEUR
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.registre import INDICATEURS
from concertation.interface.socle.session import current_mode, is_narrow
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.ecran import EcranSuivi

HAUTEUR, BUREAU = 90, 440  # pixels of a curve among others, and of a card on a wide screen
TRACEES = 40  # measures of each, the newest; its sheet draws more


def show_courbes(ecran: EcranSuivi[Any], lignes: pd.DataFrame) -> None:
    """Indicators `with_progress`, two in a row where there is room."""
    cles = {int(cle) for cle in lignes["id"]}
    mesures = ecran.store.mesures.list(
        ecran.acteur, indicateur_id=cles, limit=TRACEES * max(1, len(cles))
    )
    mesures = mesures.assign(contestee=mesures["contestations"] > 0)
    siennes = dict(list(mesures.groupby("indicateur_id")))
    largeur = LARGEUR if is_narrow() else BUREAU
    with st.grid(2, min_column_width=330, gap="small"):
        for ligne in list_records(lignes):
            with st.container(border=True, height="stretch", gap="small"):
                ou = f"{ecran.engagement(ligne['engagement'])} · {ecran.lieu(ligne['territoire'])}"
                mots = escape(bullet_words(ligne))
                st.markdown(f":small[{escape(ou)}]\n\n**{escape(ligne['libelle'])}**  \n{mots}")
                if ligne["id"] in siennes:
                    # A picture: a page of them answers as fast as one.
                    dessin = curve_mesures(siennes[ligne["id"]], ligne, HAUTEUR)
                    svg = to_svg(dessin, largeur, mode=current_mode())
                    st.image(svg, alt=dessin.alt, width="stretch")
                nom = f"Fiche de l’indicateur n° {ligne['id']}"
                show_link(INDICATEURS, nom, {"fiche": str(ligne["id"])})
