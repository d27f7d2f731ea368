"""Mirrored bars: proposals by theme and reach, local to the left, national to the right."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from concertation.analyse.mots.formats import format_nombre
from concertation.graphiques.dessins.barres import (
    BARRE,
    LARGEUR,
    TAILLE_NOM,
    bar_layout,
    bar_middles,
    is_chosen,
    name_annotation,
    number_room,
    number_trace,
    stack_rows,
)
from concertation.graphiques.gabarit import (
    ENCRES,
    Mode,
    blend,
    build_figure,
    escape,
    fade,
    theme_color,
    wrap_text,
)

PORTEES = ("locale", "nationale")
COTES = {"locale": -1, "nationale": 1}
ENTETE = 30


def bars_propositions(
    comptes: pd.DataFrame,
    mode: Mode,
    themes: Collection[str] = (),
    portees: Collection[str] = (),
) -> go.Figure:
    """Mirrored bars: local proposals to the left, national ones to the right, one row a theme.

    `comptes` has the columns theme (id), nom_court, locale, nationale, in the order of the
    themes, from which the colour follows. `themes` and `portees` are what is chosen: other bars
    fade; empty means all. The reach is told by the side and by the hatching. `customdata` holds
    [theme, portee].
    """
    noms = [wrap_text(str(n), LARGEUR, TAILLE_NOM, gras=True) for n in comptes["nom_court"]]
    hauts, hauteur = stack_rows(noms, ENTETE)
    milieux = bar_middles(hauts, noms)
    ids = [str(t) for t in comptes["theme"]]
    valeurs = {p: [int(v) for v in comptes[p]] for p in PORTEES}
    vives = {p: [is_chosen(t, themes) and is_chosen(p, portees) for t in ids] for p in PORTEES}
    traces = [
        _side(p, ids, [str(n) for n in comptes["nom_court"]], valeurs[p], milieux, vives[p], mode)
        for p in PORTEES
    ]
    traces.append(_numbers(ids, valeurs, milieux, vives, mode))
    encres = ENCRES[mode]
    annotations = [
        name_annotation(n, h, encres.texte if is_chosen(t, themes) else encres.discret, centre=True)
        for n, h, t in zip(noms, hauts, ids, strict=True)
    ]
    annotations += [_side_title(p, mode) for p in PORTEES]
    plus_grand = max([1, *valeurs["locale"], *valeurs["nationale"]])
    portee_x = plus_grand * (1 + number_room(plus_grand) / (LARGEUR / 2))
    page = bar_layout(hauteur, (-portee_x, portee_x), annotations, milieux, mode)
    return build_figure(traces, page, mode)


def _side(
    portee: str,
    ids: Sequence[str],
    noms: Sequence[str],
    valeurs: Sequence[int],
    milieux: Sequence[float],
    vives: Sequence[bool],
    mode: Mode,
) -> dict[str, Any]:
    """Bars of one side; national ones are hatched on a light ground."""
    couleurs = [
        theme_color(i, mode) if vive else fade(theme_color(i, mode), mode)
        for i, vive in enumerate(vives)
    ]
    marque: dict[str, Any] = {"color": couleurs, "line": {"color": couleurs, "width": 1.5}}
    if portee == "nationale":
        marque["pattern"] = {
            "shape": "/",
            "size": 8,
            "solidity": 0.4,
            "fgcolor": couleurs,
            "bgcolor": [blend(c, ENCRES[mode].fond, 0.12) for c in couleurs],
        }
    return {
        "type": "bar",
        "orientation": "h",
        "name": portee,
        "x": [COTES[portee] * v for v in valeurs],
        "y": list(milieux),
        "width": BARRE,
        "customdata": [[t, portee] for t in ids],
        "marker": marque,
        "hovertext": [
            f"{escape(nom)} : {count_words(n, portee)}"
            for nom, n in zip(noms, valeurs, strict=True)
        ],
        "hoverinfo": "text",
    }


def _numbers(
    ids: Sequence[str],
    valeurs: Mapping[str, Sequence[int]],
    milieux: Sequence[float],
    vives: Mapping[str, Sequence[bool]],
    mode: Mode,
) -> dict[str, Any]:
    """The number at the end of each bar, zero included."""
    return number_trace(
        [COTES[p] * v for p in PORTEES for v in valeurs[p]],
        [*milieux, *milieux],
        [v for p in PORTEES for v in valeurs[p]],
        [[t, p] for p in PORTEES for t in ids],
        [v for p in PORTEES for v in vives[p]],
        mode,
        ["middle left" if p == "locale" else "middle right" for p in PORTEES for _ in ids],
    )


def _side_title(portee: str, mode: Mode) -> dict[str, Any]:
    gauche = portee == "locale"
    return {
        "text": "←\u00a0Locales" if gauche else "Nationales\u00a0→",
        "x": 0,
        "y": 0,
        "xanchor": "right" if gauche else "left",
        "yanchor": "top",
        "xshift": -10 if gauche else 10,
        "showarrow": False,
        "font": {"size": TAILLE_NOM, "color": ENCRES[mode].discret},
    }


def count_words(nombre: int, portee: str = "") -> str:
    """« 1 proposition locale », « 12 propositions nationales », « aucune proposition »."""
    if not nombre:
        return f"aucune proposition {portee}".rstrip()
    pluriel = "s" if nombre > 1 else ""
    mots = f"{format_nombre(nombre)} proposition{pluriel}"
    return f"{mots} {portee}{pluriel}" if portee else mots


def table_propositions(comptes: pd.DataFrame) -> pd.DataFrame:
    """The counts behind the bars, with the total of each theme."""
    return pd.DataFrame(
        {
            "Thème": list(comptes["nom_court"]),
            "Locales": [int(v) for v in comptes["locale"]],
            "Nationales": [int(v) for v in comptes["nationale"]],
            "Total": [
                int(a) + int(b)
                for a, b in zip(comptes["locale"], comptes["nationale"], strict=True)
            ],
        }
    )


def describe_propositions(comptes: pd.DataFrame) -> str:
    """French text alternative of the mirrored bars."""
    lignes = table_propositions(comptes)
    total = int(lignes["Total"].sum())
    if not total:
        return "Propositions par thème et portée : aucune proposition."
    debut = (
        f"{count_words(total)}, dont {format_nombre(int(lignes['Locales'].sum()))} de portée locale"
        f" et {format_nombre(int(lignes['Nationales'].sum()))} de portée nationale."
    )
    detail = " ; ".join(
        f"{t} : {count_words(a, 'locale')}, {count_words(b, 'nationale')}"
        for t, a, b in zip(lignes["Thème"], lignes["Locales"], lignes["Nationales"], strict=True)
    )
    maximum = int(lignes["Total"].max())
    premiers = " et ".join(lignes.loc[lignes["Total"] == maximum, "Thème"])
    return f"{debut} Le plus de propositions : {premiers} ({format_nombre(maximum)}). {detail}."
