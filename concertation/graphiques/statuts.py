"""Decisions on the proposals of each theme, as one stacked bar with its numbers."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from concertation.analyse.mots.formats import format_nombre
from concertation.declarations.instruction import A_INSTRUIRE, DECISION
from concertation.graphiques.dessins.barres import LARGEUR, LIGNE, TAILLE_NOM, TAILLE_NOMBRE
from concertation.graphiques.dessins.propositions import count_words
from concertation.graphiques.gabarit import (
    ENCRES,
    Mode,
    build_figure,
    escape,
    nice_height,
    text_width,
    wrap_text,
)
from concertation.graphiques.gabarit.legende import legend_bars, legend_height
from concertation.graphiques.signes import bar_marker, note, page_layout

BARRE, ECART = 26, 18
LIGNE_NOMBRES = 24


def bars_decisions(comptes: pd.DataFrame, mode: Mode, compact: bool = False) -> go.Figure:
    """One full-width bar a theme, shared among the decisions, each number above its part.

    `comptes` has the columns theme (id), nom_court, then one count a decision: a_instruire,
    retenue, deja_engagee, a_approfondir, ecartee. A decision is told by its hatching, its place
    and the legend. `customdata` holds [theme, decision].
    """
    colonnes = 2 if compact else 3
    entrees = [(DECISION.signe(d), DECISION[d]) for d in DECISION]
    traces, notes = legend_bars(entrees, 0, colonnes, mode)
    haut: float = legend_height(len(entrees), colonnes) + 14
    parts: list[dict[str, Any]] = []
    for ligne in comptes.to_dict("records"):
        noms = wrap_text(_title(ligne), LARGEUR, TAILLE_NOM, gras=True)
        titre = "<b>" + "<br>".join(escape(n) for n in noms) + "</b>"
        notes.append(note(titre, 0, haut, font={"size": TAILLE_NOM}))
        milieu = haut + len(noms) * LIGNE + LIGNE_NOMBRES + BARRE / 2
        segments = split_row(ligne)
        if not segments:
            haut += len(noms) * LIGNE + ECART
            continue
        parts += [{**s, "y": milieu} for s in segments]
        notes += _numbers(segments, milieu - BARRE / 2 - 2, mode)
        haut = milieu + BARRE / 2 + ECART
    if parts:
        traces.insert(0, _bars(parts, mode))
    return build_figure(traces, page_layout(nice_height(haut), notes, gauche=1, droite=1), mode)


def _title(ligne: Mapping[Any, Any]) -> str:
    total = sum(int(ligne[d]) for d in DECISION)
    if not total:
        return f"{ligne['nom_court']} : aucune proposition"
    faites = total - int(ligne[A_INSTRUIRE])
    accord = "s" if faites > 1 else ""
    return (
        f"{ligne['nom_court']} : {format_nombre(faites)} instruite{accord}"
        f" sur {format_nombre(total)}"
    )


def split_row(ligne: Mapping[Any, Any]) -> list[dict[str, Any]]:
    """Parts of a theme's bar: decision, number, start and length, from 0 to 1."""
    total = sum(int(ligne[d]) for d in DECISION)
    segments, debut = [], 0
    for decision in DECISION:
        if nombre := int(ligne[decision]):
            segments.append(
                {
                    "theme": str(ligne["theme"]),
                    "nom": str(ligne["nom_court"]),
                    "decision": decision,
                    "nombre": nombre,
                    "debut": debut / total,
                    "part": nombre / total,
                }
            )
            debut += nombre
    return segments


def _bars(parts: list[dict[str, Any]], mode: Mode) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "base": [round(p["debut"], 5) for p in parts],
        "x": [round(p["part"], 5) for p in parts],
        "y": [p["y"] for p in parts],
        "width": BARRE,
        "customdata": [[p["theme"], p["decision"]] for p in parts],
        "marker": bar_marker([DECISION.signe(p["decision"]) for p in parts], mode),
        "hovertext": [
            f"{escape(p['nom'])}<br>{DECISION[p['decision']]} : {count_words(p['nombre'])}"
            for p in parts
        ],
        "hoverinfo": "text",
    }


def _numbers(segments: list[dict[str, Any]], y: float, mode: Mode) -> list[dict[str, Any]]:
    """Each number above its part, pushed aside where two would meet on a phone."""
    textes = [format_nombre(s["nombre"]) for s in segments]
    largeurs = [(text_width(t, TAILLE_NOMBRE, gras=True) + 4) / LARGEUR for t in textes]
    centres = spread([s["debut"] + s["part"] / 2 for s in segments], largeurs)
    return [
        note(
            f"<b>{t}</b>",
            round(x, 4),
            y,
            xanchor="center",
            yanchor="bottom",
            font={"size": TAILLE_NOMBRE, "color": ENCRES[mode].texte},
        )
        for t, x in zip(textes, centres, strict=True)
    ]


def spread(centres: list[float], largeurs: list[float]) -> list[float]:
    """Middles as near to `centres` as a pass each way leaves them, apart and between 0 and 1."""
    places: list[float] = []
    bord = 0.0
    for centre, largeur in zip(centres, largeurs, strict=True):
        places.append(max(centre, bord + largeur / 2))
        bord = places[-1] + largeur / 2
    bord = 1.0
    for i in reversed(range(len(places))):
        places[i] = min(places[i], bord - largeurs[i] / 2)
        bord = places[i] - largeurs[i] / 2
    return places


def table_decisions(comptes: pd.DataFrame) -> pd.DataFrame:
    """The counts behind the bars, with the total of each theme."""
    table = pd.DataFrame({"Thème": list(comptes["nom_court"])})
    for decision in DECISION:
        table[DECISION[decision]] = [int(n) for n in comptes[decision]]
    table["Total"] = [int(n) for n in comptes[list(DECISION)].sum(axis=1)]
    return table


def describe_decisions(comptes: pd.DataFrame) -> str:
    """French text alternative: the decisions on each theme's proposals."""
    if comptes.empty:
        return "Instruction des propositions : aucune proposition."
    themes = []
    for ligne in comptes.to_dict("records"):
        detail = ", ".join(
            f"{DECISION[s['decision']].lower()} {format_nombre(s['nombre'])}"
            for s in split_row(ligne)
        )
        themes.append(f"{_title(ligne)} ({detail})" if detail else _title(ligne))
    return f"Instruction des propositions par thème. {'. '.join(themes)}."
