"""Full-text search in the proposals: French, forgiving, explained.

Every word is required, in any of its forms, accents or not; the glossary's synonyms and acronyms
count as the word. The last word may be unfinished. When nothing matches, misspelt words are
replaced by the nearest word of the texts and the replacement is said; when nothing holds all the
words, those that hold the most of them answer, and that is said too. No text is an error.
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from concertation.analyse.mots.textes import clean, split_liste
from concertation.analyse.ordre import sort_propositions, theme_names
from concertation.analyse.recherche.index import Fiche, IndexPropositions, highlight
from concertation.analyse.recherche.mots import Vocabulaire, content_mots
from concertation.analyse.recherche.requete import Clause, Lecteur, Synonymes

# Counts beside each facet ask the same question again in the same rerun.
REQUETES_GARDEES = 256
# Under it, two proposals share little more than « santé » or « professionnel ».
SEUIL = 0.2
# From this many letters on, a word may hold one mistake, then two: a short word has too many
# neighbours to guess what was meant. None in a word that is too long.
LONGUEURS_FAUTIVES = (4, 8)
LONGUEUR_MAXIMALE = 40
_INFINITIF = ("er", "ir", "re")


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

    def __init__(
        self, propositions: pd.DataFrame, themes: pd.DataFrame, glossaire: pd.DataFrame
    ) -> None:
        """From the three tables; those of themes and glossary may be empty."""
        ordonnees = sort_propositions(propositions, "livret", themes)
        noms = _telling_names(theme_names(themes))
        fiches = [
            Fiche(str(cle), str(intitule), tuple(split_liste(str(points))), noms.get(theme, ""))
            for cle, intitule, points, theme in zip(
                *(ordonnees[c].tolist() for c in ("id", "intitule", "sous_points", "theme")),
                strict=True,
            )
        ]
        self._textes = ["\n".join((fiche.intitule, *fiche.sous_points)) for fiche in fiches]
        self._ids = [fiche.id for fiche in fiches]
        self._rangs = {identifiant: rang for rang, identifiant in enumerate(self._ids)}
        self._synonymes = Synonymes(glossaire)
        self._vocabulaire = Vocabulaire(self._textes)
        self._lecteur = Lecteur(self._synonymes, self._vocabulaire, self._ids)
        self._index = IndexPropositions(fiches)
        self._answer = lru_cache(REQUETES_GARDEES)(self._compute)

    def search(self, texte: str) -> ResultatRecherche:
        """Proposals that answer a text; all of them, in order, when it holds no real word."""
        return self._answer(clean(texte))[0]

    def highlight(self, texte: str, requete: str) -> list[tuple[str, bool]]:
        """The text cut in (part, found) pairs; synonyms and mended words are found too."""
        return highlight(texte, self._answer(clean(requete))[1])

    def similar(self, identifiant: str, n: int = 5) -> list[tuple[str, float]]:
        """Proposals whose words look like those of one, likeness from 0 to 1, best first.

        A help to read, not a link of the documents: see `_vecteurs` for the computation, `SEUIL`
        for the threshold; empty for an unknown id.
        """
        rang = self._rangs.get(identifiant)
        if rang is None:
            return []
        vecteurs, porteurs = self._vecteurs
        notes: dict[int, float] = defaultdict(float)
        for racine, poids in vecteurs[rang].items():
            for autre, note in porteurs[racine]:
                notes[autre] += poids * note
        proches = [
            (self._ids[autre], round(note, 4))
            for autre, note in sorted(notes.items())
            if autre != rang and round(note, 4) >= SEUIL
        ]
        return sorted(proches, key=lambda proche: -proche[1])[:n]

    # What follows is made when first asked for: most sessions misspell nothing.
    @cached_property
    def _glossaire(self) -> Vocabulaire:
        return Vocabulaire(self._synonymes.ecrits)

    @cached_property
    def _vecteurs(self) -> tuple[list[dict[str, float]], dict[str, list[tuple[int, float]]]]:
        """The weight of the stems of each proposal, and of each stem in those that have it.

        The likeness of two proposals is the cosine of these tf-idf vectors.
        Words are stems of the wording and the sub-points, without small words nor the verb that
        opens a proposal (« développer », « créer » say how, not what). A word weighs
        (1 + ln uses) × (1 + ln((1 + proposals) / (1 + proposals that have it))), and vectors have
        length 1. Same data, same result.
        """
        comptes = []
        for texte in self._textes:
            mots = content_mots(texte)
            if len(mots) > 1 and mots[0].plie.endswith(_INFINITIF):
                del mots[0]
            comptes.append(Counter(mot.racine for mot in mots))
        presence = Counter(racine for compte in comptes for racine in compte)
        vecteurs, porteurs = [], defaultdict(list)
        for rang, compte in enumerate(comptes):
            poids = {
                racine: (1 + math.log(nombre))
                * (math.log((1 + len(comptes)) / (1 + presence[racine])) + 1)
                for racine, nombre in compte.items()
            }
            norme = math.hypot(*poids.values()) or 1.0
            vecteurs.append({racine: valeur / norme for racine, valeur in poids.items()})
            for racine, valeur in vecteurs[-1].items():
                porteurs[racine].append((rang, valeur))
        return vecteurs, porteurs

    def _compute(self, texte: str) -> tuple[ResultatRecherche, tuple[Clause, ...]]:
        """The answer, and the clauses that gave it."""
        clauses = self._lecteur.read(texte)
        if not clauses:
            return ResultatRecherche(tuple((cle, 0.0) for cle in self._ids)), ()
        if trouves := self._find(clauses):
            return ResultatRecherche(trouves), clauses
        suggestion = self._mend(texte, clauses)
        autres = self._lecteur.read(suggestion)
        if suggestion and (trouves := self._find(autres)):
            return ResultatRecherche(trouves, True, suggestion), autres
        trouves = self._find_part(clauses)
        return ResultatRecherche(trouves, partiel=bool(trouves)), clauses

    def _find(self, clauses: tuple[Clause, ...]) -> tuple[tuple[str, float], ...]:
        return tuple((self._ids[rang], note) for rang, note in self._index.search(clauses))

    def _find_part(self, clauses: tuple[Clause, ...]) -> tuple[tuple[str, float], ...]:
        """What answers the greatest number of clauses, when there are several of them."""
        if len(clauses) < 2:
            return ()
        notes: dict[str, list[float]] = defaultdict(list)
        for clause in clauses:
            for cle, note in self._find((clause,)):
                notes[cle].append(note)
        plus = max(map(len, notes.values()), default=0)
        gardes = [(cle, sum(siennes)) for cle, siennes in notes.items() if len(siennes) == plus]
        return tuple(sorted(gardes, key=lambda trouve: (-trouve[1], self._rangs[trouve[0]])))

    def _mend(self, texte: str, clauses: tuple[Clause, ...]) -> str:
        """The query with its unknown words replaced by the nearest known ones; or nothing."""
        inconnus = [
            terme.mot
            for clause in clauses
            for terme in clause.termes
            if not (clause.ids or self._index.has_match(terme))
        ]
        # From the end, so that the places of the others stay.
        for mot in sorted(inconnus, reverse=True):
            proche = self._nearest(mot.plie)
            if proche is None:
                return ""
            texte = texte[: mot.debut] + proche + texte[mot.fin :]
        return texte.strip() if inconnus else ""

    def _nearest(self, mot: str) -> str | None:
        admises = sum(longueur <= len(mot) <= LONGUEUR_MAXIMALE for longueur in LONGUEURS_FAUTIVES)
        for fautes in range(1, admises + 1):
            # A word of the glossary leads to the documents' own by its synonyms.
            proche = self._vocabulaire.nearest(mot, fautes) or self._glossaire.nearest(mot, fautes)
            if proche is not None:
                return proche
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
