"""Buttons that give what is shown as a file."""

import datetime as dt

import pandas as pd
import streamlit as st

from concertation.donnees import Donnees
from concertation.interface.textes import plural
from concertation.restitution.exports import Cachet, build_cachet, to_csv, to_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_exports(
    donnees: Donnees, frame: pd.DataFrame, *, titre: str, filtres: str, fichier: str
) -> None:
    """Three files of the same rows of `fichier`; each is made only when it is asked for."""

    def cachet() -> Cachet:
        return build_cachet(donnees, titre, filtres, frame, dt.date.today(), fichier)

    with st.popover("Exporter", icon=":material/download:", disabled=frame.empty):
        st.caption(f"{plural(len(frame), 'ligne')}, avec les filtres, les sources et les réserves.")
        st.download_button(
            "Classeur (XLSX)",
            lambda: to_xlsx(frame, cachet(), titre),
            file_name=f"{fichier}.xlsx",
            mime=XLSX,
            key=f"{fichier}-xlsx",
            on_click="ignore",
            width="stretch",
        )
        st.download_button(
            "CSV pour Excel (point-virgule)",
            lambda: to_csv(frame, cachet(), excel=True),
            file_name=f"{fichier}-excel.csv",
            mime="text/csv",
            key=f"{fichier}-excel",
            on_click="ignore",
            width="stretch",
        )
        st.download_button(
            "CSV (virgule, UTF-8)",
            lambda: to_csv(frame, cachet(), excel=False),
            file_name=f"{fichier}.csv",
            mime="text/csv",
            key=f"{fichier}-csv",
            on_click="ignore",
            width="stretch",
        )
