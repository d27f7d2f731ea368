"""The sheet of one proposal."""

import streamlit as st

from concertation.analyse.chaine.graphe import Noeud
from concertation.analyse.lignes import find_row
from concertation.analyse.mots.textes import split_liste
from concertation.donnees import Donnees
from concertation.interface.chaine import show_chaine
from concertation.interface.ecrans.propositions.ecran import EcranPropositions, show_lien_fiche
from concertation.interface.elements.cartes_propositions import badges, texte_markdown
from concertation.interface.elements.pagination import show_neighbours
from concertation.interface.elements.provenance import show_reserves, source_line
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.garde import guard
from concertation.interface.socle.registre import PROPOSITIONS
from concertation.interface.socle.session import lexique_of
from concertation.interface.socle.textes import escape, rich_text

SIMILAIRES = 5


def show_fiche(ecran: EcranPropositions) -> None:
    """Wording, context, neighbours in the filtered list and computed likenesses."""
    donnees, lexique, fiche = ecran.donnees, lexique_of(ecran.donnees), ecran.affichage.fiche
    ligne = find_row(donnees.table("propositions"), fiche)
    if ligne is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        show_link(PROPOSITIONS, "Retour à la liste", ecran.params(fiche=""), "arrow_back")
        ids, ailleurs = ecran.lignes["id"].tolist(), "hors du filtre en cours"
        show_neighbours(ids, fiche, lambda autre: ecran.go(fiche=autre), ailleurs=ailleurs)
    st.title(f"Proposition {escape(fiche)}", anchor=False)
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
        _show_contexte(donnees, ligne["theme"])
    with droite:
        _show_similaires(ecran)
    with guard():
        cibles = [("propositions", ligne["id"]), ("propositions", None), ("liens", None)]
        show_reserves(donnees, cibles)


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
