"""Timeline of the points d'étape of one cell: the météo at each date, from good to bad."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from concertation.analyse.mots.formats import format_date, format_nombre
from concertation.declarations.point_etape import METEO, NON_RENSEIGNE
from concertation.graphiques.gabarit import (
    ENCRES,
    Mode,
    build_figure,
    escape,
    text_width,
    wrap_text,
)
from concertation.graphiques.gabarit.calendrier import HAUTEUR_DATES, date_axis, frame_dates
from concertation.graphiques.signes import (
    lines_path,
    note,
    page_layout,
    shorten,
    stroke,
    symbol_marker,
)

COULOIR = 40  # pixels a météo takes
TAILLE = 14
SIGNE = 20
LARGEUR_SURVOL = 300
LIGNES_SURVOL = 4


def timeline_points(points: pd.DataFrame, mode: Mode) -> go.Figure:
    """Each point d'étape at its date, on the line of its météo, joined in steps.

    `points` has the columns id, date, meteo, synthese. Two points on one day keep the order of
    their ids. The synthesis is told on hover, shortened. `customdata` holds the id.
    """
    connus = points[points["meteo"].isin(METEO.saisies)].sort_values(["date", "id"], kind="stable")
    calendrier = frame_dates(connus["date"])
    if calendrier is None:
        return _empty_timeline(mode)
    encres = ENCRES[mode]
    bas = COULOIR * len(METEO.saisies)
    lignes = connus.to_dict("records")
    ordonnees = {code: COULOIR * (i + 0.5) for i, code in enumerate(METEO.saisies)}
    trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [calendrier.to_x(p["date"]) for p in lignes],
        "y": [ordonnees[p["meteo"]] for p in lignes],
        "line": {"color": encres.bord, "width": 2, "shape": "hv"},
        "marker": symbol_marker([METEO.signe(p["meteo"]) for p in lignes], SIGNE, mode),
        "customdata": [p["id"] for p in lignes],
        "hovertext": [_hover(p) for p in lignes],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    dates, verticales = date_axis(calendrier, 0, bas, bas + 4, mode)
    noms = [
        note(
            METEO.court(code),
            0,
            y,
            xanchor="right",
            yanchor="middle",
            xshift=-8,
            font={"size": TAILLE, "color": encres.texte},
        )
        for code, y in ordonnees.items()
    ]
    formes = verticales + stroke(
        lines_path([(0, y, 1, y) for y in ordonnees.values()]), encres.grille, width=1.5
    )
    gauche = max(text_width(METEO.court(code), TAILLE) for code in METEO.saisies) + 12
    page = page_layout(bas + HAUTEUR_DATES + 4, [*noms, *dates], formes, gauche=gauche, droite=14)
    return build_figure([trace], page, mode)


def _hover(point: Mapping[Any, Any]) -> str:
    texte = " ".join(str(point["synthese"]).split())
    lignes = [
        shorten(ligne, LARGEUR_SURVOL * 1.2, TAILLE)
        for ligne in wrap_text(texte, LARGEUR_SURVOL, TAILLE)
    ]
    if len(lignes) > LIGNES_SURVOL:
        lignes = [*lignes[: LIGNES_SURVOL - 1], lignes[LIGNES_SURVOL - 1].rstrip(" .,;") + "…"]
    titre = f"<b>{format_date(point['date'])} : {METEO[point['meteo']]}</b>"
    return "<br>".join([titre, *(escape(ligne) for ligne in lignes)])


def _empty_timeline(mode: Mode) -> go.Figure:
    police = {"size": 16, "color": ENCRES[mode].discret}
    texte = METEO[NON_RENSEIGNE]
    return build_figure([], page_layout(60, [note(texte, 0, 20, font=police)]), mode)


def table_frise(points: pd.DataFrame) -> pd.DataFrame:
    """The points d'étape, newest first, with their whole synthesis."""
    tries = points.sort_values(["date", "id"], ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "Date": [format_date(d, "courte") for d in tries["date"]],
            "Météo": [METEO.get(m, METEO[NON_RENSEIGNE]) for m in tries["meteo"]],
            "Synthèse": list(tries["synthese"]),
        }
    )


def describe_frise(points: pd.DataFrame) -> str:
    """French text alternative: each point's date and météo, oldest first, ten at most."""
    if points.empty:
        return "Aucun point d’étape."
    tries = points.sort_values(["date", "id"], kind="stable")
    nombre = len(tries)
    suite = [
        f"{format_date(d)}, {METEO.get(m, METEO[NON_RENSEIGNE])}"
        for d, m in zip(tries["date"], tries["meteo"], strict=True)
    ][-10:]
    debut = f"{format_nombre(nombre)} point{'s' if nombre > 1 else ''} d’étape"
    if nombre > len(suite):
        debut += f", dont les {len(suite)} derniers"
    return f"{debut} : {' ; '.join(suite)}."
