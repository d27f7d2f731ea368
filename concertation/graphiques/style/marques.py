"""What several charts draw: words in a pile, signs and their legend, lines, frames, a message."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd

from concertation.declarations.codes import Signe
from concertation.graphiques.dessin import (
    Barre,
    Barres,
    Dessin,
    Mot,
    Motif,
    Note,
    Point,
    Points,
    Trait,
)
from concertation.graphiques.style import wrap_text
from concertation.graphiques.style.couleurs import sign_ground, sign_role

LIGNE_LEGENDE = 24  # pixels


class Pile:
    """Words under one another; the next ones, or the next mark, stand `haut` pixels down."""

    def __init__(self, haut: float = 0, notes: Iterable[Note] = ()) -> None:
        self.haut, self.notes = haut, list(notes)

    def write(
        self, texte: str, largeur: float, corps: tuple[float, float], decalage: float = 0,
        **mot: Any,
    ) -> None:  # fmt: skip
        """Words wrapped for `largeur` pixels, nothing without any. `corps`: pixels of the letters,
        and of a line."""
        taille, ligne = corps
        if texte:
            lignes = wrap_text(texte, largeur, taille, mot.get("gras", False))
            self.notes.append(Note(0, self.haut, Mot(tuple(lignes), taille, **mot), decalage))
            self.haut += len(lignes) * ligne


def sign_point(signe: Signe, x: float, y: float, taille: float, **reste: Any) -> Point:
    """The symbol of a sign, shapes of like weight; the stroke of an open one is as strong."""
    role = sign_role(signe)
    part = 0.76 if signe.anneau else 0.86 if signe.symbole == "x" else 1
    epais = taille / 4 if signe.anneau else taille / 8 if "open" in signe.symbole else 0
    encre = "fond" if signe.anneau else role
    return Point(
        x, y, signe.symbole, round(taille * part, 1), encre, role, round(epais, 1), **reste
    )


def sign_bar(
    signe: Signe, x: float, y: float, largeur: float, hauteur: float, **reste: Any
) -> Barre:
    """The bar of a sign: solid, hatched on a light ground, or outlined."""
    role = sign_role(signe)
    encre = role if signe.plein else sign_ground(signe)
    motif = Motif(signe.motif) if signe.motif else None
    commun: dict[str, Any] = {"bord": role, "epaisseur": 1.5, "motif": motif}
    return Barre(x, y, largeur, hauteur, encre, **{**commun, **reste})


def lines(
    segments: Iterable[tuple[float, float, float, float]], encre: str, *trait: Any, **reste: Any
) -> list[Trait]:
    """Segments (x0, y0, x1, y1) as one mark, however many; none without any."""
    chemin = tuple(pas for a, b, c, d in segments for pas in (("M", a, b), ("L", c, d)))
    return [Trait(chemin, encre, *trait, **reste)] if chemin else []


def frames(
    boites: Iterable[tuple[float, float, float, float]], encre: str, *trait: Any, **reste: Any
) -> list[Trait]:
    """Outlines of rectangles (left, top, right, bottom) as one mark; none without any."""
    chemin = tuple(
        pas
        for g, h, d, b in boites
        for pas in (("M", g, h), ("L", d, h), ("L", d, b), ("L", g, b), ("Z",))
    )
    return [Trait(chemin, encre, *trait, **reste)] if chemin else []


def message(texte: str, alt: str, table: Callable[[], pd.DataFrame]) -> Dessin:
    """A chart that has nothing to show, and says so."""
    return Dessin(alt, table, 60, notes=(Note(0, 20, Mot((texte,), 16, "discret")),))


def column_cuts(colonnes: Sequence[str], pixels: float, largeur: float) -> list[list[str]]:
    """Columns in bands as even as can be, so that each has `largeur` of the `pixels`."""
    par_bande = max(1, int(pixels // largeur))
    nombre = max(1, -(-len(colonnes) // par_bande))
    taille = max(1, -(-len(colonnes) // nombre))
    return [list(colonnes[i : i + taille]) for i in range(0, len(colonnes), taille)]


def legend(
    entrees: Sequence[tuple[Signe, str]], haut: float, colonnes: int, barres: bool = False
) -> tuple[Points | Barres, list[Note], float]:
    """Marks and words of (sign, word) entries from `haut` down, and where they end. The signs are
    symbols, or small `barres`, which show the hatching."""
    symboles, rectangles, notes = [], [], []
    for i, (signe, mot) in enumerate(entrees):
        x, y = i % colonnes / colonnes, haut + LIGNE_LEGENDE * (i // colonnes + 0.5)
        symboles.append(sign_point(signe, x + 0.02, y, 15))
        rectangles.append(sign_bar(signe, x + 0.005, y - 7, 0.06, 14))
        place, decalage = (x + 0.065, 8) if barres else (x + 0.02, 14)
        notes.append(Note(place, y, Mot((mot,), cote="middle right"), decalage))
    bas = haut + LIGNE_LEGENDE * -(-len(entrees) // colonnes)
    return Barres(tuple(rectangles)) if barres else Points(tuple(symboles)), notes, bas
