"""Where the words of a query stand in a text, as it is written."""

import re
from collections.abc import Sequence

from concertation.analyse.recherche.index import JEU
from concertation.analyse.recherche.mots import Mot, split_mots
from concertation.analyse.recherche.requete import Clause, Forme

Plage = tuple[int, int]
_PARTIES = re.compile(rb"\x00+|\x01+")


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
        plages += _sequences(mots, forme, JEU)
    if clause.is_citation:
        return plages + _sequences(mots, tuple(t.mot.racine for t in clause.termes), 0)
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
