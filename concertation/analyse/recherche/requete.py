"""A query as the search reads it: lenient, so that no text is an error.

Nothing is a command: apostrophes, brackets, `AND`, `+`, `*` or `:` separate words like spaces.
A pair of quotes asks for words side by side; a lone quote is nothing.

A row of the glossary gives several wordings (its term, its expansion, its synonyms). Where a query
uses one of them, the others are searched too. They are expanded when the query is read rather than
in the index: the index then holds the documents' words alone, so suggestions and highlights show
those.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from concertation.analyse.mots.textes import clean, split_liste
from concertation.analyse.recherche.mots import Mot, Vocabulaire, content_mots, split_mots

# Beyond, a text is a page pasted by mistake: its first words are enough to find nothing.
MOTS_MAXIMUM = 32
LONGUEUR_MAXIMUM = 1_000
PREFIXE_MINIMUM = 2
# The beginning of a long wording stands for it when it holds this many words, and half of them:
# « communauté professionnelle territoriale » is CPTS, « communauté » alone is not.
MOTS_DEBUT = 2
POIDS_SYNONYME = 0.7
# Words that may stand between those of a wording: « infirmières Asalée ou de pratique avancée ».
JEU = 3
_CITATION = re.compile(r'"([^"]+)"|«([^»]+)»|“([^”]+)”')
_MORCEAU = re.compile(r"\S+")
# Other search engines' operators, out of habit; the lower-case words stay words.
_OPERATEURS = frozenset({"AND", "OR", "NOT"})
_BORDS = ".,;:!?()[]{}«»\"'“”*+"

Forme = tuple[str, ...]
"""Stems of a wording's content words."""


@dataclass(frozen=True, slots=True)
class Terme:
    """One word of the query, what else it may be, and its place in the query."""

    mot: Mot
    is_debut: bool = False  # still being typed: any word that begins so
    equivalents: tuple[Forme, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of the query that a proposal must satisfy in one way or another."""

    termes: tuple[Terme, ...] = ()  # all of them…
    formes: tuple[Forme, ...] = ()  # …or one of these wordings…
    ids: tuple[str, ...] = ()  # …or to be one of these
    jeu: int = JEU
    poids: float = POIDS_SYNONYME


class Synonymes:
    """The wordings of a glossary (columns terme, expansion, synonymes); immutable."""

    def __init__(self, glossaire: pd.DataFrame) -> None:
        # Words of each wording, with all those of its row, by the stem that it begins with.
        self._par_debut: dict[str, list[tuple[list[Mot], tuple[Forme, ...]]]] = defaultdict(list)
        self.ecrits: list[str] = []
        for terme, expansion, synonymes in zip(
            *(glossaire[nom].tolist() for nom in ("terme", "expansion", "synonymes")), strict=True
        ):
            ecrits = [str(terme), str(expansion), *split_liste(str(synonymes))]
            self.ecrits += ecrits
            groupe = [mots for ecrit in ecrits if (mots := content_mots(ecrit))]
            formes = tuple(dict.fromkeys(tuple(m.racine for m in mots) for mots in groupe))
            for mots in groupe:
                self._par_debut[mots[0].racine].append((mots, formes))

    def recognize(
        self, mots: Sequence[Mot], position: int, inacheve: bool
    ) -> tuple[int, tuple[Forme, ...]]:
        """How many words the longest wording that begins at `position` takes, with all its
        equivalents when there are several; or one word.

        `inacheve`: the last word may still be typed, so its beginning is enough inside a wording
        of several words.
        """
        longueur, formes = 1, dict[Forme, None]()
        for forme, siennes in self._par_debut.get(mots[position].racine, ()):
            commun = _common(forme, mots, position, inacheve)
            if commun < len(forme) and (commun < MOTS_DEBUT or 2 * commun < len(forme)):
                continue
            if commun > longueur:
                longueur, formes = commun, {}
            if commun == longueur > 1:
                formes.update(dict.fromkeys(siennes))
        return longueur, tuple(formes)

    def is_whole(self, mot: Mot) -> bool:
        """Whether one of the wordings is this word, alone."""
        candidats = self._par_debut.get(mot.racine, ())
        return any(len(mots) == 1 and mots[0].plie == mot.plie for mots, _ in candidats)

    def equivalents(self, racine: str) -> tuple[Forme, ...]:
        """Wordings that mean the same as one word, without itself."""
        candidats = self._par_debut.get(racine, ())
        formes = dict.fromkeys(f for mots, siennes in candidats if len(mots) == 1 for f in siennes)
        return tuple(forme for forme in formes if forme != (racine,))


def _common(forme: Sequence[Mot], mots: Sequence[Mot], position: int, inacheve: bool) -> int:
    """How many words of the wording the query says, in order from its beginning."""
    dits = mots[position : position + len(forme)]
    for rang, (mot, dit) in enumerate(zip(forme, dits, strict=False)):
        if dit.racine != mot.racine:
            en_cours = inacheve and dit is mots[-1] and mot.plie.startswith(dit.plie)
            return rang + (en_cours and rang > 0)
    return len(dits)


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
        for citation in _CITATION.finditer(propre):
            contenu = next(groupe for groupe in citation.groups() if groupe is not None)
            mots = split_mots(contenu)[:MOTS_MAXIMUM]
            if not all(mot.is_vide for mot in mots):
                forme = tuple(mot.racine for mot in mots)
                clauses.append(Clause(formes=(forme,), jeu=0, poids=1.0))
        libre = _CITATION.sub(lambda citation: " " * len(citation.group()), propre)
        for morceau in _MORCEAU.finditer(libre):
            ecrit = morceau.group().strip(_BORDS).casefold()
            # Ids equal to what is written, or that begin so when it holds a hyphen.
            debut = ecrit if "-" in ecrit else "\0"
            ids = tuple(cle for plie, cle in self._ids if plie == ecrit or plie.startswith(debut))
            if ids:
                mots = split_mots(morceau.group(), morceau.start())
                clauses.append(Clause(tuple(map(Terme, mots)), ids=ids))
        mots = [
            mot
            for mot in content_mots(libre)
            if not _is_inside(mot, clauses) and libre[mot.debut : mot.fin] not in _OPERATEURS
        ]
        clauses += self._read_mots(mots[:MOTS_MAXIMUM], len(libre))
        return tuple(clauses[:MOTS_MAXIMUM])

    def _read_mots(self, mots: list[Mot], fin_texte: int) -> list[Clause]:
        inacheve = bool(mots) and mots[-1].fin == fin_texte
        clauses, position = [], 0
        while position < len(mots):
            longueur, formes = self._synonymes.recognize(mots, position, inacheve)
            groupe = mots[position : position + longueur]
            position += longueur
            termes = tuple(self._terme(mot, inacheve and mot is mots[-1]) for mot in groupe)
            clauses.append(Clause(termes, formes))
        return clauses

    def _terme(self, mot: Mot, is_dernier: bool) -> Terme:
        is_debut = (
            is_dernier
            and len(mot.plie) >= PREFIXE_MINIMUM
            and not self._synonymes.is_whole(mot)
            and not self._vocabulaire.is_complete(mot.plie)
        )
        return Terme(mot, is_debut, self._synonymes.equivalents(mot.racine))


def _is_inside(mot: Mot, clauses: Sequence[Clause]) -> bool:
    return any(
        clause.termes and clause.termes[0].mot.debut <= mot.debut < clause.termes[-1].mot.fin
        for clause in clauses
    )
