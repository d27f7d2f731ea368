"""Bullet charts: one indicator a row, from its initial value (left) to its target (right)."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from concertation.analyse.mots.formats import format_date, format_nombre, format_pourcent, is_empty
from concertation.graphiques.dessins.barres import LARGEUR, LIGNE, TAILLE_NOM
from concertation.graphiques.gabarit import (
    ENCRES,
    Mode,
    build_figure,
    escape,
    nice_height,
    wrap_text,
)
from concertation.graphiques.signes import lines_path, note, page_layout, stroke

PISTE, BARRE = 22, 12  # pixels: ground and bar
TAILLE_DETAIL, LIGNE_DETAIL = 14, 18
ECART = 20
AVANT, APRES = 0.12, 0.18  # how far before the start and beyond the target a bar may go


def bullets_indicateurs(
    indicateurs: pd.DataFrame, mode: Mode, selection: int | None = None, largeur: int = LARGEUR
) -> go.Figure:
    """One row an indicator, in the order of `indicateurs`: the bar goes from start to target.

    `indicateurs` has the columns id, libelle, unite, valeur_initiale, cible, actuel (floats, NaN
    when missing), progression (%, NaN when it can't be computed); date_actuelle is told when
    there. Whether a value must rise or fall, progress goes right; a bar that goes back is
    hatched and to the left of the start. A row that lacks a part has an empty dashed ground and
    says what is missing. Words are wrapped for `largeur` pixels. `customdata` holds the id.
    """
    encres = ENCRES[mode]
    lignes = [_words(i, largeur) for i in indicateurs.to_dict("records")]
    parts = [raw_progress(i) for i in indicateurs.to_dict("records")]
    montrees = any(p is not None for p in parts)
    hauts, haut = [], 22 if montrees else 2
    for noms, details in lignes:
        hauts.append(haut)
        haut += len(noms) * LIGNE + PISTE + 4 + len(details) * LIGNE_DETAIL + ECART
    milieux = [h + len(n) * LIGNE + 2 + PISTE / 2 for h, (n, _) in zip(hauts, lignes, strict=True)]
    recul = any(p is not None and p < 0 for p in parts)
    depart = AVANT if recul else 0.0
    cible = 1 - APRES / 2
    notes = _heading(depart, cible, mode) if montrees else []
    for (noms, details), h, m in zip(lignes, hauts, milieux, strict=True):
        notes.append(_note(noms, h, TAILLE_NOM, encres.texte, gras=True))
        notes.append(_note(details, m + PISTE / 2 + 3, TAILLE_DETAIL, encres.discret))
    identifiants = list(indicateurs["id"])
    traces = [
        _grounds(identifiants, milieux, parts, depart, cible, indicateurs, selection, mode),
        _bars(identifiants, milieux, parts, depart, cible, mode),
    ]
    formes = _marks(milieux, parts, depart, cible, mode)
    page = page_layout(nice_height(haut), notes, formes, gauche=2, droite=2, largeur=largeur)
    return build_figure(traces if lignes else [], page, mode)


def raw_progress(indicateur: Mapping[Any, Any]) -> float | None:
    """Part of the way from the initial value (0) to the target (1), below and beyond included."""
    depart, cible, ici = (indicateur[c] for c in ("valeur_initiale", "cible", "actuel"))
    if is_empty(depart) or is_empty(cible) or is_empty(ici) or depart == cible:
        return None
    if math.isinf(ici - depart) or math.isinf(cible - depart):
        # The difference of two enormous numbers overflows, that of their halves doesn't.
        depart, cible, ici = depart / 2, cible / 2, ici / 2
    part = (ici - depart) / (cible - depart)
    return float(part) if math.isfinite(part) else None


def _words(i: Mapping[Any, Any], largeur: int) -> tuple[list[str], list[str]]:
    noms = wrap_text(_name(i), largeur - 8, TAILLE_NOM, gras=True)
    return noms, wrap_text(bullet_words(i), largeur - 8, TAILLE_DETAIL)


def _name(i: Mapping[Any, Any]) -> str:
    return f"{i['libelle']} ({i['unite']})" if i["unite"] else str(i["libelle"])


def bullet_words(i: Mapping[Any, Any]) -> str:
    """« 46 % : départ 12, actuel 25, cible 40 (à la hausse) », or what is missing."""
    morceaux = [
        f"départ {format_nombre(i['valeur_initiale'], vide='non renseigné')}",
        _current_words(i),
        f"cible {format_nombre(i['cible'], vide='non renseignée')}",
    ]
    sens = _direction(i)
    phrase = ", ".join(morceaux) + (f" ({sens})" if sens else "")
    part = raw_progress(i)
    if is_empty(i["progression"]):
        return f"Progression non calculable : {phrase}"
    fin = " ; recul depuis le départ" if part is not None and part < 0 else ""
    fin = " ; cible dépassée" if part is not None and part > 1 else fin
    return f"{format_pourcent(i['progression'], 0)} : {phrase}{fin}"


def _current_words(i: Mapping[Any, Any]) -> str:
    if is_empty(i["actuel"]):
        return "aucune mesure"
    date = i.get("date_actuelle")
    quand = "" if is_empty(date) else f" au {format_date(date, 'courte')}"
    return f"actuel {format_nombre(i['actuel'])}{quand}"


def _direction(i: Mapping[Any, Any]) -> str:
    if is_empty(i["valeur_initiale"]) or is_empty(i["cible"]):
        return ""
    if i["valeur_initiale"] == i["cible"]:
        return "cible égale au départ"
    return "à la hausse" if i["cible"] > i["valeur_initiale"] else "à la baisse"


def _heading(depart: float, cible: float, mode: Mode) -> list[dict[str, Any]]:
    """What both lines are, once above all rows."""
    police = {"size": 13, "color": ENCRES[mode].discret}
    return [
        note("Départ", depart, 0, font=police),
        note("Cible", cible, 0, xanchor="right", font=police, xshift=3),
    ]


def _note(
    lignes: list[str], y: float, taille: int, couleur: str, gras: bool = False
) -> dict[str, Any]:
    texte = "<br>".join(escape(ligne) for ligne in lignes)
    tete, deux_points, suite = texte.partition(" :")
    if not gras and tete.endswith("%"):
        texte = f"<b>{tete}</b>{deux_points}{suite}"
    return note(f"<b>{texte}</b>" if gras else texte, 0, y, font={"size": taille, "color": couleur})


def _grounds(
    identifiants: list[Any],
    milieux: list[float],
    parts: list[float | None],
    depart: float,
    cible: float,
    indicateurs: pd.DataFrame,
    selection: int | None,
    mode: Mode,
) -> dict[str, Any]:
    """The ground from start to target, which answers the click; see-through without progress."""
    encres = ENCRES[mode]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [depart] * len(milieux),
        "x": [round(cible - depart, 4)] * len(milieux),
        "y": milieux,
        "width": PISTE,
        "customdata": identifiants,
        "marker": {
            "color": ["rgba(0,0,0,0)" if p is None else encres.zone for p in parts],
            "line": {
                "color": encres.texte,
                "width": [2 if i == selection else 0 for i in identifiants],
            },
        },
        "hovertext": [
            "<br>".join(escape(x) for x in [_name(i), *wrap_text(bullet_words(i), 320, 14)])
            for i in indicateurs.to_dict("records")
        ],
        "hoverinfo": "text",
    }


def _bars(
    identifiants: list[Any],
    milieux: list[float],
    parts: list[float | None],
    depart: float,
    cible: float,
    mode: Mode,
) -> dict[str, Any]:
    encres = ENCRES[mode]
    connues = [p if p is not None else 0.0 for p in parts]
    unite = cible - depart
    longueurs = [round(min(max(p * unite, -depart), unite + APRES / 2 - 0.01), 4) for p in connues]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [depart] * len(milieux),
        "x": longueurs,
        "y": milieux,
        "width": BARRE,
        "customdata": identifiants,
        "marker": {
            "color": encres.accent,
            "pattern": {
                "shape": ["/" if p < 0 else "" for p in connues],
                "fgcolor": encres.accent,
                "bgcolor": encres.zone,
                "size": 6,
            },
        },
        "hoverinfo": "skip",
    }


def _marks(
    milieux: list[float], parts: list[float | None], depart: float, cible: float, mode: Mode
) -> list[dict[str, Any]]:
    """Start and target as lines across the ground; a dashed frame where they say nothing."""
    encres = ENCRES[mode]
    demi = PISTE / 2
    departs, cibles, cadres = [], [], ""
    for m, p in zip(milieux, parts, strict=True):
        if p is None:
            cadres += f"M{depart},{m - demi}H{cible}V{m + demi}H{depart}Z"
        else:
            departs.append((depart, m - demi, depart, m + demi))
            cibles.append((cible, m - demi - 3, cible, m + demi + 3))
    formes = stroke(lines_path(departs), encres.texte, width=1.5)
    formes += stroke(lines_path(cibles), encres.texte, width=4)
    formes += stroke(cadres, encres.discret, width=1.5, dash="dash")
    return [{**f, "layer": "above"} for f in formes]


def table_puces(indicateurs: pd.DataFrame) -> pd.DataFrame:
    """The values behind the bullets, in words where one is missing."""

    def numbers(colonne: str, vide: str) -> list[str]:
        return [format_nombre(v, vide=vide) for v in indicateurs[colonne]]

    return pd.DataFrame(
        {
            "Indicateur": list(indicateurs["libelle"]),
            "Unité": [u or "non précisée" for u in indicateurs["unite"]],
            "Départ": numbers("valeur_initiale", "non renseigné"),
            "Actuel": numbers("actuel", "aucune mesure"),
            "Cible": numbers("cible", "non renseignée"),
            "Progression": [
                format_pourcent(p, 0, vide="non calculable") for p in indicateurs["progression"]
            ],
        }
    )


def describe_puces(indicateurs: pd.DataFrame) -> str:
    """French text alternative: each indicator with its values or what is missing."""
    if indicateurs.empty:
        return "Aucun indicateur."
    return " ".join(f"{_name(i)}. {bullet_words(i)}." for i in indicateurs.to_dict("records"))
