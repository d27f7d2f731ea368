"""What a story is made of: plain texts, figures, tables and charts, without any form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Style = Literal["normal", "fort", "citation", "discret"]


@dataclass(frozen=True)
class Texte:
    """Paragraphs."""

    paragraphes: tuple[str, ...]
    style: Style = "normal"


@dataclass(frozen=True)
class Puce:
    """An item of a list: what marks it (« 3 », « ACC-L-03 », ""), its text, its sub-points.

    `fort` are its first words, which stand out; `texte` goes on from them.
    """

    texte: str
    marque: str = ""
    sous: tuple[str, ...] = ()
    fort: str = ""

    @property
    def dit(self) -> str:
        """All its words."""
        return self.fort + self.texte


@dataclass(frozen=True)
class Liste:
    """Items in order; `titre` stands above them, "" for none."""

    puces: tuple[Puce, ...]
    titre: str = ""


@dataclass(frozen=True)
class Chiffre:
    """A key figure: its value in words with its qualifier, what it counts, its reservation."""

    valeur: str
    libelle: str
    note: str = ""


@dataclass(frozen=True)
class Chiffres:
    """Key figures, shown as a grid."""

    chiffres: tuple[Chiffre, ...]


@dataclass(frozen=True)
class Tableau:
    """A table; `largeurs` are shares out of 100.

    `teintes` holds (row, column, code of METEO): such a cell has that météo's sign before its words
    and its tint for ground. Colour is never alone.
    """

    colonnes: tuple[str, ...]
    lignes: tuple[tuple[str, ...], ...]
    largeurs: tuple[int, ...] = ()
    teintes: tuple[tuple[int, int, str], ...] = ()
    titre: str = ""


@dataclass(frozen=True)
class Serie:
    """Values of a native chart; `couleur` is #RRGGBB, `hachure` tells it apart without colour."""

    nom: str
    valeurs: tuple[float, ...]
    couleur: str
    hachure: bool = False


@dataclass(frozen=True)
class Graphique:
    """A chart: the Plotly figure, its text alternative, its table, its series.

    `nature` says what it is where a form draws it anew: « barres », « barres_opposees », « parts »
    (series by category), « carte » (a map's areas and points), or another, which is drawn as a
    picture. `largeur` and `hauteur` are the figure's own pixels: a form makes
    it as large as its frame holds, all of it in proportion.
    """

    nature: str
    figure: Mapping[str, Any]
    largeur: int
    hauteur: int
    alt: str
    colonnes: tuple[str, ...] = ()
    lignes: tuple[tuple[str, ...], ...] = ()
    categories: tuple[str, ...] = ()
    series: tuple[Serie, ...] = ()


Bloc = Texte | Liste | Chiffres | Tableau | Graphique
BLOCS: dict[str, type] = {
    "texte": Texte,
    "liste": Liste,
    "chiffres": Chiffres,
    "tableau": Tableau,
    "graphique": Graphique,
}
