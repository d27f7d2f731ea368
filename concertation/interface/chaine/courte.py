"""The chain of one thing on its own sheet: a short list, and the way to Traçabilité."""

from collections.abc import Mapping
from functools import lru_cache

import streamlit as st

from concertation.analyse.chaine.comptes import count_echoes
from concertation.analyse.chaine.flux import key_of
from concertation.analyse.chaine.graphe import Arete, Noeud, Sens, chain_from
from concertation.analyse.chaine.mots import name_of
from concertation.analyse.chaine.parcours import find_way
from concertation.donnees import Donnees
from concertation.interface.chaine.noms import GENRES, nature_text
from concertation.interface.chaine.rapprochements import Chaine, current_chaine, show_switch
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.registre import TRACABILITE
from concertation.interface.socle.textes import escape

# Kinds that a sheet lists, in the order of the chain.
GENRES_MONTRES: dict[Sens, tuple[str, ...]] = {
    "aval": (
        "engagement", "composante", "instruction", "priorite", "action", "dispositif",
        "action_suivi", "mesure",
    ),
    "amont": ("proposition", "engagement", "composante"),
}  # fmt: skip
PAR_GENRE = 3
RIEN: dict[Sens, str] = {
    "aval": "Aucun écho trouvé dans un engagement, une priorité, une action ou un résultat.",
    "amont": "Aucune origine trouvée dans la concertation.",
}


def show_chaine(donnees: Donnees, noeud: Noeud, titres: Mapping[Sens, str]) -> None:
    """What something led to, or comes from; `titres` gives the directions to show.

    Every link says who makes it.
    """
    chaine = current_chaine(donnees, current_acteur())
    for rang, (sens, titre) in enumerate(titres.items()):
        st.header(titre, anchor=False)
        if not rang:
            show_switch(noeud.type)
        st.markdown(_text(donnees, chaine, noeud, sens) or f"**{RIEN[sens]}**")
    if not chaine.liens:
        st.caption("Les rapprochements éditoriaux sont masqués.")
    if chaine.panne:
        st.caption(escape(chaine.panne))
    if noeud in chaine.graphe.libelles:
        st.page_link(
            TRACABILITE.chemin,
            label="Suivre toute la chaîne",
            icon=TRACABILITE.icone,
            query_params={"depart": key_of(noeud)},
        )


@lru_cache(maxsize=256)
def _text(donnees: Donnees, chaine: Chaine, noeud: Noeud, sens: Sens) -> str:
    """Markdown: some nodes of each kind, surest first, with the last link on the way to each."""
    graphe = chaine.graphe
    atteints = chain_from(graphe, noeud, (sens,))
    lignes = []
    for genre in GENRES_MONTRES[sens]:
        trouves = [n for n in graphe.libelles if n in atteints and n.type == genre]
        trouves.sort(key=lambda n: (atteints[n].rapprochements, atteints[n].force == "faible"))
        for autre in trouves[:PAR_GENRE]:
            chemin = find_way(graphe, noeud, atteints, autre)
            lignes.append(
                f"- **{GENRES[genre].un}** : {escape(name_of(donnees, graphe, autre))}  \n"
                f":small[{_how(donnees, chaine, noeud, autre, chemin)}]"
            )
        reste = len(trouves) - PAR_GENRE
        if reste > 0:
            lignes.append(f"- … et {reste} autres : {GENRES[genre].plusieurs.lower()}")
    return "\n".join(lignes)


def _how(
    donnees: Donnees, chaine: Chaine, depart: Noeud, noeud: Noeud, chemin: tuple[Arete, ...]
) -> str:
    if not chemin:
        return "De plein droit"
    lectures = [arete for arete in chemin if arete.lien and arete.force]
    dits = "  \n".join(nature_text(arete) for arete in lectures or chemin[-1:])
    etapes = [
        bout
        for arete in chemin
        for bout in (arete.origine, arete.cible)
        if bout not in (depart, noeud)
    ]
    if not etapes:
        return dits
    par = " › ".join(escape(name_of(donnees, chaine.graphe, e)) for e in dict.fromkeys(etapes))
    return f"Par : {par}  \n{dits}"


def read_echoes(donnees: Donnees) -> tuple[dict[str, int], Chaine]:
    """The chain's figures for the home page, and what they were counted on."""
    chaine = current_chaine(donnees, current_acteur())
    return _echoes(chaine), chaine


@lru_cache(maxsize=8)
def _echoes(chaine: Chaine) -> dict[str, int]:
    return count_echoes(chaine.graphe)
