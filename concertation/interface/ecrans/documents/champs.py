"""Documents: the fields that choose one and set it."""

import datetime as dt
from collections.abc import Callable, Mapping

import streamlit as st

from concertation.interface.ecrans.documents.ecran import (
    Ecran,
    options_for,
)
from concertation.interface.socle.session import set_widget, write_params
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.saisies import DATE_MAXIMALE, DATE_MINIMALE, FORMAT_DATE
from concertation.restitution.diapos.genres import Parametre
from concertation.restitution.documents import DOCUMENTS
from concertation.restitution.fabrication.fichiers import DOSSIER


def show_choix(ecran: Ecran) -> None:
    """The piece, then what it asks for."""
    etat = ecran.etat
    _select(
        "Document", "w-document", ecran.pieces, etat.document,
        lambda cle: write_params({"document": [cle], **_kept(ecran)}), requis=True,
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
    _choice("Format", "w-doc-format", ecran.formats, etat.forme, lambda v: ecran.go(forme=v))
    if ecran.editions.keys() != {"publique"}:
        _choice(
            "Édition", "w-doc-edition", ecran.editions, ecran.edition, ecran.choose_edition,
            aide="Publique : ce que tout lecteur peut lire, sans les noms. Complète : brouillons "
            "et noms compris, à ne pas diffuser.",
        )  # fmt: skip
    if etat.forme != "json":
        set_widget("w-doc-date", etat.date or dt.date.today())
        st.date_input(
            "Daté du", min_value=DATE_MINIMALE, max_value=DATE_MAXIMALE, key="w-doc-date",
            format=FORMAT_DATE, width=180,
            help="Le jour du document : celui des retards, et la date écrite.",
            on_change=lambda: ecran.go(date=st.session_state["w-doc-date"]),
        )  # fmt: skip


def _choice(
    libelle: str,
    cle: str,
    options: Mapping[str, str],
    choisi: str,
    on_change: Callable[[str], None],
    aide: str | None = None,
) -> None:
    set_widget(cle, choisi)
    st.segmented_control(
        libelle, list(options), key=cle, required=True, help=aide,
        format_func=lambda v: options.get(v, v),
        on_change=lambda: on_change(st.session_state[cle]),
    )  # fmt: skip


def _select(
    libelle: str,
    cle: str,
    options: Mapping[str, str],
    choisi: str,
    on_change: Callable[[str], None],
    *,
    requis: bool = False,
    aide: str | None = None,
) -> None:
    set_widget(cle, choisi or None)
    st.selectbox(
        libelle, list(options), index=0 if requis else None, key=cle, width=520, help=aide,
        format_func=lambda v: options.get(v, v),
        placeholder="Choisissez ou tapez quelques lettres",
        on_change=lambda: on_change(st.session_state[cle] or ""),
    )  # fmt: skip


def _show_champ(ecran: Ecran, parametre: Parametre) -> None:
    cle = f"w-doc-{parametre.nom}"
    valeur = ecran.etat.parametres.get(parametre.nom, "")
    libelle = parametre.libelle + ("" if parametre.requis else " (facultatif)")
    options = options_for(ecran, parametre)
    if options is not None:
        _select(
            libelle, cle, options, valeur, lambda v: ecran.set(parametre.nom, v),
            aide=parametre.aide or None,
        )  # fmt: skip
        return
    set_widget(cle, dt.date.fromisoformat(valeur) if valeur else None)
    st.date_input(
        libelle, min_value=DATE_MINIMALE, max_value=DATE_MAXIMALE, key=cle, format=FORMAT_DATE,
        width=180, help=parametre.aide or None,
        on_change=lambda: ecran.set(parametre.nom, str(st.session_state[cle] or "")),
    )  # fmt: skip
