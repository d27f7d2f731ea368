"""The contract of the files: Table Schemas, which files a region must give, known names.

The columns are the same for every region, so the schemas are those of the repository, whatever
folder is loaded; a consultation brings its own code lists, in the place of the declared ones.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from concertation.declarations.codes import Code, Signe

RACINE = Path(__file__).resolve().parents[2]
DOSSIER_SCHEMAS = RACINE / "data" / "schemas"

PAQUET = "datapackage.json"
OBLIGATOIRES = ("ateliers", "propositions", "themes", "sources")
CARTES = ("departements", "arrondissements", "epci")

Codes = Mapping[str, tuple[Code, ...]]
"""By list, its codes in the order of the file."""


@dataclass(frozen=True)
class Schema:
    """One Table Schema; `champs` are its field descriptors in order."""

    nom: str
    descripteur: dict[str, Any]

    @property
    def fichier(self) -> str:
        """Name of the file, `ateliers.csv`."""
        return f"{self.nom}.csv"

    @property
    def champs(self) -> list[dict[str, Any]]:
        """Field descriptors, in the order of the schema."""
        return list(self.descripteur["fields"])

    @property
    def colonnes(self) -> list[str]:
        """Names of the fields."""
        return [champ["name"] for champ in self.champs]

    @property
    def obligatoire(self) -> bool:
        """Whether every region must give the file."""
        return self.nom in OBLIGATOIRES


@cache
def load_schemas() -> dict[str, Schema]:
    """Every schema of the contract, by table name."""
    return {
        chemin.stem: Schema(chemin.stem, json.loads(chemin.read_text(encoding="utf-8")))
        for chemin in sorted(DOSSIER_SCHEMAS.glob("*.json"))
    }


def fichier_carte(nom: str) -> str:
    """Path of an outline inside the folder."""
    return f"geo/{nom}.geojson"


def fichiers_connus() -> tuple[str, ...]:
    """Every path that a region's folder may hold."""
    return (
        PAQUET,
        *(schema.fichier for schema in load_schemas().values()),
        *(fichier_carte(nom) for nom in CARTES),
    )


def read_codes(table: pd.DataFrame | None) -> Codes:
    """The lists of `codes.csv`; none without a file that can be used."""
    listes: dict[str, tuple[Code, ...]] = {}
    for ligne in [] if table is None else table.to_dict("records"):
        dessin = ligne["signe"] or "square"
        signe = Signe(dessin, ligne["teinte"], ligne["motif"], plein="open" not in dessin)
        code = Code(
            ligne["code"],
            ligne["mot"],
            signe,
            ligne["icone"] or "label",
            ligne["court"],
            frozenset(role.strip() for role in ligne["roles"].split("|") if role.strip()),
            # Where nobody said anything is read, never typed.
            saisi=bool(ligne["code"]) or ligne["liste"] != "meteo",
        )
        listes[ligne["liste"]] = (*listes.get(ligne["liste"], ()), code)
    return listes


def with_codes(schema: Schema, codes: Codes) -> Schema:
    """The schema whose fields admit the codes of this consultation (`"codes": "portee"`)."""
    champs = [
        {**champ, "constraints": {**champ["constraints"], "enum": [c.cle for c in siens]}}
        if (siens := codes.get(champ.get("codes", "")))
        else champ
        for champ in schema.champs
    ]
    return replace(schema, descripteur={**schema.descripteur, "fields": champs})
