"""The editor of a deck: a draft of the session, kept whatever happens until it is saved."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zlib import crc32

import streamlit as st

from concertation.analyse.formats import format_date
from concertation.interface.apercu import show_pages
from concertation.interface.boutons import main_button
from concertation.interface.diaporamas import Ecran, open_copy, show_file, show_present
from concertation.interface.editeur_diapo import show_reglages
from concertation.interface.registre import DIAPORAMAS
from concertation.interface.session import set_widget
from concertation.interface.suivi import attempt
from concertation.interface.territoires import show_refus
from concertation.interface.textes import escape, plural
from concertation.restitution.diapos.composition import compose, compose_diapo
from concertation.restitution.diapos.edition import (
    add_slide,
    copy_slide,
    describe_slide,
    move_slide,
    number_slides,
    rank_of,
    remove_slide,
)
from concertation.restitution.diapos.gardes import as_fields, freeze_saved, read_saved
from concertation.restitution.diapos.genres import GENRES
from concertation.restitution.diapos.modele import Diaporama, Page
from concertation.suivi import Conflit, Introuvable

RETOURS = 100


@dataclass(frozen=True)
class Brouillon:
    """What the person has made of the deck read at `version`; `passe`, what undoing gives back."""

    deck: Diaporama
    territoire: str
    version: int
    lu: Diaporama
    passe: tuple[Diaporama, ...] = field(default=(), repr=False)
    conflit: Conflit | None = None

    @property
    def is_change(self) -> bool:
        return self.deck != self.lu


@dataclass(frozen=True)
class Editeur:
    """The deck being changed: its row, the draft, and the gestures on it."""

    ecran: Ecran
    ligne: Mapping[str, Any]
    brouillon: Brouillon

    @property
    def deck(self) -> Diaporama:
        return self.brouillon.deck

    @property
    def diapo(self) -> str:
        """The id of the slide at hand; "" in an empty deck."""
        diapos = self.deck.diapos
        return diapos[min(self.ecran.etat.diapo, len(diapos)) - 1].id if diapos else ""

    @property
    def cle(self) -> str:
        return f"brouillon-{self.ligne['cle']}"

    def keep(self, **changes: Any) -> None:
        st.session_state[self.cle] = replace(self.brouillon, **changes)

    def change(self, deck: Diaporama, diapo: str | None = None) -> None:
        """Another state of the deck, the slide at hand following; one step to undo."""
        # Two fields may answer in one run: the second begins where the first ended.
        avant = st.session_state[self.cle]
        passe = (*avant.passe, avant.deck)[-RETOURS:]
        st.session_state[self.cle] = replace(avant, deck=deck, passe=passe)
        if diapo is not None:
            self.ecran.go(diapo=rank_of(deck, diapo) + 1)

    def current(self) -> Diaporama:
        """The draft as the last gesture left it."""
        deck: Diaporama = st.session_state[self.cle].deck
        return deck

    def undo(self) -> None:
        *passe, dernier = self.brouillon.passe
        self.keep(deck=dernier, passe=tuple(passe))

    def forget(self) -> None:
        """Back to what is saved."""
        st.session_state.pop(self.cle, None)


def open_editeur(ecran: Ecran) -> Editeur | None:
    """The draft of the address's deck, begun on what is saved; None when there is no such deck."""
    try:
        ligne = ecran.store.diaporamas.find(ecran.acteur, ecran.etat.modifier)
    except Introuvable as erreur:
        st.warning(escape(str(erreur)), icon=":material/link_off:")
        return None
    cle = f"brouillon-{ligne['cle']}"
    brouillon = st.session_state.get(cle)
    rien = isinstance(brouillon, Brouillon) and not brouillon.is_change
    if not isinstance(brouillon, Brouillon) or (rien and brouillon.version != ligne["version"]):
        deck = number_slides(read_saved(ecran.store, ecran.acteur, ligne))
        brouillon = Brouillon(deck, str(ligne["territoire"]), int(ligne["version"]), deck)
        st.session_state[cle] = brouillon
    return Editeur(ecran, ligne, brouillon)


def show_editeur(editeur: Editeur) -> None:
    """Title and gestures on the whole, then the slides, then the one at hand."""
    ecran, deck = editeur.ecran, editeur.deck
    st.title(escape(deck.titre or "Sans titre"), anchor=False)
    st.page_link(
        DIAPORAMAS.chemin,
        label="Retour aux diaporamas",
        icon=":material/arrow_back:",
        query_params=replace(ecran.etat, modifier="", diapo=1).to_params(),
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
        _show_diapos(editeur, libre)
    with droite:
        if libre and editeur.diapo:
            show_reglages(editeur)
        _show_apercu(editeur)


def _show_gestes(editeur: Editeur, peut: bool) -> None:
    ecran, deck, brouillon = editeur.ecran, editeur.deck, editeur.brouillon
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if peut and not deck.fige_le:
            st.button(
                "Enregistrer", icon=":material/save:", type=main_button(),
                disabled=not brouillon.is_change, on_click=lambda: _save(editeur),
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

        _do(
            editeur,
            lambda: freeze_saved(
                ecran.store, ecran.acteur, ligne, ecran.contexte(), advance,
            ),
            f"Le diaporama est figé au {jour:%d/%m/%Y}.",
        )  # fmt: skip
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
            on_click=lambda: _save(editeur, int(ligne["version"])),
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


def _show_diapos(editeur: Editeur, libre: bool) -> None:
    """The slides in order, one at hand, and what can be done with it."""
    deck, noms = editeur.deck, editeur.ecran.noms()
    if deck.diapos:
        libelles = {
            d.id: f"{rang}. {describe_slide(d, noms)}" for rang, d in enumerate(deck.diapos, 1)
        }
        # The browser keeps the place that was chosen: other words are another list.
        cle = f"w-diapo-{editeur.ligne['cle']}-{crc32(repr(libelles).encode())}"
        set_widget(cle, editeur.diapo)
        st.radio(
            f"Diapositives ({len(deck.diapos)})",
            list(libelles),
            key=cle,
            format_func=lambda d: escape(libelles.get(str(d), str(d))),
            on_change=lambda: editeur.ecran.go(
                diapo=rank_of(editeur.deck, st.session_state[cle]) + 1
            ),
        )
    else:
        st.markdown("Ce diaporama est vide : ajoutez une diapositive.")
    if not libre:
        return
    if deck.diapos:
        _show_outils(editeur)
    _show_ajout(editeur)


def _show_outils(editeur: Editeur) -> None:
    deck, diapo = editeur.deck, editeur.diapo
    rang = rank_of(deck, diapo)

    def duplicate() -> None:
        suivant, nouvelle = copy_slide(deck, diapo)
        editeur.change(suivant, nouvelle)

    gestes: tuple[tuple[str, str, bool, Callable[[], None]], ...] = (
        ("Monter", "arrow_upward", rang == 0,
         lambda: editeur.change(move_slide(deck, diapo, -1), diapo)),
        ("Descendre", "arrow_downward", rang == len(deck.diapos) - 1,
         lambda: editeur.change(move_slide(deck, diapo, 1), diapo)),
        ("Dupliquer", "content_copy", False, duplicate),
        ("Enlever", "delete", False,
         lambda: editeur.change(remove_slide(deck, diapo))),
    )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        for mot, icone, inactif, faire in gestes:
            st.button(
                mot, key=f"diapo-{mot}", icon=f":material/{icone}:", disabled=inactif,
                help=f"{mot} la diapositive {rang + 1}", on_click=faire,
            )  # fmt: skip


def _show_ajout(editeur: Editeur) -> None:
    def add() -> None:
        suivant, nouvelle = add_slide(editeur.deck, st.session_state["w-genre"], editeur.diapo)
        editeur.change(suivant, nouvelle)

    with st.container(border=True):
        genre = st.selectbox(
            "Nature de la diapositive à ajouter", list(GENRES), key="w-genre",
            format_func=lambda g: GENRES[g].titre,
        )  # fmt: skip
        st.caption(escape(GENRES[genre].description))
        st.button("Ajouter après celle-ci", icon=":material/add:", on_click=add)


def _show_apercu(editeur: Editeur) -> None:
    """The pages of the slide at hand, as they are now or as they were kept."""
    if not editeur.diapo:
        return
    pages = _pages(editeur)
    st.header("Aperçu", anchor=False)
    st.caption(f"Cette diapositive donne {plural(len(pages), 'page')}.")
    show_pages(pages)
    notes = [page.notes for page in pages if page.notes]
    if notes and editeur.deck.fige_le:
        st.markdown(f"**Notes de l'orateur** : {escape(notes[0])}")


def _pages(editeur: Editeur) -> list[Page]:
    deck, diapo = editeur.deck, editeur.diapo
    if deck.fige_le:
        siennes = [page for page in deck.pages if page.diapo == diapo]
        return siennes or [page for page in deck.pages if page.panne]
    ecran, rang = editeur.ecran, rank_of(deck, diapo)
    declaree, contexte = deck.diapos[rang], ecran.contexte()
    # The sources are those of the slides before: nothing else needs them composed.
    precede = deck.diapos[:rang] if declaree.genre == "sources" else ()
    lieu = str(editeur.ligne["territoire"]) or ecran.etat.territoire
    cle = (declaree, precede, lieu, contexte.acteur, contexte.jour, contexte.liens,
           ecran.donnees.empreinte, ecran.store.read_moment(), ecran.store.panne)  # fmt: skip
    garde = st.session_state.get("apercu-diapo")
    if garde is None or garde[0] != cle:
        avant = compose(replace(deck, diapos=precede), contexte, lieu)
        garde = (cle, compose_diapo(declaree, contexte, avant, lieu))
        st.session_state["apercu-diapo"] = garde
    pages: list[Page] = garde[1]
    return pages


def _save(editeur: Editeur, version: int | None = None) -> None:
    """Write the draft over the row at the version it was read, or at the one just seen."""
    ecran, brouillon = editeur.ecran, editeur.brouillon
    champs = as_fields(replace(brouillon.deck, id=str(editeur.ligne["cle"])))
    champs.pop("cle")
    _do(
        editeur,
        lambda: ecran.store.diaporamas.update(
            ecran.acteur, int(editeur.ligne["id"]), version or brouillon.version, **champs
        ),
        f"Le diaporama « {brouillon.deck.titre} » est enregistré.",
    )


def _do(editeur: Editeur, verbe: Callable[[], Any], succes: str) -> Any:
    """A verb of the store; the draft begins anew once it is done, and stays if it is not."""

    def say(_conflit: Conflit) -> None:
        # The next drawing shows both decks, side by side.
        st.session_state.pop("apercu-diapo", None)

    resultat = attempt(verbe, succes, say)
    if resultat is not None:
        editeur.forget()
    return resultat
