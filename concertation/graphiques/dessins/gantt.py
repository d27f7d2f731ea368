"""Actions over time, grouped by engagement: a bar from beginning to end, and today."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from concertation.analyse.mots.formats import format_date, format_nombre, is_empty
from concertation.declarations.action import EN_RETARD, STATUT
from concertation.graphiques.dessins.lignes_gantt import (
    BARRE,
    ENTETE,
    TAILLE_DETAIL,
    Rang,
    dates_words,
    join_lines,
    stack_actions,
    status_word,
)
from concertation.graphiques.gabarit import (
    ENCRES,
    Mode,
    build_figure,
    nice_height,
    wrap_text,
)
from concertation.graphiques.gabarit.calendrier import Calendrier, date_axis, frame_dates
from concertation.graphiques.signes import (
    COULEURS_SUIVI,
    Signe,
    bar_marker,
    note,
    page_layout,
    stroke,
    symbol_marker,
)

LARGEUR = 340  # pixels for which names are wrapped: a phone of 390
COURTE = 0.012  # shortest bar, as part of the width


def gantt_actions(
    actions: pd.DataFrame,
    engagements: Mapping[str, str],
    today: dt.date,
    mode: Mode,
    selection: int | None = None,
    largeur: int = LARGEUR,
) -> go.Figure:
    """One bar an action from `debut` to `fin`, in the order of `actions` inside each engagement.

    `actions` has the columns id, engagement, intitule, statut, debut, fin (NaT when missing),
    en_retard (bool). Status: shape before the name, word under it, hatching of the bar. A missing
    date is an open end with an arrow; without any date the bar is a dashed frame. What is late
    says so, and a red line goes on from its end to today. `engagements` gives titles and order.
    Words are wrapped for `largeur` pixels. `customdata` holds the action's id.
    """
    calendrier = frame_dates([*actions["debut"], *actions["fin"], today])
    assert calendrier is not None  # noqa: S101 - today is a date
    rangs, notes, haut = stack_actions(actions, engagements, largeur, mode)
    hauteur = nice_height(haut)
    dates, formes = date_axis(calendrier, ENTETE - 4, hauteur, 24, mode)
    formes += _today_line(calendrier, today, hauteur, mode)
    notes += [*dates, _today_word(calendrier, today, mode)]
    traces: list[dict[str, Any]] = []
    if rangs:
        traces = [
            _bars(rangs, calendrier, selection, mode),
            _signs(rangs, mode),
            *_arrows(rangs, calendrier, mode),
        ]
        formes += _frames(rangs, mode) + _overruns(rangs, calendrier, today, mode)
    page = page_layout(hauteur, notes, formes, gauche=8, droite=10, largeur=largeur)
    return build_figure(traces, page, mode)


def _sign(action: Mapping[Any, Any]) -> Signe:
    return STATUT.signe(action["statut"])


def _span(action: Mapping[Any, Any], calendrier: Calendrier) -> tuple[float, float]:
    """Both ends of a bar; a missing date is the edge. Never too short to be seen."""
    x0 = 0.0 if is_empty(action["debut"]) else calendrier.to_x(action["debut"])
    x1 = 1.0 if is_empty(action["fin"]) else calendrier.to_x(action["fin"])
    x0, x1 = min(x0, x1), max(x0, x1)
    return x0, max(x1, x0 + COURTE)


def _without_dates(action: Mapping[Any, Any]) -> bool:
    return is_empty(action["debut"]) and is_empty(action["fin"])


def _bars(
    rangs: Sequence[Rang], calendrier: Calendrier, selection: int | None, mode: Mode
) -> dict[str, Any]:
    bouts = [_span(a, calendrier) for a, _, _ in rangs]
    marque = bar_marker([_sign(a) for a, _, _ in rangs], mode)
    sans = [_without_dates(a) for a, _, _ in rangs]
    vide = "rgba(0,0,0,0)"
    marque["color"] = [vide if s else c for s, c in zip(sans, marque["color"], strict=True)]
    motifs = marque["pattern"]
    motifs["shape"] = ["" if s else m for s, m in zip(sans, motifs["shape"], strict=True)]
    choisies = [a["id"] == selection for a, _, _ in rangs]
    marque["line"] = {
        "color": [
            ENCRES[mode].texte if v else c
            for v, c in zip(choisies, marque["line"]["color"], strict=True)
        ],
        "width": [3 if v else 0 if s else 1.5 for v, s in zip(choisies, sans, strict=True)],
    }
    return {
        "type": "bar",
        "orientation": "h",
        "base": [a for a, _ in bouts],
        "x": [round(b - a, 5) for a, b in bouts],
        "y": [y for _, _, y in rangs],
        "width": BARRE,
        "customdata": [a["id"] for a, _, _ in rangs],
        "marker": marque,
        "hovertext": [_hover(a) for a, _, _ in rangs],
        "hoverinfo": "text",
    }


def _hover(action: Mapping[Any, Any]) -> str:
    lignes = [*wrap_text(action["intitule"], 300, 14), status_word(action["statut"])]
    lignes.append(dates_words(action))
    if action["en_retard"]:
        lignes.append(EN_RETARD)
    return join_lines(lignes)


def _signs(rangs: Sequence[Rang], mode: Mode) -> dict[str, Any]:
    """The shape before each name answers the click as well."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [0.0] * len(rangs),
        "y": [y for _, y, _ in rangs],
        "marker": symbol_marker([_sign(a) for a, _, _ in rangs], 14, mode),
        "customdata": [a["id"] for a, _, _ in rangs],
        "hovertext": [_hover(a) for a, _, _ in rangs],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _arrows(rangs: Sequence[Rang], calendrier: Calendrier, mode: Mode) -> list[dict[str, Any]]:
    """An arrow head where a bar has no known end."""
    pointes = []
    for action, _, y in rangs:
        if _without_dates(action):
            continue
        if is_empty(action["fin"]):
            pointes.append((1.0, y, "triangle-right", _sign(action)))
        elif is_empty(action["debut"]):
            pointes.append((0.0, y, "triangle-left", _sign(action)))
    if not pointes:
        return []
    marque = symbol_marker([s for *_, s in pointes], 18, mode)
    marque["symbol"] = [forme for _, _, forme, _ in pointes]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [x for x, *_ in pointes],
            "y": [y for _, y, *_ in pointes],
            "marker": marque,
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    ]


def _frames(rangs: Sequence[Rang], mode: Mode) -> list[dict[str, Any]]:
    demi = BARRE / 2
    chemin = "".join(
        f"M0,{y - demi}H1V{y + demi}H0Z" for action, _, y in rangs if _without_dates(action)
    )
    return stroke(chemin, ENCRES[mode].discret, width=1.5, dash="dash")


def _overruns(
    rangs: Sequence[Rang], calendrier: Calendrier, today: dt.date, mode: Mode
) -> list[dict[str, Any]]:
    """From the end of what is late to today."""
    chemin = "".join(
        f"M{calendrier.to_x(a['fin'])},{y}H{calendrier.to_x(today)}"
        for a, _, y in rangs
        if a["en_retard"] and not is_empty(a["fin"])
    )
    return stroke(chemin, COULEURS_SUIVI[mode]["rouge"], width=4, dash="dot")


def _today_line(
    calendrier: Calendrier, today: dt.date, hauteur: float, mode: Mode
) -> list[dict[str, Any]]:
    x = calendrier.to_x(today)
    return stroke(f"M{x},20V{hauteur}", ENCRES[mode].texte, width=1.5, dash="dot")


def _today_word(calendrier: Calendrier, today: dt.date, mode: Mode) -> dict[str, Any]:
    x = calendrier.to_x(today)
    ancre = "left" if x < 0.3 else "right" if x > 0.7 else "center"
    return note(
        f"<b>Aujourd’hui, {format_date(today, 'courte')}</b>",
        x,
        0,
        xanchor=ancre,
        font={"size": TAILLE_DETAIL, "color": ENCRES[mode].texte},
    )


def table_gantt(actions: pd.DataFrame, engagements: Mapping[str, str]) -> pd.DataFrame:
    """The actions with their dates and status in words, in the order of `actions`."""
    return pd.DataFrame(
        {
            "Engagement": [engagements.get(e, e) for e in actions["engagement"]],
            "Action": list(actions["intitule"]),
            "Statut": [status_word(s) for s in actions["statut"]],
            "Début": [format_date(d, "courte", vide="non renseigné") for d in actions["debut"]],
            "Fin": [format_date(d, "courte", vide="non renseignée") for d in actions["fin"]],
            "Retard": ["en retard" if r else "non" for r in actions["en_retard"]],
        }
    )


def describe_gantt(actions: pd.DataFrame, today: dt.date) -> str:
    """French text alternative: how many actions of each status, and which are late."""
    if actions.empty:
        return "Aucune action."
    statuts = list(actions["statut"])
    connus = [s for s in (*STATUT, *dict.fromkeys(statuts)) if s in statuts]
    detail = ", ".join(
        f"{status_word(s)} {format_nombre(statuts.count(s))}" for s in dict.fromkeys(connus)
    )
    nombre = len(actions)
    texte = f"{format_nombre(nombre)} action{'s' if nombre > 1 else ''} : {detail}."
    tardives = list(actions.loc[actions["en_retard"].astype(bool), "intitule"])
    if not tardives:
        return f"{texte} Aucune en retard au {format_date(today)}."
    return f"{texte} En retard au {format_date(today)} : {' ; '.join(tardives)}."
