"""Acronyms and terms of the glossary found in a text."""

import re

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.textes import fold, split_liste


class Lexique:
    """The glossary made ready to read texts: built once, asked for each text of a screen."""

    def __init__(self, glossaire: pd.DataFrame) -> None:
        self.entrees = {ligne["id"]: ligne for ligne in list_records(glossaire)}
        expliquees = [ligne for ligne in self.entrees.values() if ligne["expansion"].strip()]
        self._sigles: dict[str, str] = {}
        for ligne in expliquees:
            self._sigles.setdefault(ligne["terme"].strip(), ligne["id"])
        # A synonym never takes a term from the row that explains it.
        for ligne in expliquees:
            for autre in split_liste(ligne["synonymes"]):
                if autre.isupper() and len(autre) > 1:
                    self._sigles.setdefault(autre, ligne["id"])
        self._sigles.pop("", None)
        choix = "|".join(re.escape(sigle) for sigle in sorted(self._sigles, key=len, reverse=True))
        self._motif = re.compile(rf"(?<!\w)({choix})s?(?!\w)")

    def find_sigles(self, texte: str) -> list[tuple[int, int, str]]:
        """(start, end, row id) of each acronym that the glossary expands, in the order of the text.

        Whole words, the longest first where several begin together; capitals count (« SAS » is not
        « sas »), a plural « s » is let in (« CHUs »). A row without an expansion explains nothing.
        """
        trouves = self._motif.finditer(texte) if self._sigles else ()
        return [(t.start(), t.end(), self._sigles[t.group(1)]) for t in trouves]


def search_glossaire(glossaire: pd.DataFrame, texte: str) -> pd.DataFrame:
    """Rows whose term, expansion, definition or synonyms hold every word; case, accents aside."""
    mots = fold(texte).split()
    colonnes = ["terme", "expansion", "definition", "synonymes"]
    textes = [fold(" ".join(ligne)) for ligne in glossaire[colonnes].itertuples(index=False)]
    gardees = [all(mot in contenu for mot in mots) for contenu in textes]
    return glossaire[pd.array(gardees, dtype="bool")]
