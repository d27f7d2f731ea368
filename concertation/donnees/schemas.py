"""The contract of the files: Table Schemas, which files a region must give, known names.

The columns are the same for every region, so the schemas are those of the repository, whatever
folder is loaded.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parents[2]
DOSSIER_SCHEMAS = RACINE / "data" / "schemas"

PAQUET = "datapackage.json"
OBLIGATOIRES = ("ateliers", "propositions", "themes", "sources")
CARTES = ("departements", "arrondissements", "epci")


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
    def cle(self) -> str:
        """Column that identifies a row."""
        cles = self.descripteur.get("primaryKey", ["id"])
        return cles if isinstance(cles, str) else cles[0]

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
