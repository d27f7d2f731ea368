"""How a chain comes to a node, edge after edge, and nodes found by their words."""

from collections import deque
from collections.abc import Iterable, Mapping

from concertation.analyse.chaine.graphe import (
    CARREFOURS,
    EDITORIAL,
    FAIBLE,
    PUBLIE,
    Arete,
    Atteint,
    Graphe,
    Noeud,
    Sens,
)
from concertation.analyse.mots.textes import fold

# What a reader looks for first comes first.
ORDRE_GENRES = (
    "theme", "engagement", "composante", "proposition", "action", "action_suivi", "priorite",
    "chantier", "dispositif", "indicateur_suivi",
)  # fmt: skip


def find_way(
    graphe: Graphe, depart: Noeud, atteints: Mapping[Noeud, Atteint], noeud: Noeud
) -> tuple[Arete, ...]:
    """Edges of a shortest way from the start to a node that `chain_from` reached, in that order.

    Edges keep their own direction, downstream. An engagement reached by one of its components
    ends with the edge that makes the component its part. Empty for the start, its parts, or a
    node that the chain does not reach.
    """
    atteint = atteints.get(noeud)
    departs = set(graphe.parts(depart))
    if atteint is None or noeud in departs:
        return ()
    chemin = _way_back(graphe, departs, atteints, noeud)
    if chemin:
        return chemin
    for partie in sorted(graphe.parts(noeud)[1:], key=lambda p: _is_weak(atteints.get(p))):
        if _cost(atteints, departs, partie, atteint.sens) == atteint.rapprochements:
            appartient = next(a for a in graphe.edges(partie, "amont") if a.origine == noeud)
            if partie in departs:
                return (appartient,)
            return (*_way_back(graphe, departs, atteints, partie), appartient)
    return ()


def _way_back(
    graphe: Graphe, departs: set[Noeud], atteints: Mapping[Noeud, Atteint], noeud: Noeud
) -> tuple[Arete, ...]:
    """From the node back to the start, on edges that a cheapest walk may have taken."""
    sens = atteints[noeud].sens
    contraire: Sens = "amont" if sens == "aval" else "aval"
    vus = {noeud}
    file: deque[tuple[Noeud, tuple[Arete, ...]]] = deque([(noeud, ())])
    while file:
        ici, suite = file.popleft()
        if ici in departs:
            return suite
        # Among ways of one length, the surest: weak links last.
        for arete in sorted(graphe.edges(ici, contraire), key=lambda a: a.force == FAIBLE):
            avant = arete.origine if sens == "aval" else arete.cible
            cout = _cost(atteints, departs, avant, sens)
            if avant in vus or cout is None:
                continue
            if cout + (arete.nature == EDITORIAL) != atteints[ici].rapprochements:
                continue
            # A crossroads is entered and left by what the files say, or ends the way.
            quitte = avant.type in CARREFOURS and avant not in departs
            traverse = ici.type in CARREFOURS and ici != noeud
            if (quitte or traverse) and arete.nature != PUBLIE:
                continue
            vus.add(avant)
            file.append((avant, (arete, *suite)))
    return ()


def _is_weak(atteint: Atteint | None) -> bool:
    return atteint is None or atteint.force == FAIBLE


def _cost(
    atteints: Mapping[Noeud, Atteint], departs: set[Noeud], noeud: Noeud, sens: str
) -> int | None:
    if noeud in departs:
        return 0
    atteint = atteints.get(noeud)
    return atteint.rapprochements if atteint is not None and atteint.sens == sens else None


def fold_labels(graphe: Graphe) -> dict[Noeud, str]:
    """The words of each node that a chain may start from, ready for `find_noeuds`."""
    return {
        noeud: f"{fold(noeud.id)} {fold(graphe.libelles[noeud])}"
        for noeud in graphe.of_type(*ORDRE_GENRES)
    }


def find_noeuds(
    mots: Mapping[Noeud, str], texte: str, propositions: Iterable[str] = ()
) -> list[Noeud]:
    """Nodes that hold every word of a text, kind after kind; `propositions` found otherwise.

    Within a kind, those that hold the words as they were typed come first; proposals keep the
    order given, which is that of a real search.
    """
    cherches = fold(texte).split()
    if not cherches:
        return []
    phrase = " ".join(cherches)
    trouves = [
        noeud
        for noeud, ecrit in mots.items()
        if noeud.type != "proposition" and all(mot in ecrit for mot in cherches)
    ]
    trouves += [Noeud("proposition", cle) for cle in propositions]
    rangs = {type_: rang for rang, type_ in enumerate(ORDRE_GENRES)}
    return sorted(
        (noeud for noeud in trouves if noeud in mots),
        key=lambda n: (rangs[n.type], n.type != "proposition" and phrase not in mots[n]),
    )
