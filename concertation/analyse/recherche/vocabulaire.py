"""Words of the published texts: which exist, how they are written, which one was meant."""

from collections import Counter
from collections.abc import Iterable, Iterator

from concertation.analyse.recherche.mots import split_mots

# A short word has too many neighbours to guess what was meant.
LONGUEUR_UNE_FAUTE = 4
LONGUEUR_DEUX_FAUTES = 8
LONGUEUR_MAXIMALE = 40


class Vocabulaire:
    """Folded words with their number of uses and their most usual spelling; immutable."""

    def __init__(self, textes: Iterable[str]) -> None:
        graphies = Counter(
            (mot.plie, texte[mot.debut : mot.fin]) for texte in textes for mot in split_mots(texte)
        )
        self._emplois: Counter[str] = Counter()
        self._graphies: dict[str, str] = {}
        # The most usual spelling comes first; the alphabet decides between equals.
        for (mot, ecrit), nombre in sorted(graphies.items(), key=lambda g: (-g[1], g[0])):
            self._emplois[mot] += nombre
            # « Développer » opens a sentence, « CPTS » is an acronym.
            courant = ecrit[0].lower() + ecrit[1:] if ecrit[1:].islower() else ecrit
            self._graphies.setdefault(mot, courant)

    def __contains__(self, mot: str) -> bool:
        return mot in self._emplois

    def __iter__(self) -> Iterator[str]:
        return iter(self._emplois)

    def spelling(self, mot: str) -> str:
        """How the texts write a folded word: « medecin » gives « médecin »."""
        return self._graphies.get(mot, mot)

    def is_complete(self, mot: str) -> bool:
        """Whether the word is one of the texts, perhaps in the plural: nothing more to type."""
        return mot in self or f"{mot}s" in self or f"{mot}x" in self

    def nearest(self, mot: str, candidats: Iterable[str], fautes: int) -> str | None:
        """The nearest candidate at most `fautes` away, the most used one among equals."""
        distances = {
            candidat: distance
            for candidat in set(candidats)
            if (distance := count_fautes(mot, candidat, fautes)) <= fautes
        }
        if not distances:
            return None
        return min(distances, key=lambda c: (distances[c], -self._emplois[c], c))


def allowed_fautes(mot: str) -> int:
    """How many mistakes a word of this length may hold: 0, 1 or 2."""
    if len(mot) > LONGUEUR_MAXIMALE:
        return 0
    return (len(mot) >= LONGUEUR_UNE_FAUTE) + (len(mot) >= LONGUEUR_DEUX_FAUTES)


def count_fautes(mot: str, autre: str, limite: int) -> int:
    """Letters to add, remove, change or swap with their neighbour; `limite` + 1 when beyond."""
    if abs(len(mot) - len(autre)) > limite:
        return limite + 1
    avant: list[int] = []
    ligne = list(range(len(autre) + 1))
    for i, lettre in enumerate(mot, 1):
        suivante = [i]
        for j, voisine in enumerate(autre, 1):
            cout = min(ligne[j] + 1, suivante[j - 1] + 1, ligne[j - 1] + (lettre != voisine))
            if i > 1 and j > 1 and lettre == autre[j - 2] and mot[i - 2] == voisine:
                cout = min(cout, avant[j - 2] + 1)
            suivante.append(cout)
        if min(suivante) > limite:
            return limite + 1
        avant, ligne = ligne, suivante
    return min(ligne[-1], limite + 1)
