"""What both maps share: frame, areas, names placed beside their points and on their areas."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from concertation.graphiques.carte import etiquettes as placement
from concertation.graphiques.contours import Cadrage, Contours, frame_map, places_for_name
from concertation.graphiques.dessin import Dessin, Mot, Point, Points, Zones
from concertation.graphiques.style import nice_height, text_width
from concertation.graphiques.style.marques import message

LARGEUR, LARGEUR_COMPACTE = 640, 350  # pixels for which the names are placed
TAILLES = (15, 13, 13)  # of a name, by rank
RAYONS = (14.0, 6.5, 4.5)  # of a point, by rank
HALO = "zone"  # keeps a name legible where it crosses the outline of an area


class Lieu(NamedTuple):
    """A point and the name to write beside it; `rang` 0 for a chosen one, 1 for a shown one, 2
    for one set aside."""

    point: Point
    nom: str
    rang: int = 1


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
    boites = [zone.bounds for z in zones for zone in z.contours.zones if zone.code in z.codes]
    boites += [(p.x, p.y, p.x, p.y) for p, *_ in lieux]
    # Without outlines, the names need room around the outermost points.
    cadrages = [
        cadrage
        for pixels in dict.fromkeys((largeur, LARGEUR_COMPACTE))
        if (cadrage := frame_map(boites, pixels, marge=0.02 if zones else 0.12))
    ]
    if not cadrages:
        return message("Aucun contour ni aucun lieu publié", alt, table)
    noms, noms_zones = _place_names(nommes, tuple(lieux), tuple(cadrages), compact)
    points = iter([_named(lieu, noms.get(i)) for i, lieu in enumerate(lieux)])
    return Dessin(
        alt,
        table,
        nice_height(cadrages[0].hauteur),
        [
            *zones,
            Points(noms_zones),
            *(Points(tuple(next(points) for _ in groupe), titre=True) for groupe in groupes),
            *dessus,
        ],
        cadrage=cadrages[0],
        nature="carte",
    )


def _named(lieu: Lieu, place: placement.Place | None) -> Point:
    if place is None:
        return lieu.point
    encre, gras = "discret" if lieu.rang == 2 else "texte", lieu.rang == 0
    lignes = tuple(place.texte.split("\n"))
    mot = Mot(lignes, TAILLES[lieu.rang], encre, place.position, gras, halo=HALO)
    return lieu.point._replace(mot=mot)


# The search takes some 20 ms; a reader who comes back to a choice has it at once.
@lru_cache(maxsize=256)
def _place_names(
    contours: Contours, lieux: tuple[Lieu, ...], cadrages: tuple[Cadrage, ...], compact: bool
) -> tuple[dict[int, placement.Place], tuple[Point, ...]]:
    """The place of the name of each point, by its rank among `lieux`, and the names of areas.

    All is free of overlap on every one of `cadrages`; `compact` leaves out the names of what is
    set aside, and an area whose name has no room goes without.
    """
    etiquettes = [
        placement.Etiquette(
            nom, [c.to_screen(p.x, p.y) for c in cadrages], TAILLES[rang], RAYONS[rang], rang == 0
        )
        for p, nom, rang in lieux
    ]
    cadres = [placement.Boite(2, 2, c.largeur - 2, c.hauteur - 2) for c in cadrages]
    ecrits = [i for i, lieu in enumerate(lieux) if not (compact and lieu.rang == 2)]
    ordre = sorted(ecrits, key=lambda i: lieux[i].rang)
    places, prises = placement.place_labels(etiquettes, cadres, ordre)
    return places, tuple(_name_areas(contours, cadrages, prises))


def _name_areas(
    contours: Contours, cadrages: Sequence[Cadrage], prises: list[placement.Boites]
) -> list[Point]:
    """Names of the areas, each where room is left inside it, else beside it."""
    points = []
    for rang, zone in enumerate(contours.zones):
        mot = Mot((zone.nom.upper(),), TAILLES[1], "discret", "middle center", halo=HALO)
        largeur = text_width(mot.lignes[0], mot.taille)
        for lieu in places_for_name(contours, rang, tuple(largeur / c.echelle for c in cadrages)):
            boites = [
                placement.text_box(mot.lignes[0], *c.to_screen(*lieu), mot.taille, mot.cote, 0)
                for c in cadrages
            ]
            if not any(placement.meet(boites, autres) for autres in prises):
                prises.append(boites)
                points.append(Point(round(lieu[0], 3), round(lieu[1], 3), mot=mot))
                break
    return points
