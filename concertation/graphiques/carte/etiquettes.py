"""Where to write the names on a map so that none covers another."""

from collections.abc import Sequence
from itertools import islice, product
from typing import NamedTuple

from concertation.graphiques.style import text_width

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
