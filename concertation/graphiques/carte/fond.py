"""What both maps share: frame, areas, names placed beside their points and on their areas so that
none covers another."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

import pandas as pd

from concertation.graphiques.contours import Cadrage, Contours, frame_map, places_for_name
from concertation.graphiques.dessin import Dessin, Mot, Point, Points, Zones
from concertation.graphiques.style import nice_height, text_width
from concertation.graphiques.style.marques import message

LARGEUR, LARGEUR_COMPACTE = 640, 350  # pixels for which the names are placed
TAILLES = (15, 13, 13)  # of a name, by rank
TAILLES_ZONES = (14, 13, 11.5, 10)  # of an area's, the first that holds inside it
RAYONS = (14.0, 6.5, 4.5)  # of a point, by rank
HALO = "zone"  # keeps a name legible where it crosses the outline of an area
# In order of preference; the words are those of Plotly's `textposition`.
POSITIONS = (
    "middle right",
    "middle left",
    "top center",
    "bottom center",
    "top right",
    "bottom right",
    "top left",
    "bottom left",
)

ESSAIS = 300  # steps of search before some names are given up


class Boite(NamedTuple):
    """A rectangle on screen, in pixels, y downwards."""

    gauche: float
    haut: float
    droite: float
    bas: float

    def touches(self, autre: "Boite") -> bool:
        """Whether the two share any surface."""
        return (
            self.gauche < autre.droite
            and autre.gauche < self.droite
            and self.haut < autre.bas
            and autre.haut < self.bas
        )

    def inside(self, autre: "Boite") -> bool:
        """Whether this one lies wholly in the other."""
        return (
            self.gauche >= autre.gauche
            and self.droite <= autre.droite
            and self.haut >= autre.haut
            and self.bas <= autre.bas
        )


Boites = Sequence[Boite]  # the same thing on each width of screen


class Etiquette(NamedTuple):
    """A name to write beside a point, where that falls on each screen, and the sizes."""

    nom: str
    points: Sequence[tuple[float, float]]
    taille: float
    rayon: float
    gras: bool = False


class Place(NamedTuple):
    """How a name is written, beside which corner of its point, and what it covers."""

    texte: str
    position: str
    boites: Boites


def meet(unes: Boites, autres: Boites) -> bool:
    """Whether two things touch on any screen."""
    return any(map(Boite.touches, unes, autres))


def text_variants(nom: str) -> tuple[str, ...]:
    """The ways to write a name: on one line, then on two cut near the middle if it has words."""
    coupures = [i + 1 for i, c in enumerate(nom[:-1]) if c in "- "]
    if len(nom) < 12 or not coupures:
        return (nom,)
    milieu = min(coupures, key=lambda i: abs(i - len(nom) / 2))
    return (nom, f"{nom[:milieu].rstrip()}\n{nom[milieu:]}")


def text_box(
    texte: str, x: float, y: float, taille: float, position: str, rayon: float, gras: bool = False
) -> Boite:
    """Rectangle of `texte` written beside a mark of `rayon` pixels centred on (x, y)."""
    lignes = texte.split("\n")
    largeur = max(text_width(ligne, taille, gras) for ligne in lignes)
    hauteur = taille * (1.3 * len(lignes) - 0.2)
    # The distance that Plotly leaves between a mark and its text.
    ecart = rayon / 0.8 + 1 if rayon else 0
    vertical, horizontal = position.split()
    gauche = {"right": x + ecart, "left": x - ecart - largeur}.get(horizontal, x - largeur / 2)
    haut = {"bottom": y + ecart, "top": y - ecart - hauteur}.get(vertical, y - hauteur / 2)
    return Boite(gauche, haut, gauche + largeur, haut + hauteur)


def place_labels(
    etiquettes: Sequence[Etiquette], cadres: Boites, ordre: Sequence[int]
) -> tuple[dict[int, Place], list[Boites]]:
    """The place of each point that has one, by its index, and all that is taken.

    The places suit all screens at once: no text covers a mark or another text, or leaves the
    frame, on any of them. `ordre` lists the indices to write; when not all can be, the first
    ones go before.
    """
    marques = [
        [Boite(x - e.rayon, y - e.rayon, x + e.rayon, y + e.rayon) for x, y in e.points]
        for e in etiquettes
    ]
    libres: dict[int, list[Place]] = {}
    for i in ordre:
        autres, e, libres[i] = [*marques[:i], *marques[i + 1 :]], etiquettes[i], []
        for texte, position in product(text_variants(e.nom), POSITIONS):
            boites = [text_box(texte, *p, e.taille, position, e.rayon, e.gras) for p in e.points]
            dedans = all(b.inside(cadre) for b, cadre in zip(boites, cadres, strict=True))
            if dedans and not any(meet(boites, autre) for autre in autres):
                libres[i].append(Place(texte, position, boites))
    choisies = _place_all(libres)
    return choisies, [*marques, *(place.boites for place in choisies.values())]


def _place_all(libres: dict[int, list[Place]]) -> dict[int, Place]:
    """A place for every point that has any, or for the first ones when none was found in `ESSAIS`
    steps.

    Each step serves the point with the fewest places left, and goes back when one has none.
    """
    pas = 0

    def solve(restants: dict[int, list[Place]]) -> dict[int, Place] | None:
        nonlocal pas
        pas += 1
        if not restants:
            return {}
        if pas > ESSAIS or not all(restants.values()):
            return None
        i = min(restants, key=lambda j: len(restants[j]))
        for place in restants[i]:
            suite = solve(
                {
                    j: [p for p in places if not meet(p.boites, place.boites)]
                    for j, places in restants.items()
                    if j != i
                }
            )
            if suite is not None:
                return {i: place, **suite}
        return None

    trouvees = solve({i: places for i, places in libres.items() if places})
    if trouvees is not None:
        return trouvees
    trouvees = {}
    for i, places in libres.items():
        prises = [choisie.boites for choisie in trouvees.values()]
        seules = (p for p in places if not any(meet(p.boites, autre) for autre in prises))
        trouvees.update((i, place) for place in islice(seules, 1))
    return trouvees


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
    # Who gives a width has another drawing for telephones: names fit it, and a fifth less.
    etroite = round(largeur * 0.8) if largeur else LARGEUR_COMPACTE
    largeur = largeur or (LARGEUR_COMPACTE if compact else LARGEUR)
    lieux = [lieu for groupe in groupes for lieu in groupe]
    boites = [zone.bounds for z in zones for zone in z.contours.zones if zone.code in z.codes]
    boites += [(p.x, p.y, p.x, p.y) for p, *_ in lieux]
    # Without outlines, the names need room around the outermost points.
    cadrages = [
        cadrage
        for pixels in dict.fromkeys((largeur, etroite))
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


def _named(lieu: Lieu, place: Place | None) -> Point:
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
) -> tuple[dict[int, Place], tuple[Point, ...]]:
    """The place of the name of each point, by its rank among `lieux`, and the names of areas.

    All is free of overlap on every one of `cadrages`; `compact` leaves out the names of what is
    set aside, and an area whose name has no room goes without.
    """
    etiquettes = [
        Etiquette(
            nom, [c.to_screen(p.x, p.y) for c in cadrages], TAILLES[rang], RAYONS[rang], rang == 0
        )
        for p, nom, rang in lieux
    ]
    cadres = [Boite(2, 2, c.largeur - 2, c.hauteur - 2) for c in cadrages]
    ecrits = [i for i, lieu in enumerate(lieux) if not (compact and lieu.rang == 2)]
    ordre = sorted(ecrits, key=lambda i: lieux[i].rang)
    places, prises = place_labels(etiquettes, cadres, ordre)
    return places, tuple(_name_areas(contours, cadrages, prises))


def _name_areas(
    contours: Contours, cadrages: Sequence[Cadrage], prises: list[Boites]
) -> list[Point]:
    """Names of the areas, each where room is left inside it: in one line or two, smaller if need
    be, never on a neighbour nor on the sea."""
    points = []
    for rang, zone in enumerate(contours.zones):
        essais = product(TAILLES_ZONES, text_variants(zone.nom.upper()))
        place = next(
            filter(None, (_name_area(contours, cadrages, prises, rang, *e) for e in essais)), None
        )
        points += [place] if place else []
    return points


def _name_area(
    contours: Contours,
    cadrages: Sequence[Cadrage],
    prises: list[Boites],
    rang: int,
    taille: float,
    texte: str,
) -> Point | None:
    """The name of an area where nothing else is written; None without room for it."""
    mot = Mot(tuple(texte.split("\n")), taille, "discret", "middle center", halo=HALO)
    largeur = max(text_width(ligne, taille) for ligne in mot.lignes) / cadrages[0].echelle
    # A degree of latitude is longer on screen than one of longitude.
    pas = abs(cadrages[0].to_screen(0, 1)[1] - cadrages[0].to_screen(0, 0)[1])
    hauteur = 1.3 * taille * len(mot.lignes) / (pas or 1)
    for lieu in places_for_name(contours, rang, largeur, hauteur):
        boites = [text_box(texte, *c.to_screen(*lieu), taille, mot.cote, 0) for c in cadrages]
        if not any(meet(boites, autres) for autres in prises):
            prises.append(boites)
            return Point(round(lieu[0], 3), round(lieu[1], 3), mot=mot)
    return None
