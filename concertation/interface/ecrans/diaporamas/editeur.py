"""The editor of a deck: gestures on the whole, its title, two writers, then its slides."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import format_date
from concertation.interface.ecrans.diaporamas import diapo
from concertation.interface.ecrans.diaporamas import ecran as vues
from concertation.interface.ecrans.diaporamas.brouillon import Editeur
from concertation.interface.elements.figures import show_rows
from concertation.interface.socle.annonce import announce
from concertation.interface.socle.buttons import show_button, show_link
from concertation.interface.socle.registre import RESTITUER
from concertation.interface.socle.session import current_day
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.contexte import read_contexte
from concertation.interface.suivi.ecran import show_refus
from concertation.interface.suivi.partage import attempt
from concertation.interface.suivi.saisies import tell_kept
from concertation.restitution.diapos.edition import tell_changes
from concertation.restitution.diapos.gardes import as_fields, freeze_saved, read_saved
from concertation.suivi import ErreurSuivi

_A_ENREGISTRER, _REFUS = "deck-a-enregistrer", "deck-refus"


def show_editeur(editeur: Editeur) -> None:
    """Title and gestures on the whole, then the slides, then the one at hand."""
    cle, version = st.session_state.pop(_A_ENREGISTRER, ("", None))
    if cle == editeur.cle and _save(editeur, version):
        st.rerun()
    ecran, deck = editeur.ecran, editeur.deck
    st.title(escape(deck.titre or "Sans titre"), anchor=False)
    retour = ecran.params(modifier="", diapo=1)
    show_link(RESTITUER, "Retour aux diaporamas", retour, "arrow_back")
    peut = ecran.can("ecrire", str(editeur.ligne["territoire"]))
    libre = peut and not deck.fige_le
    if not peut:
        show_refus(ecran.acteur, "ce diaporama")
    _show_gestes(editeur, peut)
    if deck.fige_le:
        st.info(
            f"Figé au {format_date(deck.fige_le)} : il montre les données de ce jour-là. "
            + ("Rendez-le vivant pour le modifier." if peut else ""),
            icon=":material/ac_unit:",
        )
    _show_conflit(editeur)
    if libre:
        _show_entete(editeur)
    gauche, droite = st.columns([2, 3], gap="large")
    with gauche:
        diapo.show_diapos(editeur, libre)
    with droite:
        if libre and editeur.diapo:
            diapo.show_reglages(editeur)
        diapo.show_apercu(editeur)


def _show_gestes(editeur: Editeur, peut: bool) -> None:
    ecran, deck, brouillon = editeur.ecran, editeur.deck, editeur.brouillon
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if peut and not deck.fige_le:
            save, vide = partial(_ask_save, editeur), not brouillon.is_change
            show_button("Enregistrer", "save", save, type="primary", disabled=vide)
            rien = not brouillon.passe
            show_button("Annuler", "undo", editeur.undo, type="secondary", disabled=rien)
        if editeur.ligne["id"]:
            vues.show_present(ecran, deck)
            vues.show_file(ecran, deck)
            vues.show_copy(ecran, deck, "Dupliquer le diaporama")
        if peut and editeur.ligne["id"]:
            _show_gel(editeur)
            _show_retrait(editeur)
        # Last in its row: what appears above a field takes the caret of who types in it.
        if brouillon.is_change:
            st.caption(f":material/edit: {tell_kept(brouillon.quand)}, à enregistrer.")


def _show_gel(editeur: Editeur) -> None:
    ecran, ligne, jour = editeur.ecran, editeur.ligne, current_day()
    # What it told stays, whatever is drawn again, until something is saved or asked.
    cle, refus = st.session_state.get(_REFUS, ("", ()))
    for phrase in refus if cle == (editeur.cle, ligne["version"]) else ():
        st.error(escape(phrase), icon=":material/report:")
    if editeur.deck.fige_le:
        fait = "Le diaporama montre de nouveau les données du jour."
        unfreeze = partial(_do, editeur, ecran.store.diaporamas.unfreeze, fait)
        show_button("Rendre vivant", "autorenew", unfreeze)
    elif st.button(
        f"Figer au {jour:%d/%m/%Y}", icon=":material/ac_unit:", type="tertiary",
        disabled=editeur.brouillon.is_change,
        help="Garde les données d’aujourd’hui. Enregistrez d’abord vos changements.",
    ):  # fmt: skip
        barre = st.progress(0.0, text="Composition des pages…")

        def advance(part: float, mot: str) -> None:
            barre.progress(part, text=escape(mot))

        st.session_state.pop(_REFUS, None)
        try:
            contexte = read_contexte(ecran.donnees)
            freeze_saved(ecran.store, ecran.acteur, ligne, contexte, advance)
        except ErreurSuivi as erreur:
            phrases = [mots for _, mots in getattr(erreur, "fautes", ())] or [str(erreur)]
            st.session_state[_REFUS] = ((editeur.cle, ligne["version"]), phrases)
        else:
            announce(f"Le diaporama est figé au {jour:%d/%m/%Y}.")
            editeur.forget()
        st.rerun()


def _show_retrait(editeur: Editeur) -> None:
    def withdraw() -> None:
        titre = editeur.ligne["titre"]
        fait = f"Le diaporama « {titre} » est retiré ; le Journal permet de le rétablir."
        if _do(editeur, editeur.ecran.store.diaporamas.withdraw, fait):
            editeur.ecran.go(modifier="", diapo=1)

    with st.popover("Retirer", icon=":material/visibility_off:", type="tertiary"):
        st.markdown("Il disparaît de la liste. Rien n’est effacé : il se rétablit.")
        st.button("Oui, retirer ce diaporama", type="primary", on_click=withdraw)


def _show_conflit(editeur: Editeur) -> None:
    """Both decks side by side, to choose from, when somebody wrote meanwhile."""
    brouillon, ligne = editeur.brouillon, editeur.ligne
    if int(ligne["version"]) == brouillon.version or not brouillon.is_change:
        return
    phrase = (
        "Une autre personne a modifié ce diaporama depuis que vous l’avez ouvert. Votre version "
        "est gardée ici ; choisissez."
    )
    st.warning(phrase, icon=":material/compare_arrows:")
    leur = read_saved(editeur.ecran.store, editeur.ecran.acteur, ligne)
    qui, siennes = str(ligne["auteur"]) or "une autre personne", brouillon.deck
    changes = tell_changes(leur, siennes, editeur.ecran.noms())
    table = pd.DataFrame(changes, columns=["Où", f"Enregistrée par {qui}", "Votre version"])
    show_rows(table, alt="Ce qui diffère entre les deux versions")
    with st.container(horizontal=True):
        save = partial(_ask_save, editeur, int(ligne["version"]))
        show_button("Enregistrer ma version", "edit_note", save, type="secondary")
        show_button("Garder la version enregistrée", "history", editeur.forget, type="secondary")


def _show_entete(editeur: Editeur) -> None:
    debut, deck = f"f-deck-{editeur.ligne['cle']}", editeur.deck
    with st.expander("Titre et description", icon=":material/title:", expanded=True):
        editeur.bind(
            st.text_input, "Titre du diaporama", f"{debut}-titre", deck.titre,
            lambda deck, lu: replace(deck, titre=lu or ""), max_chars=2000,
        )  # fmt: skip
        editeur.bind(
            st.text_area, "Description", f"{debut}-description", deck.description,
            lambda deck, lu: replace(deck, description=lu or ""), max_chars=2000,
        )  # fmt: skip


def _ask_save(editeur: Editeur, version: int | None = None) -> None:
    # Done by the run that follows: what was just typed may answer after this button.
    st.session_state[_A_ENREGISTRER] = (editeur.cle, version)


def _save(editeur: Editeur, version: int | None = None) -> Any:
    """Write the draft over the row at the version it was read, or at the one just seen; False
    when it is not written."""
    brouillon = editeur.brouillon
    if not editeur.ligne["id"]:
        fait = vues.open_new(editeur.ecran, brouillon.deck, "créé")
        if fait:
            editeur.forget()
        return fait
    champs = as_fields(replace(brouillon.deck, id=str(editeur.ligne["cle"])))
    champs.pop("cle")
    fait = f"Le diaporama « {brouillon.deck.titre} » est enregistré."
    update = editeur.ecran.store.diaporamas.update
    return _do(editeur, update, fait, version or brouillon.version, **champs)


def _do(
    editeur: Editeur,
    verbe: Callable[..., Any],
    succes: str,
    version: int | None = None,
    **champs: Any,
) -> Any:
    """Whether a verb of the store is done: the draft then begins anew, and stays otherwise."""
    acteur, ligne = editeur.ecran.acteur, editeur.ligne
    fait = attempt(
        lambda: verbe(acteur, int(ligne["id"]), version or int(ligne["version"]), **champs),
        succes,
        # The next drawing shows both decks, side by side.
        lambda _: None,
    )
    if fait is not None:
        editeur.forget()
    return fait is not None
