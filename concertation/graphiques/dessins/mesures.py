"""Bars of figures: parts of a whole, values on a scale with their target, and one indicator a row
from its initial value (left) to its target (right)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import pandas as pd

from concertation.analyse.avancement.cellules import part_done
from concertation.analyse.feuille_route.chiffres import PARTIEL, PLEIN, Ensemble, reste_of
from concertation.analyse.lignes import tabulate
from concertation.analyse.mots.formats import (
    format_date,
    format_pourcent,
    format_quantite,
    is_empty,
)
from concertation.graphiques.dessin import Barre, Barres, Dessin
from concertation.graphiques.style import DETAIL, LARGEUR, NOM, nice_height
from concertation.graphiques.style.marques import Pile, lines

BARRE, ECART, RETRAIT = 18, 14, 18  # pixels
SANS_CIBLE, ECHELLE = "sans objectif publié", "Sans objectif publié ; échelle de 0 à 100\u00a0%"


class Part(NamedTuple):
    """One bar: its row, its depth under the whole, and where it starts on the whole's scale."""

    mesure: dict[str, Any]
    niveau: int
    debut: float


def list_parts(chiffre: Ensemble, niveau: int = 0, debut: float = 0.0) -> list[Part]:
    """The whole then its parts, each under its own whole.

    Parts of a declared sum follow one another; those of a « dont » all start with their whole,
    since nothing says that they don't overlap.
    """
    parts = [Part(chiffre.mesure, niveau, debut)]
    suivant = debut
    for detail in chiffre.details:
        partiel = detail.mesure["detail"] == PARTIEL
        parts += list_parts(detail, niveau + 1, debut if partiel else suivant)
        if not partiel:
            suivant += detail.mesure["valeur"]
    return parts


def bars_parts(chiffre: Ensemble, largeur: int = LARGEUR) -> Dessin:
    """A whole and, under it, its parts on its own scale; `chiffre.is_tout` must hold.

    Names stand above the bars, wrapped for `largeur` pixels. Ids are those of the measures.
    """
    parts = list_parts(chiffre)
    total = max([1e-9, *(p.debut + p.mesure["valeur"] for p in parts)])
    pile, barres = Pile(2), []
    for part in parts:
        mesure, retrait = part.mesure, RETRAIT * part.niveau
        nombre = format_quantite(mesure["valeur"], None, mesure["qualificatif"])
        nom = f"{nombre} : {mesure['libelle'] if part.niveau else 'ensemble'}"
        pile.write(nom, largeur - 8 - retrait, NOM, retrait, forts=(nombre,))
        if not part.niveau:
            pile.write(place_words(mesure), largeur - 8, DETAIL, encre="discret")
        x, long = round(part.debut / total, 5), round(mesure["valeur"] / total, 5)
        survol = f"{mesure['libelle']} : {mesure['phrase']}"
        encre = "bord" if part.niveau else "accent"
        barres.append(Barre(x, pile.haut + 3, long, BARRE, encre, mesure["id"], survol))
        pile.haut += BARRE + ECART
    pile.write(reste_words(chiffre), largeur - 8, DETAIL, encre="discret")
    fonds = [(0.0, b.y + BARRE, 1.0, b.y + BARRE) for b in barres]
    return Dessin(
        _alt_parts(chiffre),
        partial(_table, parts, "Place", _place),
        nice_height(pile.haut),
        [Barres(tuple(barres))],
        pile.notes,
        lines(fonds, "grille"),
        largeur,
        gauche=2,
        droite=2,
    )


def reste_words(chiffre: Ensemble) -> str:
    """What a « dont » leaves untold, in words; "" when nothing is."""
    if reste_of(chiffre) is None:
        return ""
    return f"Détail partiel de {chiffre.mesure['phrase']} : le document ne détaille pas le reste."


def bars_jauges(chiffres: Sequence[Ensemble], largeur: int = LARGEUR) -> Dessin:
    """One row a figure on a scale of its own: a rate out of 100, a capacity up to its target.

    Where and when stand under its name. A target is a line across the scale, named under it. Ids
    are those of the measures.
    """
    pile, place = Pile(2), largeur - 8
    fonds, barres, traits = [], [], []
    for chiffre in chiffres:
        mesure = chiffre.mesure
        pile.write(f"{mesure['libelle']} : {mesure['phrase']}", place, NOM)
        pile.write(place_words(mesure), place, DETAIL, encre="discret")
        haut = pile.haut + 4
        dit = f"{mesure['libelle']} : {mesure['phrase']}. {target_words(chiffre)}"
        reste = (mesure["id"], dit)
        part = round(mesure["valeur"] / _scale(chiffre), 5)
        fonds.append(Barre(0, haut, 1, BARRE, "zone_active", *reste))
        barres.append(Barre(0, haut, part, BARRE, "accent", *reste))
        cibles = [cible["valeur"] / _scale(chiffre) for cible in chiffre.cibles]
        traits += [(x, haut - 4, x, haut + BARRE + 4) for x in cibles]
        pile.haut = haut + BARRE + 4
        pile.write(target_words(chiffre), place, DETAIL)
        pile.haut += ECART
    return Dessin(
        " ".join(f"{c.mesure['mots']}. {target_words(c)}." for c in chiffres),
        partial(
            _table, chiffres, "Objectif ou proposition", partial(target_words, sans=SANS_CIBLE)
        ),
        nice_height(pile.haut),
        [Barres(tuple(fonds)), Barres(tuple(barres))],
        pile.notes,
        lines(traits, "texte", 4, dessus=True),
        largeur,
        gauche=2,
        droite=4,
    )


def place_words(mesure: Mapping[str, Any]) -> str:
    """« Le Havre (CTS) · en 2024 »"""
    return f"{mesure['lieu']} · {mesure['periode']}"


def target_words(chiffre: Ensemble, sans: str = ECHELLE) -> str:
    """« Objectif : 100 % », « Proposition : 6 lits »; what the scale is without a target."""
    mots = [f"{c['nature'].capitalize()} : {c['phrase']}" for c in chiffre.cibles]
    return " ; ".join(mots) or sans


def _scale(chiffre: Ensemble) -> float:
    """The right end of a scale, in the unit of the figure."""
    if chiffre.mesure["nature_indicateur"] == "taux":
        return PLEIN
    return float(max(1e-9, chiffre.mesure["valeur"], *(c["valeur"] for c in chiffre.cibles)))


def _table(figures: Sequence[Any], titre: str, tell: Callable[[Any], str]) -> pd.DataFrame:
    """Each figure with its place and period, and under `titre` what is told of it."""
    return tabulate(
        figures,
        ("Chiffre", lambda f: f.mesure["libelle"]),
        ("Valeur", lambda f: f.mesure["phrase"]),
        (titre, tell),
        ("Territoire", lambda f: f.mesure["lieu"]),
        ("Période", lambda f: f.mesure["periode"]),
    )


def _place(part: Part) -> str:
    if not part.niveau:
        return "le tout"
    return "« dont », détail partiel" if part.mesure["detail"] == PARTIEL else "partie du tout"


def _alt_parts(chiffre: Ensemble) -> str:
    tout, *parts = list_parts(chiffre)
    mots = [
        f"{m['libelle']} {format_quantite(m['valeur'], None, m['qualificatif'])}"
        for m in (part.mesure for part in parts)
    ]
    return f"{tout.mesure['mots']} ; {', '.join(mots)}. {reste_words(chiffre)}".strip()


def raw_progress(indicateur: Mapping[Any, Any]) -> float | None:
    """How far an indicator is, see `part_done`."""
    return part_done(*(indicateur[nom] for nom in ("valeur_initiale", "cible", "actuel")))


def bullet_words(i: Mapping[Any, Any]) -> str:
    """« 46 % : départ 12, actuel 25, cible 40 (à la hausse) », or what is missing."""
    depart, cible, date = i["valeur_initiale"], i["cible"], i.get("date_actuelle")

    def say(valeur: Any, vide: str) -> str:
        return vide if is_empty(valeur) else format_quantite(valeur, None, "", i.get("unite", ""))

    actuel = "aucune mesure"
    if not is_empty(i["actuel"]):
        quand = "" if is_empty(date) else f" au {format_date(date, 'courte')}"
        actuel = f"actuel {say(i['actuel'], '')}{quand}"
    sens = ""
    if not is_empty(depart) and not is_empty(cible):
        sens = " (à la hausse)" if cible > depart else " (à la baisse)"
        sens = " (cible égale au départ)" if cible == depart else sens
    phrase = (
        f"départ {say(depart, 'non renseigné')}, {actuel}, "
        f"cible {say(cible, 'non renseignée')}{sens}"
    )
    part = raw_progress(i)
    if is_empty(i["progression"]):
        return f"Progression non calculable : {phrase}"
    fin = " ; recul depuis le départ" if part is not None and part < 0 else ""
    fin = " ; cible dépassée" if part is not None and part > 1 else fin
    return f"{format_pourcent(i['progression'], 0)} : {phrase}{fin}"
