"""The review of engagements as one person reads it, shared between sessions and screens."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd
import streamlit as st

from concertation.analyse.avancement.attention import SILENCE_JOURS, attention
from concertation.analyse.mots.absences import motifs_attention, tell_absence
from concertation.donnees import Donnees
from concertation.suivi import Acteur, Store
from concertation.suivi.revue import Revue, read_revue
from concertation.suivi.socle.memoire import Moment

Cle = tuple[str, str, Moment]


@st.cache_resource(max_entries=16, ttl=60, show_spinner=False)
def _read_revue(
    _donnees: Donnees,
    _store: Store,
    acteur: Acteur,
    niveau: str,
    jour: dt.date,
    cle: Cle,
) -> Revue:
    """`cle` (data, database, last entry) changes with every write: reading again is not needed."""
    return read_revue(_donnees, _store, acteur, niveau, jour)


@st.cache_resource(max_entries=16, ttl=60, show_spinner=False)
def _read_attention(
    _revue: Revue,
    _store: Store,
    acteur: Acteur,
    niveau: str,
    jour: dt.date,
    silence: int,
    cle: Cle,
) -> pd.DataFrame:
    return attention(
        _revue.cellules,
        _revue.actions,
        _revue.indicateurs,
        _revue.points,
        jour,
        silence,
        not acteur.reads_public_only,
        partial(_store.reads_partly, acteur),
    )


@dataclass(frozen=True)
class RevueLue:
    """The review at one level on one day; read when shown, once for all who may read the same."""

    donnees: Donnees
    store: Store
    acteur: Acteur
    niveau: str
    jour: dt.date

    @cached_property
    def cle(self) -> Cle:
        """Changes with the data and with every write."""
        adresse = self.store.moteur.url.render_as_string()
        return (self.donnees.empreinte, adresse, self.store.moment)

    @cached_property
    def revue(self) -> Revue:
        """Its cells and what they are made of."""
        return _read_revue(self.donnees, self.store, self.acteur, self.niveau, self.jour, self.cle)

    def attention(self, silence: int = SILENCE_JOURS) -> pd.DataFrame:
        """What asks for a look; `silence`: days without a word that are too many."""
        return _read_attention(
            self.revue, self.store, self.acteur, self.niveau, self.jour, silence, self.cle
        )

    @cached_property
    def motifs(self) -> dict[str, str]:
        """`MOTIF_ATTENTION`, in the words of who reads."""
        return motifs_attention(self.store.reads_partly(self.acteur))

    def absence(self, quoi: str, territoire: str = "") -> str:
        """What is not there (see `ABSENCES`), in the words of who reads."""
        return tell_absence(quoi, self.store.reads_partly(self.acteur, territoire))
