"""Actions over time, grouped by engagement: a bar from beginning to end, and today."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import format_date, format_nombre, is_empty, plural
from concertation.declarations.action import EN_RETARD, STATUT
from concertation.declarations.codes import Signe
from concertation.graphiques.dessin import Barre, Barres, Dessin, Mot, Note, Points
from concertation.graphiques.dessins.lignes_gantt import (
    BARRE,
    ENTETE,
    Rang,
    dates_words,
    stack_actions,
    status_word,
)
from concertation.graphiques.gabarit import LARGEUR, TAILLE_DETAIL, nice_height, wrap_text
from concertation.graphiques.gabarit.calendrier import Calendrier, date_axis, frame_dates
from concertation.graphiques.gabarit.marques import frames, lines, sign_bar, sign_point

COURTE = 0.012  # shortest bar, as part of the width


def gantt_actions(
    actions: pd.DataFrame,
    engagements: Mapping[str, str],
    today: dt.date,
    selection: int | None = None,
    largeur: int = LARGEUR,
) -> Dessin:
    """One bar an action from `debut` to `fin`, in the order of `actions` inside each engagement.

    `actions` has the columns id, engagement, intitule, statut, debut, fin (NaT when missing),
    en_retard (bool). Status: shape before the name, word under it, hatching of the bar. A missing
    date is an open end with an arrow; without any date the bar is a dashed frame. What is late
    says so, and a red line goes on from its end to today. `engagements` gives titles and order.
    Words are wrapped for `largeur` pixels. Ids are the actions'.
    """
    calendrier = frame_dates([*actions["debut"], *actions["fin"], today])
    assert calendrier is not None  # noqa: S101 - today is a date
    rangs, notes, haut = stack_actions(actions, engagements, largeur)
    hauteur = nice_height(haut)
    dates, traits = date_axis(calendrier, ENTETE - 4, hauteur, 24)
    x = calendrier.to_x(today)
    cote = "right" if x < 0.3 else "left" if x > 0.7 else "center"
    texte = f"Aujourd’hui, {format_date(today, 'courte')}"
    jour = Note(x, 0, Mot((texte,), TAILLE_DETAIL, cote=f"bottom {cote}", gras=True))
    barres = [_bar(action, y, calendrier, selection) for action, _, y in rangs]
    # The shape before each name answers the click as well.
    signes = (sign_point(_sign(a), 0, y, 14, id=a["id"], survol=_hover(a)) for a, y, _ in rangs)
    sans = ((0, b.y, 1, b.y + BARRE) for b in barres if not b.encre)
    retards = (
        (calendrier.to_x(a["fin"]), y, x, y)
        for a, _, y in rangs
        if a["en_retard"] and not is_empty(a["fin"])
    )
    return Dessin(
        describe_gantt(actions, today),
        partial(table_gantt, actions, engagements),
        hauteur,
        [Barres(tuple(barres)), Points(tuple(signes)), _arrows(rangs)],
        [*notes, *dates, jour],
        [
            *traits,
            *lines([(x, 20, x, hauteur)], "texte", 1.5, "dot"),
            *frames(sans, "discret", 1.5, "dash"),
            # From the end of what is late to today.
            *lines(retards, "rouge", 4, "dot"),
        ],
        largeur,
        gauche=8,
        droite=10,
    )


def _sign(action: Mapping[Any, Any]) -> Signe:
    return STATUT.signe(action["statut"])


def _without_dates(action: Mapping[Any, Any]) -> bool:
    return is_empty(action["debut"]) and is_empty(action["fin"])


def _bar(
    action: Mapping[Any, Any], y: float, calendrier: Calendrier, selection: int | None
) -> Barre:
    """A missing date is the edge; a bar is never too short to be seen."""
    x0 = 0.0 if is_empty(action["debut"]) else calendrier.to_x(action["debut"])
    x1 = 1.0 if is_empty(action["fin"]) else calendrier.to_x(action["fin"])
    x0, x1 = min(x0, x1), max(x0, x1)
    longueur = round(max(x1, x0 + COURTE) - x0, 5)
    dit = {"id": action["id"], "survol": _hover(action)}
    barre = sign_bar(_sign(action), x0, y - BARRE / 2, longueur, BARRE, **dit)
    if _without_dates(action):
        barre = barre._replace(encre="", motif=None, epaisseur=0)
    if action["id"] == selection:
        barre = barre._replace(bord="texte", epaisseur=3)
    return barre


def _hover(action: Mapping[Any, Any]) -> str:
    lignes = [*wrap_text(action["intitule"], 300, 14), status_word(action["statut"])]
    return "\n".join([*lignes, dates_words(action), *([EN_RETARD] if action["en_retard"] else [])])


def _arrows(rangs: Sequence[Rang]) -> Points:
    """An arrow head where a bar has no known end."""
    pointes = []
    for action, _, y in rangs:
        if _without_dates(action):
            continue
        if is_empty(action["fin"]):
            pointes.append(sign_point(_sign(action), 1, y, 18)._replace(symbole="triangle-right"))
        elif is_empty(action["debut"]):
            pointes.append(sign_point(_sign(action), 0, y, 18)._replace(symbole="triangle-left"))
    return Points(tuple(pointes))


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
        return "Aucune action à montrer."
    statuts = list(actions["statut"])
    connus = [s for s in (*STATUT, *dict.fromkeys(statuts)) if s in statuts]
    detail = ", ".join(
        f"{status_word(s)} {format_nombre(statuts.count(s))}" for s in dict.fromkeys(connus)
    )
    nombre = len(actions)
    texte = f"{plural(nombre, 'action')} : {detail}."
    tardives = list(actions.loc[actions["en_retard"].astype(bool), "intitule"])
    if not tardives:
        return f"{texte} Aucune en retard au {format_date(today)}."
    return f"{texte} En retard au {format_date(today)} : {' ; '.join(tardives)}."
