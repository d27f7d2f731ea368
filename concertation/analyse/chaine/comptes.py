"""The chain in figures: counts, matrices, rows, and the flows that a picture of it draws."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from concertation.analyse.chaine.graphe import (
    CONTESTE,
    EDITORIAL,
    ENGAGEMENTS,
    FAIBLE,
    FORTE,
    INTITULE,
    Arete,
    Graphe,
    Noeud,
    orphans,
)

# What an echo of a proposal may be, by its name in `list_echoes`.
ECHOS: dict[str, tuple[str, ...]] = {
    "engagement": ENGAGEMENTS, "action": ("action",), "dispositif": ("dispositif",),
}  # fmt: skip
COLONNES_LIENS = (
    "lien", "origine_type", "origine", "cible_type", "cible", "nature", "force", "justification",
    "auteur", "avis", "motif",
)  # fmt: skip
# From the surest: what nobody read first.
RANG_FORCE = {FORTE: 1, FAIBLE: 2, INTITULE: 3, CONTESTE: 4}
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


def list_echoes(graphe: Graphe) -> dict[str, dict[Noeud, bool]]:
    """The proposals that have an echo, by kind, and whether a sure link makes it.

    Keys of `ECHOS`, `resultat` (one of its actions has a published result), `titre` (nothing but
    priorities), `aucun`. Only direct links count: a proposal has an echo in an action when someone
    linked the two, not because both lie under one priority.
    """
    menees = set(graphe.of_type("action")) - set(orphans(graphe, "action"))
    listes: dict[str, dict[Noeud, bool]] = {
        nom: {} for nom in (*ECHOS, "resultat", "titre", "aucun")
    }
    for proposition in graphe.of_type("proposition"):
        echos = [arete for arete in graphe.edges(proposition, "aval") if arete.is_echo]
        trouves = {nom: [a for a in echos if a.cible.type in ECHOS[nom]] for nom in ECHOS}
        trouves["resultat"] = [a for a in echos if a.cible in menees]
        for nom, siens in trouves.items():
            if siens:
                listes[nom][proposition] = any(arete.is_sure for arete in siens)
        if all(arete.cible.type == "priorite" for arete in echos):
            listes["titre" if echos else "aucun"][proposition] = False
    return listes


def matrix_themes(graphe: Graphe, colonne: str) -> pd.DataFrame:
    """Theme × nodes of a type: how many proposals of the theme have an echo in each.

    Index and columns are ids in the order of the tables; a link to a component counts once for
    its engagement when `colonne` is « engagement ».
    """
    themes, cibles = graphe.of_type("theme"), graphe.of_type(colonne)
    comptes = Counter(
        (theme, cible)
        for theme in themes
        for proposition in graphe.next_of(theme, "aval")
        for cible in _targets(
            graphe, (a.cible for a in graphe.edges(proposition, "aval") if a.is_echo)
        )
    )
    return _matrix(themes, cibles, lambda theme, cible: comptes[theme, cible])


def matrix_links(graphe: Graphe, ligne: str | Sequence[Noeud], colonne: str) -> pd.DataFrame:
    """Nodes of a type (or these nodes) × nodes of a type, and their strongest direct link.

    « publie » or « suivi » for what was not read by anyone, else « conteste » or its strength, ""
    without a link.
    """
    lignes = graphe.of_type(ligne) if isinstance(ligne, str) else list(ligne)
    cibles = graphe.of_type(colonne)
    plus_forts: dict[tuple[Noeud, Noeud], str] = {}
    for noeud in lignes:
        liens = (arete for partie in graphe.parts(noeud) for arete in graphe.edges(partie, "aval"))
        codes = ((_code(arete), arete.cible) for arete in liens)
        for code, bout in sorted(codes, key=lambda lien: RANG_FORCE.get(lien[0], 0)):
            for cible in _targets(graphe, [bout]):
                plus_forts.setdefault((noeud, cible), code)
    return _matrix(lignes, cibles, lambda noeud, cible: plus_forts.get((noeud, cible), ""))


def _code(arete: Arete) -> str:
    return CONTESTE if arete.avis == CONTESTE else arete.force or arete.nature


def _matrix(
    lignes: Sequence[Noeud], colonnes: Sequence[Noeud], case: Callable[[Noeud, Noeud], Any]
) -> pd.DataFrame:
    cases = [[case(ligne, colonne) for colonne in colonnes] for ligne in lignes]
    return pd.DataFrame(cases, index=[n.id for n in lignes], columns=[n.id for n in colonnes])


def _targets(graphe: Graphe, noeuds: Iterable[Noeud]) -> set[Noeud]:
    """The nodes and the engagements of components among them."""
    trouves = set(noeuds)
    return trouves | {e for noeud in trouves for e in graphe.wholes(noeud)}


def list_links(graphe: Graphe, noeuds: Collection[Noeud] | None = None) -> pd.DataFrame:
    """Editorial links as rows (`COLONNES_LIENS`), between these nodes or all."""
    choisis = None if noeuds is None else set(noeuds)
    lignes = [
        (a.lien, *a.origine, *a.cible, *(getattr(a, nom) for nom in COLONNES_LIENS[5:]))
        for a in graphe.aretes
        if a.nature == EDITORIAL and (choisis is None or {a.origine, a.cible} <= choisis)
    ]
    return pd.DataFrame(lignes, columns=list(COLONNES_LIENS)).astype("str")


# Flows between columns: what a picture of the chain draws.


class Flux(NamedTuple):
    """`noeuds` (`COLONNES_NOEUDS`: `cle` is « type:id », `n` how many nodes it stands for) and
    `aretes` (`COLONNES_ARETES`: keys of two nodes, the nature, how many edges were gathered)."""

    noeuds: pd.DataFrame
    aretes: pd.DataFrame


def build_flux(
    graphe: Graphe, noeuds: Collection[Noeud] | None = None, depart: Noeud | None = None
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
    denses = _crowded(Counter(noeud.type for noeud in membres))
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


def _crowded(comptes: Counter[str]) -> set[str]:
    """Kinds to gather so that no column holds more than `LIMITE` nodes; themes never are."""
    denses: set[str] = set()
    for rang in set(RANGS.values()):
        types = [t for t in RANGS if RANGS[t] == rang and t not in ("theme", "instruction")]
        while sum(comptes[t] for t in types) > LIMITE:
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
