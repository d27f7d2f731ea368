"""What a territory is called wherever it is named: « Le Havre (CTS) », never a bare name."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from concertation.analyse.mots.textes import split_liste
from concertation.donnees import Donnees, soft_table

NIVEAUX = {
    "departement": "département",
    "cts": "CTS",
    "region": "région",
    "arrondissement": "arrondissement",
    "epci": "intercommunalité",
    "commune": "commune",
}
# Territories that have a committee: the levels that a profile offers.
DE_COMITE = ("departement", "cts")


# Asked many times by each screen: made once for each version of the data, and never changed.
@lru_cache(maxsize=16)
def territoire_names(donnees: Donnees, niveaux: tuple[str, ...] = DE_COMITE) -> dict[str, str]:
    """« Orne (département) » by id, in the order of the levels then of the file."""
    table = soft_table(donnees, "territoires")
    return {
        ligne["id"]: f"{ligne['nom']} ({NIVEAUX.get(niveau, niveau)})"
        for niveau in niveaux
        for ligne in table[table["niveau"] == niveau].to_dict("records")
    }


def every_territoire(donnees: Donnees) -> dict[str, str]:
    """Names of all territories, those with a committee first."""
    return territoire_names(donnees, tuple(NIVEAUX))


def name_territoire(donnees: Donnees, territoire: str) -> str:
    """Its name with its level, the id itself when it is published no more."""
    return every_territoire(donnees).get(territoire, territoire)


def name_territoires(donnees: Donnees, cellule: str) -> str:
    """« Seine-Maritime (département) et Eure (département) »; "" for an empty cell."""
    noms = every_territoire(donnees)
    return " et ".join(noms.get(cle, cle) for cle in split_liste(cellule))


# Their tree: each one's id with its parent's, "" at the root.


def lineage(parents: Mapping[str, str], territoire: str) -> list[str]:
    """This territory and those that contain it, nearest first; a loop of parents ends."""
    lignee: list[str] = []
    while territoire and territoire not in lignee:
        lignee.append(territoire)
        territoire = parents.get(territoire, "")
    return lignee


def inside(parents: Mapping[str, str], territoires: Iterable[str]) -> frozenset[str]:
    """These territories and all those in them."""
    racines = frozenset(territoires)
    return racines | {cle for cle in parents if not racines.isdisjoint(lineage(parents, cle))}
