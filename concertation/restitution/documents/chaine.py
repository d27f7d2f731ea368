"""The chain around a thing, as a table: what it comes from, what it led to, and who says so."""

from concertation.analyse.chaine.graphe import (
    EDITORIAL,
    PUBLIE,
    Arete,
    Noeud,
    Sens,
    chain_from,
)
from concertation.analyse.chaine.mots import UN_GENRE, force_word, name_of
from concertation.analyse.chaine.parcours import find_way
from concertation.recits.blocs import Tableau
from concertation.recits.contexte import Contexte

GENRES = (
    "proposition", "engagement", "composante", "priorite", "action", "dispositif", "action_suivi",
)  # fmt: skip


def table_chain(contexte: Contexte, depart: Noeud, sens: Sens, titre: str) -> Tableau:
    """What the start comes from or leads to, surest first, with what each link is worth."""
    graphe = contexte.graphe
    atteints = chain_from(graphe, depart, (sens,))
    parties = set(graphe.parts(depart))
    lignes = []
    for genre in GENRES:
        trouves = [
            n for n in graphe.libelles if n in atteints and n.type == genre and n not in parties
        ]
        trouves.sort(key=lambda n: (atteints[n].rapprochements, atteints[n].force == "faible"))
        for noeud in trouves:
            chemin = find_way(graphe, depart, atteints, noeud)
            nom = name_of(contexte.donnees, graphe, noeud)
            lignes.append((UN_GENRE[genre], nom, _how(chemin)))
    return Tableau(
        ("Nature", "Intitulé", "Ce qui les relie"), tuple(lignes), (16, 42, 42), (), titre
    )


def _how(chemin: tuple[Arete, ...]) -> str:
    """Who says that they are linked; a reading says its reason."""
    lectures = [arete for arete in chemin if arete.nature == EDITORIAL]
    if lectures:
        dits = (
            " : ".join(
                mot
                for mot in (
                    f"Rapprochement éditorial {force_word(a.force)}",
                    a.justification,
                )
                if mot
            )
            for a in lectures
        )
        return "\n".join(dict.fromkeys(dits))
    if chemin and all(arete.nature == PUBLIE for arete in chemin):
        return "Lien publié"
    return "Suivi des comités" if chemin else "De plein droit"
