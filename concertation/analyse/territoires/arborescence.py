"""The tree of territories: each one's id with its parent's, "" at the root."""

from collections.abc import Iterable, Mapping


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
