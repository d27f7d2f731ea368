"""The fields of one slide, made from the settings that its kind declares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from concertation.interface.elements.reglages import options_of
from concertation.interface.socle.session import set_widget
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.saisies import DATE_MAXIMALE, DATE_MINIMALE, FORMAT_DATE
from concertation.restitution.diapos.edition import find_slide, set_notes, set_slide
from concertation.restitution.diapos.genres import GENRES, PLUSIEURS, Parametre
from concertation.restitution.diapos.modele import Diapo

if TYPE_CHECKING:
    from concertation.interface.ecrans.diaporamas.brouillon import Editeur

LONGUEUR = 20_000


def show_reglages(editeur: Editeur) -> None:
    """The settings of the slide at hand and its speaker's notes."""
    diapo = find_slide(editeur.deck, editeur.diapo)
    genre = GENRES.get(diapo.genre)
    if genre is None:
        st.warning(
            f"Cette version ne connaît pas les diapositives « {escape(diapo.genre)} » : elle reste "
            "à sa place, et une autre version la montrera.",
            icon=":material/help:",
        )
    else:
        st.header(genre.titre, anchor=False)
        st.caption(escape(genre.description))
        for parametre in genre.parametres:
            _show_champ(editeur, diapo, parametre)
    _bind(
        editeur, diapo, "notes", diapo.notes,
        lambda cle, write: st.text_area(
            "Notes de l'orateur", key=cle, max_chars=LONGUEUR, on_change=write
        ),
        notes=True,
    )  # fmt: skip


def _show_champ(editeur: Editeur, diapo: Diapo, parametre: Parametre) -> None:
    type_, valeur = parametre.type, diapo.parametres.get(parametre.nom)
    libelle = parametre.libelle + ("" if parametre.requis else " (facultatif)")
    aide = parametre.aide or None
    if type_ == "texte":
        _bind(editeur, diapo, parametre.nom, str(valeur or ""), lambda cle, write: st.text_input(
            libelle, key=cle, help=aide, max_chars=500, on_change=write))  # fmt: skip
    elif type_ == "long":
        _bind(editeur, diapo, parametre.nom, str(valeur or ""), lambda cle, write: st.text_area(
            libelle, key=cle, help=aide, max_chars=LONGUEUR, on_change=write))  # fmt: skip
    elif type_ == "oui":
        _bind(editeur, diapo, parametre.nom, bool(valeur), lambda cle, write: st.toggle(
            parametre.libelle, key=cle, help=aide, on_change=write))  # fmt: skip
    elif type_ == "date":
        _bind(editeur, diapo, parametre.nom, _day(valeur), lambda cle, write: st.date_input(
            libelle, min_value=DATE_MINIMALE, max_value=DATE_MAXIMALE, key=cle, help=aide,
            format=FORMAT_DATE, on_change=write))  # fmt: skip
    else:
        _show_choix(editeur, diapo, parametre, libelle)


def _show_choix(editeur: Editeur, diapo: Diapo, parametre: Parametre, libelle: str) -> None:
    """One id or several, by their names; those that exist no more stay, and say so."""
    options = options_of(editeur.ecran.donnees, parametre.type)
    aide = parametre.aide or None
    ecrites = diapo.parametres.get(parametre.nom)
    choisies = [str(v) for v in ecrites] if isinstance(ecrites, list | tuple) else (
        [str(ecrites)] if ecrites else []
    )  # fmt: skip
    options |= {v: f"{v} (n'existe plus)" for v in choisies if v not in options}

    def name(valeur: str) -> str:
        return options.get(valeur, valeur)

    if parametre.type in PLUSIEURS:
        _bind(editeur, diapo, parametre.nom, choisies, lambda cle, write: st.multiselect(
            libelle, list(options), key=cle, help=aide, format_func=name,
            placeholder="Choisissez ou tapez quelques lettres", on_change=write))  # fmt: skip
        return
    _bind(editeur, diapo, parametre.nom, choisies[0] if choisies else None,
          lambda cle, write: st.selectbox(
              libelle, list(options), index=None, key=cle, help=aide, format_func=name,
              placeholder="Choisissez ou tapez quelques lettres", on_change=write))  # fmt: skip


def _bind(
    editeur: Editeur,
    diapo: Diapo,
    nom: str,
    valeur: Any,
    draw: Callable[[str, Callable[[], None]], Any],
    notes: bool = False,
) -> None:
    """A field that shows a setting of the draft and writes to it."""
    cle = f"f-diapo-{editeur.ligne['cle']}-{diapo.id}-{nom}"
    set_widget(cle, valeur)

    def write() -> None:
        lue = st.session_state[cle]
        lue = lue.isoformat() if isinstance(lue, dt.date) else lue
        deck = editeur.current()
        suivant = (
            set_notes(deck, diapo.id, lue or "") if notes else set_slide(deck, diapo.id, nom, lue)
        )
        editeur.change(suivant)

    draw(cle, write)


def _day(valeur: object) -> dt.date | None:
    """The day that a field can show."""
    try:
        jour = dt.date.fromisoformat(str(valeur))
    except ValueError:
        return None
    return jour if DATE_MINIMALE <= jour <= DATE_MAXIMALE else None
