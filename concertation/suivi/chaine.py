"""What the chain reads of the follow-up."""

import pandas as pd

from concertation.suivi.socle.droits import Acteur
from concertation.suivi.store import Store

# Before the number of a link of the follow-up: those of the published file have their own.
PREFIXE = "S"


def read_frames(store: Store, acteur: Acteur) -> dict[str, pd.DataFrame]:
    """What this person may read of the follow-up; who only reads gets what is published."""
    tables = ("actions", "indicateurs", "mesures", "instructions", "liens")
    frames: dict[str, pd.DataFrame] = {nom: getattr(store, nom).list(acteur) for nom in tables}
    liens = frames["liens"]
    return frames | {"liens": liens.assign(id=PREFIXE + liens["id"].astype("str"))}
