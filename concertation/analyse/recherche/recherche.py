"""Full-text search in the proposals: French, forgiving, explained.

Every word is required, in any of its forms, accents or not; the glossary's synonyms and acronyms
count as the word. The last word may be unfinished. When nothing matches, misspelt words are
replaced by the nearest word of the texts and the replacement is said; when nothing holds all the
words, those that hold the most of them answer, and that is said too. No text is an error.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from concertation.analyse.mots.textes import clean, split_liste
from concertation.analyse.ordre import sort_livret, theme_names
from concertation.analyse.recherche.index import Fiche, IndexPropositions
from concertation.analyse.recherche.mots import content_mots, split_mots
from concertation.analyse.recherche.requete import Clause, Lecteur, Terme
from concertation.analyse.recherche.ressemblance import Ressemblance
from concertation.analyse.recherche.surlignage import cut, find_plages
from concertation.analyse.recherche.synonymes import Synonymes
from concertation.analyse.recherche.vocabulaire import Vocabulaire, allowed_fautes

# Counts beside each facet ask the same question again in the same rerun.
REQUETES_GARDEES = 256


@dataclass(frozen=True)
class ResultatRecherche:
    """Ids with their scores, best first (document order among equals).

    `approximatif`: nothing matched as typed; these match `suggestion` instead. `partiel`: nothing
    holds all the words; these hold the most of them.
    """

    trouves: tuple[tuple[str, float], ...]
    approximatif: bool = False
    suggestion: str = ""
    partiel: bool = False

    @property
    def ids(self) -> list[str]:
        """The ids alone."""
        return [identifiant for identifiant, _ in self.trouves]


class Recherche:
    """The index of one set of data; built once, immutable, shared by every session."""

    def __init__(self, fiches: Sequence[Fiche], synonymes: Synonymes, glossaire: list[str]) -> None:
        """`fiches` in the document's order; `glossaire`: wordings, to mend spelling mistakes."""
        textes = ["\n".join((fiche.intitule, *fiche.sous_points)) for fiche in fiches]
        self._ids = [fiche.id for fiche in fiches]
        self._rangs = {identifiant: rang for rang, identifiant in enumerate(self._ids)}
        self._vocabulaire = Vocabulaire(textes)
        self._textes = textes
        self._ecrits = glossaire
        self._lecteur = Lecteur(synonymes, self._vocabulaire, self._ids)
        self._index = IndexPropositions(fiches)
        self._answer = lru_cache(REQUETES_GARDEES)(self._compute)

    # Made when first asked for: most sessions misspell nothing.
    @cached_property
    def _mots(self) -> list[frozenset[str]]:
        return [frozenset(mot.plie for mot in split_mots(texte)) for texte in self._textes]

    @cached_property
    def _glossaire(self) -> Vocabulaire:
        return Vocabulaire(self._ecrits)

    @cached_property
    def _ressemblance(self) -> Ressemblance:
        return Ressemblance(self._textes)

    @classmethod
    def build(
        cls, propositions: pd.DataFrame, themes: pd.DataFrame, glossaire: pd.DataFrame
    ) -> "Recherche":
        """From the three tables; those of themes and glossary may be empty."""
        ordonnees = sort_livret(propositions, themes)
        noms = _telling_names(theme_names(themes))
        fiches = [
            Fiche(str(cle), str(intitule), tuple(split_liste(str(points))), noms.get(theme, ""))
            for cle, intitule, points, theme in zip(
                ordonnees["id"].tolist(),
                ordonnees["intitule"].tolist(),
                ordonnees["sous_points"].tolist(),
                ordonnees["theme"].tolist(),
                strict=True,
            )
        ]
        ecrits = [
            str(texte)
            for colonne in ("terme", "expansion", "synonymes")
            for texte in glossaire[colonne].tolist()
        ]
        return cls(fiches, Synonymes.build(glossaire), ecrits)

    def search(self, texte: str) -> ResultatRecherche:
        """Proposals that answer a text; all of them, in order, when it holds no real word."""
        return self._answer(clean(texte))[0]

    def highlight(self, texte: str, requete: str) -> list[tuple[str, bool]]:
        """The text cut in (part, found) pairs; synonyms and mended words are found too."""
        if not texte:
            return []
        return cut(texte, find_plages(texte, self._answer(clean(requete))[1]))

    def similar(self, identifiant: str, n: int = 5) -> list[tuple[str, float]]:
        """Proposals whose words look like those of one, likeness from 0 to 1, best first.

        See `Ressemblance` for the computation and its threshold; empty for an unknown id.
        """
        rang = self._rangs.get(identifiant)
        if rang is None:
            return []
        return [(self._ids[autre], note) for autre, note in self._ressemblance.nearest(rang, n)]

    def _compute(self, texte: str) -> tuple[ResultatRecherche, tuple[Clause, ...]]:
        """The answer, and the clauses that gave it."""
        clauses = self._lecteur.read(texte)
        if not clauses:
            return ResultatRecherche(tuple((cle, 0.0) for cle in self._ids)), ()
        trouves = self._find(clauses)
        if not trouves:
            suggestion = self._mend(texte, clauses)
            if suggestion:
                autres = self._lecteur.read(suggestion)
                trouves = self._find(autres)
                if trouves:
                    return ResultatRecherche(trouves, True, suggestion), autres
            trouves = self._find_part(clauses)
            return ResultatRecherche(trouves, partiel=bool(trouves)), clauses
        return ResultatRecherche(trouves), clauses

    def _find(self, clauses: tuple[Clause, ...]) -> tuple[tuple[str, float], ...]:
        return tuple((self._ids[rang], note) for rang, note in self._index.search(clauses))

    def _find_part(self, clauses: tuple[Clause, ...]) -> tuple[tuple[str, float], ...]:
        """What answers the greatest number of clauses, when there are several of them."""
        if len(clauses) < 2:
            return ()
        notes: dict[str, list[float]] = {}
        for clause in clauses:
            for cle, note in self._find((clause,)):
                notes.setdefault(cle, []).append(note)
        plus = max(map(len, notes.values()), default=0)
        gardes = [(cle, sum(siennes)) for cle, siennes in notes.items() if len(siennes) == plus]
        return tuple(sorted(gardes, key=lambda trouve: (-trouve[1], self._rangs[trouve[0]])))

    def _mend(self, texte: str, clauses: tuple[Clause, ...]) -> str:
        """The query with its unknown words replaced by the nearest known ones; or nothing."""
        remplacements = []
        for clause in clauses:
            if clause.is_citation or clause.ids:
                continue
            for terme in clause.termes:
                if not self._index.has_match(terme):
                    proche = self._nearest(terme)
                    if proche is None:
                        return ""
                    remplacements.append((terme.mot.debut, terme.mot.fin, proche))
        for debut, fin, proche in sorted(remplacements, reverse=True):
            texte = texte[:debut] + proche + texte[fin:]
        return texte.strip() if remplacements else ""

    def _nearest(self, terme: Terme) -> str | None:
        mot = terme.mot.plie
        for fautes in range(1, allowed_fautes(mot) + 1):
            rangs = self._index.ranks_near(mot, fautes)
            candidats = {voisin for rang in rangs for voisin in self._mots[rang]}
            proche = self._vocabulaire.nearest(mot, candidats, fautes)
            if proche is not None:
                return self._vocabulaire.spelling(proche)
            # A word of the glossary leads to the documents' own by its synonyms.
            proche = self._glossaire.nearest(mot, self._glossaire, fautes)
            if proche is not None:
                return self._glossaire.spelling(proche)
        return None


def _telling_names(noms: dict[str, str]) -> dict[str, str]:
    """Words of each theme's name that no other theme has.

    « soins » is in two names: it must not call up all the proposals of both.
    """
    porteurs = Counter(
        racine for nom in noms.values() for racine in {mot.racine for mot in content_mots(nom)}
    )
    return {
        theme: " ".join(
            nom[mot.debut : mot.fin] for mot in content_mots(nom) if porteurs[mot.racine] == 1
        )
        for theme, nom in noms.items()
    }
