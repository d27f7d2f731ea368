"""Buttons that give what is shown as a file."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import plural
from concertation.donnees import Donnees
from concertation.restitution.classeur.exports import Cachet, build_cachet, to_csv, to_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_exports(
    donnees: Donnees,
    frame: pd.DataFrame,
    *,
    titre: str,
    filtres: str,
    fichier: str,
    nom: str = "",
    mention: str = "",
    cibles: Callable[[], Iterable[tuple[str, str]]] = tuple,
) -> None:
    """Three files of the same rows of `fichier`; each is made only when it is asked for.

    `nom` names the files when the screen gives several of one table; `mention` is the warning
    that nobody may miss; `cibles` are other rows, (file, id), whose reservations go with these.
    """

    def cachet() -> Cachet:
        jour = dt.date.today()
        fait = build_cachet(donnees, titre, filtres, frame, jour, fichier, cibles())
        return replace(fait, mention=mention)

    nom = nom or fichier

    with st.popover("Exporter", icon=":material/download:", disabled=frame.empty):
        st.caption(f"{plural(len(frame), 'ligne')}, avec les filtres, les sources et les réserves.")
        st.download_button(
            "Classeur (XLSX)",
            lambda: to_xlsx(frame, cachet(), titre),
            file_name=f"{nom}.xlsx",
            mime=XLSX,
            key=f"{nom}-xlsx",
            on_click="ignore",
            width="stretch",
        )
        st.download_button(
            "CSV pour Excel (point-virgule)",
            lambda: to_csv(frame, cachet(), excel=True),
            file_name=f"{nom}-excel.csv",
            mime="text/csv",
            key=f"{nom}-excel",
            on_click="ignore",
            width="stretch",
        )
        st.download_button(
            "CSV (virgule, UTF-8)",
            lambda: to_csv(frame, cachet(), excel=False),
            file_name=f"{nom}.csv",
            mime="text/csv",
            key=f"{nom}-csv",
            on_click="ignore",
            width="stretch",
        )
