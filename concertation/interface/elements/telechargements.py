"""Buttons that give what is shown as a file, and links to a document already chosen."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from concertation.analyse.mots.formats import plural
from concertation.analyse.mots.textes import file_name
from concertation.donnees import Donnees
from concertation.interface.socle.buttons import show_download, show_link
from concertation.interface.socle.registre import DOCUMENTS
from concertation.interface.socle.session import current_day
from concertation.restitution.classeur import exports

if TYPE_CHECKING:  # its libraries take a moment to load
    from concertation.interface.suivi.ecran import EcranSuivi

ENGAGEMENT, TERRITOIRE, REVUE = "fiche-engagement", "fiche-territoire", "note-de-revue"
RELEVE, FEUILLE = "releve-de-decisions", "bilan-feuille-de-route"
PROPOSITION = "fiche-proposition"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMATS: dict[exports.Format, tuple[str, str, str]] = {
    "xlsx": ("Classeur (XLSX)", ".xlsx", XLSX),
    "csv-excel": ("CSV pour Excel (zip)", "-excel.zip", "application/zip"),
    "csv": ("CSV (virgule, UTF-8, zip)", ".zip", "application/zip"),
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
    titre: str,
    filtres: str,
    fichier: str,
    *,
    nom: str = "",
    mention: str = "",
    cibles: Callable[[], Iterable[tuple[str, str]]] = tuple,
) -> None:
    """Three files of the same rows of `fichier`; each is made only when it is asked for.

    `nom` tells the files apart when the screen gives several of one table; `mention` is the warning
    that nobody may miss; `cibles` are other rows, (file, id), whose reservations go with these.
    """

    def cachet() -> exports.Cachet:
        jour = current_day()
        fait = exports.build_cachet(donnees, titre, filtres, frame, jour, fichier, cibles())
        return replace(fait, mention=mention)

    def make(format_: exports.Format) -> bytes:
        return exports.to_fichier(frame, cachet(), titre, format_, donnees=donnees, fichier=fichier)

    avec, de = "les filtres, les sources et les réserves", donnees.metadonnees.get("nom")
    name = partial(file_name, de, titre, filtres, current_day())
    _show_files(frame, avec, nom or fichier, name, make)


def show_exports_suivi(
    ecran: "EcranSuivi[Any]",
    frame: pd.DataFrame,
    titre: str,
    filtres: str,
    fichier: str,
    *,
    objet: str = "",
    lire: Callable[[pd.DataFrame], pd.DataFrame] = lambda lignes: lignes,
) -> None:
    """Three files of the same rows as `lire` gives them, each made only when it is asked for."""

    def make(format_: exports.Format) -> bytes:
        return exports.to_fichier(
            lire(frame), cachet(), titre, format_, donnees=ecran.donnees, objet=objet
        )

    cachet = partial(build_cachet, ecran, titre, filtres)
    _show_files(frame, "les filtres et la date", fichier, lambda: name_of(cachet()), make)


def build_cachet(ecran: "EcranSuivi[Any]", titre: str, filtres: str) -> exports.Cachet:
    """The stamp of a file of the follow-up."""
    nom = str(ecran.donnees.metadonnees.get("nom") or "")
    return exports.build_cachet_suivi(titre, filtres, ecran.jour, ecran.store.fictif, nom)


def name_of(cachet: exports.Cachet) -> str:
    """Which consultation, what, which rows of it, of which day."""
    return file_name(cachet.emetteur, cachet.titre, cachet.filtres, cachet.date_export)


def _show_files(
    frame: pd.DataFrame, avec: str, cle: str, name: Callable[[], str],
    make: Callable[[exports.Format], bytes],
) -> None:  # fmt: skip
    """A window of files of the same rows; each is made only when it is asked for."""
    options: Any = {"key": f"{cle}-exporter", "on_change": "rerun", "disabled": frame.empty}
    volet = st.popover("Exporter", icon=":material/download:", **options)
    if not volet.open:
        return
    with volet:
        nom = name()
        st.caption(f"{plural(len(frame), 'ligne')}, avec {avec}.")
        for format_, (libelle, fin, mime) in _FORMATS.items():
            make_it, key = partial(make, format_), f"{cle}-{format_}"
            show_download(libelle, make_it, f"{nom}{fin}", mime, "", key=key, width="stretch")


def link_document(mots: str, document: str, **parametres: str) -> None:
    """To the screen of documents, its choice made; `parametres` are the document's."""
    show_link(DOCUMENTS, mots, {"document": document, **{n: v for n, v in parametres.items() if v}})
