"""Documents: the fields that choose one and set it."""

import datetime as dt
from typing import Any

import streamlit as st

from concertation.interface.ecrans.documents.ecran import (
    Ecran,
    options_for,
)
from concertation.interface.elements.facettes import show_choice
from concertation.interface.socle.champs import show_day, show_select
from concertation.interface.socle.session import write_params
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.saisies import DATE_MAXIMALE, DATE_MINIMALE
from concertation.restitution.diapos.genres import Parametre
from concertation.restitution.documents import DOCUMENTS
from concertation.restitution.fabrication.fichiers import DOSSIER

BORNES: dict[str, Any] = {"min_value": DATE_MINIMALE, "max_value": DATE_MAXIMALE, "width": 180}


def show_choix(ecran: Ecran) -> None:
    """The piece, then what it asks for."""
    etat = ecran.etat
    show_select(
        "Document", "w-document", ecran.pieces, etat.document,
        lambda cle: write_params({"document": [cle], **_kept(ecran)}), width=520,
    )  # fmt: skip
    if etat.document in DOCUMENTS:
        st.caption(escape(DOCUMENTS[etat.document].description))
    elif etat.document == DOSSIER:
        st.caption(
            "Une archive : le diaporama en PPTX, PDF et tableaux, les fiches, la note de revue, le "
            "bilan des feuilles de route, le paquet de données."
        )
    for parametre in ecran.parametres:
        _show_champ(ecran, parametre)
    with st.container(horizontal=True, gap="large"):
        _show_options(ecran)


def _kept(ecran: Ecran) -> dict[str, list[str]]:
    """What another document may use too."""
    lieu = ecran.etat.parametres.get("territoire")
    kept = {"territoire": lieu or "", "edition": ecran.etat.edition}
    return {nom: [valeur] for nom, valeur in kept.items() if valeur}


def _show_options(ecran: Ecran) -> None:
    etat = ecran.etat
    show_choice("Format", "w-doc-format", ecran.formats, etat.forme, lambda v: ecran.go(forme=v))
    if ecran.editions.keys() != {"publique"}:
        show_choice(
            "Édition", "w-doc-edition", ecran.editions, ecran.edition, ecran.choose_edition,
            aide="Publique : ce que tout lecteur peut lire, sans les noms. Complète : brouillons "
            "et noms compris, à ne pas diffuser.",
        )  # fmt: skip
    if etat.forme != "json":
        show_day(
            "Daté du", "w-doc-date", etat.date or dt.date.today(),
            lambda jour: ecran.go(date=jour), **BORNES,
            help="Le jour du document : celui des retards, et la date écrite.",
        )  # fmt: skip


def _show_champ(ecran: Ecran, parametre: Parametre) -> None:
    cle = f"w-doc-{parametre.nom}"
    valeur = ecran.etat.parametres.get(parametre.nom, "")
    libelle = parametre.libelle + ("" if parametre.requis else " (facultatif)")
    options = options_for(ecran, parametre)
    aide = parametre.aide or None

    def write(choisi: str | dt.date | None) -> None:
        ecran.set(parametre.nom, str(choisi or ""))

    if options is None:
        jour = dt.date.fromisoformat(valeur) if valeur else None
        show_day(libelle, cle, jour, write, help=aide, **BORNES)
    else:
        invite = "Choisissez ou tapez quelques lettres"
        show_select(libelle, cle, options, valeur, write, invite, width=520, help=aide)
