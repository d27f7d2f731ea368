"""Synonyms and acronyms of the glossary, as sequences of stems that mean the same.

A row of the glossary gives several wordings (its term, its expansion, its synonyms). Where a query
uses one of them, the others are searched too. They are expanded when the query is read rather than
in the index: the index then holds the documents' words alone, so suggestions and highlights show
those.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from concertation.analyse.mots.textes import split_liste
from concertation.analyse.recherche.mots import Mot, content_mots

# The beginning of a long wording stands for it when it holds this many words, and half of them:
# « communauté professionnelle territoriale » is CPTS, « communauté » alone is not.
MOTS_DEBUT = 2

Forme = tuple[str, ...]  # stems of a wording's content words


@dataclass(frozen=True)
class Reconnue:
    """Wordings that stand for `longueur` words of the query."""

    longueur: int
    formes: tuple[Forme, ...]


class Synonymes:
    """The wordings of a glossary; immutable."""

    def __init__(self, groupes: Sequence[Sequence[Sequence[Mot]]]) -> None:
        """`groupes`: for each row, its wordings, each a sequence of content words."""
        self._formes: list[tuple[Forme, ...]] = []
        self._par_debut: dict[str, list[tuple[Sequence[Mot], int]]] = defaultdict(list)
        for rang, groupe in enumerate(groupes):
            formes = tuple(dict.fromkeys(tuple(m.racine for m in mots) for mots in groupe if mots))
            self._formes.append(formes)
            for mots in groupe:
                if mots:
                    self._par_debut[mots[0].racine].append((mots, rang))
        self.seuls = frozenset(
            mots[0].plie for groupe in groupes for mots in groupe if len(mots) == 1
        )

    @classmethod
    def build(cls, glossaire: pd.DataFrame) -> "Synonymes":
        """From the glossary table (columns terme, expansion, synonymes)."""
        groupes = []
        for terme, expansion, synonymes in zip(
            *(glossaire[nom].tolist() for nom in ("terme", "expansion", "synonymes")), strict=True
        ):
            ecrits = [str(terme), str(expansion), *split_liste(str(synonymes))]
            groupes.append([content_mots(ecrit) for ecrit in ecrits])
        return cls(groupes)

    @property
    def groupes(self) -> list[tuple[Forme, ...]]:
        """The wordings of each row."""
        return list(self._formes)

    def recognize(self, mots: Sequence[Mot], position: int, *, inacheve: bool) -> Reconnue | None:
        """The longest wording that begins at `position`, with all its equivalents.

        `inacheve`: the last word may still be typed, so its beginning is enough inside a wording
        of several words.
        """
        longueur, rangs = 0, []
        for forme, rang in self._candidates(mots, position):
            commun = _common(forme, mots, position, inacheve)
            if commun < len(forme) and (commun < MOTS_DEBUT or 2 * commun < len(forme)):
                continue
            if commun > longueur:
                longueur, rangs = commun, [rang]
            elif commun == longueur:
                rangs.append(rang)
        if not longueur:
            return None
        formes = [forme for rang in dict.fromkeys(rangs) for forme in self._formes[rang]]
        return Reconnue(longueur, tuple(dict.fromkeys(formes)))

    def equivalents(self, racine: str) -> tuple[Forme, ...]:
        """Wordings that mean the same as one word, without itself."""
        formes: dict[Forme, None] = {}
        for forme, rang in self._par_debut.get(racine, ()):
            if len(forme) == 1:
                formes.update(dict.fromkeys(self._formes[rang]))
        formes.pop((racine,), None)
        return tuple(formes)

    def _candidates(
        self, mots: Sequence[Mot], position: int
    ) -> Iterator[tuple[Sequence[Mot], int]]:
        yield from self._par_debut.get(mots[position].racine, ())


def _common(forme: Sequence[Mot], mots: Sequence[Mot], position: int, inacheve: bool) -> int:
    """How many words of the wording the query says, in order from its beginning."""
    for rang, mot in enumerate(forme):
        if position + rang >= len(mots):
            return rang
        dit = mots[position + rang]
        if dit.racine != mot.racine:
            dernier = position + rang == len(mots) - 1
            en_cours = inacheve and dernier and rang and mot.plie.startswith(dit.plie)
            return rang + 1 if en_cours else rang
    return len(forme)
