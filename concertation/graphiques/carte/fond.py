"""What both maps share: frame, areas, names placed beside their points."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd

from concertation.graphiques.cadrage import frame_map
from concertation.graphiques.carte.noms import TAILLE_NOM, place_names
from concertation.graphiques.contours import Contours
from concertation.graphiques.dessin import Dessin, Mot, Point, Points, Zones
from concertation.graphiques.gabarit import nice_height
from concertation.graphiques.gabarit.marques import message

LARGEUR, LARGEUR_COMPACTE = 640, 350  # pixels for which the names are placed
HALO = "zone"  # keeps a name legible where it crosses the outline of an area


class Lieu(NamedTuple):
    """A point and the name to write beside it; `rang` as in `place_names`."""

    point: Point
    nom: str
    rang: int = 1
    taille: float = TAILLE_NOM


def build_map(
    alt: str,
    table: Callable[[], pd.DataFrame],
    zones: Sequence[Zones],
    nommes: Contours,
    groupes: Sequence[Sequence[Lieu]],
    compact: bool,
    largeur: int | None,
    dessus: Sequence[Points] = (),
) -> Dessin:
    """Areas from the ground up, the names of `nommes`, each group of points, then `dessus`.

    A message stands for the map when there is nothing to place.
    """
    largeur = largeur or (LARGEUR_COMPACTE if compact else LARGEUR)
    lieux = [lieu for groupe in groupes for lieu in groupe]
    points = tuple((lieu.point.x, lieu.point.y) for lieu in lieux)
    boites = [zone.bounds for z in zones for zone in z.contours.zones if zone.code in z.codes]
    boites += [(lon, lat, lon, lat) for lon, lat in points]
    # Without outlines, the names need room around the outermost points.
    cadrages = [
        cadrage
        for pixels in dict.fromkeys((largeur, LARGEUR_COMPACTE))
        if (cadrage := frame_map(boites, pixels, marge=0.02 if zones else 0.12))
    ]
    if not cadrages:
        return message("Aucun contour ni aucun lieu publié", alt, table)
    noms, noms_zones = place_names(
        nommes,
        points,
        tuple(lieu.nom for lieu in lieux),
        tuple(lieu.rang for lieu in lieux),
        tuple(cadrages),
        compact,
    )
    ecrits = iter(noms)
    return Dessin(
        alt,
        table,
        nice_height(cadrages[0].hauteur),
        [
            *zones,
            Points(tuple(_area_name(*nom) for nom in noms_zones)),
            *(
                Points(tuple(_named(lieu, next(ecrits)) for lieu in groupe), titre=True)
                for groupe in groupes
            ),
            *dessus,
        ],
        cadrage=cadrages[0],
        nature="carte",
    )


def _area_name(nom: str, lon: float, lat: float) -> Point:
    mot = Mot((nom,), TAILLE_NOM, "discret", "middle center", halo=HALO)
    return Point(round(lon, 3), round(lat, 3), mot=mot)


def _named(lieu: Lieu, nom: tuple[str, str] | None) -> Point:
    if nom is None:
        return lieu.point
    encre, gras = "discret" if lieu.rang == 2 else "texte", lieu.rang == 0
    mot = Mot(tuple(nom[0].split("\n")), lieu.taille, encre, nom[1], gras, halo=HALO)
    return lieu.point._replace(mot=mot)
