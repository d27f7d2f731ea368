"""The chain around one thing: what stands near it on both sides, and who says that they are linked.

A link claims no cause: no document writes one.
"""

from concertation.analyse.chaine.graphe import (
    EDITORIAL,
    FAIBLE,
    FORTE,
    INTITULE,
    PUBLIE,
    Arete,
    Atteint,
    Graphe,
    Noeud,
    Sens,
    chain_from,
)
from concertation.analyse.chaine.mots import UN_GENRE, name_of, tell_before
from concertation.declarations.lien import AVIS, FORCE
from concertation.donnees import Donnees
from concertation.recits.blocs import Liste, Puce

# Kinds that are told, in the order of the chain.
GENRES: dict[Sens, tuple[str, ...]] = {
    "aval": (
        "engagement", "composante", "instruction", "priorite", "action", "dispositif",
        "action_suivi", "mesure",
    ),
    "amont": ("proposition", "engagement", "composante"),
}  # fmt: skip
DE_DROIT = "Une de ses composantes"
FORCES = {FORTE: "lien fort", FAIBLE: "lien faible", INTITULE: "intitulé seulement"}


def reach_near(
    graphe: Graphe, depart: Noeud, sens: Sens, genres: tuple[str, ...]
) -> dict[Noeud, Atteint]:
    """What stands near the start on one side, kind after kind, the surest first; its own parts are
    left out."""
    atteints, parties = chain_from(graphe, depart, (sens,)), set(graphe.parts(depart))
    trouves = [n for n in graphe.libelles if n in atteints and n.type in genres]
    trouves.sort(key=lambda n: (atteints[n].rapprochements, atteints[n].force == FAIBLE))
    trouves.sort(key=lambda n: genres.index(n.type))
    return {noeud: atteints[noeud] for noeud in trouves if noeud not in parties}


def tell_chaine(donnees: Donnees, graphe: Graphe, depart: Noeud, sens: Sens) -> Liste:
    """All that stands near the start on one side.

    Each item says who makes the link, then by which steps and for which reason.
    """
    puces = []
    for noeud, atteint in reach_near(graphe, depart, sens, GENRES[sens]).items():
        chemin = atteint.chemin
        bouts = dict.fromkeys(bout for a in chemin for bout in (a.origine, a.cible))
        par = " › ".join(name_of(donnees, graphe, b) for b in bouts if b not in (depart, noeud))
        raisons = dict.fromkeys(mots for a in chemin if a.lien and (mots := tell_reason(a)))
        noms = filter(None, (name_of(donnees, graphe, noeud), tell_before(donnees, noeud)))
        mots = f"{', '.join(noms)} ({_who(chemin).lower()})"
        sous = (*([f"Par : {par}"] if par else ()), *raisons)
        puces.append(Puce(mots, fort=f"{UN_GENRE[noeud.type]} : ", sous=sous))
    return Liste(tuple(puces))


def tell_link(arete: Arete) -> str:
    """Who says that two things are linked: « Rapprochement éditorial, lien fort, contesté par la
    direction »."""
    if arete.nature == PUBLIE:
        return "Lien publié"
    if arete.nature == EDITORIAL:
        avis = f", {AVIS.mot(arete.avis).lower()} par la direction" if arete.avis else ""
        # A consultation may have strengths of its own.
        force = FORCES.get(arete.force, f"lien {FORCE.mot(arete.force).lower()}")
        return f"Rapprochement éditorial, {force}{avis}"
    return "Suivi des comités"


def tell_reason(arete: Arete) -> str:
    """Why, and for a reading whose it is; readers do not get people's names. "" when unsaid."""
    if arete.nature != EDITORIAL:
        return arete.justification
    auteur = arete.auteur or "lecture de la direction"
    raison = f"{arete.justification} ({auteur})" if arete.justification else auteur
    return f"{raison} {AVIS.mot(arete.avis)}\u00a0: {arete.motif}" if arete.motif else raison


def _who(chemin: tuple[Arete, ...]) -> str:
    """The readings of a way, else its last link."""
    if not chemin:
        return DE_DROIT
    lectures = [arete for arete in chemin if arete.nature == EDITORIAL]
    return ", puis ".join(dict.fromkeys(tell_link(arete) for arete in lectures or chemin[-1:]))
