"""What several charts draw: words in a pile, signs and their legend, lines, frames, a message, and
dates as abscissas between 0 and 1, with their French tick labels."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from babel.dates import format_date as babel_date

from concertation.analyse.mots.formats import LOCALE
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


ETENDUE_MIN = 120  # days: what happened in one week still shows months around it
PAS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 24000)  # months
GRADUATIONS = 5  # labels that stand side by side on a phone
HAUTEUR_DATES = 40  # pixels of two lines


@dataclass(frozen=True)
class Calendrier:
    """A span of days, the first at 0 and the last at 1."""

    debut: dt.date
    fin: dt.date

    def to_x(self, jour: Any) -> float:
        """Abscissa of a date or a Timestamp."""
        return round((to_day(jour) - self.debut).days / (self.fin - self.debut).days, 5)


def to_day(jour: Any) -> dt.date:
    """The date of a Timestamp, a datetime, ISO text or a date."""
    return pd.Timestamp(jour).date()


def frame_dates(jours: Iterable[Any], marge: float = 0.05) -> Calendrier | None:
    """The span of the dates that are known, `marge` of it wider on each side; None without any."""
    connus = sorted(to_day(j) for j in jours if not pd.isna(j))
    if not connus:
        return None
    etendue = (connus[-1] - connus[0]).days
    ajout = max(etendue * marge, (ETENDUE_MIN - etendue) / 2)
    avant = min(round(ajout) + 1, connus[0].toordinal() - 1)
    apres = min(round(ajout) + 1, dt.date.max.toordinal() - connus[-1].toordinal())
    return Calendrier(connus[0] - dt.timedelta(avant), connus[-1] + dt.timedelta(apres))


def date_ticks(calendrier: Calendrier, nombre: int = GRADUATIONS) -> list[tuple[float, str]]:
    r"""Abscissas and labels « janv.\n2024 » (or « 2024 »), at most `nombre`, none at the edge."""
    mois = (calendrier.fin - calendrier.debut).days / 31
    # Steps that are far too short need no counting: centuries have thousands of months.
    essais = (_ticks_every(calendrier, pas) for pas in PAS if mois * 0.9 / pas < nombre + 1)
    return next((ticks for ticks in essais if len(ticks) <= nombre), [])


def _ticks_every(calendrier: Calendrier, pas: int) -> list[tuple[float, str]]:
    premier = calendrier.debut.year * 12 + calendrier.debut.month - 1
    dernier = min(calendrier.fin.year * 12 + calendrier.fin.month - 1, 9999 * 12 + 11)
    ticks = []
    for mois in range(-(-premier // pas) * pas, dernier + 1, pas):
        jour = dt.date(mois // 12, mois % 12 + 1, 1)
        x = calendrier.to_x(jour)
        if 0.05 <= x <= 0.95:
            nom = "" if pas % 12 == 0 else babel_date(jour, "MMM", locale=LOCALE) + "\n"
            ticks.append((x, f"{nom}{jour.year}"))
    return ticks


def date_axis(
    calendrier: Calendrier, haut_traits: float, bas_traits: float, y: float
) -> tuple[list[Note], list[Trait]]:
    """Labels from `y` down and light vertical lines of a date axis."""
    ticks = date_ticks(calendrier)
    notes = [
        Note(x, y, Mot(tuple(texte.split("\n")), 13, "discret", "bottom center"))
        for x, texte in ticks
    ]
    return notes, lines(((x, haut_traits, x, bas_traits) for x, _ in ticks), "grille")
