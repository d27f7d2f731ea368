"""What the chain reads of the follow-up."""

from typing import Any

from concertation.analyse.chaine.construction import FramesSuivi
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.store import Store

# Before the number of a link of the follow-up: those of the published file have their own.
PREFIXE = "S"


def read_frames(store: Store, acteur: Acteur) -> FramesSuivi:
    """What this person may read of the follow-up; who only reads gets what is published."""
    lectures: dict[str, Any] = {
        nom: getattr(store, nom).list(acteur)
        for nom in ("actions", "indicateurs", "mesures", "instructions")
    }
    liens = store.liens.list(acteur)
    return FramesSuivi(**lectures, liens=liens.assign(id=PREFIXE + liens["id"].astype("str")))
