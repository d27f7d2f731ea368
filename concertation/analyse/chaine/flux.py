"""The chain as flows between columns: what a picture of it draws."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from concertation.analyse.chaine.graphe import Graphe, Noeud

# Column of each kind, from what was said to what it gave.
RANGS = {
    "theme": 0, "proposition": 1, "engagement": 2, "instruction": 2, "priorite": 3, "action": 4,
    "dispositif": 4, "action_suivi": 4, "indicateur_suivi": 4, "mesure": 5, "mesure_suivi": 5,
}  # fmt: skip
TOUS = "*"
"""Id of a node that stands for all those of its kind."""
# More in one column would not be read: they are gathered, the last kinds of `RANGS` first.
LIMITE = 18
COLONNES_NOEUDS = ("cle", "type", "id", "libelle", "rang", "n")
COLONNES_ARETES = ("origine", "cible", "nature", "n")


@dataclass(frozen=True, eq=False)
class Flux:
    """`noeuds` (`COLONNES_NOEUDS`: `cle` is « type:id », `n` how many nodes it stands for) and
    `aretes` (`COLONNES_ARETES`: keys of two nodes, the nature, how many edges were gathered)."""

    noeuds: pd.DataFrame
    aretes: pd.DataFrame


def build_flux(
    graphe: Graphe,
    noeuds: Collection[Noeud] | None = None,
    depart: Noeud | None = None,
    limite: int = LIMITE,
) -> Flux:
    """Flows between these nodes, or all of them.

    Components stand under their engagement and « chantiers » under their priority. Too many
    proposals stand under their theme, too many of another kind under one node (`TOUS`);
    decisions always under what was decided. The start is never gathered, and stays without flows.
    """
    choisis = dict.fromkeys(graphe.libelles if noeuds is None else noeuds)
    if depart is not None and depart in graphe.libelles:
        choisis[depart] = None
    # In the order of the tables, whatever the order of the walk.
    membres = [noeud for noeud in graphe.libelles if noeud in choisis]
    denses = _crowded(Counter(noeud.type for noeud in membres), limite)
    vers = {
        noeud: noeud
        if noeud == depart and noeud.type != "chantier"
        else _stand_in(graphe, noeud, denses)
        for noeud in membres
    }
    aretes: Counter[tuple[Noeud, Noeud, str]] = Counter()
    for arete in graphe.aretes:
        origine, cible = vers.get(arete.origine), vers.get(arete.cible)
        if origine and cible and _rank(origine) < _rank(cible):
            aretes[origine, cible, arete.nature] += 1
    dessines = {bout for origine, cible, _ in aretes for bout in (origine, cible)}
    if depart is not None and (place := vers.get(depart)):
        dessines.add(place)
    poids = Counter(v for noeud, v in vers.items() if v and (noeud.type == v.type))
    lignes = [
        (key_of(n), n.type, n.id, graphe.libelles.get(n, ""), _rank(n), max(1, poids[n]))
        for n in dict.fromkeys(v for v in vers.values() if v)
        if n in dessines
    ]
    flux = [(key_of(o), key_of(c), nature, n) for (o, c, nature), n in aretes.items()]
    return Flux(
        pd.DataFrame(lignes, columns=list(COLONNES_NOEUDS)),
        pd.DataFrame(flux, columns=list(COLONNES_ARETES)),
    )


def key_of(noeud: Noeud) -> str:
    """« type:id », as an address writes a node."""
    return f"{noeud.type}:{noeud.id}"


def read_key(cle: str) -> Noeud:
    """The reverse of `key_of`, whatever the text."""
    type_, _, id_ = cle.partition(":")
    return Noeud(type_, id_)


def _rank(noeud: Noeud) -> int:
    return RANGS.get(noeud.type, RANGS["engagement"] if noeud.type == "composante" else -1)


def _crowded(comptes: Counter[str], limite: int) -> set[str]:
    """Kinds to gather so that no column holds more than `limite` nodes; themes never are."""
    denses: set[str] = set()
    for rang in set(RANGS.values()):
        types = [t for t in RANGS if RANGS[t] == rang and t not in ("theme", "instruction")]
        while sum(comptes[t] for t in types) > limite:
            denses.add(max(reversed(types), key=lambda t: comptes[t]))
            types = [t for t in types if t not in denses]
    return denses


def _stand_in(graphe: Graphe, noeud: Noeud, denses: Collection[str]) -> Noeud | None:
    """The node that a picture draws for this one; None for what it leaves out."""
    if noeud.type in ("composante", "chantier"):
        parents = (a.origine for a in graphe.edges(noeud, "amont") if not a.lien)
        return next((p for p in parents if p.type in ("engagement", "priorite")), None)
    if noeud.type == "instruction":
        return Noeud("instruction", graphe.libelles[noeud])
    if noeud.type not in RANGS:
        return None
    if noeud.type not in denses:
        return noeud
    if noeud.type == "proposition":
        themes = (a.origine for a in graphe.edges(noeud, "amont") if a.origine.type == "theme")
        return next(themes, None)
    return Noeud(noeud.type, TOUS)
