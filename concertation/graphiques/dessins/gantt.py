"""Actions over time, grouped by engagement: a bar from beginning to end, and today."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from concertation.analyse.lignes import tabulate
from concertation.analyse.mots.formats import format_date, format_nombre, is_empty, plural
from concertation.declarations.action import EN_RETARD, STATUT
from concertation.graphiques.dessin import Barre, Barres, Dessin, Mot, Note, Points
from concertation.graphiques.style import DETAIL, LARGEUR, nice_height, wrap_text
from concertation.graphiques.style.marques import (
    HAUTEUR_DATES,
    Calendrier,
    Pile,
    date_axis,
    frame_dates,
    frames,
    lines,
    sign_bar,
    sign_point,
)

GROUPE, NOM = (16, 24), (15, 19)  # pixels of letters and of a line
RETRAIT = 20  # pixels: the sign stands before the name
BARRE, ECART = 16, 14
ENTETE = HAUTEUR_DATES + 26  # the dates, and today above them
FOND = "fond"  # behind words: no line runs through them
COURTE = 0.012  # shortest bar, as part of the width

Action = Mapping[Any, Any]


def gantt_actions(
    actions: pd.DataFrame, engagements: Mapping[str, str], today: dt.date, largeur: int = LARGEUR
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
    x, pile = calendrier.to_x(today), Pile(ENTETE)
    barres: list[Barre] = []
    signes, pointes, retards = [], [], []
    groupes: dict[str, list[Action]] = {e: [] for e in engagements}
    for ligne in actions.to_dict("records"):
        groupes.setdefault(ligne["engagement"], []).append(ligne)
    for engagement, membres in groupes.items():
        if membres:
            titre = engagements.get(engagement, engagement)
            pile.write(titre, largeur, GROUPE, -8, gras=True, fond=FOND)
            pile.haut += 4
        for action in membres:
            signe = STATUT.signe(action["statut"])
            dit = {"id": action["id"], "survol": _hover(action)}
            # The shape before each name answers the click as well.
            signes.append(sign_point(signe, 0, pile.haut + 11, 14, **dit))
            place = largeur - RETRAIT - 18
            pile.write(action["intitule"], place, NOM, RETRAIT - 6, fond=FOND)
            pile.notes.append(Note(0, pile.haut, _details(action, place), RETRAIT - 6))
            pile.haut += len(pile.notes[-1].mot.lignes) * DETAIL[1] + 5
            y, sans_fin = pile.haut + BARRE / 2, is_empty(action["fin"])
            barres.append(_bar(action, pile.haut, calendrier, dit))
            # An arrow head where a bar has no known end.
            if is_empty(action["debut"]) != sans_fin:
                bout, sens = (1, "right") if sans_fin else (0, "left")
                pointe = sign_point(signe, bout, y, 18)
                pointes.append(pointe._replace(symbole=f"triangle-{sens}"))
            if action["en_retard"] and not sans_fin:
                retards.append((calendrier.to_x(action["fin"]), y, x, y))
            pile.haut += BARRE + ECART
        pile.haut += 8 if membres else 0
    hauteur = nice_height(pile.haut)
    dates, traits = date_axis(calendrier, ENTETE - 4, hauteur, 24)
    cote = "right" if x < 0.3 else "left" if x > 0.7 else "center"
    texte = f"Aujourd’hui, {format_date(today, 'courte')}"
    jour = Note(x, 0, Mot((texte,), DETAIL[0], cote=f"bottom {cote}", gras=True))
    sans = ((0, b.y, 1, b.y + BARRE) for b in barres if not b.encre)
    return Dessin(
        _alt(actions, today),
        partial(_table, actions, engagements),
        hauteur,
        [Barres(tuple(barres)), Points(tuple(signes)), Points(tuple(pointes))],
        [*pile.notes, *dates, jour],
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
        coupes=(ENTETE, *(barre.y + BARRE + ECART / 2 for barre in barres)),
    )


def _details(action: Action, place: float) -> Mot:
    """« En cours · 12/01/2026 → 30/06/2026 », lateness first and in bold."""
    forts = (EN_RETARD,) if action["en_retard"] else ()
    texte = " · ".join([*forts, status_word(action["statut"]), dates_words(action)])
    lignes = tuple(wrap_text(texte, place, DETAIL[0], gras=bool(forts)))
    return Mot(lignes, DETAIL[0], "discret", forts=forts, encre_forts="rouge", fond=FOND)


def status_word(statut: str) -> str:
    """The French word of a status."""
    return STATUT.get(statut, str(statut) or "statut non renseigné")


def dates_words(action: Action) -> str:
    """« 12/01/2026 → 30/06/2026 »; what is missing is said in words."""
    debut, fin = action["debut"], action["fin"]
    if is_empty(debut) and is_empty(fin):
        return "dates non renseignées"
    if is_empty(fin):
        return f"début {format_date(debut, 'courte')}, fin non renseignée"
    if is_empty(debut):
        return f"fin {format_date(fin, 'courte')}, début non renseigné"
    return f"{format_date(debut, 'courte')}\u00a0→\u00a0{format_date(fin, 'courte')}"


def _bar(action: Action, haut: float, calendrier: Calendrier, dit: dict[str, Any]) -> Barre:
    """A missing date is the edge; a bar is never too short to be seen."""
    x0 = 0.0 if is_empty(action["debut"]) else calendrier.to_x(action["debut"])
    x1 = 1.0 if is_empty(action["fin"]) else calendrier.to_x(action["fin"])
    x0, x1 = min(x0, x1), max(x0, x1)
    longueur = round(max(x1, x0 + COURTE) - x0, 5)
    barre = sign_bar(STATUT.signe(action["statut"]), x0, haut, longueur, BARRE, **dit)
    muette = is_empty(action["debut"]) and is_empty(action["fin"])
    return barre._replace(encre="", motif=None, epaisseur=0) if muette else barre


def _hover(action: Action) -> str:
    lignes = [*wrap_text(action["intitule"], 300, 14), status_word(action["statut"])]
    return "\n".join([*lignes, dates_words(action), *([EN_RETARD] if action["en_retard"] else [])])


def _table(actions: pd.DataFrame, engagements: Mapping[str, str]) -> pd.DataFrame:
    return tabulate(
        actions.to_dict("records"),
        ("Engagement", lambda a: engagements.get(a["engagement"], a["engagement"])),
        ("Action", lambda a: a["intitule"]),
        ("Statut", lambda a: status_word(a["statut"])),
        ("Début", lambda a: format_date(a["debut"], "courte", vide="non renseigné")),
        ("Fin", lambda a: format_date(a["fin"], "courte", vide="non renseignée")),
        ("Retard", lambda a: "en retard" if a["en_retard"] else "non"),
    )


def _alt(actions: pd.DataFrame, today: dt.date) -> str:
    if actions.empty:
        return "Aucune action à montrer."
    statuts = list(actions["statut"])
    connus = [s for s in (*STATUT, *dict.fromkeys(statuts)) if s in statuts]
    detail = ", ".join(
        f"{status_word(s)} {format_nombre(statuts.count(s))}" for s in dict.fromkeys(connus)
    )
    nombre = len(actions)
    texte = f"{plural(nombre, 'action')} : {detail}."
    tardives = list(actions.loc[actions["en_retard"].astype(bool), "intitule"])
    if not tardives:
        return f"{texte} Aucune en retard au {format_date(today)}."
    return f"{texte} En retard au {format_date(today)} : {' ; '.join(tardives)}."
