"""The published files of one region, read once and shared by every session."""

import hashlib
import os
from collections.abc import Container, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from concertation.declarations import take_codes
from concertation.donnees import phrases
from concertation.donnees import schemas as contrat
from concertation.donnees.anomalies import Anomalie, DonneeIndisponible, sort_anomalies
from concertation.donnees.grille import Lecture
from concertation.donnees.lecture import empty_table, read_table
from concertation.donnees.paquet import FUSEAU, Paquet, read_carte, read_paquet

# Outlines (None when there are none to draw), and the faults of their file.
Carte = tuple[dict[str, Any] | None, list[Anomalie]]


def dossier_courant() -> Path:
    """The folder that CONCERTATION_DATA names, else the repository's own `data/`."""
    choisi = os.environ.get("CONCERTATION_DATA", "").strip()
    return Path(choisi).expanduser() if choisi else contrat.RACINE / "data"


def compute_empreinte(dossier: Path) -> str:
    """A key that changes with the folder: names, sizes and times of its files, nothing opened."""
    traces = []
    # Asked at each run of a screen: a scan costs half of a search by pattern.
    for partie, fins in ((dossier, (".csv", ".json")), (dossier / "geo", (".geojson",))):
        with suppress(OSError), os.scandir(partie) as entrees:
            for entree in entrees:
                if entree.name.endswith(fins):
                    with suppress(OSError):
                        etat = entree.stat()
                        traces.append(f"{entree.name}|{etat.st_size}|{etat.st_mtime_ns}\n")
    resume = "".join([str(dossier.absolute()), *sorted(traces)])
    return hashlib.blake2b(resume.encode("utf-8", "replace"), digest_size=12).hexdigest()


@dataclass(frozen=True, eq=False)
class Donnees:
    """Tables, outlines and description of one folder; immutable, safe to share."""

    dossier: Path
    empreinte: str
    paquet: Paquet
    lectures: Mapping[str, Lecture]
    cartes: Mapping[str, Carte]
    codes: contrat.Codes = field(default_factory=dict)

    @cached_property
    def metadonnees(self) -> dict[str, Any]:
        """What `datapackage.json` says, every key present."""
        return self.paquet.to_metadonnees()

    @cached_property
    def fuseau(self) -> ZoneInfo:
        """The zone in which the consultation has its days and its hours."""
        return ZoneInfo(str(self.metadonnees["fuseau"]) or FUSEAU)

    @cached_property
    def anomalies(self) -> tuple[Anomalie, ...]:
        """The faults of all the files, in order."""
        fautes = [*self.paquet.anomalies]
        for lecture in self.lectures.values():
            fautes += [*lecture.bloquantes, *lecture.mineures]
        for _, siennes in self.cartes.values():
            fautes += siennes
        return tuple(sort_anomalies(fautes))

    def tell_guesses(self, fichiers: Container[str] | None = None) -> tuple[str, ...]:
        """What was guessed to read these files, or all of them."""
        return tuple(
            f"{lecture.schema.fichier} : {dit}"
            for lecture in self.lectures.values()
            if fichiers is None or lecture.schema.fichier in fichiers
            for dit in lecture.dites
        )

    def table(self, nom: str) -> pd.DataFrame:
        """All the columns of the schema, typed; no row when an optional file isn't given.

        Texts are "" when empty, integers `Int64`, numbers `float64`, days `datetime64[us]`. Raises
        DonneeIndisponible when a fault forbids the use of the file, KeyError for a name that the
        contract doesn't know. The rows are shared: a change of the result stays in the result.
        """
        lecture = self.lectures[nom]
        if lecture.table is None:
            raise DonneeIndisponible(nom, lecture.bloquantes)
        return lecture.table.copy(deep=False)

    def geo(self, nom: str) -> dict[str, Any]:
        """Outlines as a GeoJSON FeatureCollection (`departements`, `arrondissements`, `epci`).

        Raises DonneeIndisponible when the file isn't given or can't be used. Never mutate it.
        """
        carte, anomalies = self.cartes[nom]
        if carte is None:
            absente = Anomalie(contrat.fichier_carte(nom), message=phrases.NON_DONNE)
            raise DonneeIndisponible(nom, anomalies or [absente])
        return carte


def soft_table(donnees: Donnees, nom: str) -> pd.DataFrame:
    """A table that one can do without: empty, with its columns, when its file is unusable."""
    try:
        return donnees.table(nom)
    except DonneeIndisponible:
        return empty_table(contrat.load_schemas()[nom])


def soft_geo(donnees: Donnees, nom: str) -> dict[str, Any] | None:
    """Outlines that one can do without: None when their file is absent or unusable."""
    try:
        return donnees.geo(nom)
    except DonneeIndisponible:
        return None


def load_donnees(dossier: Path) -> Donnees:
    """Read a whole folder, without the slow checks; never raises for bad content."""
    dossier = Path(dossier)
    empreinte = compute_empreinte(dossier)
    paquet = read_paquet(_read_bytes(dossier / contrat.PAQUET))
    schemas = contrat.load_schemas()
    codes = contrat.read_codes(_load_table(dossier, paquet, schemas["codes"]).table)
    lectures = {
        nom: _load_table(dossier, paquet, contrat.with_codes(schema, codes))
        for nom, schema in schemas.items()
    }
    cartes: dict[str, Carte] = {}
    for nom in contrat.CARTES:
        fichier = contrat.fichier_carte(nom)
        if (contenu := _read_bytes(dossier / fichier)) is not None:
            cartes[nom] = read_carte(fichier, contenu)
        else:
            cartes[nom] = None, _explain_absence(dossier, paquet, fichier)
    return Donnees(dossier, empreinte, paquet, lectures, cartes, codes)


def open_donnees(dossier: Path) -> Donnees:
    """The folder of the consultation that this process serves, with its code lists."""
    donnees = load_donnees(dossier)
    take_codes(donnees.codes)
    return donnees


def _load_table(dossier: Path, paquet: Paquet, schema: contrat.Schema) -> Lecture:
    contenu = _read_bytes(dossier / schema.fichier)
    if contenu is not None:
        return read_table(schema, contenu)
    fautes = _explain_absence(dossier, paquet, schema.fichier, schema.obligatoire)
    return Lecture(schema, False, None if fautes else empty_table(schema), bloquantes=fautes)


def _explain_absence(
    dossier: Path, paquet: Paquet, fichier: str, obligatoire: bool = False
) -> list[Anomalie]:
    """Why a file can't be read; nothing for one that the region doesn't publish."""
    if (dossier / fichier).exists():
        message = phrases.ILLISIBLE
    elif obligatoire:
        message = phrases.OBLIGATOIRE
    elif fichier in paquet.chemins:
        message = phrases.ANNONCE
    else:
        return []
    return [Anomalie(fichier, message=message)]


def _read_bytes(chemin: Path) -> bytes | None:
    """Content of a file, or None when the system refuses to give it."""
    try:
        return chemin.read_bytes()
    except OSError:
        return None
