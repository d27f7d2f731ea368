"""Which way things went: météos against those of before."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import format_date
from concertation.declarations.point_etape import METEO


def compare_meteos(avant: pd.DataFrame, apres: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """By engagement, in how many territories the météo is better, then worse, than before.

    Both frames are latest words (`engagement, territoire, meteo`); who spoke once only counts in
    neither.
    """
    rangs = {code: -rang for rang, code in enumerate(METEO)}
    cle = ["engagement", "territoire"]
    paires = avant[[*cle, "meteo"]].merge(apres[[*cle, "meteo"]], on=cle)
    ecarts = paires["meteo_y"].map(rangs).astype(float) - paires["meteo_x"].map(rangs).astype(float)
    mieux, moins = (s.groupby(paires["engagement"]).sum() for s in (ecarts > 0, ecarts < 0))
    return {cle: (int(mieux[cle]), int(moins[cle])) for cle in mieux.index}


def tell_tendance(points: Sequence[Mapping[str, Any]]) -> str:
    """« 3 mars 2026 ; ↗ mieux que le 3 décembre 2025 »: the last of these words, oldest first,
    against that of an earlier day; what was written again on one day corrects it."""
    dernier, rangs = points[-1], list(METEO)
    jour = format_date(dernier["date"])
    for avant in reversed(points):
        if avant["date"] < dernier["date"]:
            ecart = rangs.index(avant["meteo"]) - rangs.index(dernier["meteo"])
            sens = "↗ mieux que" if ecart > 0 else "↘ moins bien que" if ecart < 0 else "→ comme"
            return f"{jour} ; {sens} le {format_date(avant['date'])}"
    return f"{jour} ; premier point lu"
