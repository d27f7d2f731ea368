"""Names and sentences of the fictional life; each says by itself that it is made up."""

import tomllib
from pathlib import Path
from typing import Any

DITS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("textes.toml").read_text("utf-8"))


def person(numero: int) -> str:
    """A name that nobody bears."""
    return f"Personne fictive {numero}"


def organisation(numero: int) -> str:
    """A body that does not exist."""
    return f"Organisme fictif {numero}"


def shorten(texte: str, longueur: int = 70) -> str:
    """The beginning of a text, cut between two words, without capital."""
    debut = texte[:1].lower() + texte[1:]
    if len(debut) <= longueur:
        return debut
    return debut[:longueur].rsplit(" ", 1)[0].rstrip(" ,;:(") + "…"
