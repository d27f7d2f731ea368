"""Bullet charts: one indicator a row, from its initial value (left) to its target (right)."""

import math
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from concertation.analyse.lignes import tabulate
from concertation.analyse.mots.formats import format_date, format_nombre, format_pourcent, is_empty
from concertation.graphiques.dessin import Barre, Barres, Dessin, Mot, Motif, Note
from concertation.graphiques.style import DETAIL, LARGEUR, NOM, nice_height, wrap_text
from concertation.graphiques.style.marques import Pile, frames, lines

PISTE, BARRE = 22, 12  # pixels: ground and bar
ECART = 20
AVANT, APRES = 0.12, 0.18  # how far before the start and beyond the target a bar may go


def bullets_indicateurs(indicateurs: pd.DataFrame, largeur: int = LARGEUR) -> Dessin:
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
    pile = Pile(2)
    fonds, barres = [], []
    if connues:  # what both lines are, once above all rows
        pile = Pile(22, [
            Note(depart, 0, Mot(("Départ",), 13, "discret")),
            Note(cible, 0, Mot(("Cible",), 13, "discret", "bottom left"), 3),
        ])  # fmt: skip
    for i, part in zip(lignes, parts, strict=True):
        pile.write(_name(i), largeur - 8, NOM, gras=True)
        piste, phrase = pile.haut + 2, bullet_words(i)
        tete = phrase.partition(" :")[0]
        forts = (tete,) if tete.endswith("%") else ()
        pile.haut += PISTE + 5
        pile.write(phrase, largeur - 8, DETAIL, encre="discret", forts=forts)
        pile.haut += ECART - 1
        # The ground answers the click; it is see-through without progress.
        survol = "\n".join([_name(i), *wrap_text(phrase, 320, 14)])
        boite = (depart, piste, round(cible - depart, 4), PISTE)
        fonds.append(Barre(*boite, "" if part is None else "zone", i["id"], survol, "texte"))
        # Progress, kept on the page; hatched where it goes back.
        unite, faite = cible - depart, part or 0.0
        longueur = round(min(max(faite * unite, -depart), unite + APRES / 2 - 0.01), 4)
        motif = Motif("/", 6, 0.3, "accent", "zone") if faite < 0 else None
        haut = piste + (PISTE - BARRE) / 2
        barres.append(Barre(depart, haut, longueur, BARRE, "accent", motif=motif))
    pleins, vides = ([b.y for b in fonds if bool(b.encre) == plein] for plein in (True, False))
    debuts = ((depart, y, depart, y + PISTE) for y in pleins)
    cibles = ((cible, y - 3, cible, y + PISTE + 3) for y in pleins)
    cadres = ((depart, y, cible, y + PISTE) for y in vides)
    return Dessin(
        _alt(indicateurs),
        partial(_table, indicateurs),
        nice_height(pile.haut),
        [Barres(tuple(fonds)), Barres(tuple(barres))],
        pile.notes,
        [
            *lines(debuts, "texte", 1.5, dessus=True),
            *lines(cibles, "texte", 4, dessus=True),
            *frames(cadres, "discret", 1.5, "dash", dessus=True),
        ],
        largeur,
        gauche=2,
        droite=2,
    )


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
    depart, cible, date = i["valeur_initiale"], i["cible"], i.get("date_actuelle")
    actuel = "aucune mesure"
    if not is_empty(i["actuel"]):
        quand = "" if is_empty(date) else f" au {format_date(date, 'courte')}"
        actuel = f"actuel {format_nombre(i['actuel'])}{quand}"
    sens = ""
    if not is_empty(depart) and not is_empty(cible):
        sens = " (à la hausse)" if cible > depart else " (à la baisse)"
        sens = " (cible égale au départ)" if cible == depart else sens
    phrase = (
        f"départ {format_nombre(depart, vide='non renseigné')}, {actuel}, "
        f"cible {format_nombre(cible, vide='non renseignée')}{sens}"
    )
    part = raw_progress(i)
    if is_empty(i["progression"]):
        return f"Progression non calculable : {phrase}"
    fin = " ; recul depuis le départ" if part is not None and part < 0 else ""
    fin = " ; cible dépassée" if part is not None and part > 1 else fin
    return f"{format_pourcent(i['progression'], 0)} : {phrase}{fin}"


def _table(indicateurs: pd.DataFrame) -> pd.DataFrame:
    return tabulate(
        indicateurs.to_dict("records"),
        ("Indicateur", lambda i: i["libelle"]),
        ("Unité", lambda i: i["unite"] or "non précisée"),
        ("Départ", lambda i: format_nombre(i["valeur_initiale"], vide="non renseigné")),
        ("Actuel", lambda i: format_nombre(i["actuel"], vide="aucune mesure")),
        ("Cible", lambda i: format_nombre(i["cible"], vide="non renseignée")),
        ("Progression", lambda i: format_pourcent(i["progression"], 0, vide="non calculable")),
    )


def _alt(indicateurs: pd.DataFrame) -> str:
    if indicateurs.empty:
        return "Aucun indicateur."
    return " ".join(f"{_name(i)}. {bullet_words(i)}." for i in indicateurs.to_dict("records"))
