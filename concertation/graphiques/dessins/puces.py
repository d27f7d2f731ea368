"""Bullet charts: one indicator a row, from its initial value (left) to its target (right)."""

import math
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import format_date, format_nombre, format_pourcent, is_empty
from concertation.graphiques.dessin import Barre, Barres, Dessin, Mot, Motif, Note
from concertation.graphiques.gabarit import (
    LARGEUR,
    LIGNE,
    LIGNE_DETAIL,
    TAILLE_DETAIL,
    TAILLE_NOM,
    nice_height,
    wrap_text,
)
from concertation.graphiques.gabarit.marques import frames, lines

PISTE, BARRE = 22, 12  # pixels: ground and bar
ECART = 20
AVANT, APRES = 0.12, 0.18  # how far before the start and beyond the target a bar may go


def bullets_indicateurs(
    indicateurs: pd.DataFrame, selection: int | None = None, largeur: int = LARGEUR
) -> Dessin:
    """One row an indicator, in the order of `indicateurs`: the bar goes from start to target.

    `indicateurs` has the columns id, libelle, unite, valeur_initiale, cible, actuel (floats, NaN
    when missing), progression (%, NaN when it can't be computed); date_actuelle is told when
    there. Whether a value must rise or fall, progress goes right; a bar that goes back is
    hatched and to the left of the start. A row that lacks a part has an empty dashed ground and
    says what is missing. Words are wrapped for `largeur` pixels. Ids are the indicators'.
    """
    lignes = indicateurs.to_dict("records")
    parts = [raw_progress(i) for i in lignes]
    connues = [p for p in parts if p is not None]
    depart, cible = AVANT if any(p < 0 for p in connues) else 0.0, 1 - APRES / 2
    notes, fonds, barres, haut = [], [], [], 22 if connues else 2
    if connues:  # what both lines are, once above all rows
        notes.append(Note(depart, 0, Mot(("Départ",), 13, "discret")))
        notes.append(Note(cible, 0, Mot(("Cible",), 13, "discret", "bottom left"), 3))
    for i, part in zip(lignes, parts, strict=True):
        noms = wrap_text(_name(i), largeur - 8, TAILLE_NOM, gras=True)
        notes.append(Note(0, haut, Mot(tuple(noms), TAILLE_NOM, gras=True)))
        piste = haut + len(noms) * LIGNE + 2
        phrase = bullet_words(i)
        details = wrap_text(phrase, largeur - 8, TAILLE_DETAIL)
        tete = phrase.partition(" :")[0]
        forts = (tete,) if tete.endswith("%") else ()
        mot = Mot(tuple(details), TAILLE_DETAIL, "discret", forts=forts)
        notes.append(Note(0, piste + PISTE + 3, mot))
        # The ground answers the click; it is see-through without progress.
        survol = "\n".join([_name(i), *wrap_text(phrase, 320, 14)])
        encre, choisi = "" if part is None else "zone", 2 if i["id"] == selection else 0
        fonds.append(
            Barre(
                depart,
                piste,
                round(cible - depart, 4),
                PISTE,
                encre,
                i["id"],
                survol,
                "texte",
                choisi,
            )
        )
        barres.append(_bar(part or 0.0, depart, cible, piste + (PISTE - BARRE) / 2))
        haut += len(noms) * LIGNE + PISTE + 4 + len(details) * LIGNE_DETAIL + ECART
    montrees = [b for b, p in zip(fonds, parts, strict=True) if p is not None]
    vides = [b for b, p in zip(fonds, parts, strict=True) if p is None]
    return Dessin(
        describe_puces(indicateurs),
        partial(table_puces, indicateurs),
        nice_height(haut),
        [Barres(tuple(fonds)), Barres(tuple(barres))],
        notes,
        [
            *lines(
                ((depart, b.y, depart, b.y + PISTE) for b in montrees), "texte", 1.5, dessus=True
            ),
            *lines(
                ((cible, b.y - 3, cible, b.y + PISTE + 3) for b in montrees),
                "texte",
                4,
                dessus=True,
            ),
            *frames(
                ((depart, b.y, cible, b.y + PISTE) for b in vides),
                "discret",
                1.5,
                "dash",
                dessus=True,
            ),
        ],
        largeur,
        gauche=2,
        droite=2,
    )


def _bar(part: float, depart: float, cible: float, haut: float) -> Barre:
    """Progress, kept on the page; hatched where it goes back."""
    unite = cible - depart
    longueur = round(min(max(part * unite, -depart), unite + APRES / 2 - 0.01), 4)
    motif = Motif("/", 6, 0.3, "accent", "zone") if part < 0 else None
    return Barre(depart, haut, longueur, BARRE, "accent", motif=motif)


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
