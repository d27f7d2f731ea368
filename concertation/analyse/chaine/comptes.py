"""Counts, matrices and rows of the chain, for the home page and the matrix."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import pandas as pd

from concertation.analyse.chaine.graphe import (
    EDITORIAL,
    ENGAGEMENTS,
    FAIBLE,
    FORTE,
    Arete,
    Graphe,
    Noeud,
    orphans,
)

# What an echo of a proposal may be, by its name in `count_echoes`.
ECHOS: dict[str, tuple[str, ...]] = {
    "engagement": ENGAGEMENTS,
    "priorite": ("priorite",),
    "action": ("action",),
    "dispositif": ("dispositif",),
    "decision": ("instruction",),
    "action_suivi": ("action_suivi",),
}
COLONNES_LIENS = (
    "lien", "origine_type", "origine", "cible_type", "cible", "nature", "force", "justification",
    "auteur",
)  # fmt: skip
RANG_FORCE = {"": 0, FORTE: 1, FAIBLE: 2}


def count_echoes(graphe: Graphe) -> dict[str, int]:
    """How many proposals have an echo, by kind: keys of `ECHOS`, `resultat`, `aucun`, `total`.

    Only direct links count: a proposal has an echo in an action when someone linked the two, not
    because both lie under one priority. `resultat`: one of its actions has a published measure.
    """
    propositions = graphe.of_type("proposition")
    menees = set(graphe.of_type("action")) - set(orphans(graphe, "action"))
    comptes = dict.fromkeys(("total", *ECHOS, "resultat", "aucun"), 0)
    comptes["total"] = len(propositions)
    for proposition in propositions:
        suites = [arete.cible for arete in graphe.edges(proposition, "aval")]
        types = {noeud.type for noeud in suites}
        for nom, voulus in ECHOS.items():
            comptes[nom] += not types.isdisjoint(voulus)
        comptes["resultat"] += not menees.isdisjoint(suites)
        comptes["aucun"] += not suites
    return comptes


def matrix_themes(graphe: Graphe, colonne: str) -> pd.DataFrame:
    """Theme × nodes of a type: how many proposals of the theme are linked to each.

    Index and columns are ids in the order of the tables; a link to a component counts once for
    its engagement when `colonne` is « engagement ».
    """
    themes, cibles = graphe.of_type("theme"), graphe.of_type(colonne)
    comptes = Counter(
        (theme, cible)
        for theme in themes
        for proposition in graphe.next_of(theme, "aval")
        for cible in _targets(graphe, graphe.next_of(proposition, "aval"))
    )
    return _matrix(themes, cibles, lambda theme, cible: comptes[theme, cible])


def matrix_links(
    graphe: Graphe, ligne: str | Sequence[Noeud], colonne: str | Sequence[Noeud]
) -> pd.DataFrame:
    """Nodes of two types (or these nodes), and the strongest direct link between them.

    « publie » or « suivi » for what was not read by anyone, else « forte » or « faible », ""
    without a link.
    """
    lignes = graphe.of_type(ligne) if isinstance(ligne, str) else list(ligne)
    cibles = graphe.of_type(colonne) if isinstance(colonne, str) else list(colonne)
    plus_forts: dict[tuple[Noeud, Noeud], str] = {}
    for noeud in lignes:
        for arete in sorted(_links_of(graphe, noeud), key=lambda a: RANG_FORCE[a.force]):
            for cible in _targets(graphe, [arete.cible]):
                plus_forts.setdefault((noeud, cible), arete.force or arete.nature)
    return _matrix(lignes, cibles, lambda noeud, cible: plus_forts.get((noeud, cible), ""))


def _matrix(
    lignes: Sequence[Noeud], colonnes: Sequence[Noeud], case: Callable[[Noeud, Noeud], Any]
) -> pd.DataFrame:
    cases = [[case(ligne, colonne) for colonne in colonnes] for ligne in lignes]
    return pd.DataFrame(cases, index=[n.id for n in lignes], columns=[n.id for n in colonnes])


def linked_columns(graphe: Graphe, lignes: Iterable[Noeud], colonne: str) -> list[Noeud]:
    """Nodes of a type that have a direct link with one of these, in the order of the tables."""
    lies = {
        cible
        for noeud in lignes
        for arete in _links_of(graphe, noeud)
        for cible in _targets(graphe, [arete.cible])
    }
    return [noeud for noeud in graphe.of_type(colonne) if noeud in lies]


def _links_of(graphe: Graphe, noeud: Noeud) -> list[Arete]:
    """Edges downstream of a node, those of an engagement's components included."""
    return [arete for partie in graphe.parts(noeud) for arete in graphe.edges(partie, "aval")]


def _targets(graphe: Graphe, noeuds: Iterable[Noeud]) -> set[Noeud]:
    """The nodes and the engagements of components among them."""
    trouves = set(noeuds)
    return trouves | {e for noeud in trouves for e in graphe.wholes(noeud)}


def list_links(graphe: Graphe, noeuds: Collection[Noeud] | None = None) -> pd.DataFrame:
    """Editorial links as rows (`COLONNES_LIENS`), between these nodes or all."""
    choisis = None if noeuds is None else set(noeuds)
    lignes = [
        (a.lien, *a.origine, *a.cible, a.nature, a.force, a.justification, a.auteur)
        for a in graphe.aretes
        if a.nature == EDITORIAL and (choisis is None or {a.origine, a.cible} <= choisis)
    ]
    return pd.DataFrame(lignes, columns=list(COLONNES_LIENS)).astype("str")
