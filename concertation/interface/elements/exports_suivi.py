"""What is shown of the follow-up, as a stamped file."""

import datetime as dt
from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import plural
from concertation.donnees import Donnees
from concertation.interface.elements.telechargements import XLSX
from concertation.restitution.classeur.tableaux import Format, build_cachet_suivi, to_tableau
from concertation.suivi import Store

# What gives rows the columns and the words of a file.
Prepare = Callable[[pd.DataFrame], pd.DataFrame]
_FORMATS: tuple[tuple[str, Format, str, str], ...] = (
    ("Classeur (XLSX)", "xlsx", ".xlsx", XLSX),
    ("CSV pour Excel (point-virgule)", "csv-excel", "-excel.csv", "text/csv"),
    ("CSV (virgule, UTF-8)", "csv", ".csv", "text/csv"),
)


def show_exports_suivi(
    donnees: Donnees,
    store: Store,
    frame: pd.DataFrame,
    *,
    titre: str,
    filtres: str,
    fichier: str,
    objet: str = "",
    prepare: Prepare | None = None,
) -> None:
    """Three files of the same rows, each made only when it is asked for.

    `prepare` keeps as many rows as `frame` has, since their number is on screen.
    """

    def make(format_: Format) -> bytes:
        lignes = prepare(frame) if prepare else frame
        return to_tableau(lignes, cachet, titre, format_, objet)

    cachet = build_cachet_suivi(
        titre,
        filtres,
        dt.date.today(),
        store.fictif,
        str(donnees.metadonnees.get("nom") or ""),
        licence=str(donnees.metadonnees.get("licence") or ""),
    )
    with st.popover("Exporter", icon=":material/download:", disabled=frame.empty):
        st.caption(f"{plural(len(frame), 'ligne')}, avec les filtres et la date.")
        for libelle, format_, fin, mime in _FORMATS:
            st.download_button(
                libelle,
                partial(make, format_),
                file_name=f"{fichier}{fin}",
                mime=mime,
                key=f"{fichier}-{format_}",
                on_click="ignore",
                width="stretch",
            )
