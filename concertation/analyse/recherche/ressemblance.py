"""Likeness of proposals, computed on their words: a help to read, not a link of the documents."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from concertation.analyse.recherche.mots import content_mots

# Under it, two proposals share little more than « santé » or « professionnel ».
SEUIL = 0.2
_INFINITIF = ("er", "ir", "re")


class Ressemblance:
    """Cosine of tf-idf vectors of stems, between 0 (no common word) and 1 (same words).

    Words are stems of the wording and the sub-points, without small words nor the verb that opens
    a proposal (« développer », « créer » say how, not what). A word weighs
    (1 + ln uses) × (1 + ln((1 + proposals) / (1 + proposals that have it))), and vectors have
    length 1. Same data, same result.
    """

    def __init__(self, textes: Sequence[str]) -> None:
        comptes = [Counter(_racines(texte)) for texte in textes]
        presence = Counter(racine for compte in comptes for racine in compte)
        idf = {
            racine: math.log((1 + len(textes)) / (1 + nombre)) + 1
            for racine, nombre in presence.items()
        }
        self._vecteurs = [_unit(compte, idf) for compte in comptes]
        postings: dict[str, tuple[list[int], list[float]]] = {}
        for rang, vecteur in enumerate(self._vecteurs):
            for racine, poids in vecteur.items():
                rangs, notes = postings.setdefault(racine, ([], []))
                rangs.append(rang)
                notes.append(poids)
        self._postings = {
            racine: (np.array(rangs), np.array(notes))
            for racine, (rangs, notes) in postings.items()
        }

    def nearest(self, rang: int, nombre: int, seuil: float = SEUIL) -> list[tuple[int, float]]:
        """(rank, likeness) of the texts nearest to one, best first, none under the threshold."""
        notes = np.zeros(len(self._vecteurs))
        for racine, poids in self._vecteurs[rang].items():
            rangs, voisins = self._postings[racine]
            notes[rangs] += poids * voisins
        notes[rang] = 0.0
        notes = notes.round(4)
        candidats = np.flatnonzero(notes >= seuil)
        ordre = sorted(candidats.tolist(), key=lambda autre: (-notes[autre], autre))
        return [(autre, float(notes[autre])) for autre in ordre[:nombre]]


def _racines(texte: str) -> list[str]:
    mots = content_mots(texte)
    if len(mots) > 1 and mots[0].plie.endswith(_INFINITIF):
        del mots[0]
    return [mot.racine for mot in mots]


def _unit(compte: Counter[str], idf: dict[str, float]) -> dict[str, float]:
    poids = {racine: (1 + math.log(nombre)) * idf[racine] for racine, nombre in compte.items()}
    norme = math.sqrt(sum(valeur * valeur for valeur in poids.values())) or 1.0
    return {racine: valeur / norme for racine, valeur in poids.items()}
