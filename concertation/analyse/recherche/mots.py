"""Words of a text as the search index sees them: folded, then stemmed in French.

Folding comes before the stemmer: after it, « infirmieres » and « infirmières » would have
different stems, and a query without accents would find nothing.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from concertation.analyse.mots.textes import clean

# Words that a query doesn't require: articles, pronouns, light prepositions and elided letters.
# « sans », « vers », « sauf » or « pas » carry meaning (« sans rendez-vous », « aller-vers »).
MOTS_VIDES = frozenset(
    re.findall(
        r"\w+",
        """
        a ai au aux avec c ce ces cet cette d dans de des donc du elle elles en est et eux il ils
        j je l la le les leur leurs lui m ma mais me mes mon n ne nos notre nous on ont ou par plus
        pour qu que qui s sa se ses si son sont sur t ta te tes ton tous tout toute toutes tu un
        une vos votre vous y
        """,
    )
)
# A letter or digit, then those and combining accents (a text may come decomposed).
_MOT = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")


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


def split_mots(texte: str) -> list[Mot]:
    """Every word in order; positions are those of `texte` as given."""
    return [
        Mot(trouve.start(), trouve.end(), *_forms(trouve.group()))
        for trouve in _MOT.finditer(texte)
    ]


def content_mots(texte: str) -> list[Mot]:
    """The words that a query requires."""
    return [mot for mot in split_mots(texte) if not mot.is_vide]


def folding_analyzer() -> TextAnalyzer:
    """Tokenizer of the fuzzy and prefix field: folded, not stemmed."""
    return _folded(Tokenizer.simple()).build()


def stemming_analyzer() -> TextAnalyzer:
    """Tokenizer of the text fields: folded, then stemmed."""
    return _folded(Tokenizer.simple()).filter(Filter.stemmer("french")).build()


def _folded(tokenizer: Tokenizer) -> TextAnalyzerBuilder:
    return TextAnalyzerBuilder(tokenizer).filter(Filter.lowercase()).filter(Filter.ascii_fold())


# The same filters on one word, so that Python and the index agree on every form.
_PLI = _folded(Tokenizer.raw()).build()
_RACINE = _folded(Tokenizer.raw()).filter(Filter.stemmer("french")).build()


@lru_cache(maxsize=65_536)
def _forms(mot: str) -> tuple[str, str]:
    compose = unicodedata.normalize("NFC", clean(mot))
    return _PLI.analyze(compose)[0], _RACINE.analyze(compose)[0]
