"""Words of a text as the search index sees them: folded, then stemmed in French.

Folding comes before the stemmer: after it, « infirmieres » and « infirmières » would have
different stems, and a query without accents would find nothing.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple

from tantivy import (
    Document,
    Filter,
    Index,
    Query,
    Schema,
    SchemaBuilder,
    Searcher,
    TextAnalyzer,
    TextAnalyzerBuilder,
    Tokenizer,
)

from concertation.analyse.mots.textes import clean

# Words that a query doesn't require: articles, pronouns, light prepositions and elided letters.
# « sans », « vers », « sauf » or « pas » carry meaning (« sans rendez-vous », « aller-vers »).
MOTS_VIDES = frozenset(
    re.findall(
        r"\w+",
        """
    a ai au aux avec c ce ces cet cette d dans de des donc du elle elles en est et eux il ils j je
    l la le les leur leurs lui m ma mais me mes mon n ne nos notre nous on ont ou par plus pour qu
    que qui s sa se ses si son sont sur t ta te tes ton tous tout toute toutes tu un une vos votre
    vous y
        """,
    )
)
# A letter or digit, then those and combining accents (a text may come decomposed).
_MOT = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
MEMOIRE = 15_000_000  # bytes, the least that tantivy accepts


class Mot(NamedTuple):
    """A word: its place in the text, its folded form and its stem."""

    debut: int
    fin: int
    plie: str
    racine: str

    @property
    def is_vide(self) -> bool:
        """Whether a query may do without it."""
        return self.plie in MOTS_VIDES


def split_mots(texte: str, depart: int = 0) -> list[Mot]:
    """Every word in order; positions are those of `texte` as given, which begins at `depart`."""
    return [
        Mot(depart + trouve.start(), depart + trouve.end(), *_forms(trouve.group()))
        for trouve in _MOT.finditer(texte)
    ]


def content_mots(texte: str) -> list[Mot]:
    """The words that a query requires."""
    return [mot for mot in split_mots(texte) if not mot.is_vide]


def analyzer(tokenizer: Tokenizer, *filtres: Filter) -> TextAnalyzer:
    """What folds words, then gives them to other filters."""
    builder = TextAnalyzerBuilder(tokenizer)
    for filtre in (Filter.lowercase(), Filter.ascii_fold(), *filtres):
        builder = builder.filter(filtre)
    return builder.build()


FRANCAIS = Filter.stemmer("french")
# The filters of the index on one word, so that Python and the index agree on every form.
_PLI, _RACINE = analyzer(Tokenizer.raw()), analyzer(Tokenizer.raw(), FRANCAIS)


@lru_cache(maxsize=65_536)
def _forms(mot: str) -> tuple[str, str]:
    compose = unicodedata.normalize("NFC", clean(mot))
    return _PLI.analyze(compose)[0], _RACINE.analyze(compose)[0]


def build_index(
    schema: Schema, documents: Iterable[Document], **analyseurs: TextAnalyzer
) -> Searcher:
    """An index in memory, that nothing changes: safe to share between threads."""
    index = Index(schema)
    for nom, analyseur in analyseurs.items():
        index.register_tokenizer(nom, analyseur)
    # One thread, one segment: the same data always give the same scores.
    ecrivain = index.writer(MEMOIRE, 1)
    for document in documents:
        ecrivain.add_document(document)
    ecrivain.commit()
    ecrivain.wait_merging_threads()
    index.reload()
    return index.searcher()


def find(index: Searcher, query: Query, limite: int) -> list[tuple[int, float]]:
    """(`rang`, score) of the documents that satisfy a query; `limite` is not 0, tantivy panics."""
    trouves = index.search(query, limit=limite, count=False).hits
    rangs = index.fast_field_values("rang", [adresse for _, adresse in trouves])
    return [(int(rang or 0), note) for rang, (note, _) in zip(rangs, trouves, strict=True)]


class Vocabulaire:
    """Folded words of some texts with their most usual spelling; immutable."""

    def __init__(self, textes: Iterable[str]) -> None:
        graphies = Counter(
            (mot.plie, texte[mot.debut : mot.fin]) for texte in textes for mot in split_mots(texte)
        )
        emplois: Counter[str] = Counter()
        self._graphies: dict[str, str] = {}
        # The most usual spelling comes first; the alphabet decides between equals.
        for (mot, ecrit), nombre in sorted(graphies.items(), key=lambda g: (-g[1], g[0])):
            emplois[mot] += nombre
            # « Développer » opens a sentence, « CPTS » is an acronym.
            courant = ecrit[0].lower() + ecrit[1:] if ecrit[1:].islower() else ecrit
            self._graphies.setdefault(mot, courant)
        self._mots = sorted(emplois, key=lambda mot: (-emplois[mot], mot))

    def is_complete(self, mot: str) -> bool:
        """Whether the word is one of the texts, perhaps in the plural: nothing more to type."""
        return any(forme in self._graphies for forme in (mot, f"{mot}s", f"{mot}x"))

    def nearest(self, mot: str, fautes: int) -> str | None:
        """How the texts write the word at most `fautes` away, the most used one of them.

        A letter is added, removed, changed or swapped with its neighbour.
        """
        if mot in self._graphies or not self._mots:
            return self._graphies.get(mot)
        query = Query.fuzzy_term_query(_SCHEMA_MOTS, "mot", mot, distance=fautes)
        rangs = [rang for rang, _ in find(self._index, query, len(self._mots))]
        return self._graphies[self._mots[min(rangs)]] if rangs else None

    # Made when first asked for: most sessions misspell nothing.
    @cached_property
    def _index(self) -> Searcher:
        documents = (Document(rang=rang, mot=mot) for rang, mot in enumerate(self._mots))
        return build_index(_SCHEMA_MOTS, documents)


_SCHEMA_MOTS = (
    SchemaBuilder()
    .add_integer_field("rang", fast=True)
    .add_text_field("mot", tokenizer_name="raw", index_option="basic")
    .build()
)
