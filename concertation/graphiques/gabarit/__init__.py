"""What all charts share: colours, one small template per mode, and the browser's options."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import plotly.graph_objects as go

Mode = Literal["light", "dark"]

# "Source Sans" is what the application itself serves; the others are on the reader's machine.
POLICE = '"Source Sans", system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif'
TAILLE = 14
ETROITES = frozenset(" \u00a0.,'’ilIjtfr()-:")

# One colour a theme, in the order of the themes. Found by computation and held by the tests:
# contrast with the background of at least 3; under normal sight and simulated deuteranopia,
# protanopia and tritanopia, the closest two of the first four stay 22 apart, of all eight 14
# apart (CAM02-UCS). Colour is never the only sign: the theme's name stands beside its bars.
COULEURS: dict[Mode, tuple[str, ...]] = {
    "light": (
        "#0A4077",
        "#DD4C16",
        "#C758DF",
        "#22877E",
        "#84543C",
        "#7824CC",
        "#303C00",
        "#6C0C3C",
    ),
    "dark": (
        "#5381DB",
        "#CC664C",
        "#E1B0E3",
        "#44E3A1",
        "#D89C24",
        "#9C4884",
        "#C0F060",
        "#84A89C",
    ),
}


@dataclass(frozen=True)
class Encres:
    """Colours that carry no theme, for one mode (hexadecimal)."""

    fond: str  # the page behind, for blends: charts themselves are transparent
    texte: str
    discret: str  # secondary words
    grille: str
    zone: str  # fill of an area of the map
    zone_active: str
    bord: str
    accent: str  # marks that stand for no theme


ENCRES: dict[Mode, Encres] = {
    "light": Encres(
        fond="#FFFFFF",
        texte="#14161A",
        discret="#505866",
        grille="#E3E7ED",
        zone="#EAEEF3",
        zone_active="#CBD7E6",
        bord="#A3AEBC",
        accent="#3E4E63",
    ),
    "dark": Encres(
        fond="#14161A",
        texte="#F2F3F5",
        discret="#A7AFBB",
        grille="#2C323B",
        zone="#262B33",
        zone_active="#36424F",
        bord="#59636F",
        accent="#B9C6D8",
    ),
}

# A map asks for a world outline even when it shows none: this one is empty and in the address
# itself. What follows the # is where the browser's library appends the outline's name.
CONTOURS_VIDES = (
    "data:application/json,"
    "%7B%22type%22%3A%22Topology%22%2C%22objects%22%3A%7B%7D%2C%22arcs%22%3A%5B%5D%7D#"
)

CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "topojsonURL": CONTOURS_VIDES,
}


def theme_color(rang: int, mode: Mode) -> str:
    """Colour of the theme at `rang` (0 for the first); the list starts again at its end."""
    couleurs = COULEURS[mode]
    return couleurs[rang % len(couleurs)]


def blend(couleur: str, fond: str, part: float) -> str:
    """Opaque colour that shows `part` (0 to 1) of `couleur` over `fond`, both `#RRGGBB`."""
    melange = (
        round(part * int(couleur[i : i + 2], 16) + (1 - part) * int(fond[i : i + 2], 16))
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{v:02X}" for v in melange)


def fade(couleur: str, mode: Mode) -> str:
    """The same colour for what is set aside: still visible, clearly behind."""
    return blend(couleur, ENCRES[mode].fond, 0.28)


@lru_cache(maxsize=4096)
def text_width(texte: str, taille: float, gras: bool = False) -> float:
    """Estimated width in pixels of one line of `texte` at `taille` pixels, on the wide side."""
    em = sum(
        0.32 if c in " \u00a0.,'’ilIjtfr()-:" else 0.66 if c.isupper() else 0.53 for c in texte
    )
    return em * taille * (1.06 if gras else 1.0)


def wrap_text(texte: str, largeur: float, taille: float, gras: bool = False) -> list[str]:
    """Lines of whole words that fit in `largeur` pixels; a longer word keeps its own line."""
    lignes: list[str] = []
    for mot in texte.split(" "):
        essai = f"{lignes[-1]} {mot}" if lignes else mot
        if lignes and text_width(essai, taille, gras) <= largeur:
            lignes[-1] = essai
        else:
            lignes.append(mot)
    return lignes


def escape(texte: str) -> str:
    """`texte` as Plotly writes it: its mark-up shows instead of acting."""
    return texte.replace("&", "&amp;").replace("<", "&lt;")


def nice_height(valeur: float) -> int:
    """A whole number of pixels, never under what the browser's library accepts."""
    return max(60, math.ceil(valeur))


def _build_template(mode: Mode) -> go.layout.Template:
    encres = ENCRES[mode]
    # A click must not dim the other marks by itself: what is chosen is drawn by the next figure.
    marques = {"marker": {"opacity": 1}}
    textes = {**marques, "textfont": {"color": encres.texte}}
    axe = {
        "automargin": False,
        "fixedrange": True,
        "gridcolor": encres.grille,
        "showgrid": False,
        "showline": False,
        "showticklabels": False,
        "zeroline": False,
    }
    return go.layout.Template(
        layout={
            "autosize": True,
            "font": {"family": POLICE, "size": TAILLE, "color": encres.texte},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
            "showlegend": False,
            "hovermode": "closest",
            "hoverdistance": 12,
            "hoverlabel": {
                "align": "left",
                "bgcolor": encres.texte,
                "bordercolor": encres.texte,
                "font": {"family": POLICE, "size": TAILLE, "color": encres.fond},
            },
            "separators": ",\u202f",
            "xaxis": axe,
            "yaxis": axe,
        },
        data={
            "bar": [{"unselected": marques}],
            "choropleth": [{"unselected": marques}],
            "scatter": [{"unselected": textes}],
            "scattergeo": [{"unselected": textes}],
        },
    )


GABARITS: dict[Mode, dict[str, Any]] = {
    "light": _build_template("light").to_plotly_json(),
    "dark": _build_template("dark").to_plotly_json(),
}


def build_figure(
    traces: list[dict[str, Any]], mise_en_page: dict[str, Any], mode: Mode
) -> go.Figure:
    """Figure of `traces` under the template of `mode`; it can't be dragged or zoomed."""
    # With a drag mode, a phone can't scroll the page when the finger starts on a chart.
    # The traces are ours and the tests check them in full: checking them again at each drawing
    # takes four fifths of its time.
    base = {"template": GABARITS[mode], "dragmode": False}
    return go.Figure({"data": traces, "layout": {**base, **mise_en_page}}, _validate=False)
