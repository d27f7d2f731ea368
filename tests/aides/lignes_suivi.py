"""Small frames of follow-up, typed as the store gives them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from concertation.analyse.avancement.changements import index_rows
from concertation.declarations.action import STATUT
from concertation.declarations.point_etape import METEO
from concertation.declarations.seance import ETAT_SEANCE

JOUR = dt.date(2026, 3, 12)

TERRITOIRES = pd.DataFrame(
    [
        ("R", "region", "Région", ""),
        ("D1", "departement", "Orne", "R"),
        ("D2", "departement", "Manche", "R"),
        ("A1", "arrondissement", "Bourg", "D1"),
        ("C1", "cts", "Nord", "D1"),
        ("C2", "cts", "Sud", "D1"),
        ("C3", "cts", "Ouest", "D2"),
    ],
    columns=["id", "niveau", "nom", "parent"],
).astype("str")
ENGAGEMENTS = pd.DataFrame({"id": ["E1", "E2"]}).astype("str")
LIEUX = list(TERRITOIRES["id"])
NOMS = dict(zip(LIEUX, TERRITOIRES["nom"], strict=True))

TYPES = {
    "id": "int64", "indicateur_id": "int64", "objet_id": "int64", "version": "int64",
    "date": "datetime64[us]", "debut": "datetime64[us]", "fin": "datetime64[us]",
    "valeur": "float64", "valeur_initiale": "float64", "cible": "float64",
    "montant": "float64", "action_id": "int64",
    "quand": "datetime64[us, UTC]", "modifie_le": "datetime64[us, UTC]",
    "avant": "object", "apres": "object",
}  # fmt: skip


def frame_of(colonnes: str, lignes: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """A frame typed as the store's, numbered from 1."""
    noms = colonnes.split()
    frame = pd.DataFrame([list(ligne) for ligne in lignes], columns=noms, dtype="object")
    frame.insert(0, "id", range(1, len(frame) + 1))
    return frame.astype({nom: TYPES.get(nom, "str") for nom in frame.columns})


def points_of(*lignes: Sequence[Any]) -> pd.DataFrame:
    return frame_of("engagement territoire date meteo synthese", [(*p, "Mots") for p in lignes])


def actions_of(*lignes: Sequence[Any]) -> pd.DataFrame:
    return frame_of("engagement territoire intitule porteur fin statut", lignes)


def indicateurs_of(*lignes: Sequence[Any]) -> pd.DataFrame:
    return frame_of("engagement territoire libelle unite valeur_initiale cible", lignes)


def mesures_of(*lignes: Sequence[Any]) -> pd.DataFrame:
    return frame_of("indicateur_id valeur date", lignes)


def seances_of(*lignes: Sequence[Any]) -> pd.DataFrame:
    return frame_of("territoire date etat", lignes)


def instructions_of(*lignes: Sequence[Any]) -> pd.DataFrame:
    frame = frame_of("proposition territoire decision motif priorite note", lignes)
    return frame.assign(version=1, modifie_le=pd.Timestamp("2026-03-01", tz="UTC"))


def journal_of(*lignes: Sequence[Any]) -> pd.DataFrame:
    entrees = [(f"2026-03-{i + 1:02}T18:00:00Z", *ligne) for i, ligne in enumerate(lignes)]
    return frame_of("quand verbe objet objet_id territoire avant apres", entrees)


VIDES = index_rows(
    action=actions_of(), indicateur=indicateurs_of(), instruction=instructions_of(),
    transmission=frame_of("proposition destinataire etat", []), seance=seances_of(),
    financement=frame_of("action_id financeur montant nature", []),
)  # fmt: skip


cles = st.tuples(st.sampled_from(["E1", "E2"]), st.sampled_from(LIEUX))
jours = st.dates(dt.date(2025, 9, 1), dt.date(2026, 6, 1))
unites = st.one_of(st.none(), st.integers(-3, 6))
actions_st = st.lists(
    st.tuples(cles, st.sampled_from(["", " ", "Zoé"]), st.none() | jours,
              st.sampled_from(STATUT.saisies)),
    max_size=8,
)  # fmt: skip
points_st = st.dictionaries(cles, st.tuples(jours, st.sampled_from(METEO.saisies)))
indicateurs_st = st.lists(st.tuples(cles, unites, unites, unites), max_size=8)
seances_st = st.lists(
    st.tuples(st.sampled_from(LIEUX), jours, st.sampled_from(ETAT_SEANCE.saisies)), max_size=6
)


def belongs(lieu: str, cellule: str) -> bool:
    parents = dict(zip(TERRITOIRES["id"], TERRITOIRES["parent"], strict=True))
    while lieu and lieu != cellule:
        lieu = parents[lieu]
    return lieu == cellule
