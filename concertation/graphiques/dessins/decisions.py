"""Decisions on the proposals of each theme, as one stacked bar with its numbers."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import format_nombre, plural
from concertation.declarations.instruction import A_INSTRUIRE, DECISION
from concertation.graphiques.dessin import Barre, Barres, Dessin, Mot, Note
from concertation.graphiques.dessins.propositions import count_words
from concertation.graphiques.gabarit import LARGEUR, NOM, TAILLE_NOMBRE, nice_height, text_width
from concertation.graphiques.gabarit.marques import Pile, legend, sign_bar

BARRE, ECART = 26, 18
LIGNE_NOMBRES = 24


def bars_decisions(comptes: pd.DataFrame, compact: bool = False) -> Dessin:
    """One full-width bar a theme, shared among the decisions, each number above its part.

    `comptes` has the columns theme (id), nom_court, then one count a decision: a_instruire,
    retenue, deja_engagee, a_approfondir, ecartee. A decision is told by its hatching, its place
    and the legend. The id of a part is (theme, decision).
    """
    colonnes = 2 if compact else 3
    entrees = [(DECISION.signe(d), DECISION.mot(d)) for d in DECISION]
    legende, notes, bas = legend(entrees, 0, colonnes, barres=True)
    pile, barres = Pile(bas + 14, notes), list[Barre]()
    for ligne in comptes.to_dict("records"):
        pile.write(_title(ligne), LARGEUR, NOM, gras=True)
        if segments := split_row(ligne):
            pile.haut += LIGNE_NOMBRES
            # Each number above its part, pushed aside where two would meet on a phone.
            textes = [format_nombre(s["nombre"]) for s in segments]
            largeurs = [(text_width(t, TAILLE_NOMBRE, gras=True) + 4) / LARGEUR for t in textes]
            centres = spread([s["debut"] + s["part"] / 2 for s in segments], largeurs)
            for s, x, texte in zip(segments, centres, textes, strict=True):
                mot = Mot((texte,), TAILLE_NOMBRE, cote="top center", gras=True)
                pile.notes.append(Note(round(x, 4), pile.haut - 2, mot))
                boite = (round(s["debut"], 5), pile.haut, round(s["part"], 5), BARRE)
                decision = s["decision"]
                survol = f"{s['nom']}\n{DECISION.mot(decision)} : {count_words(s['nombre'])}"
                cle = (s["theme"], decision)
                barres.append(sign_bar(DECISION.signe(decision), *boite, id=cle, survol=survol))
            pile.haut += BARRE
        pile.haut += ECART
    return Dessin(
        _alt(comptes),
        partial(_table, comptes),
        nice_height(pile.haut),
        [Barres(tuple(barres)), legende],
        pile.notes,
        gauche=1,
        droite=1,
    )


def _title(ligne: Mapping[Any, Any]) -> str:
    total = sum(int(ligne[d]) for d in DECISION)
    if not total:
        return f"{ligne['nom_court']} : aucune proposition"
    faites = total - int(ligne[A_INSTRUIRE])
    return f"{ligne['nom_court']} : {plural(faites, 'instruite')} sur {format_nombre(total)}"


def split_row(ligne: Mapping[Any, Any]) -> list[dict[str, Any]]:
    """Parts of a theme's bar: decision, number, start and length, from 0 to 1."""
    total = sum(int(ligne[d]) for d in DECISION)
    commun = {"theme": str(ligne["theme"]), "nom": str(ligne["nom_court"])}
    segments, debut = [], 0
    for decision in DECISION:
        if n := int(ligne[decision]):
            place = {"debut": debut / total, "part": n / total}
            segments.append({**commun, "decision": decision, "nombre": n, **place})
            debut += n
    return segments


def spread(centres: list[float], largeurs: list[float]) -> list[float]:
    """Middles as near to `centres` as a pass each way leaves them, apart and between 0 and 1."""
    places: list[float] = []
    bord = 0.0
    for centre, largeur in zip(centres, largeurs, strict=True):
        places.append(max(centre, bord + largeur / 2))
        bord = places[-1] + largeur / 2
    bord = 1.0
    for i in reversed(range(len(places))):
        places[i] = min(places[i], bord - largeurs[i] / 2)
        bord = places[i] - largeurs[i] / 2
    return places


def _table(comptes: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame({"Thème": list(comptes["nom_court"])})
    for decision in DECISION:
        table[DECISION.mot(decision)] = [int(n) for n in comptes[decision]]
    table["Total"] = [int(n) for n in comptes[list(DECISION)].sum(axis=1)]
    return table


def _alt(comptes: pd.DataFrame) -> str:
    if comptes.empty:
        return "Instruction des propositions : aucune proposition."
    themes = []
    for ligne in comptes.to_dict("records"):
        detail = ", ".join(
            f"{DECISION.mot(s['decision']).lower()} {format_nombre(s['nombre'])}"
            for s in split_row(ligne)
        )
        themes.append(f"{_title(ligne)} ({detail})" if detail else _title(ligne))
    return f"Instruction des propositions par thème. {'. '.join(themes)}."
