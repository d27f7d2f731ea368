"""The editor of a deck: gestures on the whole, its title, two writers, then its slides."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from concertation.analyse.mots.formats import format_date
from concertation.interface.ecrans.diaporamas.brouillon import Editeur
from concertation.interface.ecrans.diaporamas.ecran import open_copy, show_file, show_present
from concertation.interface.ecrans.diaporamas.editeur_diapo import show_reglages
from concertation.interface.ecrans.diaporamas.editeur_liste import show_apercu, show_diapos
from concertation.interface.socle.boutons import main_button, show_link
from concertation.interface.socle.registre import DIAPORAMAS
from concertation.interface.socle.session import set_widget
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.partage import attempt
from concertation.interface.suivi.territoires import show_refus
from concertation.restitution.diapos.edition import (
    describe_slide,
)
from concertation.restitution.diapos.gardes import as_fields, freeze_saved, read_saved
from concertation.suivi import Conflit

_A_ENREGISTRER = "deck-a-enregistrer"


def show_editeur(editeur: Editeur) -> None:
    """Title and gestures on the whole, then the slides, then the one at hand."""
    cle, version = st.session_state.pop(_A_ENREGISTRER, ("", None))
    if cle == editeur.cle and _save(editeur, version):
        st.rerun()
    ecran, deck = editeur.ecran, editeur.deck
    st.title(escape(deck.titre or "Sans titre"), anchor=False)
    show_link(
        DIAPORAMAS,
        "Retour aux diaporamas",
        replace(ecran.etat, modifier="", diapo=1).to_params(),
        "arrow_back",
    )
    peut = ecran.store.can(ecran.acteur, "ecrire", str(editeur.ligne["territoire"]))
    libre = peut and not deck.fige_le
    if not peut:
        show_refus(ecran.acteur, "ce diaporama")
    _show_gestes(editeur, peut)
    if deck.fige_le:
        st.info(
            f"Figé au {format_date(deck.fige_le)} : il montre les données de ce jour-là. "
            + ("Rendez-le vivant pour le modifier." if peut else ""),
            icon=":material/ac_unit:",
        )
    _show_conflit(editeur)
    if libre:
        _show_entete(editeur)
    gauche, droite = st.columns([2, 3], gap="large")
    with gauche:
        show_diapos(editeur, libre)
    with droite:
        if libre and editeur.diapo:
            show_reglages(editeur)
        show_apercu(editeur)


def _show_gestes(editeur: Editeur, peut: bool) -> None:
    ecran, deck, brouillon = editeur.ecran, editeur.deck, editeur.brouillon
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if peut and not deck.fige_le:
            st.button(
                "Enregistrer", icon=":material/save:", type=main_button(),
                disabled=not brouillon.is_change, on_click=_ask_save, args=(editeur,),
            )  # fmt: skip
            st.button(
                "Annuler", icon=":material/undo:",
                disabled=not brouillon.passe, on_click=editeur.undo,
            )  # fmt: skip
        show_present(ecran, deck)
        show_file(deck)
        if ecran.lieux:
            st.button(
                "Dupliquer le diaporama", icon=":material/content_copy:", type="tertiary",
                on_click=lambda: open_copy(ecran, deck),
            )  # fmt: skip
        if peut:
            _show_gel(editeur)
            _show_retrait(editeur)
    if brouillon.is_change:
        st.caption(":material/edit: Changements non enregistrés, gardés dans cette fenêtre.")


def _show_gel(editeur: Editeur) -> None:
    ecran, ligne = editeur.ecran, editeur.ligne
    if editeur.deck.fige_le:
        st.button(
            "Rendre vivant", icon=":material/autorenew:", type="tertiary",
            on_click=lambda: _do(
                editeur,
                lambda: ecran.store.diaporamas.unfreeze(
                    ecran.acteur, int(ligne["id"]), int(ligne["version"])
                ),
                "Le diaporama montre de nouveau les données du jour.",
            ),
        )  # fmt: skip
        return
    jour = dt.date.today()
    if st.button(
        f"Figer au {jour:%d/%m/%Y}", icon=":material/ac_unit:", type="tertiary",
        disabled=editeur.brouillon.is_change,
        help="Garde les données d'aujourd'hui. Enregistrez d'abord vos changements.",
    ):  # fmt: skip
        barre = st.progress(0.0, text="Composition des pages…")

        def advance(part: float, mot: str) -> None:
            barre.progress(part, text=escape(mot))

        def say(conflit: Conflit) -> None:
            st.warning(escape(str(conflit)), icon=":material/compare_arrows:")

        fige = attempt(
            lambda: freeze_saved(ecran.store, ecran.acteur, ligne, ecran.contexte(), advance),
            f"Le diaporama est figé au {jour:%d/%m/%Y}.",
            say,
        )
        barre.empty()
        # A failure stays on screen: another drawing would wipe its sentence.
        if fige is not None:
            editeur.forget()
            st.rerun()


def _show_retrait(editeur: Editeur) -> None:
    ecran, ligne = editeur.ecran, editeur.ligne

    def withdraw() -> None:
        fait = _do(
            editeur,
            lambda: ecran.store.diaporamas.withdraw(
                ecran.acteur, int(ligne["id"]), int(ligne["version"])
            ),
            f"Le diaporama « {ligne['titre']} » est retiré ; le Journal permet de le rétablir.",
        )
        if fait:
            ecran.go(modifier="", diapo=1)

    with st.popover("Retirer", icon=":material/visibility_off:", type="tertiary"):
        st.markdown("Il disparaît de la liste. Rien n'est effacé : il se rétablit.")
        st.button("Oui, retirer ce diaporama", type=main_button(), on_click=withdraw)


def _show_conflit(editeur: Editeur) -> None:
    """Both decks side by side, to choose from; or that somebody wrote meanwhile."""
    brouillon, ligne = editeur.brouillon, editeur.ligne
    if int(ligne["version"]) == brouillon.version or not brouillon.is_change:
        return
    st.warning(
        "Une autre personne a modifié ce diaporama depuis que vous l'avez ouvert. Votre version "
        "est gardée ici ; choisissez.",
        icon=":material/compare_arrows:",
    )
    leur = read_saved(editeur.ecran.store, editeur.ecran.acteur, ligne)
    noms = editeur.ecran.noms()
    colonnes = st.columns(2, gap="medium")
    for colonne, titre, deck in zip(
        colonnes, ("Enregistrée par une autre personne", "Votre version"), (leur, brouillon.deck),
        strict=True,
    ):  # fmt: skip
        with colonne, st.container(border=True):
            lignes = [
                f"{r}. {escape(describe_slide(d, noms))}" for r, d in enumerate(deck.diapos, 1)
            ]
            st.markdown(f"**{titre}**  \n{escape(deck.titre)}\n\n" + "\n".join(lignes))
    with st.container(horizontal=True):
        st.button(
            "Enregistrer ma version", icon=":material/edit_note:",
            on_click=_ask_save,
            args=(editeur, int(ligne["version"])),
        )  # fmt: skip
        st.button(
            "Garder la version enregistrée", icon=":material/history:", on_click=editeur.forget
        )


def _show_entete(editeur: Editeur) -> None:
    """Title, description and territory of the deck."""
    cle = editeur.ligne["cle"]
    with st.expander("Titre et description", icon=":material/title:"):
        for nom, libelle, dessine in (
            ("titre", "Titre du diaporama", st.text_input),
            ("description", "Description", st.text_area),
        ):
            widget = f"f-deck-{cle}-{nom}"
            set_widget(widget, getattr(editeur.deck, nom))

            def write(nom: str = nom, widget: str = widget) -> None:
                valeur = st.session_state[widget] or ""
                courant = editeur.current()
                editeur.change(
                    replace(courant, titre=valeur)
                    if nom == "titre"
                    else replace(courant, description=valeur)
                )

            dessine(libelle, key=widget, max_chars=2000, on_change=write)


def _ask_save(editeur: Editeur, version: int | None = None) -> None:
    # Done by the run that follows: what was just typed may answer after this button.
    st.session_state[_A_ENREGISTRER] = (editeur.cle, version)


def _save(editeur: Editeur, version: int | None = None) -> bool:
    """Write the draft over the row at the version it was read, or at the one just seen; False
    when it is not written."""
    ecran, brouillon = editeur.ecran, editeur.brouillon
    champs = as_fields(replace(brouillon.deck, id=str(editeur.ligne["cle"])))
    champs.pop("cle")
    resultat = _do(
        editeur,
        lambda: ecran.store.diaporamas.update(
            ecran.acteur, int(editeur.ligne["id"]), version or brouillon.version, **champs
        ),
        f"Le diaporama « {brouillon.deck.titre} » est enregistré.",
    )
    return resultat is not None


def _do(editeur: Editeur, verbe: Callable[[], Any], succes: str) -> Any:
    """A verb of the store; the draft begins anew once it is done, and stays if it is not."""

    def say(_conflit: Conflit) -> None:
        # The next drawing shows both decks, side by side.
        st.session_state.pop("apercu-diapo", None)

    resultat = attempt(verbe, succes, say)
    if resultat is not None:
        editeur.forget()
    return resultat
