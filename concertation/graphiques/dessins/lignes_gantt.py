"""What a Gantt chart writes and where: names, status and dates above each bar."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import format_date, is_empty
from concertation.declarations.action import EN_RETARD, STATUT
from concertation.graphiques.dessin import Mot, Note
from concertation.graphiques.gabarit import LIGNE_DETAIL, TAILLE_DETAIL, TAILLE_NOM, wrap_text
from concertation.graphiques.gabarit.calendrier import HAUTEUR_DATES

TAILLE_GROUPE = 16
LIGNE_GROUPE, LIGNE_NOM = 24, 19
RETRAIT = 20  # pixels: the sign stands before the name
BARRE, ECART = 16, 14
ENTETE = HAUTEUR_DATES + 26  # the dates, and today above them
FOND = "fond"  # behind words: no line runs through them

Rang = tuple[dict[Any, Any], float, float]  # action, middle of its sign, middle of its bar


def stack_actions(
    actions: pd.DataFrame, engagements: Mapping[str, str], largeur: int
) -> tuple[list[Rang], list[Note], float]:
    """Where each action falls, what is written, and the height of all."""
    groupes: dict[str, list[dict[Any, Any]]] = {e: [] for e in engagements}
    for action in actions.to_dict("records"):
        groupes.setdefault(action["engagement"], []).append(action)
    rangs: list[Rang] = []
    notes: list[Note] = []
    haut: float = ENTETE
    place = largeur - RETRAIT - 18
    for engagement, membres in groupes.items():
        if not membres:
            continue
        titre = wrap_text(engagements.get(engagement, engagement), largeur, TAILLE_GROUPE, True)
        notes.append(Note(0, haut, Mot(tuple(titre), TAILLE_GROUPE, gras=True, fond=FOND), -8))
        haut += len(titre) * LIGNE_GROUPE + 4
        for action in membres:
            noms = wrap_text(action["intitule"], place, TAILLE_NOM)
            details = _details(action, place)
            notes.append(Note(0, haut, Mot(tuple(noms), TAILLE_NOM, fond=FOND), RETRAIT - 6))
            bas = haut + len(noms) * LIGNE_NOM
            notes.append(Note(0, bas, details, RETRAIT - 6))
            bas += len(details.lignes) * LIGNE_DETAIL + 5
            rangs.append((action, haut + 11, bas + BARRE / 2))
            haut = bas + BARRE + ECART
        haut += 8
    return rangs, notes, haut


def _details(action: Mapping[Any, Any], place: float) -> Mot:
    """« En cours · 12/01/2026 → 30/06/2026 », lateness first and in bold."""
    retard = bool(action["en_retard"])
    texte = f"{status_word(action['statut'])} · {dates_words(action)}"
    if retard:
        texte = f"{EN_RETARD} · {texte}"
    lignes = tuple(wrap_text(texte, place, TAILLE_DETAIL, gras=retard))
    forts = (EN_RETARD,) if retard else ()
    return Mot(lignes, TAILLE_DETAIL, "discret", forts=forts, encre_forts="rouge", fond=FOND)


def status_word(statut: str) -> str:
    """The French word of a status."""
    return STATUT.get(statut, str(statut) or "statut non renseigné")


def dates_words(action: Mapping[Any, Any]) -> str:
    """« 12/01/2026 → 30/06/2026 »; what is missing is said in words."""
    debut, fin = action["debut"], action["fin"]
    if is_empty(debut) and is_empty(fin):
        return "dates non renseignées"
    if is_empty(fin):
        return f"début {format_date(debut, 'courte')}, fin non renseignée"
    if is_empty(debut):
        return f"fin {format_date(fin, 'courte')}, début non renseigné"
    return f"{format_date(debut, 'courte')}\u00a0→\u00a0{format_date(fin, 'courte')}"
