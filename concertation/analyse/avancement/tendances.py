"""Which way things went: météos against those of before."""

import pandas as pd

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
