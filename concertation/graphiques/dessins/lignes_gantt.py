"""What a Gantt chart writes and where: names, status and dates above each bar."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import format_date, is_empty
from concertation.declarations.action import EN_RETARD, STATUT
from concertation.graphiques.gabarit import ENCRES, Mode, escape, wrap_text
from concertation.graphiques.gabarit.calendrier import HAUTEUR_DATES
from concertation.graphiques.signes import COULEURS_SUIVI, note

TAILLE_GROUPE, TAILLE_NOM, TAILLE_DETAIL = 16, 15, 14
LIGNE_GROUPE, LIGNE_NOM, LIGNE_DETAIL = 24, 19, 18
RETRAIT = 20  # pixels: the sign stands before the name
BARRE, ECART = 16, 14
ENTETE = HAUTEUR_DATES + 26  # the dates, and today above them

Rang = tuple[dict[Any, Any], float, float]  # action, middle of its sign, middle of its bar


def stack_actions(
    actions: pd.DataFrame, engagements: Mapping[str, str], largeur: int, mode: Mode
) -> tuple[list[Rang], list[dict[str, Any]], float]:
    """Where each action falls, what is written, and the height of all."""
    encres = ENCRES[mode]
    fond = {"bgcolor": encres.fond}  # no line runs through a word
    groupes: dict[str, list[dict[Any, Any]]] = {e: [] for e in engagements}
    for action in actions.to_dict("records"):
        groupes.setdefault(action["engagement"], []).append(action)
    rangs: list[Rang] = []
    notes: list[dict[str, Any]] = []
    haut: float = ENTETE
    for engagement, membres in groupes.items():
        if not membres:
            continue
        titre = wrap_text(engagements.get(engagement, engagement), largeur, TAILLE_GROUPE, True)
        notes.append(
            note(
                f"<b>{join_lines(titre)}</b>",
                0,
                haut,
                xshift=-8,
                font={"size": TAILLE_GROUPE},
                **fond,
            )
        )
        haut += len(titre) * LIGNE_GROUPE + 4
        for action in membres:
            noms = wrap_text(action["intitule"], largeur - RETRAIT - 18, TAILLE_NOM)
            details = _details(action, largeur - RETRAIT - 18, mode)
            notes.append(
                note(
                    join_lines(noms), 0, haut, xshift=RETRAIT - 6, font={"size": TAILLE_NOM}, **fond
                )
            )
            bas = haut + len(noms) * LIGNE_NOM
            police = {"size": TAILLE_DETAIL, "color": encres.discret}
            notes.append(
                note("<br>".join(details), 0, bas, xshift=RETRAIT - 6, font=police, **fond)
            )
            bas += len(details) * LIGNE_DETAIL + 5
            rangs.append((action, haut + 11, bas + BARRE / 2))
            haut = bas + BARRE + ECART
        haut += 8
    return rangs, notes, haut


def join_lines(lignes: Sequence[str]) -> str:
    """Lines as Plotly writes them under one another."""
    return "<br>".join(escape(ligne) for ligne in lignes)


def _details(action: Mapping[Any, Any], place: float, mode: Mode) -> list[str]:
    """« En cours · 12/01/2026 → 30/06/2026 », lateness first and in bold."""
    texte = f"{status_word(action['statut'])} · {dates_words(action)}"
    if not action["en_retard"]:
        return [escape(ligne) for ligne in wrap_text(texte, place, TAILLE_DETAIL)]
    lignes = wrap_text(f"{EN_RETARD} · {texte}", place, TAILLE_DETAIL, gras=True)
    premiere = escape(lignes[0]).replace(
        EN_RETARD, f'<b><span style="color:{COULEURS_SUIVI[mode]["rouge"]}">{EN_RETARD}</span></b>'
    )
    return [premiere, *(escape(ligne) for ligne in lignes[1:])]


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
