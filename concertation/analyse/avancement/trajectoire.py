"""What indicators suggest of an engagement: the way done against the time spent, and no cause."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from concertation.analyse.avancement.cellules import part_done
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import INSECABLE, format_date, format_pourcent
from concertation.declarations.point_etape import METEO

# The dashboard's own: no document of a consultation gives any.
TENUE, MODEREE = 0.95, 0.60
_DATES = ("date_initiale", "date_cible", "date_actuelle")


def tell_methode() -> str:
    """The method in words, as it stands beside what it suggests."""
    tenue, moderee, faible, recul = (f"«\u00a0{METEO.mot(code)}\u00a0»" for code in _codes())
    return (
        "Ce que suggèrent les indicateurs : au jour de la dernière mesure, la part du chemin faite "
        f"vers la cible, sur la part du temps passé. Dès 95 %, {tenue} ; dès 60 %, {moderee} ; "
        f"au-dessous, {faible} ; à rebours, {recul} (seuils du tableau de bord, qu’aucun "
        "document ne donne). Le moins avancé compte. Sans cible datée ou sans mesure, rien "
        "n’est suggéré ; aucune cause n’est dite."
    )


def _codes() -> tuple[str, str, str, str]:
    """By the parts that codes play: a consultation may have others."""
    bons, mauvais = METEO.which("favorable"), METEO.which("compromis")
    autres = [code for code in METEO.saisies if code not in (*bons, *mauvais)]
    return bons[0], bons[-1], [*autres, *mauvais][0], mauvais[-1]


def list_trajectoires(indicateurs: pd.DataFrame) -> pd.DataFrame:
    """The indicators of `with_progress` of which enough is known, each with the `part` of the way
    and of the `temps` (1 is all), and the `meteo` that they suggest."""
    tenue, moderee, faible, recul = _codes()
    lignes = []
    for ligne in list_records(indicateurs.dropna(subset=[*_DATES, "cible", "actuel"])):
        part = part_done(ligne["valeur_initiale"], ligne["cible"], ligne["actuel"])
        debut, fin, jour = (ligne[nom] for nom in _DATES)
        if part is None or debut >= min(fin, jour):
            continue
        temps = min(1.0, (jour - debut) / (fin - debut))
        code = tenue if part >= TENUE * temps else moderee if part >= MODEREE * temps else faible
        lignes.append(ligne | {"part": part, "temps": temps, "meteo": recul if part < 0 else code})
    return pd.DataFrame(lignes, columns=[*indicateurs, "part", "temps", "meteo"])


def worst(trajectoires: pd.DataFrame) -> dict[str, Any] | None:
    """The indicator that counts among these: the least advanced for its time."""
    lignes = list_records(trajectoires)
    return min(lignes, key=lambda t: t["part"] / t["temps"], default=None)


def tell_trajectoire(trajectoire: Mapping[str, Any]) -> str:
    """« Consultations : 20 % du chemin le 3 mars 2026, pour 55 % du temps »."""
    part, temps = (format_pourcent(100 * trajectoire[nom], 0) for nom in ("part", "temps"))
    jour = format_date(trajectoire["date_actuelle"])
    return f"{trajectoire['libelle']}{INSECABLE}: {part} du chemin le {jour}, pour {temps} du temps"
