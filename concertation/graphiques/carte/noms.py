"""The names that the map of the workshops writes, and where."""

from collections.abc import Sequence
from functools import lru_cache

from concertation.graphiques.cadrage import Cadrage
from concertation.graphiques.carte.etiquettes import (
    Boite,
    Ecran,
    Etiquette,
    Placement,
    place_freely,
    place_labels,
    text_variants,
)
from concertation.graphiques.contours import Contours
from concertation.graphiques.gabarit import text_width

TAILLE_NOM, TAILLE_CHOISI = 13, 15
RAYON, RAYON_CHOISI, RAYON_ECARTE = 6.5, 14.0, 4.5


# The search takes some 20 ms; a reader who comes back to a choice has it at once.
@lru_cache(maxsize=256)
def place_names(
    contours: Contours,
    points: tuple[tuple[float, float], ...],
    noms: tuple[str, ...],
    rangs: tuple[int, ...],
    cadrages: tuple[Cadrage, ...],
    compact: bool,
) -> tuple[Placement, list[tuple[str, float, float]]]:
    """Name and position of each workshop, None when it is not written; (name, lon, lat) of areas.

    `points` are (lon, lat) in degrees; `rangs` 0 for a chosen workshop, 1 for a shown one, 2 for
    one set aside, whose name `compact` leaves out. All is free of overlap on every one of
    `cadrages`; an area whose name has no room goes without.
    """
    ecrans = [
        Ecran(
            [c.to_screen(lon, lat) for lon, lat in points],
            Boite(2, 2, c.largeur - 2, c.hauteur - 2),
        )
        for c in cadrages
    ]
    etiquettes = [
        Etiquette(text_variants(nom), TAILLE_CHOISI, RAYON_CHOISI, gras=True)
        if rang == 0
        else Etiquette(text_variants(nom), TAILLE_NOM, RAYON if rang == 1 else RAYON_ECARTE)
        for nom, rang in zip(noms, rangs, strict=True)
    ]
    ecrits = [i for i, rang in enumerate(rangs) if not (compact and rang == 2)]
    places, prises = place_labels(ecrans, etiquettes, sorted(ecrits, key=lambda i: rangs[i]))
    return places, _place_zones(contours, cadrages, prises)


def _place_zones(
    contours: Contours, cadrages: Sequence[Cadrage], prises: list[list[Boite]]
) -> list[tuple[str, float, float]]:
    """Names of the areas, each where room is left inside it, else beside it."""
    ecrits = []
    for zone in contours.zones:
        nom = zone.nom.upper()
        largeur = text_width(nom, TAILLE_NOM)
        candidats = contours.places_for_name(zone, tuple(largeur / c.echelle for c in cadrages))
        place = place_freely(
            nom, ([c.to_screen(*p) for c in cadrages] for p in candidats), TAILLE_NOM, prises
        )
        if place is not None:
            ecrits.append((nom, *candidats[place]))
    return ecrits
