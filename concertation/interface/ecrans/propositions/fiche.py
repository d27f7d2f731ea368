"""The sheet of one proposal."""

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import short_path
from concertation.analyse.lignes import find_row
from concertation.analyse.mots.textes import split_liste
from concertation.donnees import Donnees
from concertation.interface.chaine import show_switch
from concertation.interface.ecrans.propositions.ecran import EcranPropositions, show_lien_fiche
from concertation.interface.elements.blocs import show_section
from concertation.interface.elements.cartes_propositions import badges, texte_markdown
from concertation.interface.elements.pagination import show_neighbours
from concertation.interface.elements.provenance import show_reserves, source_line
from concertation.interface.elements.reponse import read_reponse, show_partage, show_suites
from concertation.interface.elements.telechargements import PROPOSITION, link_document
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.garde import guard
from concertation.interface.socle.registre import PROPOSITIONS, TRACABILITE
from concertation.interface.socle.session import is_phone, lexique_of
from concertation.interface.socle.textes import escape, rich_text
from concertation.recits.blocs import Texte
from concertation.recits.reponse import Reponse, tell_proposition

SIMILAIRES = 5


def show_fiche(ecran: EcranPropositions) -> None:
    """Wording, context, neighbours in the filtered list and computed likenesses."""
    donnees, fiche = ecran.donnees, ecran.affichage.fiche
    ligne = find_row(donnees.table("propositions"), fiche)
    if ligne is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        retour = "Liste" if is_phone() else "Retour à la liste"
        show_link(PROPOSITIONS, retour, ecran.params(fiche=""), "arrow_back")
        ids, ailleurs = ecran.lignes["id"].tolist(), "hors du filtre en cours"
        show_neighbours(ids, fiche, lambda autre: ecran.go(fiche=autre), ailleurs=ailleurs)
    reponse = read_reponse(donnees, fiche, tell_proposition)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(escape(reponse.titre), anchor=False, width="stretch")
        if not is_phone():
            _show_fichiers(fiche)
    gauche, droite = st.columns([3, 2], gap="large")
    with gauche:
        _show_texte(donnees, ligne, reponse)
        with guard():
            show_section(reponse.reponse)
        source = source_line(donnees, [ligne["source"]])
        st.caption(f"Proposition : texte repris à la lettre. {source}")
    with droite:
        # On a phone, after the answer, which the first screen holds.
        if is_phone():
            _show_fichiers(fiche)
        show_section(reponse.suite)
        show_switch("proposition")
        show_link(TRACABILITE, "Suivre toute la chaîne", {"depart": f"proposition:{fiche}"})
    show_suites(donnees, reponse)
    gauche, droite = st.columns(2, gap="large")
    with gauche:
        _show_contexte(donnees, ligne["theme"])
    with droite:
        _show_similaires(ecran)
    with guard():
        show_reserves(donnees, [*reponse.all_cibles, ("propositions", None)])


def _show_texte(donnees: Donnees, ligne: pd.Series, reponse: Reponse) -> None:
    """The wording with its acronyms explained; where and when it was said."""
    lexique = lexique_of(donnees)
    st.markdown(badges(donnees, ligne))
    with st.container(border=True):
        st.markdown(f"## {rich_text(ligne['intitule'], lexique)}")
        for point in split_liste(ligne["sous_points"]):
            st.markdown(f"- {rich_text(point, lexique)}")
    ou = [p for b in reponse.dite.blocs[1:] if isinstance(b, Texte) for p in b.paragraphes]
    st.caption(escape(" ".join(ou)))


def _show_fichiers(fiche: str) -> None:
    """The sheet on paper, and the address to share."""
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        link_document("Fiche A4 (PDF)", PROPOSITION, proposition=fiche)
        show_partage(short_path("p", fiche))


def _show_contexte(donnees: Donnees, cle: str) -> None:
    st.header("Contexte du thème", anchor=False)
    theme, lexique = find_row(donnees.table("themes"), cle), lexique_of(donnees)
    if theme is None:
        st.markdown("Contexte : non publié.")
        return
    st.markdown(f"**{escape(theme['nom'])}**")
    if theme["defi"]:
        st.markdown(f"Défi national : {rich_text(theme['defi'], lexique)}")
    for paragraphe in theme["contexte"].split("\n\n"):
        if paragraphe.strip():
            st.markdown(rich_text(paragraphe, lexique))
    points = split_liste(theme["points_introductifs"])
    if points:
        st.markdown("Points introductifs, qui ne sont pas des propositions :")
        st.markdown("\n".join(f"- {rich_text(point, lexique)}" for point in points))


def _show_similaires(ecran: EcranPropositions) -> None:
    st.header(
        "Propositions proches",
        anchor=False,
        help="Proximité calculée sur les mots employés ; les documents ne font pas ce lien.",
    )
    proches = dict(ecran.recherche.similar(ecran.affichage.fiche, SIMILAIRES))
    if not proches:
        st.markdown("Aucune proposition assez proche par ses mots.")
        return
    st.caption("Proximité calculée sur les mots, et non un rapprochement fait par les documents.")
    propositions, lexique = ecran.donnees.table("propositions"), lexique_of(ecran.donnees)
    for identifiant in proches:
        autre = find_row(propositions, identifiant)
        if autre is None:
            continue
        with st.container(border=True, gap="small"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f":small[{badges(ecran.donnees, autre)}]", width="stretch")
                show_lien_fiche(identifiant, {})
            st.markdown(texte_markdown(autre, lexique, ecran.recherche, ""))
