"""`GET /api/sante`: whether the data loads, now."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.responses import JSONResponse

from concertation import read_version
from concertation.donnees import (
    Anomalie,
    DonneeIndisponible,
    Donnees,
    compute_empreinte,
    dossier_courant,
    load_donnees,
)
from concertation.donnees.schemas import CARTES, load_schemas


@lru_cache(maxsize=1)
def _load(dossier: Path, empreinte: str) -> Donnees:
    """The folder as it is: the fingerprint changes with any of its files."""
    return load_donnees(dossier)


def load_current() -> Donnees:
    """The folder that is served, looked at on each call."""
    dossier = dossier_courant()
    return _load(dossier, compute_empreinte(dossier))


def describe_health(donnees: Donnees) -> dict[str, Any]:
    """State of the data: rows of each table that loads, French sentences for what is wrong.

    `statut` is `indisponible` when a file that the folder gives or must give can't be used; a
    lesser anomaly is told and leaves it `ok`.
    """
    lignes: dict[str, int] = {}
    bloquantes: set[Anomalie] = set()
    for nom in load_schemas():
        try:
            lignes[nom] = len(donnees.table(nom))
        except DonneeIndisponible as error:
            bloquantes.update(error.anomalies)
    for nom in CARTES:
        try:
            donnees.geo(nom)
        except DonneeIndisponible as error:
            # A map that nobody announced is not missing.
            bloquantes.update(set(error.anomalies).intersection(donnees.anomalies))
    return {
        "statut": "ok" if donnees.paquet.lisible and not bloquantes else "indisponible",
        "application": read_version(),
        **{cle: donnees.metadonnees[cle] for cle in ("nom", "version", "date_donnees")},
        "empreinte": donnees.empreinte,
        "lignes": lignes,
        "anomalies": [str(anomalie) for anomalie in donnees.anomalies],
    }


def answer_health() -> JSONResponse:
    """200 when the data loads, 503 otherwise."""
    etat = describe_health(load_current())
    return JSONResponse(
        etat,
        status_code=200 if etat["statut"] == "ok" else 503,
        headers={"Cache-Control": "no-store"},
    )
