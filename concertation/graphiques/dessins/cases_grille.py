"""What each cell of the heat map says: in it, and on hover."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import (
    format_date,
    format_nombre,
    format_pourcent,
    is_empty,
    plural,
)
from concertation.declarations.point_etape import METEO, NON_RENSEIGNE
from concertation.graphiques.gabarit import wrap_text


@dataclass(frozen=True)
class Case:
    """One cell: `lignes` stand in it, `forts` of them in bold; `survol` is told on hover."""

    engagement: str
    territoire: str
    nom: str
    meteo: str
    lignes: tuple[str, ...]
    forts: tuple[str, ...]
    survol: str


def build_cases(
    cellules: pd.DataFrame, engagements: Mapping[str, str], place: float, taille: int
) -> dict[str, list[Case]]:
    """The cells of each territory, with words for `place` pixels at size `taille`."""
    cases: dict[str, list[Case]] = {}
    for c in cellules.to_dict("records"):
        code = c["meteo"] if c["meteo"] in METEO else NON_RENSEIGNE
        titre = engagements.get(c["engagement"], c["engagement"])
        survol = [str(c["territoire_nom"]), *wrap_text(titre, 300, 14), *_sentences(c, code)]
        case = Case(
            c["engagement"],
            c["territoire"],
            str(c["territoire_nom"]),
            code,
            *_lines(c, code, place, taille),
            "\n".join(survol),
        )
        cases.setdefault(c["territoire"], []).append(case)
    return cases


def _sentences(c: Mapping[Any, Any], code: str) -> list[str]:
    """What a cell says in full, on hover."""
    phrases = [METEO.mot(code) + ("" if is_empty(c["date"]) else f" ({format_date(c['date'])})")]
    if not is_empty(c["progression"]):
        phrases.append(f"Progression : {format_pourcent(c['progression'], 0)}")
    if int(c["nb_en_retard"]):
        phrases.append(late_words(int(c["nb_en_retard"])))
    return phrases


def late_words(nombre: int) -> str:
    """« 1 action en retard », « 3 actions en retard »."""
    return f"{plural(nombre, 'action')} en retard"


def _lines(
    c: Mapping[Any, Any], code: str, place: float, taille: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a cell writes under its sign, in `place` pixels, and what of it is in bold."""
    mots = wrap_text(METEO.court(code), place, taille, gras=True)
    forts = mots if code else []
    suite = []
    if not is_empty(c["progression"]):
        suite.append(format_pourcent(c["progression"], 0))
    if not is_empty(c["date"]):
        suite.append(format_date(c["date"], "courte"))
    if n := int(c["nb_en_retard"]):
        suite.append(f"{format_nombre(n)} en retard")
        forts = [*forts, suite[-1]]
    return (*mots, *suite), tuple(forts)
