"""The review of engagements as one person reads it, shared between sessions and screens."""

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from concertation.analyse.adresses import Adresse
from concertation.analyse.avancement.attention import SILENCE_JOURS
from concertation.analyse.mots.absences import motifs_attention
from concertation.interface.suivi.ecran import EcranSuivi, T
from concertation.recits.contexte import Contexte
from concertation.recits.suivi import find_attention, read_changements
from concertation.suivi.lectures import Revue, read_revue

E = TypeVar("E", bound=Adresse)


class EcranRevue(EcranSuivi[E]):
    """A screen that reads the review at one level, once for all who may read the same."""

    niveau: str

    def recall_today(self, read: Callable[[], T], *cle: Any) -> T:
        """What `read` gives for this key, this level and this day."""
        return self.recall(read, self.niveau, self.jour, *cle)

    @cached_property
    def revue(self) -> Revue:
        """Its cells and what they are made of."""
        lus = (self.donnees, self.store, self.acteur, self.niveau, self.jour)
        return self.recall_today(lambda: read_revue(*lus))

    def read_attention(self, silence: int = SILENCE_JOURS) -> pd.DataFrame:
        """What asks for a look; `silence`: days without a word that are too many."""

        def read() -> pd.DataFrame:
            return find_attention(self.revue, self.store, self.acteur, self.jour, silence)

        return self.recall_today(read, silence)

    def read_changements(
        self, territoire: str = "", depuis: str = ""
    ) -> tuple[pd.DataFrame, dt.date]:
        """What moved since a day, else the last session there, else the last review; its day."""
        contexte = Contexte(self.donnees, self.jour, self.acteur, self.store)
        lieu = (depuis, territoire)
        return self.recall_today(lambda: read_changements(contexte, *lieu), *lieu)

    @cached_property
    def motifs(self) -> dict[str, str]:
        """`MOTIF_ATTENTION`, in the words of who reads."""
        return motifs_attention(self.store.reads_partly(self.acteur))


def is_untold(cellules: pd.DataFrame) -> bool:
    """Whether nobody recorded anything in these cells."""
    suivis = cellules[["nb_actions", "nb_indicateurs"]].to_numpy().any()
    return not suivis and not any(cellules["meteo"])
