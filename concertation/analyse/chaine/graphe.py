"""The chain from what was said to what was done, as an immutable graph, and walks on it.

theme → proposition → engagement or composante → priorite → chantier → action → mesure, with
« dispositifs » beside actions and follow-up entries beside published facts. Edges run downstream.
Built by `construction.build_graphe`; every function here is pure.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import count
from typing import Literal, NamedTuple

Nature = Literal["publie", "editorial", "suivi"]
Sens = Literal["amont", "aval"]

PUBLIE: Nature = "publie"
EDITORIAL: Nature = "editorial"
SUIVI: Nature = "suivi"
FAIBLE = "faible"
FORTE = "forte"
INTITULE = "intitule"
CONTESTE, RETIRE = "conteste", "retire"

# A priority gathers much that has nothing else in common: a chain that came to one by a link goes
# no further, and one that came by the roadmap's own order stays in that order.
CARREFOURS = frozenset({"priorite"})
# An engagement and its components are one rank: whoever starts from one starts from its parts.
ENSEMBLE, PARTIE = "engagement", "composante"

ENGAGEMENTS = ("engagement", "composante")
ACTIONS = ("action", "action_suivi")
# What follows, and what comes before, each kind: nothing of it makes an orphan.
SUITES: dict[str, tuple[str, ...]] = {
    "theme": ("proposition",),
    "proposition": (*ENGAGEMENTS, "priorite", *ACTIONS, "dispositif", "instruction"),
    "engagement": ACTIONS,
    "composante": ACTIONS,
    "priorite": ("chantier",),
    "chantier": ("action",),
    "action": ("mesure",),
    "dispositif": ("mesure",),
    "indicateur_suivi": ("mesure_suivi",),
}
ORIGINES: dict[str, tuple[str, ...]] = {
    "engagement": ("proposition",),
    "composante": ("proposition",),
    "priorite": ("proposition", *ENGAGEMENTS),
    "action": ("proposition", *ENGAGEMENTS),
    "dispositif": ("proposition", *ENGAGEMENTS),
    "action_suivi": ("proposition",),
}


class Noeud(NamedTuple):
    """One thing of the chain: its type (« proposition ») and its id."""

    type: str
    id: str


class Arete(NamedTuple):
    """`nature` says who made it: a published file, an editorial reading, or follow-up.

    `force` (« forte », « faible », « intitule »), `justification` and `auteur` are those of a link;
    `lien` its id, "" for an edge that the tables themselves make. `avis` and `motif`: what the
    direction says of a link.
    """

    origine: Noeud
    cible: Noeud
    nature: Nature
    force: str = ""
    justification: str = ""
    auteur: str = ""
    lien: str = ""
    avis: str = ""
    motif: str = ""

    @property
    def is_echo(self) -> bool:
        """Not the mere title of a priority, nor a link that is contested."""
        return self.force != INTITULE and self.avis != CONTESTE

    @property
    def is_sure(self) -> bool:
        """What nobody read, or read as strong."""
        return self.force in ("", FORTE) and self.avis != CONTESTE


@dataclass(frozen=True)
class Graphe:
    """`libelles` names every node, in the order of the tables; edges end on known nodes only."""

    libelles: Mapping[Noeud, str]
    aretes: tuple[Arete, ...]

    @classmethod
    def of(cls, libelles: Mapping[Noeud, str], aretes: Iterable[Arete]) -> "Graphe":
        """Edges to or from an unknown node are left out."""
        gardees = (a for a in aretes if a.origine in libelles and a.cible in libelles)
        return cls(dict(libelles), tuple(gardees))

    @cached_property
    def _edges(self) -> dict[tuple[Noeud, Sens], list[Arete]]:
        bouts: dict[tuple[Noeud, Sens], list[Arete]] = defaultdict(list)
        for arete in self.aretes:
            bouts[arete.origine, "aval"].append(arete)
            bouts[arete.cible, "amont"].append(arete)
        return dict(bouts)

    def of_type(self, *types: str) -> list[Noeud]:
        """Nodes of these types, in the order of the tables."""
        return [noeud for noeud in self.libelles if noeud.type in types]

    def edges(self, noeud: Noeud, sens: Sens) -> Sequence[Arete]:
        """Edges that leave a node downstream, or reach it from upstream."""
        return self._edges.get((noeud, sens), ())

    def next_of(self, noeud: Noeud, sens: Sens) -> list[Noeud]:
        """Direct neighbours, once each."""
        bouts = (a.cible if sens == "aval" else a.origine for a in self.edges(noeud, sens))
        return list(dict.fromkeys(bouts))

    def parts(self, noeud: Noeud) -> list[Noeud]:
        """The node itself and, for an engagement, its components."""
        if noeud.type != ENSEMBLE:
            return [noeud]
        return [noeud, *(n for n in self.next_of(noeud, "aval") if n.type == PARTIE)]

    def wholes(self, noeud: Noeud) -> list[Noeud]:
        """The engagement that a component belongs to."""
        return list(dict.fromkeys(arete.origine for arete in self.memberships(noeud)))

    def memberships(self, noeud: Noeud) -> list[Arete]:
        """The edges that make a component the part of an engagement."""
        amont = self.edges(noeud, "amont") if noeud.type == PARTIE else ()
        return [arete for arete in amont if arete.origine.type == ENSEMBLE]


class Atteint(NamedTuple):
    """How a chain comes to a node.

    `rapprochements` is the least number of editorial links on a way to it; `force` is "" when
    there is a way without any, « forte » when there is one of sure links, else « faible ».
    `chemin`: the edges of such a way from the start, the shortest then the surest; they keep
    their own direction. Empty for the parts of the start.
    """

    noeud: Noeud
    sens: Sens
    rapprochements: int
    force: str
    chemin: tuple[Arete, ...]


def without_editorial(graphe: Graphe) -> Graphe:
    """The same nodes, and only what files or committees say."""
    return Graphe.of(graphe.libelles, (a for a in graphe.aretes if a.nature != EDITORIAL))


def chain_from(
    graphe: Graphe, depart: Noeud, sens: Collection[Sens] = ("amont", "aval")
) -> dict[Noeud, Atteint]:
    """Everything that the start comes from (`amont`) and leads to (`aval`), the start left out.

    A node reached both ways (a cycle) counts as downstream. Types in `CARREFOURS` end a chain
    that came to them by a link. The engagement of a reached component comes with it, and leads no
    further by itself. Unknown start: empty.
    """
    if depart not in graphe.libelles:
        return {}
    trouves: dict[Noeud, Atteint] = {}
    for vers in ("aval", "amont"):
        if vers not in sens:
            continue
        chemins = _walk(graphe, depart, vers, forts=False)
        forts = _walk(graphe, depart, vers, forts=True)
        for noeud, (nombre, chemin) in chemins.items():
            if noeud != depart and noeud not in trouves:
                force = "" if not nombre else FORTE if noeud in forts else FAIBLE
                trouves[noeud] = Atteint(noeud, vers, nombre, force, chemin)
    return trouves


def _walk(
    graphe: Graphe, depart: Noeud, sens: Sens, forts: bool
) -> dict[Noeud, tuple[int, tuple[Arete, ...]]]:
    """Reached nodes, with the editorial links of the best way and its edges; `forts` leaves weak
    ones out.

    The best way has the fewest editorial links, then comes by itself rather than by a part, then
    has the fewest edges, then the fewest weak ones, where one that is no echo weighs twice.
    """
    trouves: dict[Noeud, tuple[int, tuple[Arete, ...]]] = {}
    faits: set[tuple[Noeud, str]] = set()
    rang = count()
    # (the four counts above, turn, node, what may follow: any edge, published ones, none; way)
    file: list[tuple[int, bool, int, int, int, Noeud, str, tuple[Arete, ...]]] = [
        (0, False, 0, 0, next(rang), noeud, "tout", ()) for noeud in graphe.parts(depart)
    ]
    while file:
        liens, _, longueur, faibles, _, noeud, suite, chemin = heappop(file)
        if (noeud, suite) in faits:
            continue
        faits.add((noeud, suite))
        trouves.setdefault(noeud, (liens, chemin))
        if suite == "rien":
            continue
        for arete in graphe.memberships(noeud):
            cout = (liens, True, longueur + 1, faibles)
            heappush(file, (*cout, next(rang), arete.origine, "rien", (*chemin, arete)))
        for arete in graphe.edges(noeud, sens):
            if (suite == "publie" and arete.nature != PUBLIE) or (forts and not arete.is_sure):
                continue
            bout, apres = arete.cible if sens == "aval" else arete.origine, "tout"
            if bout.type in CARREFOURS:
                apres = "publie" if arete.nature == PUBLIE else "rien"
            if (bout, apres) not in faits:
                lus = liens + (arete.nature == EDITORIAL)
                doutes = faibles + (not arete.is_sure) + (not arete.is_echo)
                cout = (lus, False, longueur + 1, doutes)
                heappush(file, (*cout, next(rang), bout, apres, (*chemin, arete)))
    return trouves


def orphans(graphe: Graphe, type_: str, sens: Sens = "aval") -> list[Noeud]:
    """Nodes of a type that nothing follows (`aval`) or that come from nothing (`amont`).

    Only direct echoes count, to nodes of the types of `SUITES` or `ORIGINES`; an engagement's are
    also those of its components. A type that nothing is expected of has none.
    """
    voulus = (SUITES if sens == "aval" else ORIGINES).get(type_)
    if voulus is None:
        return []

    def is_linked(noeud: Noeud) -> bool:
        liens = (arete for partie in graphe.parts(noeud) for arete in graphe.edges(partie, sens))
        bouts = (a.cible if sens == "aval" else a.origine for a in liens if a.is_echo)
        return any(bout.type in voulus for bout in bouts)

    return [noeud for noeud in graphe.of_type(type_) if not is_linked(noeud)]
