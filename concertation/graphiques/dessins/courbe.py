"""Over time: the measures of one indicator with its initial value and its target."""

import math
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from concertation.analyse.lignes import tabulate
from concertation.analyse.mots.formats import format_date, format_nombre, is_empty, plural
from concertation.declarations.codes import Signe
from concertation.graphiques.dessin import Dessin, Ligne, Mot, Note, Points, Trait
from concertation.graphiques.style import text_width
from concertation.graphiques.style.couleurs import sign_role
from concertation.graphiques.style.marques import (
    HAUTEUR_DATES,
    date_axis,
    frame_dates,
    legend,
    lines,
    message,
    sign_point,
)

HAUTEUR = 240  # pixels of the drawing itself
HAUT = 30  # room for the unit and the highest number
TAILLE = 14
MESURE, CONTESTEE = Signe("circle", "bleu"), Signe("x-open", "rouge")
INITIALE, CIBLE = Signe("square", "vert"), Signe("line-ew-open", "ambre")


def curve_mesures(
    mesures: pd.DataFrame, indicateur: Mapping[str, Any], hauteur: int = HAUTEUR
) -> Dessin:
    """Measures as points on a line; the initial value as a square, the target as a dashed line.

    `mesures` has the columns id, date, valeur, source, contestee (bool). `indicateur` has the
    keys unite, valeur_initiale, date_initiale, cible, date_cible, any of which may be missing:
    an initial value without a date is a line too. Contested points are open crosses. Ids are
    those of the measures. `hauteur`: pixels of the drawing itself.
    """
    triees = mesures.sort_values(["date", "id"], kind="stable")
    initiale, debut = indicateur["valeur_initiale"], indicateur["date_initiale"]
    cible = indicateur["cible"]
    ticks = value_ticks([float(v) for v in [*triees["valeur"], initiale, cible] if not is_empty(v)])
    calendrier = frame_dates([*triees["date"], debut, indicateur["date_cible"]])
    alt, table = _alt(mesures, indicateur), partial(_table, mesures, indicateur)
    if not ticks or calendrier is None:
        return message("Aucune mesure", alt, table)

    def to_y(valeur: float) -> float:
        part = (_drawable(valeur) - ticks[0]) / (ticks[-1] - ticks[0])
        return round(HAUT + hauteur * (1 - part), 1)

    def levels(valeurs: list[float], *trait: Any) -> list[Trait]:
        return lines(((0, to_y(v), 1, to_y(v)) for v in valeurs), *trait)

    contestees = set(mesures["contestee"].astype(bool))
    date = indicateur["date_cible"]
    nom_cible = "Cible" if is_empty(date) else f"Cible au {format_date(date, 'courte')}"
    dites = (
        (MESURE, "Mesure", False in contestees),
        (CONTESTEE, "Mesure contestée", True in contestees),
        (INITIALE, "Valeur initiale", not is_empty(initiale)),
        (CIBLE, nom_cible, not is_empty(cible)),
    )
    entrees = [(signe, mot) for signe, mot, vraie in dites if vraie]
    bas = HAUT + hauteur
    legende, mots, total = legend(entrees, bas + HAUTEUR_DATES + 10, 2)
    notes, traits = date_axis(calendrier, HAUT, bas, bas + 6)
    for tick in ticks:
        mot = Mot((format_nombre(tick),), TAILLE, "discret", "middle left")
        notes.append(Note(0, to_y(tick), mot, -6))
    notes += mots
    if indicateur["unite"]:
        notes.append(Note(0, 0, Mot((f"En {indicateur['unite']}",), TAILLE, "discret")))
    traits += levels(ticks, "grille")
    if not is_empty(cible):
        traits += levels([cible], sign_role(CIBLE), 2.5, "dash")
    points = [
        sign_point(
            CONTESTEE if m["contestee"] else MESURE,
            calendrier.to_x(m["date"]),
            to_y(m["valeur"]),
            12,
            id=m["id"],
            survol=_hover(m, indicateur["unite"]),
        )
        for m in triees.to_dict("records")
    ]
    if points:
        # Only the last number is written: the others would meet on a phone. It stands below its
        # point when the target's line runs just above.
        dernier = triees["valeur"].iloc[-1]
        cote = "bottom center" if not is_empty(cible) and cible >= dernier else "top center"
        mot = Mot((format_nombre(dernier),), 16, cote=cote, gras=True)
        points[-1] = points[-1]._replace(mot=mot)
    marques = [Points(tuple(points), Ligne("accent", 2.5))]
    if not is_empty(initiale) and is_empty(debut):
        traits += levels([initiale], sign_role(INITIALE), 2, "dot")
    elif not is_empty(initiale):
        texte = f"Valeur initiale : {format_nombre(initiale)} ({format_date(debut)})"
        point = sign_point(INITIALE, calendrier.to_x(debut), to_y(initiale), 14, survol=texte)
        marques.append(Points((point,)))
    return Dessin(
        alt,
        table,
        round(total),
        [*marques, legende],
        notes,
        traits,
        gauche=max(text_width(format_nombre(t), TAILLE) for t in ticks) + 12,
        droite=16,
    )


def _drawable(valeur: float) -> float:
    """The value within what can be subtracted; its words say the value itself."""
    return max(-1e300, min(1e300, valeur))


def value_ticks(valeurs: list[float]) -> list[float]:
    """Four to seven round values that enclose all of `valeurs`; none without any."""
    finies = [_drawable(v) for v in valeurs if math.isfinite(v)]
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


def _hover(mesure: Mapping[Any, Any], unite: str) -> str:
    valeur = f"{format_nombre(mesure['valeur'])} {unite or ''}".rstrip()
    lignes = [f"{format_date(mesure['date'])} : {valeur}", f"Source : {mesure['source']}"]
    return "\n".join([*lignes, *(["Mesure contestée"] if mesure["contestee"] else [])])


def _table(mesures: pd.DataFrame, indicateur: Mapping[str, Any]) -> pd.DataFrame:
    triees = mesures.sort_values(["date", "id"], ascending=False, kind="stable")
    unite = indicateur["unite"]
    return tabulate(
        triees.to_dict("records"),
        ("Date", lambda m: format_date(m["date"], "courte")),
        (f"Valeur ({unite})" if unite else "Valeur", lambda m: format_nombre(m["valeur"])),
        ("Source", lambda m: m["source"]),
        ("Contestée", lambda m: "oui" if m["contestee"] else "non"),
    )


def _alt(mesures: pd.DataFrame, indicateur: Mapping[str, Any]) -> str:
    depart = format_nombre(indicateur["valeur_initiale"], vide="non renseignée")
    cible = format_nombre(indicateur["cible"], vide="non renseignée")
    bornes = f"Valeur initiale : {depart}. Cible : {cible}."
    if mesures.empty:
        return f"Aucune mesure. {bornes}"
    triees = mesures.sort_values(["date", "id"], kind="stable")
    premier, dernier = (
        f"{format_nombre(m['valeur'])} le {format_date(m['date'])}"
        for m in (triees.iloc[0], triees.iloc[-1])
    )
    texte = plural(len(triees), "mesure")
    if contestees := int(triees["contestee"].astype(bool).sum()):
        texte += f", dont {plural(contestees, 'contestée')}"
    bouts = f" : {dernier}" if len(triees) == 1 else f", de {premier} à {dernier}"
    return f"{texte}{bouts}. {bornes}"
