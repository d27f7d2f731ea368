"""One hundred participants, by category: each mark stands for one in a hundred."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from concertation.analyse.mots.formats import format_pourcent
from concertation.graphiques.gabarit import (
    ENCRES,
    Mode,
    blend,
    build_figure,
    escape,
    nice_height,
    wrap_text,
)

COTE = 10  # marks a side
CASE = 23  # pixels a mark takes
TAILLE_LEGENDE = 16
LARGEUR = 400  # of a picture: marks and legend
LARGEUR_LEGENDE = 122  # pixels left on a phone of 390
# Lightness alone can't tell many categories apart: the shape changes as well. Sizes, as parts of
# a cell, give shapes of like weight.
FORMES = (
    ("circle", 0.72),
    ("square", 0.66),
    ("diamond", 0.64),
    ("triangle-up", 0.7),
    ("cross", 0.78),
    ("hexagon2", 0.74),
    ("star", 0.8),
    ("triangle-down", 0.7),
)
NON_PRECISE = "non précisé"


def share_cells(parts: Sequence[float], total: int = COTE * COTE) -> list[int]:
    """Whole numbers of cells for `parts` (%), by largest remainder.

    They add up to `total` when the parts add up to 100 or more (give or take half a point);
    below, the missing part stays without a cell. A part that is not published (NaN) gets none.
    """
    connues = [0.0 if math.isnan(p) or p < 0 else float(p) for p in parts]
    somme = sum(connues)
    if not somme:
        return [0] * len(connues)
    diviseur = somme if somme >= 99.5 else 100.0
    exactes = [p * total / diviseur for p in connues]
    cases = [math.floor(e) for e in exactes]
    reste = round(sum(exactes)) - sum(cases)
    for i in sorted(range(len(exactes)), key=lambda i: (cases[i] - exactes[i], i))[:reste]:
        cases[i] += 1
    return cases


def waffle_participation(participation: pd.DataFrame, mode: Mode) -> go.Figure:
    """Ten rows of ten marks for `participation` (columns categorie, part in %, ordre).

    The categories follow one another from the top, each with its own shade and shape, its share
    and its name beside it. Marks without a category are small dots, named « non précisé ».
    """
    categories = _sorted(participation)
    noms = [str(n) for n in categories["categorie"]]
    cases = share_cells(list(categories["part"]))
    parts = [format_pourcent(p) for p in categories["part"]]
    libres = COTE * COTE - sum(cases)
    if libres:
        noms, cases, parts = [*noms, NON_PRECISE], [*cases, libres], [*parts, f"{libres}\u00a0%"]
    debuts = [sum(cases[:i]) for i in range(len(cases))]
    montrees = [i for i, n in enumerate(cases) if n]
    tailles = [_lines(noms[i], parts[i]) for i in montrees]
    hauteurs = _spread([debuts[i] + cases[i] / 2 for i in montrees], tailles)
    traces = [
        _marks(noms[i], parts[i], debuts[i], cases[i], _shade(i, noms, mode), i) for i in montrees
    ]
    annotations = [
        _legend(noms[i], parts[i], y, mode) for i, y in zip(montrees, hauteurs, strict=True)
    ]
    bas = max([COTE, *(y + t / 2 + 0.5 for y, t in zip(hauteurs, tailles, strict=True))])
    return build_figure(traces, _layout(bas, annotations), mode)


def _sorted(participation: pd.DataFrame) -> pd.DataFrame:
    return participation.sort_values("ordre") if "ordre" in participation else participation


def _shade(i: int, noms: Sequence[str], mode: Mode) -> str:
    """One hue, from the strongest to the lightest that still stands out from the page."""
    encres = ENCRES[mode]
    if noms[i] == NON_PRECISE:
        return encres.discret
    pas = 0.4 / max(1, len(noms) - 1)
    return blend(encres.accent, encres.fond, 1 - pas * i)


def _marks(nom: str, part: str, debut: int, nombre: int, couleur: str, rang: int) -> dict[str, Any]:
    rangs = range(debut, debut + nombre)
    forme, taille = FORMES[rang % len(FORMES)] if nom != NON_PRECISE else ("circle", 0.25)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": nom,
        "x": [k % COTE for k in rangs],
        "y": [k // COTE for k in rangs],
        "marker": {
            "symbol": forme,
            "size": round(CASE * taille, 1),
            "color": couleur,
        },
        "hovertemplate": f"{part} {escape(nom)}<extra></extra>",
    }


def _legend_lines(nom: str, part: str) -> list[str]:
    return wrap_text(f"{part} {nom}", LARGEUR_LEGENDE, TAILLE_LEGENDE)


def _lines(nom: str, part: str) -> float:
    """Height of a legend, in cells."""
    return (len(_legend_lines(nom, part)) * 1.3 + 0.1) * TAILLE_LEGENDE / CASE


def _spread(rangs: Sequence[float], tailles: Sequence[float]) -> list[float]:
    """Ordinate of each legend beside the middle of its marks, pushed down where they'd touch."""
    hauteurs: list[float] = []
    plancher = -0.5
    for rang, taille in zip(rangs, tailles, strict=True):
        demi = taille / 2
        y = max(rang / COTE - 0.5, plancher + demi)
        hauteurs.append(y)
        plancher = y + demi
    return hauteurs


def _legend(nom: str, part: str, y: float, mode: Mode) -> dict[str, Any]:
    lignes = "<br>".join(escape(ligne) for ligne in _legend_lines(nom, part))
    return {
        "text": lignes.replace(part, f"<b>{part}</b>", 1),
        "x": COTE - 0.2,
        "y": y,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
        "font": {"size": TAILLE_LEGENDE},
    }


def _layout(bas: float, annotations: list[dict[str, Any]]) -> dict[str, Any]:
    hauteur = nice_height((bas + 0.2) * CASE)
    return {
        "meta": {"largeur": LARGEUR},
        "height": hauteur,
        "annotations": annotations,
        "yaxis": {"range": [hauteur / CASE - 0.5, -0.5]},
        # Cells stay square, at the left, whatever the width.
        "xaxis": {
            "range": [-0.5, COTE + 3],
            "scaleanchor": "y",
            "constrain": "range",
            "constraintoward": "left",
        },
    }


def table_participation(participation: pd.DataFrame) -> pd.DataFrame:
    """The shares as published, in order."""
    categories = _sorted(participation)
    return pd.DataFrame(
        {
            "Catégorie": list(categories["categorie"]),
            "Part": [
                "non publiée" if pd.isna(p) else format_pourcent(p) for p in categories["part"]
            ],
        }
    )


def describe_participation(participation: pd.DataFrame) -> str:
    """French text alternative of the waffle."""
    publiees = _sorted(participation).dropna(subset=["part"])
    if publiees.empty:
        return "Répartition des participants : non publiée."
    premiere = publiees.iloc[int(publiees["part"].argmax())]
    detail = ", ".join(
        f"{format_pourcent(p)} {n}"
        for n, p in zip(publiees["categorie"], publiees["part"], strict=True)
    )
    return (
        f"Répartition de 100 participants : {detail}. "
        f"Première catégorie : {premiere['categorie']}, {format_pourcent(premiere['part'])}."
    )
