"""What satisfies a clause: proposals, in a tantivy index in memory, and words of a text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from tantivy import Document, Occur, Query, SchemaBuilder, Tokenizer

from concertation.analyse.mots.textes import clean
from concertation.analyse.recherche.mots import (
    FRANCAIS,
    Mot,
    analyzer,
    build_index,
    find,
    split_mots,
)
from concertation.analyse.recherche.requete import JEU, POIDS_SYNONYME, Clause, Forme, Terme

# A word of the wording weighs more than one of a sub-point, far more than one of the theme.
POIDS = {"intitule": 3.0, "sous_points": 2.0, "theme": 0.5}
POIDS_DEBUT = 0.5
_PARTIES = re.compile(rb"\x00+|\x01+")

Plage = tuple[int, int]
"""Where some words stand in a text, as it is written."""


@dataclass(frozen=True)
class Fiche:
    """What is indexed of one proposal."""

    id: str
    intitule: str
    sous_points: tuple[str, ...]
    theme: str  # words of the theme's name that tell it from the others


class IndexPropositions:
    """Immutable once built; safe to share between threads."""

    def __init__(self, fiches: Sequence[Fiche]) -> None:
        champs = SchemaBuilder().add_integer_field("rang", fast=True)
        champs.add_text_field("id", tokenizer_name="raw", index_option="basic")
        for nom in POIDS:
            champs.add_text_field(nom, tokenizer_name="racines")
        champs.add_text_field("mots", tokenizer_name="mots", index_option="basic")
        self._schema = champs.build()
        self._taille = len(fiches)
        self._lecteur = build_index(
            self._schema,
            (_document(rang, fiche) for rang, fiche in enumerate(fiches)),
            racines=analyzer(Tokenizer.simple(), FRANCAIS),
            mots=analyzer(Tokenizer.simple()),
        )

    def search(self, clauses: Sequence[Clause]) -> list[tuple[int, float]]:
        """(rank, score) of the documents that satisfy every clause, best first."""
        return self._run(_all(self._clause_query(clause) for clause in clauses))

    def has_match(self, terme: Terme) -> bool:
        """Whether one word, its synonyms or its continuations are anywhere."""
        return bool(self._run(self._terme_query(terme)))

    def _run(self, query: Query) -> list[tuple[int, float]]:
        trouves = find(self._lecteur, query, self._taille) if self._taille else []
        # Rounded: equal documents must not be told apart by the last bit of a float.
        notes = [(rang, round(note, 4)) for rang, note in trouves]
        return sorted(notes, key=lambda note: (-note[1], note[0]))

    def _clause_query(self, clause: Clause) -> Query:
        choix = [self._forme_query(f, clause.poids, clause.jeu) for f in clause.formes]
        choix += [Query.term_query(self._schema, "id", cle) for cle in clause.ids]
        if clause.termes:
            choix.append(_all(self._terme_query(terme) for terme in clause.termes))
        return _any(choix)

    def _terme_query(self, terme: Terme) -> Query:
        choix = [
            Query.boost_query(Query.term_query(self._schema, champ, terme.mot.racine), poids)
            for champ, poids in POIDS.items()
        ]
        choix += [self._forme_query(forme) for forme in terme.equivalents]
        if terme.is_debut:
            suites = self._lecteur.terms_with_prefix("mots", terme.mot.plie)
            if suites:
                mots = Query.term_set_query(self._schema, "mots", [mot for mot, _ in suites])
                choix.append(Query.const_score_query(mots, POIDS_DEBUT))
        return _any(choix)

    def _forme_query(self, forme: Forme, poids: float = POIDS_SYNONYME, jeu: int = JEU) -> Query:
        """A wording in the proposal's own text, its small words left out or not."""
        choix = []
        for champ in ("intitule", "sous_points"):
            if len(forme) == 1:  # tantivy panics on a phrase of one word
                query = Query.term_query(self._schema, champ, forme[0])
            else:
                ecart = min(jeu, len(forme))
                query = Query.phrase_query(self._schema, champ, list(forme), slop=ecart)
            choix.append(Query.boost_query(query, POIDS[champ] * poids))
        return _any(choix)


def _any(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _all(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _document(rang: int, fiche: Fiche) -> Document:
    intitule, theme, *points = (
        normalize("NFC", clean(t)) for t in (fiche.intitule, fiche.theme, *fiche.sous_points)
    )
    return Document(
        rang=rang,
        id=clean(fiche.id),
        intitule=intitule,
        sous_points=points,
        theme=theme,
        mots=[intitule, *points, theme],
    )


def highlight(texte: str, clauses: Sequence[Clause]) -> list[tuple[str, bool]]:
    """The text in (part, found) pairs that join back to it."""
    mots, trouves = split_mots(texte), bytearray(len(texte))
    for clause in clauses:
        for debut, fin in _of_clause(texte, mots, clause):
            trouves[debut:fin] = b"\x01" * (fin - debut)
    return [
        (texte[partie.start() : partie.end()], trouves[partie.start()] == 1)
        for partie in _PARTIES.finditer(trouves)
    ]


def _of_clause(texte: str, mots: list[Mot], clause: Clause) -> list[Plage]:
    plages: list[Plage] = []
    if texte.strip() in clause.ids:
        plages.append((0, len(texte)))
    for forme in clause.formes:
        plages += _sequences(mots, forme, clause.jeu)
    par_terme = []
    for terme in clause.termes:
        trouves = [
            (mot.debut, mot.fin)
            for mot in mots
            if mot.racine == terme.mot.racine
            or (terme.is_debut and mot.plie.startswith(terme.mot.plie))
        ]
        for forme in terme.equivalents:
            trouves += _sequences(mots, forme, JEU)
        par_terme.append(trouves)
    # Words of a longer wording mean something together only: « professionnelle » alone is not CPTS.
    if all(par_terme) or not (clause.formes or clause.ids):
        plages += [plage for trouves in par_terme for plage in trouves]
    return plages


def _sequences(mots: list[Mot], forme: Forme, jeu: int) -> list[Plage]:
    """Places where the words of a wording follow each other, `jeu` others between at most."""
    plages = []
    for depart, mot in enumerate(mots):
        if mot.racine == forme[0]:
            fin = _follow(mots, depart, forme, min(jeu, len(forme)))
            if fin is not None:
                plages.append((mot.debut, mots[fin].fin))
    return plages


def _follow(mots: list[Mot], position: int, forme: Forme, ecart: int) -> int | None:
    for racine in forme[1:]:
        limite = min(len(mots), position + 2 + ecart)
        suivant = next((i for i in range(position + 1, limite) if mots[i].racine == racine), None)
        if suivant is None:
            return None
        ecart -= suivant - position - 1
        position = suivant
    return position
