"""The tables of a file that are none of ours, as people made them."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from concertation.donnees.fichiers.xlsx import Feuille
from concertation.restitution.classeur.cells import to_plain
from concertation.restitution.classeur.entetes import fold, is_total

_COLONNES_MINIMUM = 3


class Libre(NamedTuple):
    """A sheet that has no table of ours: its header, where people put it, and what lies under."""

    titre: str
    numero: int
    entetes: tuple[str, ...]
    rangees: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def signature(self) -> str:
        """The same for two files with the same headings, whatever their order."""
        mots = "\n".join(sorted(fold(entete) for entete in self.entetes if entete))
        return hashlib.blake2b(mots.encode(), digest_size=12).hexdigest()


def find_libres(feuilles: Sequence[Feuille]) -> tuple[Libre, ...]:
    """The sheets that look like a table: from their first row of several texts on."""
    libres = []
    for titre, rangees, _ in feuilles:
        textes = [(n, tuple(map(to_plain, cellules))) for n, cellules in rangees or ()]
        for rang, (numero, cellules) in enumerate(textes):
            if sum(map(bool, cellules)) >= _COLONNES_MINIMUM:
                suite = tuple(
                    (n, une) for n, une in textes[rang + 1 :] if any(une) and not is_total(une)
                )
                if suite:
                    libres.append(Libre(titre, numero, cellules, suite))
                break
    return tuple(libres)
