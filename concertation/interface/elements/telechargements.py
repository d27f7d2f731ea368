"""Buttons that give what is shown as a file."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from concertation.analyse.mots.formats import plural
from concertation.donnees import Donnees
from concertation.interface.socle.boutons import show_download
from concertation.restitution.classeur.exports import Cachet, Format, build_cachet, to_csv, to_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMATS: dict[Format, tuple[str, str, str]] = {
    "xlsx": ("Classeur (XLSX)", ".xlsx", XLSX),
    "csv-excel": ("CSV pour Excel (point-virgule)", "-excel.csv", "text/csv"),
    "csv": ("CSV (virgule, UTF-8)", ".csv", "text/csv"),
}


def heading(titre: str, aide: str | None = None) -> DeltaGenerator:
    """A title, and the place at the end of its line for the files of what it titles."""
    ligne = st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    )
    ligne.header(titre, anchor=False, width="content", help=aide)
    return ligne


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
    show_files(
        frame,
        f"{plural(len(frame), 'ligne')}, avec les filtres, les sources et les réserves.",
        nom,
        {
            "xlsx": lambda: to_xlsx(frame, cachet(), titre),
            "csv-excel": lambda: to_csv(frame, cachet(), excel=True),
            "csv": lambda: to_csv(frame, cachet(), excel=False),
        },
    )


def show_files(
    frame: pd.DataFrame, legende: str, nom: str, make: Mapping[Format, Callable[[], bytes]]
) -> None:
    """A window of files of the same rows, by format; each is made only when it is asked for."""
    with st.popover("Exporter", icon=":material/download:", disabled=frame.empty):
        st.caption(legende)
        for format_, (libelle, fin, mime) in _FORMATS.items():
            cle = f"{nom}-{format_}"
            show_download(libelle, make[format_], f"{nom}{fin}", mime, key=cle, width="stretch")
