"""The slides of a deck in order, what can be done with the one at hand, what it shows."""

from collections.abc import Callable
from dataclasses import replace
from zlib import crc32

import streamlit as st

from concertation.analyse.mots.formats import plural
from concertation.interface.ecrans.diaporamas.apercu import show_pages
from concertation.interface.ecrans.diaporamas.brouillon import Editeur
from concertation.interface.socle.session import set_widget
from concertation.interface.socle.textes import escape
from concertation.restitution.diapos.composition import compose, compose_diapo
from concertation.restitution.diapos.edition import (
    add_slide,
    copy_slide,
    describe_slide,
    move_slide,
    rank_of,
    remove_slide,
)
from concertation.restitution.diapos.genres import GENRES
from concertation.restitution.diapos.modele import Page


def show_diapos(editeur: Editeur, libre: bool) -> None:
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


def show_apercu(editeur: Editeur) -> None:
    """The pages of the slide at hand, as they are now or as they were kept."""
    if not editeur.diapo:
        return
    pages = _pages(editeur)
    st.header("Aperçu", anchor=False)
    st.caption(f"Cette diapositive donne {plural(len(pages), 'page')}.")
    for page in pages:
        if page.panne:
            st.warning(escape(page.panne), icon=":material/report:")
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
           ecran.donnees.empreinte, ecran.store.moment, ecran.store.panne)  # fmt: skip
    garde = st.session_state.get("apercu-diapo")
    if garde is None or garde[0] != cle:
        avant = compose(replace(deck, diapos=precede), contexte, lieu)
        garde = (cle, compose_diapo(declaree, contexte, avant, lieu))
        st.session_state["apercu-diapo"] = garde
    pages: list[Page] = garde[1]
    return pages
