"""The sheet of one proposal."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from concertation.analyse.chaine.graphe import Noeud
from concertation.analyse.lignes import find_row
from concertation.analyse.mots.glossaire import Lexique
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.recherche.recherche import Recherche
from concertation.analyse.selection.filtres import AffichagePropositions, FiltrePropositions
from concertation.donnees import Donnees
from concertation.interface.chaine.courte import show_chaine
from concertation.interface.elements.cartes_propositions import (
    badges,
    show_lien_fiche,
    texte_markdown,
)
from concertation.interface.elements.pagination import show_neighbours
from concertation.interface.elements.provenance import show_reserves, source_line
from concertation.interface.socle.boutons import show_link
from concertation.interface.socle.garde import guard
from concertation.interface.socle.registre import PROPOSITIONS
from concertation.interface.socle.session import write_params
from concertation.interface.socle.textes import escape, rich_text

SIMILAIRES = 5


def show_fiche_proposition(
    donnees: Donnees,
    recherche: Recherche,
    lexique: Lexique,
    lignes: pd.DataFrame,
    filtre: FiltrePropositions,
    affichage: AffichagePropositions,
) -> None:
    """Wording, context, neighbours in the filtered list and computed likenesses."""
    propositions, themes = donnees.table("propositions"), donnees.table("themes")
    ligne = find_row(propositions, affichage.fiche)
    if ligne is None:
        return
    _show_navigation(lignes, filtre, affichage)
    st.title(f"Proposition {escape(affichage.fiche)}", anchor=False)
    st.markdown(badges(donnees, ligne))
    with st.container(border=True):
        st.markdown(f"## {rich_text(ligne['intitule'], lexique)}")
        for point in split_liste(ligne["sous_points"]):
            st.markdown(f"- {rich_text(point, lexique)}")
    st.caption(f"Texte repris à la lettre. {source_line(donnees, [ligne['source']])}")
    with guard():
        noeud = Noeud("proposition", str(ligne["id"]))
        show_chaine(donnees, noeud, {"aval": "Ce que cette proposition est devenue"})
    gauche, droite = st.columns(2, gap="large")
    with gauche:
        _show_contexte(ligne, themes, lexique)
    with droite:
        _show_similaires(donnees, recherche, lexique, ligne)
    with guard():
        cibles = [("propositions", ligne["id"]), ("propositions", None), ("liens", None)]
        show_reserves(donnees, cibles)


def _show_navigation(
    lignes: pd.DataFrame, filtre: FiltrePropositions, affichage: AffichagePropositions
) -> None:
    def go(fiche: str) -> None:
        write_params(filtre.to_params() | replace(affichage, fiche=fiche).to_params())

    with st.container(horizontal=True, vertical_alignment="center"):
        show_link(
            PROPOSITIONS,
            "Retour à la liste",
            filtre.to_params() | replace(affichage, fiche="").to_params(),
            "arrow_back",
        )
        ids = lignes["id"].tolist()
        show_neighbours(ids, affichage.fiche, go, ailleurs="hors du filtre en cours")


def _show_contexte(ligne: pd.Series, themes: pd.DataFrame, lexique: Lexique) -> None:
    st.header("Contexte du thème", anchor=False)
    theme = find_row(themes, ligne["theme"])
    if theme is None:
        st.markdown("Contexte : non publié.")
        return
    st.markdown(f"**{escape(theme['nom'])}**")
    if theme["defi"]:
        st.markdown(f"Défi national : {rich_text(theme['defi'], lexique)}")
    for paragraphe in theme["contexte"].split("\n\n"):
        if paragraphe.strip():
            st.markdown(rich_text(paragraphe, lexique))
    points = split_liste(theme["points_introductifs"])
    if points:
        st.markdown("Points introductifs, qui ne sont pas des propositions :")
        st.markdown("\n".join(f"- {rich_text(point, lexique)}" for point in points))


def _show_similaires(
    donnees: Donnees, recherche: Recherche, lexique: Lexique, ligne: pd.Series
) -> None:
    st.header(
        "Propositions proches",
        anchor=False,
        help="Proximité calculée sur les mots employés ; les documents ne font pas ce lien.",
    )
    proches = recherche.similar(ligne["id"], SIMILAIRES)
    if not proches:
        st.markdown("Aucune proposition assez proche par ses mots.")
        return
    st.caption("Proximité calculée sur les mots, et non un rapprochement fait par les documents.")
    for identifiant, _ in proches:
        autre = find_row(donnees.table("propositions"), identifiant)
        if autre is None:
            continue
        with st.container(border=True, gap="small"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f":small[{badges(donnees, autre)}]", width="stretch")
                show_lien_fiche(identifiant, {})
            st.markdown(texte_markdown(autre, lexique, recherche, ""))
