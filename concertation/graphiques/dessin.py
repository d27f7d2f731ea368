"""What a chart shows, before anybody draws it.

A `Dessin` holds marks, words, colours by role, its text alternative, its table and its series.
Readers (`lecteurs/`, `restitution/pptx/`) make a screen's figure, a drawing or native shapes of
it; none reads what another made. Abscissas go from 0 to 1 and ordinates are pixels from the top,
unless the drawing says otherwise; on a map they are degrees. Texts are plain, never markup.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from concertation.graphiques.contours import Cadrage, Contours

Chemin = tuple[tuple[Any, ...], ...]  # ("M", x, y), ("L", x, y), ("C", six numbers), ("Z",)


class Mot(NamedTuple):
    """Words over lines. `cote` is where they stand beside their point: "bottom right" has its top
    left corner there. `forts` are starts of lines written in bold, in `encre_forts` if any;
    `fond` is the colour behind the words, `halo` the one around the letters."""

    lignes: tuple[str, ...]
    taille: float = 14
    encre: str = "texte"
    cote: str = "bottom right"
    gras: bool = False
    forts: tuple[str, ...] = ()
    encre_forts: str = ""
    fond: str = ""
    halo: str = ""

    def pieces(self) -> list[list[tuple[str, bool]]]:
        """Each line as pieces (words, whether in bold)."""
        return [self._split(ligne) for ligne in self.lignes]

    def _split(self, ligne: str) -> list[tuple[str, bool]]:
        fort = next((f for f in self.forts if f and ligne.startswith(f)), "")
        if self.gras or not fort:
            return [(ligne, self.gras)]
        return [(fort, True), (ligne[len(fort) :], False)][: 1 + (fort != ligne)]


class Note(NamedTuple):
    """Words at a place of the drawing, `decalage` pixels to the right."""

    x: float
    y: float
    mot: Mot
    decalage: float = 0


class Motif(NamedTuple):
    """Hatching: shape (« / », « x », « | », « . »), pixels between lines, part of the ground that
    it covers, colours of its lines and of its ground, "" for those that the browser works out."""

    forme: str
    taille: float = 7
    part: float = 0.4
    trait: str = ""
    fond: str = ""


class Barre(NamedTuple):
    """A rectangle: left and top, width and height. `id` is what a click gives; `survol` what is
    told on hover, a line each."""

    x: float
    y: float
    largeur: float
    hauteur: float
    encre: str
    id: Any = None
    survol: str = ""
    bord: str = ""
    epaisseur: float = 0
    motif: Motif | None = None


class Barres(NamedTuple):
    """Rectangles of one kind, `debout` when their height is what they measure. With `titre`, the
    first line told on hover is one."""

    barres: tuple[Barre, ...]
    debout: bool = False
    titre: bool = False
    nom: str = ""


class Point(NamedTuple):
    """A symbol `taille` pixels large ("" for none) with words beside it, if any."""

    x: float
    y: float
    symbole: str = ""
    taille: float = 0
    encre: str = ""
    bord: str = ""
    epaisseur: float = 0
    id: Any = None
    survol: str = ""
    mot: Mot | None = None


class Ligne(NamedTuple):
    """What joins points: straight, or in steps (`marches`)."""

    encre: str
    epaisseur: float
    marches: bool = False


class Points(NamedTuple):
    """Points of one kind, joined by a line if any; `titre` as in `Barres`."""

    points: tuple[Point, ...]
    ligne: Ligne | None = None
    titre: bool = False
    nom: str = ""


class Zones(NamedTuple):
    """Areas of a map, one colour each; `ids` is what a click gives."""

    contours: Contours
    codes: tuple[str, ...]
    ids: tuple[str, ...]
    encres: tuple[str, ...]
    bord: str
    epaisseur: float


class Image(NamedTuple):
    """A picture (`data:image/…;base64,…`), all of it in a rectangle: left, top, width, height."""

    x: float
    y: float
    largeur: float
    hauteur: float
    adresse: str


class Trait(NamedTuple):
    """A path and its outline, under the marks unless `dessus`; `fond` fills it. `tirets` is
    « dash », « dot » or lengths in pixels (« 4px,3px »)."""

    chemin: Chemin
    encre: str
    epaisseur: float = 1
    tirets: str = ""
    dessus: bool = False
    fond: str = ""


class Serie(NamedTuple):
    """Values by category for a native chart; `encres` one colour a category, or one for all.
    `hachure` tells it apart without colour."""

    nom: str
    valeurs: tuple[float, ...]
    encres: tuple[str, ...]
    hachure: bool = False


Marque = Barres | Points | Zones | Image


@dataclass(frozen=True, eq=False)
class Dessin:
    """A chart. `largeur` is the one for which words were chosen, in pixels, 0 when any will do.

    `x` and `y` are the ranges of both axes (`y` None: pixels from the top); with `carre` their
    units are as long, from the left. `cadrage` makes a map of it. `nature` says what it is for a
    reader with native charts: see `restitution.pptx.graphiques`. `coupes` are the ordinates where a
    picture may be cut in columns, the first one the foot of a header that each repeats.
    """

    alt: str
    table: Callable[[], pd.DataFrame]
    hauteur: int
    marques: Sequence[Marque] = ()
    notes: Sequence[Note] = ()
    traits: Sequence[Trait] = ()
    largeur: float = 0
    gauche: float = 0
    droite: float = 0
    x: tuple[float, float] = (0, 1)
    y: tuple[float, float] | None = None
    carre: bool = False
    cadrage: Cadrage | None = None
    nature: str = ""
    categories: tuple[str, ...] = ()
    series: tuple[Serie, ...] = ()
    coupes: tuple[float, ...] = ()

    def _repr_svg_(self) -> str:
        """The drawing, as notebooks ask for it."""
        from concertation.graphiques.lecteurs.svg import to_svg

        return to_svg(self)
