"""Timeline of the points d'étape of one cell: the météo at each date, from good to bad."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from concertation.analyse.lignes import tabulate
from concertation.analyse.mots.formats import format_date, plural
from concertation.analyse.mots.typographie import one_line
from concertation.declarations.point_etape import METEO, NON_RENSEIGNE
from concertation.graphiques.dessin import Dessin, Ligne, Mot, Note, Points
from concertation.graphiques.style import text_width, wrap_short
from concertation.graphiques.style.calendrier import HAUTEUR_DATES, date_axis, frame_dates
from concertation.graphiques.style.marques import lines, message, sign_point

COULOIR = 40  # pixels a météo takes
TAILLE = 14
SIGNE = 20
LARGEUR_SURVOL = 300
LIGNES_SURVOL = 4


def timeline_points(points: pd.DataFrame) -> Dessin:
    """Each point d'étape at its date, on the line of its météo, joined in steps.

    `points` has the columns id, date, meteo, synthese. Two points on one day keep the order of
    their ids. The synthesis is told on hover, shortened.
    """
    connus = points[points["meteo"].isin(METEO.saisies)].sort_values(["date", "id"], kind="stable")
    calendrier = frame_dates(connus["date"])
    alt, table = _alt(points), partial(_table, points)
    if calendrier is None:
        return message(METEO.mot(NON_RENSEIGNE), alt, table)
    bas = COULOIR * len(METEO.saisies)
    ordonnees = {code: COULOIR * (i + 0.5) for i, code in enumerate(METEO.saisies)}
    marques = (
        sign_point(
            METEO.signe(p["meteo"]),
            calendrier.to_x(p["date"]),
            ordonnees[p["meteo"]],
            SIGNE,
            id=p["id"],
            survol=_hover(p),
        )
        for p in connus.to_dict("records")
    )
    dates, verticales = date_axis(calendrier, 0, bas, bas + 4)
    noms = [
        Note(0, y, Mot((METEO.court(code),), TAILLE, cote="middle left"), -8)
        for code, y in ordonnees.items()
    ]
    return Dessin(
        alt,
        table,
        bas + HAUTEUR_DATES + 4,
        [Points(tuple(marques), Ligne("bord", 2, marches=True), titre=True)],
        [*noms, *dates],
        [*verticales, *lines(((0, y, 1, y) for y in ordonnees.values()), "grille", 1.5)],
        gauche=max(text_width(METEO.court(code), TAILLE) for code in METEO.saisies) + 12,
        droite=14,
    )


def _hover(point: Mapping[Any, Any]) -> str:
    texte = one_line(str(point["synthese"]))
    lignes = wrap_short(texte, LARGEUR_SURVOL, TAILLE, LIGNES_SURVOL)
    return "\n".join([f"{format_date(point['date'])} : {METEO.mot(point['meteo'])}", *lignes])


def _table(points: pd.DataFrame) -> pd.DataFrame:
    tries = points.sort_values(["date", "id"], ascending=False, kind="stable")
    return tabulate(
        tries.to_dict("records"),
        ("Date", lambda p: format_date(p["date"], "courte")),
        ("Météo", lambda p: METEO.get(p["meteo"], METEO.mot(NON_RENSEIGNE))),
        ("Synthèse", lambda p: p["synthese"]),
    )


def _alt(points: pd.DataFrame) -> str:
    if points.empty:
        return "Aucun point d’étape à montrer."
    tries = points.sort_values(["date", "id"], kind="stable")
    nombre = len(tries)
    suite = [
        f"{format_date(d)}, {METEO.get(m, METEO.mot(NON_RENSEIGNE))}"
        for d, m in zip(tries["date"], tries["meteo"], strict=True)
    ][-10:]
    debut = f"{plural(nombre, 'point')} d’étape"
    if nombre > len(suite):
        debut += f", dont les {len(suite)} derniers"
    return f"{debut} : {' ; '.join(suite)}."
