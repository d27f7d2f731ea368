"""Bars of a few sorts by group, on one scale: money by engagement, actions by age."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from concertation.analyse.lignes import tabulate
from concertation.declarations.codes import Signe
from concertation.graphiques.dessin import Barres, Dessin
from concertation.graphiques.style import DETAIL, LARGEUR, NOM, nice_height
from concertation.graphiques.style.marques import Pile, sign_bar

BARRE, ECART = 14, 12  # pixels


class Quantite(NamedTuple):
    """One bar: its group, its words, what it measures, its sign."""

    groupe: str
    mots: str
    valeur: float
    signe: Signe


def bars_groupes(quantites: Sequence[Quantite], largeur: int = LARGEUR) -> Dessin:
    """One bar a quantity under its words, the name of its group above the first of them."""
    total, pile, barres, groupe = max([1e-9, *(q.valeur for q in quantites)]), Pile(2), [], ""
    for q in quantites:
        if q.groupe != groupe:
            groupe, pile.haut = q.groupe, pile.haut + ECART
            pile.write(groupe, largeur - 8, NOM, gras=True)
        pile.write(q.mots, largeur - 8, DETAIL)
        long = round(q.valeur / total, 5)
        dit = f"{groupe}\n{q.mots}"
        barres.append(sign_bar(q.signe, 0, pile.haut + 3, long, BARRE, survol=dit))
        pile.haut += BARRE + 8
    return Dessin(
        " ; ".join(f"{q.groupe}, {q.mots}" for q in quantites) or "Rien à dessiner.",
        partial(tabulate, quantites, ("Groupe", lambda q: q.groupe), ("Valeur", lambda q: q.mots)),
        nice_height(pile.haut),
        [Barres(tuple(barres), titre=True)],
        pile.notes,
        largeur=largeur,
        gauche=2,
        droite=4,
    )
