"""What the library of the screens is told once: its options, and a small template a mode."""

from functools import lru_cache
from typing import Any

from concertation.graphiques.gabarit import ENCRES, POLICE, TAILLE, Mode
from concertation.graphiques.gabarit.couleurs import VIDE

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


@lru_cache(maxsize=2)
def template(mode: Mode) -> dict[str, Any]:
    """What all figures of a mode share."""
    encres = ENCRES[mode]
    # A click must not dim the other marks by itself: what is chosen is drawn by the next figure.
    marques = {"marker": {"opacity": 1}}
    textes = {**marques, "textfont": {"color": encres["texte"]}}
    axe = {
        "automargin": False,
        "fixedrange": True,
        "gridcolor": encres["grille"],
        "showgrid": False,
        "showline": False,
        "showticklabels": False,
        "zeroline": False,
    }
    police = {"family": POLICE, "size": TAILLE}
    return {
        "layout": {
            "autosize": True,
            "annotationdefaults": {"showarrow": False, "borderpad": 0},
            "font": {**police, "color": encres["texte"]},
            "paper_bgcolor": VIDE,
            "plot_bgcolor": VIDE,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
            "showlegend": False,
            "hovermode": "closest",
            "hoverdistance": 12,
            "hoverlabel": {
                "align": "left",
                "bgcolor": encres["texte"],
                "bordercolor": encres["texte"],
                "font": {**police, "color": encres["fond"]},
            },
            "separators": ",\u202f",
            "xaxis": axe,
            "yaxis": axe,
        },
        "data": {
            "bar": [{"unselected": marques}],
            "choropleth": [{"unselected": marques}],
            "scatter": [{"unselected": textes}],
            "scattergeo": [{"unselected": textes}],
        },
    }
