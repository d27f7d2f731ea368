"""The chain around a thing, as a table: what it comes from, what it led to, and who says so."""

from concertation.analyse.chaine import (
    EDITORIAL,
    PUBLIE,
    Arete,
    Graphe,
    Noeud,
    Sens,
    chain_from,
)
from concertation.analyse.chaine_recit import find_way
from concertation.restitution.diapos.contexte import Contexte
from concertation.restitution.diapos.modele import Tableau

GENRES = {
    "proposition": "Proposition",
    "engagement": "Engagement",
    "composante": "Composante",
    "priorite": "Priorité",
    "action": "Action publiée",
    "dispositif": "Dispositif",
    "action_suivi": "Action d'un comité",
}
FORCES = {"forte": "fort", "faible": "faible"}


def table_chain(contexte: Contexte, depart: Noeud, sens: Sens, titre: str) -> Tableau:
    """What the start comes from or leads to, surest first, with what each link is worth."""
    graphe = contexte.graphe
    atteints = chain_from(graphe, depart, (sens,))
    parties = set(graphe.parts(depart))
    lignes = []
    for genre, mot in GENRES.items():
        trouves = [
            n for n in graphe.libelles if n in atteints and n.type == genre and n not in parties
        ]
        trouves.sort(key=lambda n: (atteints[n].rapprochements, atteints[n].force == "faible"))
        for noeud in trouves:
            chemin = find_way(graphe, depart, atteints, noeud)
            lignes.append((mot, _name(graphe, noeud), _how(chemin)))
    return Tableau(
        ("Nature", "Intitulé", "Ce qui les relie"), tuple(lignes), (16, 42, 42), (), titre
    )


def _name(graphe: Graphe, noeud: Noeud) -> str:
    nom = graphe.libelles[noeud] or noeud.id
    return nom if noeud.type == "action_suivi" else f"{noeud.id} – {nom}"


def _how(chemin: tuple[Arete, ...]) -> str:
    """Who says that they are linked; a reading says its reason."""
    lectures = [arete for arete in chemin if arete.nature == EDITORIAL]
    if lectures:
        dits = (
            " : ".join(
                mot for mot in (f"Rapprochement éditorial {_strength(a)}", a.justification) if mot
            )
            for a in lectures
        )
        return "\n".join(dict.fromkeys(dits))
    if chemin and all(arete.nature == PUBLIE for arete in chemin):
        return "Lien publié"
    return "Suivi des comités" if chemin else "De plein droit"


def _strength(arete: Arete) -> str:
    return FORCES.get(arete.force, arete.force)
