"""The slides of a deck in order, what can be done with the one at hand, its fields, its pages."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

import streamlit as st

from concertation.analyse.mots.formats import plural
from concertation.analyse.mots.textes import read_day
from concertation.analyse.mots.typographie import typeset
from concertation.interface.ecrans.diaporamas.brouillon import Editeur
from concertation.interface.elements.champ_fichier import forget_fichier, show_champ_lu
from concertation.interface.elements.decks import composed, options_of
from concertation.interface.socle.champs import show_field
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.partage import attempt
from concertation.interface.suivi.saisies import DATE_MAXIMALE, DATE_MINIMALE, FORMAT_DATE
from concertation.restitution.diapos import edition
from concertation.restitution.diapos.genres import GENRES, PLUSIEURS, Parametre
from concertation.restitution.diapos.html import page_html, scene_css
from concertation.restitution.diapos.modele import Diapo, Page
from concertation.restitution.diapos.photos import read_photo

LONGUEUR = 20_000
INVITE = "Choisissez ou tapez quelques lettres"
# The very fragment of the projector, made small.
_VIGNETTE = st.components.v2.component(
    "vignette",
    html='<div class="vignettes"></div>',
    css=scene_css()
    + """
.vignettes > div {
  overflow: hidden;
  margin-bottom: 12px;
  border: 1px solid #a3aebc;
  border-radius: 6px;
}
.vignettes > .scene > .diapo {
  transform-origin: 0 0;
}
""",
    js=(Path(__file__).with_name("vignette.js")).read_text(encoding="utf-8"),
)


def show_diapos(editeur: Editeur, libre: bool) -> None:
    """The slides in order, one at hand, and what can be done with it."""
    deck, noms = editeur.deck, editeur.ecran.noms()
    if deck.diapos:
        libelles = {
            d.id: f"{rang}. {edition.describe_slide(d, noms)}"
            for rang, d in enumerate(deck.diapos, 1)
        }
        # The browser keeps the place that was chosen: other words are another list.
        cle = f"w-diapo-{editeur.ligne['cle']}-{crc32(repr(libelles).encode())}"
        show_field(
            st.radio, f"Diapositives ({len(deck.diapos)})", cle, editeur.diapo,
            lambda d: editeur.ecran.go(diapo=edition.rank_of(deck, d) + 1),
            options=list(libelles), format_func=lambda d: escape(libelles.get(str(d), str(d))),
        )  # fmt: skip
    else:
        st.markdown("Ce diaporama est vide : ajoutez une diapositive.")
    if not libre:
        return
    if deck.diapos:
        _show_outils(editeur)
    _show_ajout(editeur)


def _show_outils(editeur: Editeur) -> None:
    deck, diapo = editeur.deck, editeur.diapo
    rang = edition.rank_of(deck, diapo)
    # On the deck as it is then: a field may answer in the run of the click.
    gestes: tuple[tuple[str, str, bool, Callable[[], None]], ...] = (
        ("Monter", "arrow_upward", rang == 0,
         lambda: editeur.change(edition.move_slide(editeur.deck, diapo, -1), diapo)),
        ("Descendre", "arrow_downward", rang == len(deck.diapos) - 1,
         lambda: editeur.change(edition.move_slide(editeur.deck, diapo, 1), diapo)),
        ("Dupliquer", "content_copy", False,
         lambda: editeur.change(*edition.copy_slide(editeur.deck, diapo))),
        ("Enlever", "delete", False,
         lambda: editeur.change(edition.remove_slide(editeur.deck, diapo))),
    )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        for mot, icone, inactif, faire in gestes:
            st.button(
                mot, key=f"diapo-{mot}", icon=f":material/{icone}:", disabled=inactif,
                help=f"{mot} la diapositive {rang + 1}", on_click=faire,
            )  # fmt: skip


def _show_ajout(editeur: Editeur) -> None:
    def add() -> None:
        editeur.change(*edition.add_slide(editeur.deck, st.session_state["w-genre"], editeur.diapo))

    with st.container(border=True):
        genre = st.selectbox(
            "Nature de la diapositive à ajouter", list(GENRES), key="w-genre",
            format_func=lambda g: GENRES[g].titre,
        )  # fmt: skip
        st.caption(escape(GENRES[genre].description))
        st.button("Ajouter après celle-ci", icon=":material/add:", on_click=add)


def show_reglages(editeur: Editeur) -> None:
    """The settings of the slide at hand, as its kind declares them, and its speaker's notes."""
    diapo = editeur.deck.diapos[edition.rank_of(editeur.deck, editeur.diapo)]
    debut = f"f-diapo-{editeur.ligne['cle']}-{diapo.id}"
    genre = GENRES.get(diapo.genre)
    if genre is None:
        st.warning(
            f"Cette version ne connaît pas les diapositives « {escape(diapo.genre)} » : elle reste "
            "à sa place, et une autre version la montrera.",
            icon=":material/help:",
        )
    else:
        st.header(genre.titre, anchor=False)
        st.caption(escape(genre.description))
        for parametre in genre.parametres:
            _show_champ(editeur, diapo, parametre, f"{debut}-{parametre.nom}")
    editeur.bind(
        st.text_area, "Notes de l’orateur", f"{debut}-notes", diapo.notes,
        lambda deck, lue: edition.set_notes(deck, diapo.id, lue or ""), max_chars=LONGUEUR,
    )  # fmt: skip


def _show_champ(editeur: Editeur, diapo: Diapo, parametre: Parametre, cle: str) -> None:
    """The field of a setting; ids that exist no more stay among the choices, and say so."""
    type_, ecrite = parametre.type, diapo.parametres.get(parametre.nom)
    if type_ == "photo":
        _show_photo(editeur, diapo, cle)
        return
    libelle = parametre.libelle + ("" if parametre.requis else " (facultatif)")
    champ: Callable[..., Any]
    options: dict[str, Any] = {}
    valeur: Any = str(ecrite or "")
    if type_ == "texte":
        champ, options = st.text_input, {"max_chars": 500}
    elif type_ == "long":
        champ, options = st.text_area, {"max_chars": LONGUEUR}
    elif type_ == "oui":
        champ, libelle, valeur = st.toggle, parametre.libelle, bool(ecrite)
    elif type_ == "date":
        bornes = {"min_value": DATE_MINIMALE, "max_value": DATE_MAXIMALE}
        champ, options, jour = st.date_input, {"format": FORMAT_DATE, **bornes}, read_day(ecrite)
        valeur = jour if jour and DATE_MINIMALE <= jour <= DATE_MAXIMALE else None
    else:
        mots = options_of(editeur.ecran.donnees, type_)
        lues = ecrite if isinstance(ecrite, list | tuple) else [ecrite] if ecrite else []
        valeur = [str(v) for v in lues]
        mots = {**mots, **{v: f"{v} (n’existe plus)" for v in valeur if v not in mots}}
        options = {
            "options": list(mots), "format_func": lambda v: typeset(mots.get(v, v)),
            "placeholder": INVITE,
        }  # fmt: skip
        champ = st.multiselect
        if type_ not in PLUSIEURS:
            champ, options["index"] = st.selectbox, None
            valeur = valeur[0] if valeur else None
    editeur.bind(
        champ, libelle, cle, valeur,
        lambda deck, lue: edition.set_slide(deck, diapo.id, parametre.nom, lue),
        help=escape(parametre.aide) or None, **options,
    )  # fmt: skip


def _show_photo(editeur: Editeur, diapo: Diapo, cle: str) -> None:
    """A field for the file of a picture, which is kept at once, its slide once the deck is."""
    libelle = "Une autre image" if diapo.parametres.get("photo") else "Image"
    recu = show_champ_lu(
        f"{libelle} (JPEG, PNG ou WebP)", ".jpg,.jpeg,.png,.webp", cle=cle, read=read_photo,
        nomme=False,
    )  # fmt: skip
    if recu is None:
        return
    forget_fichier(cle)
    ecran, lieu = editeur.ecran, str(editeur.ligne["territoire"])
    photo = attempt(lambda: ecran.store.photos.keep(ecran.acteur, recu[1], lieu), "Image reçue.")
    if photo is not None:
        editeur.change(edition.set_slide(editeur.deck, diapo.id, "photo", photo))
        st.rerun()


def show_apercu(editeur: Editeur) -> None:
    """The pages of the slide at hand, as they are now or as they were kept, each numbered."""
    if not editeur.diapo:
        return
    pages = _pages(editeur)
    st.header("Aperçu", anchor=False)
    st.caption(f"Cette diapositive donne {plural(len(pages), 'page')}.")
    for page in pages:
        if page.panne:
            st.warning(escape(page.panne), icon=":material/report:")
    montrees = [page_html(page, rang, len(pages)) for rang, page in enumerate(pages, 1)]
    _VIGNETTE(key="vignette", data={"pages": montrees})
    notes = [page.notes for page in pages if page.notes]
    if notes and editeur.deck.fige_le:
        st.markdown(f"**Notes de l’orateur** : {escape(notes[0])}")


def _pages(editeur: Editeur) -> list[Page]:
    deck, diapo = editeur.deck, editeur.diapo
    if deck.fige_le:
        siennes = [page for page in deck.pages if page.diapo == diapo]
        return siennes or [page for page in deck.pages if page.panne]
    ecran, rang = editeur.ecran, edition.rank_of(deck, diapo)
    # The sources are those of the slides before: nothing else needs them composed.
    debut = 0 if deck.diapos[rang].genre == "sources" else rang
    utiles = replace(deck, titre="", description="", diapos=deck.diapos[debut : rang + 1])
    lieu = str(editeur.ligne["territoire"]) or ecran.etat.territoire
    pages = composed(ecran.donnees, utiles, lieu)
    return [page for page in pages if page.diapo == diapo]
