"""Measures of one indicator over time, with its initial value and its target."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from concertation.analyse.mots.formats import format_date, format_nombre, is_empty
from concertation.declarations.codes import Signe
from concertation.graphiques.gabarit import ENCRES, Mode, build_figure, escape, text_width
from concertation.graphiques.gabarit.calendrier import (
    HAUTEUR_DATES,
    Calendrier,
    date_axis,
    frame_dates,
)
from concertation.graphiques.gabarit.legende import legend_height, legend_symbols
from concertation.graphiques.signes import (
    lines_path,
    note,
    page_layout,
    stroke,
    symbol_marker,
)

HAUTEUR = 240  # pixels of the drawing itself
HAUT = 30  # room for the unit and the highest number
TAILLE = 14
MESURE, CONTESTEE = Signe("circle", "bleu"), Signe("x-open", "rouge")
INITIALE, CIBLE = Signe("square", "vert"), Signe("line-ew-open", "ambre")


def curve_mesures(mesures: pd.DataFrame, indicateur: Mapping[str, Any], mode: Mode) -> go.Figure:
    """Measures as points on a line; the initial value as a square, the target as a dashed line.

    `mesures` has the columns id, date, valeur, source, contestee (bool). `indicateur` has the
    keys unite, valeur_initiale, date_initiale, cible, date_cible, any of which may be missing:
    an initial value without a date is a line too. Contested points are open crosses.
    `customdata` holds the measure's id.
    """
    triees = mesures.sort_values(["date", "id"], kind="stable")
    valeurs = [*triees["valeur"], indicateur["valeur_initiale"], indicateur["cible"]]
    ticks = value_ticks([float(v) for v in valeurs if not is_empty(v)])
    entrees = _legend_entries(triees, indicateur)
    calendrier = frame_dates(
        [*triees["date"], indicateur["date_initiale"], indicateur["date_cible"]]
    )
    if not ticks or calendrier is None:
        return _empty_curve(mode)
    echelle = _Echelle(ticks[0], ticks[-1])
    legende_haut = HAUT + HAUTEUR + HAUTEUR_DATES + 10
    traces_legende, notes = legend_symbols(entrees, legende_haut, 2, mode)
    dates, formes = date_axis(calendrier, HAUT, HAUT + HAUTEUR, HAUT + HAUTEUR + 6, mode)
    gauche = max(text_width(format_nombre(t), TAILLE) for t in ticks) + 12
    formes += _horizontals(ticks, echelle, indicateur, mode)
    page = page_layout(
        legende_haut + legend_height(len(entrees), 2),
        [*dates, *_value_labels(ticks, echelle, indicateur, mode), *notes],
        formes,
        gauche=gauche,
        droite=16,
    )
    traces = _points(triees, calendrier, echelle, indicateur, mode)
    traces += _initial(calendrier, echelle, indicateur, mode)
    return build_figure([*traces, *traces_legende], page, mode)


class _Echelle:
    """Ordinate in pixels of a value between two bounds."""

    def __init__(self, bas: float, haut: float) -> None:
        self.bas, self.haut = bas, haut

    def to_y(self, valeur: float) -> float:
        return round(HAUT + HAUTEUR * (1 - (valeur - self.bas) / (self.haut - self.bas)), 1)


def value_ticks(valeurs: list[float]) -> list[float]:
    """Four to seven round values that enclose all of `valeurs`; none without any."""
    finies = [v for v in valeurs if math.isfinite(v)]
    if not finies:
        return []
    bas, haut = min(finies), max(finies)
    if bas == haut:
        bas, haut = (bas - 1, haut + 1) if abs(bas) < 1e6 else (bas * 0.9, haut * 1.1)
        bas, haut = min(bas, haut), max(bas, haut)
    brut = (haut - bas) / 4
    puissance = 10.0 ** math.floor(math.log10(brut))
    pas = next(m * puissance for m in (1, 2, 2.5, 5, 10) if m * puissance >= brut * 0.999)
    premier, dernier = math.floor(bas / pas), math.ceil(haut / pas)
    return [float(f"{i * pas:.12g}") for i in range(premier, dernier + 1)]


def _legend_entries(mesures: pd.DataFrame, indicateur: Mapping[str, Any]) -> list[Any]:
    contestees = mesures["contestee"].astype(bool)
    entrees = [
        (MESURE, "Mesure", (~contestees).any()),
        (CONTESTEE, "Mesure contestée", contestees.any()),
        (INITIALE, "Valeur initiale", not is_empty(indicateur["valeur_initiale"])),
        (CIBLE, _target_word(indicateur), not is_empty(indicateur["cible"])),
    ]
    return [(signe, mot) for signe, mot, montree in entrees if montree]


def _target_word(indicateur: Mapping[str, Any]) -> str:
    date = indicateur["date_cible"]
    return "Cible" if is_empty(date) else f"Cible au {format_date(date, 'courte')}"


def _horizontals(
    ticks: list[float], echelle: _Echelle, indicateur: Mapping[str, Any], mode: Mode
) -> list[dict[str, Any]]:
    encres = ENCRES[mode]
    formes = stroke(
        lines_path([(0, echelle.to_y(t), 1, echelle.to_y(t)) for t in ticks]), encres.grille
    )
    if not is_empty(indicateur["cible"]):
        y = echelle.to_y(indicateur["cible"])
        couleur = symbol_marker([CIBLE], 1, mode)["color"][0]
        formes += stroke(lines_path([(0, y, 1, y)]), couleur, width=2.5, dash="dash")
    if not is_empty(indicateur["valeur_initiale"]) and is_empty(indicateur["date_initiale"]):
        y = echelle.to_y(indicateur["valeur_initiale"])
        couleur = symbol_marker([INITIALE], 1, mode)["color"][0]
        formes += stroke(lines_path([(0, y, 1, y)]), couleur, width=2, dash="dot")
    return formes


def _value_labels(
    ticks: list[float], echelle: _Echelle, indicateur: Mapping[str, Any], mode: Mode
) -> list[dict[str, Any]]:
    police = {"size": TAILLE, "color": ENCRES[mode].discret}
    a_gauche = {"xanchor": "right", "yanchor": "middle", "xshift": -6, "font": police}
    notes = [note(format_nombre(t), 0, echelle.to_y(t), **a_gauche) for t in ticks]
    if indicateur["unite"]:
        notes.append(note(f"En {escape(str(indicateur['unite']))}", 0, 0, font=police))
    return notes


def _points(
    mesures: pd.DataFrame,
    calendrier: Calendrier,
    echelle: _Echelle,
    indicateur: Mapping[str, Any],
    mode: Mode,
) -> list[dict[str, Any]]:
    if mesures.empty:
        return []
    lignes = mesures.to_dict("records")
    signes = [CONTESTEE if m["contestee"] else MESURE for m in lignes]
    dernier = len(lignes) - 1
    return [
        {
            "type": "scatter",
            "mode": "lines+markers+text",
            "x": [calendrier.to_x(m["date"]) for m in lignes],
            "y": [echelle.to_y(m["valeur"]) for m in lignes],
            # Only the last number is written: the others would meet on a phone.
            "text": [
                f"<b>{format_nombre(m['valeur'])}</b>" if i == dernier else ""
                for i, m in enumerate(lignes)
            ],
            "textposition": _beside(lignes[-1]["valeur"], indicateur["cible"]),
            "textfont": {"size": 16, "color": ENCRES[mode].texte},
            "line": {"color": ENCRES[mode].accent, "width": 2.5},
            "marker": symbol_marker(signes, 12, mode),
            "customdata": [m["id"] for m in lignes],
            "hovertext": [_hover(m, indicateur) for m in lignes],
            "hoverinfo": "text",
            "cliponaxis": False,
        }
    ]


def _beside(valeur: float, cible: Any) -> str:
    """Above the point, or below it when the target's line runs just above."""
    return "bottom center" if not is_empty(cible) and cible >= valeur else "top center"


def _hover(mesure: Mapping[Any, Any], indicateur: Mapping[str, Any]) -> str:
    unite = f" {indicateur['unite']}" if indicateur["unite"] else ""
    lignes = [
        f"{format_date(mesure['date'])} : {format_nombre(mesure['valeur'])}{unite}",
        f"Source : {mesure['source']}",
    ]
    if mesure["contestee"]:
        lignes.append("Mesure contestée")
    return "<br>".join(escape(ligne) for ligne in lignes)


def _initial(
    calendrier: Calendrier, echelle: _Echelle, indicateur: Mapping[str, Any], mode: Mode
) -> list[dict[str, Any]]:
    valeur, date = indicateur["valeur_initiale"], indicateur["date_initiale"]
    if is_empty(valeur) or is_empty(date):
        return []
    texte = f"Valeur initiale : {format_nombre(valeur)} ({format_date(date)})"
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [calendrier.to_x(date)],
            "y": [echelle.to_y(valeur)],
            "marker": symbol_marker([INITIALE], 14, mode),
            "hovertext": [texte],
            "hoverinfo": "text",
        }
    ]


def _empty_curve(mode: Mode) -> go.Figure:
    police = {"size": 16, "color": ENCRES[mode].discret}
    return build_figure([], page_layout(60, [note("Aucune mesure", 0, 20, font=police)]), mode)


def table_courbe(mesures: pd.DataFrame, indicateur: Mapping[str, Any]) -> pd.DataFrame:
    """The measures, newest first, with their source and whether they are contested."""
    triees = mesures.sort_values(["date", "id"], ascending=False, kind="stable")
    unite = indicateur["unite"]
    return pd.DataFrame(
        {
            "Date": [format_date(d, "courte") for d in triees["date"]],
            f"Valeur ({unite})" if unite else "Valeur": [
                format_nombre(v) for v in triees["valeur"]
            ],
            "Source": list(triees["source"]),
            "Contestée": ["oui" if c else "non" for c in triees["contestee"]],
        }
    )


def describe_courbe(mesures: pd.DataFrame, indicateur: Mapping[str, Any]) -> str:
    """French text alternative: how many measures, first, last, initial value and target."""
    depart = format_nombre(indicateur["valeur_initiale"], vide="non renseignée")
    cible = format_nombre(indicateur["cible"], vide="non renseignée")
    bornes = f"Valeur initiale : {depart}. Cible : {cible}."
    if mesures.empty:
        return f"Aucune mesure. {bornes}"
    triees = mesures.sort_values(["date", "id"], kind="stable")
    nombre, contestees = len(triees), int(triees["contestee"].astype(bool).sum())
    texte = f"{format_nombre(nombre)} mesure{'s' if nombre > 1 else ''}"
    if contestees:
        texte += f", dont {format_nombre(contestees)} contestée{'s' if contestees > 1 else ''}"
    fin = triees.iloc[-1]
    dernier = f"{format_nombre(fin['valeur'])} le {format_date(fin['date'])}"
    if nombre == 1:
        return f"{texte} : {dernier}. {bornes}"
    debut = triees.iloc[0]
    premier = f"{format_nombre(debut['valeur'])} le {format_date(debut['date'])}"
    return f"{texte}, de {premier} à {dernier}. {bornes}"
