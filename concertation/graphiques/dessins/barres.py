"""What all horizontal bars share: a name above each bar, the number at its end.

Names stand above the bars, not beside them, so that none is cut on a phone. Ordinates are pixels
from the top.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from concertation.analyse.mots.formats import format_nombre
from concertation.graphiques.gabarit import (
    ENCRES,
    Mode,
    build_figure,
    escape,
    fade,
    nice_height,
    text_width,
    wrap_text,
)

LARGEUR = 340  # pixels for which names are wrapped: a phone of 390
TAILLE_NOM, TAILLE_NOMBRE = 15, 16
LIGNE = 20  # pixels a line of a name takes
BARRE, ECART = 26, 16


def bar_facette(
    counts: Mapping[str, int],
    labels: Mapping[str, str],
    mode: Mode,
    selection: Collection[str] = (),
) -> go.Figure:
    """One horizontal bar a value of a facet, in the order of `counts`, its label above it.

    `labels` gives the words of a value (the value itself when it has none); `selection` the
    chosen values, the others fade. `customdata` holds the value.
    """
    encres = ENCRES[mode]
    noms = [wrap_text(labels.get(v, v), LARGEUR, TAILLE_NOM) for v in counts]
    hauts, hauteur = stack_rows(noms, 4)
    milieux = bar_middles(hauts, noms)
    nombres = [int(n) for n in counts.values()]
    vives = [is_chosen(v, selection) for v in counts]
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "x": nombres,
            "y": milieux,
            "width": BARRE,
            "customdata": list(counts),
            "marker": {"color": [encres.accent if v else fade(encres.accent, mode) for v in vives]},
            "hovertext": [
                f"{escape(labels.get(v, v))} : {format_nombre(n)}"
                for v, n in zip(counts, nombres, strict=True)
            ],
            "hoverinfo": "text",
        },
        number_trace(nombres, milieux, nombres, list(counts), vives, mode),
    ]
    plus_grand = max([1, *nombres])
    page = bar_layout(
        hauteur,
        (0, plus_grand * (1 + number_room(plus_grand) / LARGEUR)),
        [
            name_annotation(n, h, encres.texte if v else encres.discret)
            for n, h, v in zip(noms, hauts, vives, strict=True)
        ],
        milieux,
        mode,
    )
    return build_figure(traces, page, mode)


def is_chosen(valeur: str, choix: Collection[str]) -> bool:
    return not choix or valeur in choix


def stack_rows(noms: Sequence[Sequence[str]], haut: int) -> tuple[list[int], int]:
    """Top of each row under `haut`, and the height of all, in pixels."""
    hauts = []
    for lignes in noms:
        hauts.append(haut)
        haut += len(lignes) * LIGNE + BARRE + ECART
    return hauts, nice_height(haut)


def bar_middles(hauts: Sequence[int], noms: Sequence[Sequence[str]]) -> list[float]:
    """Ordinate of each bar: under the lines of its name."""
    return [h + len(n) * LIGNE + BARRE / 2 for h, n in zip(hauts, noms, strict=True)]


def number_room(plus_grand: int) -> float:
    """Pixels that the widest number takes at the end of a bar."""
    return text_width(format_nombre(plus_grand), TAILLE_NOMBRE, gras=True) + 14


def number_trace(
    x: Sequence[float],
    y: Sequence[float],
    nombres: Sequence[int],
    donnees: Sequence[Any],
    vives: Sequence[bool],
    mode: Mode,
    positions: Sequence[str] | str = "middle right",
) -> dict[str, Any]:
    encres = ENCRES[mode]
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(x),
        "y": list(y),
        "text": [f"\u00a0<b>{format_nombre(n)}</b>\u00a0" for n in nombres],
        "textposition": positions,
        "textfont": {
            "size": TAILLE_NOMBRE,
            "color": [encres.texte if v else encres.discret for v in vives],
        },
        "customdata": list(donnees),
        "cliponaxis": False,
        "hoverinfo": "none",
    }


def name_annotation(
    lignes: Sequence[str], haut: float, couleur: str, centre: bool = False
) -> dict[str, Any]:
    """The name of a row, above its bar: at the left, or bold in the middle."""
    texte = "<br>".join(escape(ligne) for ligne in lignes)
    ancre = "center" if centre else "left"
    return {
        "text": f"<b>{texte}</b>" if centre else texte,
        "x": 0,
        "y": haut - 3,
        "xanchor": ancre,
        "yanchor": "top",
        "align": ancre,
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": TAILLE_NOM, "color": couleur},
    }


def bar_layout(
    hauteur: int,
    etendue: tuple[float, float],
    annotations: list[dict[str, Any]],
    milieux: Sequence[float],
    mode: Mode,
) -> dict[str, Any]:
    # One short line at the foot of each bar, so that a zero has something to stand on.
    demi = BARRE / 2
    pieds = "".join(f"M0,{y - demi}L0,{y + demi}" for y in milieux)
    page: dict[str, Any] = {
        "height": hauteur,
        "barmode": "overlay",
        "annotations": annotations,
        "xaxis": {"range": list(etendue)},
        # Ordinates are pixels from the top.
        "yaxis": {"range": [hauteur, 0]},
    }
    if pieds:
        trait = {"color": ENCRES[mode].texte, "width": 1.5}
        page["shapes"] = [{"type": "path", "path": pieds, "line": trait}]
    return page


def table_facette(counts: Mapping[str, int], labels: Mapping[str, str], titre: str) -> pd.DataFrame:
    """The counts behind the bars of a facet named `titre`."""
    return pd.DataFrame(
        {
            titre: [labels.get(v, v) for v in counts],
            "Propositions": [int(n) for n in counts.values()],
        }
    )


def describe_facette(counts: Mapping[str, int], labels: Mapping[str, str], titre: str) -> str:
    """French text alternative of the bars of a facet named `titre`."""
    if not any(counts.values()):
        return f"{titre} : aucune proposition."
    detail = ", ".join(f"{labels.get(v, v)} {format_nombre(n)}" for v, n in counts.items())
    return f"Propositions par {titre.lower()} : {detail}."
