"""What is read of several tables at once: the review, and what the chain takes of the follow-up."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from concertation.analyse.avancement.cellules import build_cells, with_progress
from concertation.analyse.avancement.trajectoire import list_trajectoires
from concertation.analyse.territoires.noms import all_names
from concertation.donnees import Donnees, soft_table
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.store import Store

PREFIXE = "S"  # before the number of a link, apart from those of the published file


@dataclass(frozen=True)
class Revue:
    """What the follow-up says at one moment to one person; never changed."""

    points: pd.DataFrame
    actions: pd.DataFrame
    indicateurs: pd.DataFrame
    mesures: pd.DataFrame
    seances: pd.DataFrame
    cellules: pd.DataFrame
    trajectoires: pd.DataFrame


def read_revue(donnees: Donnees, store: Store, acteur: Acteur, niveau: str, jour: dt.date) -> Revue:
    """The cells of a level (`departement`, `cts`) and what they were computed on."""
    points, mesures = store.points_etape.latest(acteur), store.mesures.latest(acteur)
    actions, indicateurs = store.actions.list(acteur), store.indicateurs.list(acteur)
    seances = store.seances.list(acteur)
    territoires = soft_table(donnees, "territoires").assign(nom=list(all_names(donnees).values()))
    cellules = build_cells(
        soft_table(donnees, "engagements"), territoires,
        points, actions, indicateurs, mesures, seances, jour, niveau, not acteur.reads_public_only,
    )  # fmt: skip
    trajectoires = list_trajectoires(with_progress(indicateurs, mesures))
    return Revue(points, actions, indicateurs, mesures, seances, cellules, trajectoires)


def read_frames(store: Store, acteur: Acteur) -> dict[str, pd.DataFrame]:
    """What this person may read of the follow-up; who only reads gets what is published."""
    tables = ("actions", "indicateurs", "mesures", "instructions", "liens")
    frames: dict[str, pd.DataFrame] = {nom: getattr(store, nom).list(acteur) for nom in tables}
    liens = frames["liens"]
    return frames | {"liens": liens.assign(id=PREFIXE + liens["id"].astype("str"))}
