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

# Pixels of a curve among others, and of a card on a wide screen; measures drawn, the newest.
HAUTEUR, BUREAU, TRACEES = 90, 440, 40


def show_courbes(ecran: EcranSuivi[Any], lignes: pd.DataFrame) -> None:
    """Indicators `with_progress`, two in a row where there is room."""
    cle = (LARGEUR if is_narrow() else BUREAU, current_mode(), str(ecran.store.moteur.url))
    dessins = _draw((*cle, ecran.store.moment, ecran.acteur), tuple(lignes["id"]), ecran, lignes)
    with st.grid(2, min_column_width=330, gap="small"):
        for ligne in list_records(lignes):
            with st.container(border=True, height="stretch", gap="small"):
                ou = f"{ecran.engagement(ligne['engagement'])} · {ecran.lieu(ligne['territoire'])}"
                mots = escape(bullet_words(ligne))
                st.markdown(f":small[{escape(ou)}]\n\n**{escape(ligne['libelle'])}**  \n{mots}")
                if ligne["id"] in dessins:
                    image, alt = dessins[ligne["id"]]
                    st.image(image, alt=alt, width="stretch")
                nom = f"Fiche de l’indicateur n° {ligne['id']}"
                show_link(INDICATEURS, nom, {"fiche": str(ligne["id"])})


# Drawn once until somebody writes, as pictures: a page of them answers as fast as one.
@st.cache_resource(max_entries=64, ttl=3600, show_spinner=False)
def _draw(
    cle: tuple[Any, ...], ids: tuple[int, ...], _ecran: EcranSuivi[Any], _lignes: pd.DataFrame
) -> dict[int, tuple[str, str]]:
    """The picture of each indicator that was measured, and its words."""
    lire, cles = _ecran.store.mesures.list, {*map(int, ids)}
    mesures = lire(_ecran.acteur, indicateur_id=cles, limit=TRACEES * max(1, len(ids)))
    mesures = mesures.assign(contestee=mesures["contestations"] > 0)
    images = {}
    for ligne in list_records(_lignes[_lignes["id"].isin(mesures["indicateur_id"])]):
        dessin = curve_mesures(mesures[mesures["indicateur_id"] == ligne["id"]], ligne, HAUTEUR)
        images[int(ligne["id"])] = to_svg(dessin, cle[0], mode=cle[1]), dessin.alt
    return images
