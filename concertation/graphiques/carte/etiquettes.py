"""Where to write the names on a map so that none covers another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from concertation.graphiques.gabarit import text_width

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


@dataclass(frozen=True)
class Boite:
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


def text_variants(nom: str) -> tuple[str, ...]:
    """The ways to write a name: on one line, then on two cut near the middle if it has words."""
    coupures = [i + 1 for i, c in enumerate(nom[:-1]) if c in "- "]
    if len(nom) < 12 or not coupures:
        return (nom,)
    milieu = min(coupures, key=lambda i: abs(i - len(nom) / 2))
    return (nom, f"{nom[:milieu].rstrip()}\n{nom[milieu:]}")


def box_around(x: float, y: float, rayon: float) -> Boite:
    """Square of half-side `rayon` around a point."""
    return Boite(x - rayon, y - rayon, x + rayon, y + rayon)


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


@dataclass(frozen=True)
class Ecran:
    """The same points as one width of screen shows them; lengths in pixels."""

    points: Sequence[tuple[float, float]]
    cadre: Boite


@dataclass(frozen=True)
class Etiquette:
    """What to write beside a point: the ways to write it, the best first, and the sizes."""

    textes: Sequence[str]
    taille: float
    rayon: float
    gras: bool = False


Placement = list[tuple[str, str] | None]


def place_labels(
    ecrans: Sequence[Ecran], etiquettes: Sequence[Etiquette], ordre: Sequence[int]
) -> tuple[Placement, list[list[Boite]]]:
    """Text and position of each point (None where no place is free), rectangles by screen.

    The places suit all `ecrans` at once: no text covers a mark or another text, or leaves the
    frame, on any of them. `ordre` lists the indices to write; when not all can be, the first
    ones go before.
    """
    libres = _free_places(ecrans, etiquettes, ordre)
    meilleur = _place_all(libres) or _place_most(libres, ordre)
    places: Placement = [None] * len(etiquettes)
    boites: list[list[Boite]] = [
        [box_around(x, y, e.rayon) for (x, y), e in zip(ecran.points, etiquettes, strict=True)]
        for ecran in ecrans
    ]
    for i, place in meilleur.items():
        places[i] = (place.texte, place.position)
        for prises, boite in zip(boites, place.boites, strict=True):
            prises.append(boite)
    return places, boites


@dataclass(frozen=True)
class _Place:
    texte: str
    position: str
    boites: tuple[Boite, ...]  # one a screen

    def touches(self, autre: "_Place") -> bool:
        return any(a.touches(b) for a, b in zip(self.boites, autre.boites, strict=True))


def _free_places(
    ecrans: Sequence[Ecran], etiquettes: Sequence[Etiquette], indices: Iterable[int]
) -> dict[int, list[_Place]]:
    """For each point to write, the places that stay in the frame and clear of all marks."""
    marques = [
        [box_around(x, y, e.rayon) for (x, y), e in zip(ecran.points, etiquettes, strict=True)]
        for ecran in ecrans
    ]
    libres: dict[int, list[_Place]] = {}
    for i in indices:
        e = etiquettes[i]
        libres[i] = []
        for texte, position in product(e.textes, POSITIONS):
            boites = tuple(
                text_box(texte, *ecran.points[i], e.taille, position, e.rayon, e.gras)
                for ecran in ecrans
            )
            if all(
                boite.inside(ecran.cadre)
                and not any(boite.touches(m) for j, m in enumerate(points) if j != i)
                for boite, ecran, points in zip(boites, ecrans, marques, strict=True)
            ):
                libres[i].append(_Place(texte, position, boites))
    return libres


def _place_all(libres: dict[int, list[_Place]]) -> dict[int, _Place] | None:
    """A place for every point that has any, or None when none was found in `ESSAIS` steps.

    Each step serves the point with the fewest places left, and goes back when one has none.
    """
    restants = {i: places for i, places in libres.items() if places}
    pas = 0

    def solve(restants: dict[int, list[_Place]]) -> dict[int, _Place] | None:
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
                    j: [p for p in places if not p.touches(place)]
                    for j, places in restants.items()
                    if j != i
                }
            )
            if suite is not None:
                return {i: place, **suite}
        return None

    return solve(restants)


def _place_most(libres: dict[int, list[_Place]], ordre: Sequence[int]) -> dict[int, _Place]:
    """First free place of each point, the most important first."""
    choisies: dict[int, _Place] = {}
    for i in ordre:
        for place in libres[i]:
            if not any(place.touches(c) for c in choisies.values()):
                choisies[i] = place
                break
    return choisies


def place_freely(
    texte: str,
    candidats: Iterable[Sequence[tuple[float, float]]],
    taille: float,
    prises: Sequence[list[Boite]],
) -> int | None:
    """Index of the first candidate where `texte`, centred, is free on every screen, else None.

    A candidate gives one point a screen; `prises` the rectangles taken on each, to which the new
    ones are added.
    """
    for i, points in enumerate(candidats):
        boites = [text_box(texte, x, y, taille, "middle center", 0) for x, y in points]
        if not any(b.touches(p) for b, ecran in zip(boites, prises, strict=True) for p in ecran):
            for boite, ecran in zip(boites, prises, strict=True):
                ecran.append(boite)
            return i
    return None
