"""The review of engagements as one person reads it, shared between sessions and screens."""

import datetime as dt
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse
from concertation.analyse.avancement.attention import SILENCE_JOURS
from concertation.analyse.mots.absences import motifs_attention
from concertation.interface.suivi.ecran import EcranSuivi
from concertation.recits.contexte import Contexte
from concertation.recits.suivi import find_attention, read_changements
from concertation.suivi.lectures import Revue, read_revue

E = TypeVar("E", bound=Adresse)


# `cle` changes with the data and with every write: until then, reading again is not needed.
@st.cache_resource(max_entries=16, ttl=60, show_spinner=False)
def _read_revue(cle: str, _ecran: "EcranRevue[Any]") -> Revue:
    return read_revue(_ecran.donnees, _ecran.store, _ecran.acteur, _ecran.niveau, _ecran.jour)


@st.cache_resource(max_entries=16, ttl=60, show_spinner=False)
def _read_attention(cle: str, silence: int, _ecran: "EcranRevue[Any]") -> pd.DataFrame:
    return find_attention(_ecran.revue, _ecran.store, _ecran.acteur, _ecran.jour, silence)


@st.cache_resource(max_entries=16, ttl=60, show_spinner=False)
def _read_changements(
    cle: str, territoire: str, depuis: str, _ecran: "EcranRevue[Any]"
) -> tuple[pd.DataFrame, dt.date]:
    contexte = Contexte(_ecran.donnees, _ecran.jour, _ecran.acteur, _ecran.store)
    return read_changements(contexte, depuis, territoire)


class EcranRevue(EcranSuivi[E]):
    """A screen that reads the review at one level, once for all who may read the same."""

    niveau: str

    @cached_property
    def cle(self) -> str:
        """What the review depends on, as a text: a row takes Streamlit half a millisecond."""
        lu = (self.donnees.empreinte, self.store.moteur.url.render_as_string(), self.store.moment)
        return repr((*lu, self.acteur, self.niveau, self.jour))

    @cached_property
    def revue(self) -> Revue:
        """Its cells and what they are made of."""
        return _read_revue(self.cle, self)

    def read_attention(self, silence: int = SILENCE_JOURS) -> pd.DataFrame:
        """What asks for a look; `silence`: days without a word that are too many."""
        return _read_attention(self.cle, silence, self)

    def read_changements(
        self, territoire: str = "", depuis: str = ""
    ) -> tuple[pd.DataFrame, dt.date]:
        """What moved since a day, else the last session there, else the last review; its day."""
        return _read_changements(self.cle, territoire, depuis, self)

    @cached_property
    def motifs(self) -> dict[str, str]:
        """`MOTIF_ATTENTION`, in the words of who reads."""
        return motifs_attention(self.store.reads_partly(self.acteur))


def is_untold(cellules: pd.DataFrame) -> bool:
    """Whether nobody recorded anything in these cells."""
    suivis = cellules[["nb_actions", "nb_indicateurs"]].to_numpy().any()
    return not suivis and not any(cellules["meteo"])
