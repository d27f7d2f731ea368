"""A query as the search reads it: lenient, so that no text is an error.

Nothing is a command: apostrophes, brackets, `AND`, `+`, `*` or `:` separate words like spaces.
A pair of quotes asks for words side by side; a lone quote is nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from concertation.analyse.mots.textes import clean
from concertation.analyse.recherche.mots import Mot, content_mots, split_mots
from concertation.analyse.recherche.synonymes import Forme, Synonymes
from concertation.analyse.recherche.vocabulaire import Vocabulaire

# Beyond, a text is a page pasted by mistake: its first words are enough to find nothing.
MOTS_MAXIMUM = 32
LONGUEUR_MAXIMUM = 1_000
PREFIXE_MINIMUM = 2
_CITATION = re.compile(r'"([^"]+)"|«([^»]+)»|“([^”]+)”')
_MORCEAU = re.compile(r"\S+")
# Other search engines' operators, out of habit; the lower-case words stay words.
_OPERATEURS = frozenset({"AND", "OR", "NOT"})
_BORDS = ".,;:!?()[]{}«»\"'“”*+"


@dataclass(frozen=True, slots=True)
class Terme:
    """One word of the query, what else it may be, and its place in the query."""

    mot: Mot
    is_debut: bool  # still being typed: any word that begins so
    equivalents: tuple[Forme, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of the query that a proposal must satisfy in one way or another."""

    termes: tuple[Terme, ...] = ()  # all of them…
    formes: tuple[Forme, ...] = ()  # …or one of these wordings…
    ids: tuple[str, ...] = ()  # …or to be one of these
    is_citation: bool = False  # the terms side by side


class Lecteur:
    """Reads queries with the words, the synonyms and the ids of one set of data."""

    def __init__(self, synonymes: Synonymes, vocabulaire: Vocabulaire, ids: Sequence[str]) -> None:
        self._synonymes = synonymes
        self._vocabulaire = vocabulaire
        self._ids = sorted((identifiant.casefold(), identifiant) for identifiant in ids)

    def read(self, texte: str) -> tuple[Clause, ...]:
        """What a text asks for; empty when it holds no word that matters."""
        propre = clean(texte)[:LONGUEUR_MAXIMUM]
        clauses: list[Clause] = []
        reste = list(propre)
        for citation in _CITATION.finditer(propre):
            clauses += self._read_citation(citation)
            reste[citation.start() : citation.end()] = " " * len(citation.group())
        libre = "".join(reste)
        clauses += self._read_ids(libre)
        mots = [
            mot
            for mot in content_mots(libre)
            if not _is_inside(mot, clauses) and libre[mot.debut : mot.fin] not in _OPERATEURS
        ]
        clauses += self._read_mots(mots[:MOTS_MAXIMUM], len(libre))
        return tuple(clauses[:MOTS_MAXIMUM])

    def _read_citation(self, citation: re.Match[str]) -> list[Clause]:
        contenu = next(groupe for groupe in citation.groups() if groupe is not None)
        debut = citation.start() + 1
        mots = [
            Mot(mot.debut + debut, mot.fin + debut, mot.plie, mot.racine)
            for mot in split_mots(contenu)[:MOTS_MAXIMUM]
        ]
        if all(mot.is_vide for mot in mots):
            return []
        return [Clause(tuple(Terme(mot, False, ()) for mot in mots), is_citation=True)]

    def _read_ids(self, texte: str) -> list[Clause]:
        clauses = []
        for morceau in _MORCEAU.finditer(texte):
            ids = self._matching_ids(morceau.group().strip(_BORDS).casefold())
            if ids:
                mots = split_mots(morceau.group())
                decale = [
                    Mot(m.debut + morceau.start(), m.fin + morceau.start(), m.plie, m.racine)
                    for m in mots
                ]
                clauses.append(Clause(tuple(Terme(m, False, ()) for m in decale), ids=ids))
        return clauses

    def _matching_ids(self, ecrit: str) -> tuple[str, ...]:
        """Ids equal to what is written, or that begin so when it holds a hyphen."""
        if not ecrit:
            return ()
        trouves = []
        for plie, identifiant in self._ids[bisect_left(self._ids, (ecrit, "")) :]:
            if not plie.startswith(ecrit):
                break
            if plie == ecrit or "-" in ecrit:
                trouves.append(identifiant)
        return tuple(trouves)

    def _read_mots(self, mots: list[Mot], fin_texte: int) -> list[Clause]:
        inacheve = bool(mots) and mots[-1].fin == fin_texte
        clauses, position = [], 0
        while position < len(mots):
            reconnue = self._synonymes.recognize(mots, position, inacheve=inacheve)
            longueur = reconnue.longueur if reconnue else 1
            groupe = mots[position : position + longueur]
            position += longueur
            dernier = inacheve and position == len(mots)
            termes = tuple(self._terme(mot, dernier and mot is groupe[-1]) for mot in groupe)
            formes = reconnue.formes if reconnue and longueur > 1 else ()
            clauses.append(Clause(termes, formes))
        return clauses

    def _terme(self, mot: Mot, is_dernier: bool) -> Terme:
        is_debut = (
            is_dernier
            and len(mot.plie) >= PREFIXE_MINIMUM
            and mot.plie not in self._synonymes.seuls
            and not self._vocabulaire.is_complete(mot.plie)
        )
        return Terme(mot, is_debut, self._synonymes.equivalents(mot.racine))


def _is_inside(mot: Mot, clauses: Sequence[Clause]) -> bool:
    return any(
        clause.termes and clause.termes[0].mot.debut <= mot.debut < clause.termes[-1].mot.fin
        for clause in clauses
    )
