"""What became of something, on a screen: the sections of its answer, and its address to share."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from concertation.donnees import Donnees
from concertation.graphiques.lecteurs.svg import qr_svg
from concertation.interface.elements.blocs import list_markdown, show_blocs
from concertation.interface.elements.provenance import source_line
from concertation.interface.socle.partage import reach
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.contexte import print_of, read_existing
from concertation.recits.blocs import Liste, Section, count_lines, cut_section
from concertation.recits.contexte import Contexte
from concertation.recits.proches import Proches
from concertation.recits.reponse import Reponse

LIGNES_DEPLIEES = 5
Tell = Callable[[Contexte, str], Reponse]


@st.cache_resource(max_entries=256, ttl=3600, show_spinner=False, hash_funcs={Contexte: print_of})
def _told(contexte: Contexte, quoi: str, cle: str, _tell: Tell) -> Reponse:
    return _tell(contexte, cle)


def read_reponse(donnees: Donnees, cle: str, tell: Tell) -> Reponse:
    """The answer as this person may read it; told again only when something moved."""
    return _told(read_existing(donnees), tell.__name__, cle, tell)


def show_beside(section: Section) -> None:
    """A part of an answer in a narrow column."""
    st.subheader(escape(section.titre), anchor=False)
    _show_folded(section)


def show_suites(donnees: Donnees, reponse: Reponse) -> None:
    """What was done, what is published beside it, the dates."""
    parts: tuple[Section | Proches, ...] = (reponse.fait, *reponse.proches, reponse.frise)
    for part in parts:
        if isinstance(part, Proches):
            show_proches(donnees, part)
        else:
            st.header(escape(part.titre), anchor=False)
            _show_folded(part)


def _show_folded(section: Section) -> None:
    """Its blocks; what goes beyond a few lines of a list or a table is one click away."""
    court = cut_section(section, LIGNES_DEPLIEES)
    show_blocs(court)
    for entier, coupe in zip(section.blocs, court.blocs, strict=True):
        if entier != coupe:
            with st.expander(f"Tout lire ({count_lines(entier)})"):
                show_blocs(replace(section, blocs=(entier,)))


def show_proches(donnees: Donnees, proches: Proches, legende: bool = True) -> None:
    """The strong ones in the open, the weak ones folded; `legende`: what the marks mean."""
    st.header(escape(proches.titre), anchor=False)
    if not (proches.forts or proches.faibles):
        st.markdown(f"*{escape(proches.vide)}*")
    if legende:
        st.caption(escape(proches.legende))
    if proches.forts:
        st.markdown(list_markdown(Liste(proches.forts)))
        st.caption(source_line(donnees, proches.sources))
    if proches.faibles:
        with st.expander(escape(proches.reste)):
            st.markdown(list_markdown(Liste(proches.faibles)))


def show_partage(chemin: str) -> None:
    """An address: to copy, and as a code where another device can reach it."""
    adresse, pourquoi = reach(chemin)
    mots, cle = "Copier le lien", f"w-lien-{chemin}"
    with st.popover(mots, icon=":material/link:", key=cle, on_change="rerun") as cadre:
        if not cadre.open:
            return
        st.code(adresse, language=None, wrap_lines=True)
        if pourquoi:
            st.caption(escape(pourquoi))
        elif len(adresse) < 2000:  # what a code holds
            st.image(qr_svg(adresse), width=220, alt=f"Code à lire avec un téléphone : {adresse}")
