"""Acronyms and terms of the glossary found in a text."""

import re
from functools import lru_cache

import pandas as pd

from concertation.analyse.mots.textes import fold, split_liste


class Lexique:
    """The glossary made ready to read texts: built once, asked for each text of a screen."""

    def __init__(self, glossaire: pd.DataFrame) -> None:
        colonnes = (glossaire[nom].tolist() for nom in ("id", "terme", "expansion", "synonymes"))
        self._motif, self._lignes = _compile(tuple(zip(*colonnes, strict=True)))
        champs = ["id", "terme", "expansion", "definition"]
        lignes = zip(*(glossaire[nom].tolist() for nom in champs), strict=True)
        self.entrees: dict[str, dict[str, str]] = {
            ligne[0]: dict(zip(champs, ligne, strict=True)) for ligne in lignes
        }

    def find_sigles(self, texte: str) -> list[tuple[int, int, str]]:
        """(start, end, row id) of each acronym that the glossary expands, in the order of the text.

        Whole words, the longest first where several begin together; capitals count (« SAS » is not
        « sas »), a plural « s » is let in (« CHUs »). A row without an expansion explains nothing.
        """
        if not texte or self._motif is None:
            return []
        trouves = self._motif.finditer(texte)
        return [(t.start(), t.end(), self._lignes[t.group(1)]) for t in trouves]


@lru_cache(maxsize=8)
def _compile(
    rangees: tuple[tuple[str, str, str, str], ...],
) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """One pattern for a whole glossary, and the row of each acronym."""
    lignes: dict[str, str] = {}
    for identifiant, terme, expansion, _ in rangees:
        if expansion.strip() and terme.strip():
            lignes.setdefault(terme.strip(), identifiant)
    # A synonym never takes a term from the row that explains it.
    for identifiant, _, expansion, synonymes in rangees:
        for autre in split_liste(synonymes) if expansion.strip() else ():
            if autre.isupper() and len(autre) > 1:
                lignes.setdefault(autre, identifiant)
    if not lignes:
        return None, {}
    choix = "|".join(re.escape(terme) for terme in sorted(lignes, key=lambda t: (-len(t), t)))
    return re.compile(rf"(?<!\w)({choix})s?(?!\w)"), lignes


def search_glossaire(glossaire: pd.DataFrame, texte: str) -> pd.DataFrame:
    """Rows whose term, expansion, definition or synonyms hold every word; case, accents aside."""
    mots = fold(texte).split()
    colonnes = ["terme", "expansion", "definition", "synonymes"]
    textes = [fold(" ".join(ligne)) for ligne in glossaire[colonnes].itertuples(index=False)]
    gardees = [all(mot in contenu for mot in mots) for contenu in textes]
    return glossaire[pd.array(gardees, dtype="bool")]
