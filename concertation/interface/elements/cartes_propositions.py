"""Proposals as a list of cards or as a table."""

from dataclasses import replace
from functools import lru_cache

import pandas as pd
import streamlit as st

from concertation.analyse.mots.glossaire import Lexique
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.ordre import theme_names
from concertation.analyse.recherche.recherche import Recherche
from concertation.analyse.selection.filtres import AffichagePropositions, FiltrePropositions
from concertation.analyse.selection.propositions import ResultatPropositions
from concertation.declarations.portee import PORTEE
from concertation.donnees import Donnees
from concertation.graphiques.gabarit import Mode, theme_color
from concertation.interface.elements.pagination import paged
from concertation.interface.socle.boutons import show_link
from concertation.interface.socle.registre import PROPOSITIONS
from concertation.interface.socle.session import current_mode, lexique_of, write_params
from concertation.interface.socle.textes import escape, rich_text

PAR_PAGE = 12


def search_note(resultat: ResultatPropositions) -> str:
    """What a count must add when the words of a search are not all there; "" when they are."""
    note = ""
    if resultat.approximatif and resultat.suggestion:
        note = f" – aucun mot exact ; vouliez-vous dire « {escape(resultat.suggestion)} » ?"
    if resultat.partiel:
        note += " – aucune n'a tous ces mots : celles-ci en ont une partie"
    return note


def badges(donnees: Donnees, ligne: pd.Series) -> str:
    """Theme and portée of a proposal on one line; colour never alone."""
    return _badges(donnees, str(ligne["theme"]), str(ligne["portee"]), current_mode())


@lru_cache(maxsize=64)
def _badges(donnees: Donnees, theme: str, portee: str, mode: Mode) -> str:
    noms = theme_names(donnees.table("themes"))
    rang = list(noms).index(theme) if theme in noms else 0
    carre = f':color[■]{{foreground="{theme_color(rang, mode)}"}}'
    return f"{carre} {escape(noms.get(theme, theme))}  ·  {_portee(portee)}"


def show_lien_fiche(identifiant: str, params: dict[str, list[str]]) -> None:
    """A real link to the sheet of a proposal; `params` keep the list it is read in."""
    show_link(
        PROPOSITIONS, f"Fiche {escape(identifiant)}", params | {"fiche": [identifiant]}, "article"
    )


def texte_markdown(ligne: pd.Series, lexique: Lexique, recherche: Recherche, requete: str) -> str:
    """Wording and sub-points, acronyms explained, found words highlighted."""

    def rich(texte: str) -> str:
        segments = recherche.highlight(texte, requete) if requete else None
        return rich_text(texte, lexique, segments)

    points = "".join(f"\n- {rich(point)}" for point in split_liste(ligne["sous_points"]))
    return rich(ligne["intitule"]) + ("\n" + points if points else "")


def show_cartes(
    lignes: pd.DataFrame,
    donnees: Donnees,
    recherche: Recherche,
    filtre: FiltrePropositions,
    affichage: AffichagePropositions,
) -> None:
    """One page of cards, two in a row where there is room."""
    lexique = lexique_of(donnees)

    def go(numero: int) -> None:
        write_params(filtre.to_params() | replace(affichage, page=numero).to_params())

    with (
        paged(lignes, affichage.page, PAR_PAGE, go) as montrees,
        st.grid(2, min_column_width=330, gap="small"),
    ):
        for _, ligne in montrees.iterrows():
            with st.container(border=True, height="stretch", gap="xsmall"):
                texte = texte_markdown(ligne, lexique, recherche, filtre.recherche)
                st.markdown(f":small[{badges(donnees, ligne)}]\n\n{texte}")
                show_lien_fiche(ligne["id"], filtre.to_params() | affichage.to_params())


def show_tableau(
    lignes: pd.DataFrame, donnees: Donnees, recherche: Recherche, filtre: FiltrePropositions
) -> None:
    """All rows in a table that prints; the number leads to the sheet."""
    themes, lexique = donnees.table("themes"), lexique_of(donnees)
    noms = themes.set_index("id")["nom_court"]
    rendu = [
        {
            "N°": f"[{escape(ligne['id'])}](/propositions?fiche={ligne['id']} "
            '"Ouvrir la fiche, nouvel onglet")',
            "Thème": escape(noms.get(ligne["theme"], ligne["theme"])),
            "Portée": _portee(ligne["portee"]),
            "Proposition": _on_one_line(
                texte_markdown(ligne, lexique, recherche, filtre.recherche)
            ),
        }
        for _, ligne in lignes.iterrows()
    ]
    st.table(rendu, hide_index=True, border="horizontal", alt="Propositions retenues par le filtre")


def _on_one_line(markdown: str) -> str:
    """A list can't stand in a cell: its points follow each other, separated by a dash."""
    return markdown.replace("\n\n- ", " – ").replace("\n- ", " – ")


def _portee(code: str) -> str:
    return f"{PORTEE.icone(code)} {escape(PORTEE.mot(code))}" if code in PORTEE else escape(code)
