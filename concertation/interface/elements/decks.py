"""The decks that a person may open, their pages as that person may read them now, and what the
settings of a slide or of a document may be."""

import hashlib
import html
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from concertation.analyse.chaine.construction import TYPES
from concertation.analyse.lignes import list_records
from concertation.analyse.territoires.noms import every_territoire
from concertation.declarations.portee import PORTEE
from concertation.donnees import Donnees, soft_table
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.registre import DOCUMENTS, PRESENTATION, RESTITUER
from concertation.interface.suivi.contexte import print_of, read_contexte
from concertation.recits.blocs import Liste, Puce
from concertation.recits.contexte import PUBLIC, Contexte
from concertation.recits.suivi import review_levels
from concertation.restitution.diapos import gardes
from concertation.restitution.diapos.composition import compose
from concertation.restitution.diapos.html import page_html
from concertation.restitution.diapos.lecture import to_json
from concertation.restitution.diapos.modele import Diaporama, Page
from concertation.suivi import Acteur

_ENTIERE = "Toutes les propositions du thème"
Fragment = dict[str, str | float]
# Of which file, which column names it.
NOMS = {table: colonne for _type, table, colonne in TYPES}


def options_of(donnees: Donnees, type_: str) -> Mapping[str, str]:
    """What a setting of this type may be, by id."""
    if type_ == "territoire":
        return every_territoire(donnees)
    if type_ in ("portee", "niveau"):
        return dict(PORTEE) if type_ == "portee" else review_levels(donnees)
    fichier = type_.removesuffix("s") + "s"
    noms = names_in(donnees, fichier)
    if fichier in ("propositions", "engagements"):
        return {cle: f"{cle} – {nom}" for cle, nom in noms.items()}
    return noms


def names_in(donnees: Donnees, fichier: str) -> dict[str, str]:
    """The name of each row of a file, by id."""
    table = soft_table(donnees, fichier)
    return dict(zip(table["id"], table[NOMS[fichier]], strict=True))


def deck_titles(donnees: Donnees) -> dict[str, str]:
    """Ready-made decks then kept ones, by id; the first alone while the follow-up is away."""
    return gardes.list_decks(read_contexte(donnees))


def find_deck(
    donnees: Donnees, cle: str, territoire: str = "", acteur: Acteur | None = None
) -> Diaporama | None:
    """The deck of an address, as this person may read it; None for an unknown one."""
    return gardes.find_deck(read_contexte(donnees, acteur), cle, territoire)


def composed(
    donnees: Donnees, deck: Diaporama, territoire: str, acteur: Acteur | None = None
) -> tuple[Page, ...]:
    """The pages of a deck, composed again only when something that they show may have changed."""
    return _composed(read_contexte(donnees, acteur), deck, territoire)


def public_fragments(donnees: Donnees, cle: str, territoire: str) -> list[str]:
    """The pages of a deck as anybody may read them, with their reservations in full, and under a
    theme all its proposals."""
    deck = find_deck(donnees, cle, territoire, PUBLIC)
    pages = composed(donnees, deck, territoire, PUBLIC) if deck else ()
    lues = (_with_theme(donnees, page) for page in pages)
    return [page_html(p, rang, len(pages), complete=True) for rang, p in enumerate(lues, 1)]


def _with_theme(donnees: Donnees, page: Page) -> Page:
    debut, _, theme = page.ecran.partition("?theme=")
    lues = soft_table(donnees, "propositions")
    siennes = lues[(lues["theme"] == theme) & (debut == "propositions")]
    puces = tuple(Puce(str(p["intitule"]), str(p["id"])) for p in list_records(siennes))
    return replace(page, blocs=(*page.blocs, Liste(puces, _ENTIERE))) if puces else page


def fragments(
    donnees: Donnees, deck: Diaporama, territoire: str, acteur: Acteur | None = None
) -> tuple[list[Fragment], str]:
    """The pages as the scene shows them (html, titre, notes as HTML, minutes, section), and a print
    of the whole."""
    return _fragments(read_contexte(donnees, acteur), deck, territoire)


_kept = partial(
    st.cache_resource,
    ttl=3600,
    hash_funcs={Contexte: print_of, Diaporama: lambda deck: (deck.territoire, to_json(deck))},
)


@_kept(max_entries=64, show_spinner="Préparation des diapositives…")
def _composed(contexte: Contexte, deck: Diaporama, territoire: str) -> tuple[Page, ...]:
    return compose(deck, contexte, territoire)


@_kept(max_entries=8, show_spinner=False)
def _fragments(contexte: Contexte, deck: Diaporama, territoire: str) -> tuple[list[Fragment], str]:
    pages = _composed(contexte, deck, territoire)
    lignes = [
        {"html": page_html(page, rang, len(pages)), "titre": page.titre, "notes": _notes(page),
         "minutes": page.minutes, "section": page.section}
        for rang, page in enumerate(pages, 1)
    ]  # fmt: skip
    empreinte = hashlib.sha256(repr(lignes).encode()).hexdigest()
    return lignes, empreinte


def show_place() -> None:
    """The three parts of « Restituer », on each of them; the one shown stands out."""
    with st.container(horizontal=True, gap="small"):
        show_link(RESTITUER, "Diaporamas et documents")
        show_link(PRESENTATION, "Présenter")
        show_link(DOCUMENTS, "Préparer un fichier")


def _notes(page: Page) -> str:
    lignes = [ligne for mots in (page.notes, *page.reserves) for ligne in mots.split("\n") if ligne]
    return "".join(f"<p>{html.escape(ligne)}</p>" for ligne in lignes or ["Pas de notes."])
