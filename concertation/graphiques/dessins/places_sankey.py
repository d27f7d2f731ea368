"""Where the nodes of a chain stand: one column a rank, few bands crossing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from concertation.graphiques.gabarit import shorten, wrap_text

TAILLE = 13
LIGNE = 17
BARRE = 12  # width of a node, in pixels
ECART = 12  # between two nodes
ENTETE = 30
LIGNES_MAX = 3
EPAISSEUR = 420  # pixels that the fullest column shares between its bands
SWEEPS = 6


@dataclass
class Place:
    """A node on the page: pixels from the top, and where its next band begins on each side."""

    ligne: dict[str, Any]
    colonne: int
    mots: list[str]
    poids: float
    haut: float = 0
    hauteur: float = 0
    entre: float = 0
    sorties: float = 0
    voisins: dict[str, float] = field(default_factory=dict)


def place_noeuds(
    noeuds: pd.DataFrame, aretes: pd.DataFrame, largeur: int
) -> tuple[dict[str, Place], list[int]]:
    """Every node at its place; ranks that hold a node, in order."""
    colonnes = sorted(set(noeuds["rang"]))
    entrees = aretes.groupby("cible")["n"].sum().to_dict()
    sorties = aretes.groupby("origine")["n"].sum().to_dict()
    mots_largeur = largeur / max(1, len(colonnes)) - BARRE - 16
    places = {}
    for ligne in noeuds.to_dict("records"):
        mots = wrap_text(str(ligne["libelle"]), mots_largeur, TAILLE)
        if len(mots) > LIGNES_MAX:
            reste = " ".join(mots[LIGNES_MAX - 1 :])
            mots = [*mots[: LIGNES_MAX - 1], shorten(reste + " …", mots_largeur, TAILLE)]
        cle = str(ligne["cle"])
        poids = max(entrees.get(cle, 0), sorties.get(cle, 0), 1)
        rang = colonnes.index(ligne["rang"])
        places[cle] = Place({str(k): v for k, v in ligne.items()}, rang, mots, poids)
    for origine, cible, n in zip(aretes["origine"], aretes["cible"], aretes["n"], strict=True):
        places[origine].voisins[cible] = n
        places[cible].voisins[origine] = n
    _stack(places, len(colonnes))
    return places, colonnes


def _stack(places: dict[str, Place], nombre: int) -> None:
    """Heights, then an order of each column that lets few bands cross."""
    par_colonne: list[list[Place]] = [[] for _ in range(nombre)]
    for place in places.values():
        par_colonne[place.colonne].append(place)
    plein = max([1.0, *(sum(p.poids for p in colonne) for colonne in par_colonne)])
    for place in places.values():
        place.hauteur = max(LIGNE * len(place.mots) + 2, place.poids * EPAISSEUR / plein)
    total = max([0.0, *(_height(colonne) for colonne in par_colonne)])
    for _ in range(SWEEPS):
        for colonne in par_colonne:
            haut = ENTETE + (total - _height(colonne)) / 2
            for place in colonne:
                place.haut = haut
                haut += place.hauteur + ECART
        for colonne in par_colonne[1:]:
            colonne.sort(key=lambda p: _barycentre(places, p))


def _height(colonne: Sequence[Place]) -> float:
    return sum(p.hauteur for p in colonne) + ECART * max(0, len(colonne) - 1)


def _barycentre(places: dict[str, Place], place: Place) -> float:
    avant = [
        (places[cle], n) for cle, n in place.voisins.items() if places[cle].colonne < place.colonne
    ] or [(place, 1)]
    return sum((p.haut + p.hauteur / 2) * n for p, n in avant) / sum(n for _, n in avant)
