"""The chain around one thing: what stands near it on both sides, and who says that they are linked.

A link claims no cause: no document writes one.
"""

from collections.abc import Iterator

from concertation.analyse.chaine.graphe import (
    EDITORIAL,
    FAIBLE,
    FORTE,
    INTITULE,
    PUBLIE,
    Arete,
    Graphe,
    Noeud,
    Sens,
    chain_from,
)
from concertation.analyse.chaine.mots import UN_GENRE, name_of, tell_before
from concertation.analyse.mots.formats import plural
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
RIEN: dict[Sens, str] = {
    "aval": "Aucun écho trouvé dans un engagement, une priorité, une action ou un résultat.",
    "amont": "Aucune proposition n’en est rapprochée.",
}
MASQUES = "Les rapprochements éditoriaux sont masqués."
DE_DROIT = "Une de ses composantes"
FORCES = {FORTE: "lien fort", FAIBLE: "lien faible", INTITULE: "intitulé seulement"}


def tell_chaine(
    donnees: Donnees, graphe: Graphe, depart: Noeud, sens: Sens, par_genre: int = 0
) -> Liste:
    """What stands near the start on one side, kind after kind, the surest first.

    Each item says who makes the link, then by which steps and for which reason. `par_genre`: how
    many of a kind are told, 0 for all; the others are counted.
    """
    atteints = chain_from(graphe, depart, (sens,))
    parties = set(graphe.parts(depart))
    puces: list[Puce] = []
    for genre in GENRES[sens]:
        trouves = [
            n for n in graphe.libelles if n in atteints and n.type == genre and n not in parties
        ]
        trouves.sort(key=lambda n: (atteints[n].rapprochements, atteints[n].force == "faible"))
        dits = trouves[:par_genre] if par_genre else trouves
        for noeud in dits:
            chemin = atteints[noeud].chemin
            sous = (*_steps(donnees, graphe, depart, noeud, chemin), *_reasons(chemin))
            noms = (name_of(donnees, graphe, noeud), tell_before(donnees, noeud))
            mots = f"{', '.join(filter(None, noms))} ({_who(chemin).lower()})"
            puces.append(Puce(mots, fort=f"{UN_GENRE[genre]} : ", sous=sous))
        if reste := len(trouves) - len(dits):
            autres = plural(reste, "autre", "autres")
            puces.append(Puce(f"… et {autres}", fort=f"{UN_GENRE[genre]} : "))
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


def _reasons(chemin: tuple[Arete, ...]) -> Iterator[str]:
    lectures = [arete for arete in chemin if arete.lien]
    yield from dict.fromkeys(mots for arete in lectures if (mots := tell_reason(arete)))


def _steps(
    donnees: Donnees, graphe: Graphe, depart: Noeud, noeud: Noeud, chemin: tuple[Arete, ...]
) -> Iterator[str]:
    etapes = dict.fromkeys(
        bout for a in chemin for bout in (a.origine, a.cible) if bout not in (depart, noeud)
    )
    if etapes:
        yield "Par : " + " › ".join(name_of(donnees, graphe, etape) for etape in etapes)
