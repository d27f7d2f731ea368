"""What the Table Schemas say of columns: labels, lists, optional facets."""

from functools import cache
from typing import Any

from concertation.donnees.schemas import load_schemas


@cache
def champs_of(fichier: str) -> dict[str, dict[str, Any]]:
    """Field descriptors of one file (« propositions »), by column; empty if it has no schema."""
    schema = load_schemas().get(fichier)
    return {champ["name"]: champ for champ in schema.champs} if schema else {}


def libelles_of(fichier: str) -> dict[str, str]:
    """French display label of each column, from the schema's titles."""
    return {nom: str(champ.get("title") or nom) for nom, champ in champs_of(fichier).items()}


def is_liste(fichier: str, colonne: str) -> bool:
    """Whether cells of the column hold several values joined by ` | `."""
    return "liste" in champs_of(fichier).get(colonne, {})


def optional_facettes(fichier: str) -> list[str]:
    """Columns that a region may fill and that then filter the rows."""
    return [nom for nom, champ in champs_of(fichier).items() if champ.get("facette")]


def optional_columns(fichier: str) -> list[str]:
    """Columns that a file may lack."""
    return [nom for nom, champ in champs_of(fichier).items() if champ.get("optionnel")]
