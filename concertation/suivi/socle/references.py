"""What follow-up may point at: territories, engagements, components, proposals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from concertation.analyse.territoires.noms import inside, joined_territoires
from concertation.declarations.lien import RANGS_LIEN
from concertation.donnees import DonneeIndisponible, Donnees
from concertation.donnees.vue import lineage


@dataclass(frozen=True, eq=False)
class References:
    """The ids that entries may name. An empty collection leaves its ids unchecked.

    What was read with them is remembered by them: they are equal to themselves alone.
    """

    parents: Mapping[str, str] = field(default_factory=dict)
    """Each territory's id with its parent's ("" at the root)."""
    comites: Mapping[str, str] = field(default_factory=dict)
    """Each territory that is one with another for the follow-up, with that other's id."""
    engagements: frozenset[str] = frozenset()
    composantes: Mapping[str, str] = field(default_factory=dict)
    """Each component's id with its engagement's."""
    portees: Mapping[str, str] = field(default_factory=dict)
    """Each proposal's id with `locale` or `nationale`."""

    noeuds: frozenset[tuple[str, str]] = frozenset()
    """(type, id) of what a link may join."""

    @classmethod
    def of_donnees(cls, donnees: Donnees) -> "References":
        """The ids of the published files; a file that can't be read leaves its ids unchecked."""
        return cls(
            parents=_pairs(donnees, "territoires", "parent"),
            comites=joined_territoires(donnees),
            engagements=frozenset(_pairs(donnees, "engagements", "id")),
            composantes=_pairs(donnees, "composantes", "engagement"),
            portees=_pairs(donnees, "propositions", "portee"),
            noeuds=frozenset(
                (type_, cle) for type_ in RANGS_LIEN for cle in _pairs(donnees, f"{type_}s", "id")
            ),
        )

    def home(self, territoire: str) -> str:
        """The territory whose committee follows this one: itself, unless it is one with another."""
        return self.comites.get(territoire, territoire)

    def names_of(self, territoires: Iterable[str]) -> frozenset[str]:
        """The ids under which entries of these territories were recorded."""
        chez_eux = frozenset(map(self.home, territoires))
        return chez_eux | {cle for cle, autre in self.comites.items() if autre in chez_eux}

    def contains(self, territoire: str, autre: str) -> bool:
        """Whether `autre` is this territory or lies in it."""
        return self.home(territoire) in lineage(self.parents, autre)

    def meets(self, territoire: str, autre: str) -> bool:
        """Whether a session of a territory takes the entries of another: of those inside it, of the
        one around it, and of no territory (`""`: the transmission of a national proposal)."""
        return not autre or self.contains(territoire, autre) or self.contains(autre, territoire)

    def descendants(self, territoires: Iterable[str]) -> frozenset[str]:
        """These territories and all those in them."""
        return inside(self.parents, map(self.home, territoires))


def _pairs(donnees: Donnees, table: str, colonne: str) -> dict[str, str]:
    try:
        frame = donnees.table(table)
    except DonneeIndisponible:
        return {}
    return dict(zip(frame["id"], frame[colonne], strict=True))
