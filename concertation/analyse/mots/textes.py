"""Text basics shared by search, filters and sorting."""

import datetime as dt
import re
import unicodedata
from textwrap import shorten

SEPARATEUR = " | "
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "ʼ": "'"})
NOM_MAX = 60  # characters of each part of the name of a file
_HORS_MOT = re.compile(r"[\W_]+")


def clean(texte: str) -> str:
    """The text without lone surrogates, which no UTF-8 file or address can hold."""
    return texte.encode("utf-8", "replace").decode("utf-8")


def read_day(texte: object) -> dt.date | None:
    """The day that an ISO text says; None for any other."""
    try:
        return dt.date.fromisoformat(str(texte))
    except ValueError:
        return None


def fold(texte: str) -> str:
    """Lower case, without accents: « Équipe » and « EQUIPE » give « equipe »."""
    bas = texte.casefold().translate(_LIGATURES)
    return "".join(c for c in unicodedata.normalize("NFKD", bas) if not unicodedata.combining(c))


def collation_key(texte: str) -> tuple[str, str]:
    """French alphabetical order: letters alone first, accents and marks only to break ties."""
    return _HORS_MOT.sub(" ", fold(texte)).strip(), texte


def split_liste(cellule: str) -> list[str]:
    """Values of a cell that holds several, joined by ` | `; empty list for an empty cell."""
    return [valeur.strip() for valeur in cellule.split("|") if valeur.strip()]


def file_name(*parts: object, vide: str = "fichier") -> str:
    """« Propositions par thème » as `propositions-par-theme`, each part cut at a word; never
    empty."""
    suites = (re.findall(r"[a-z0-9]+", fold(str(part))) for part in parts)
    courtes = (
        shorten(" ".join(mots), NOM_MAX, placeholder="") or mots[0][:NOM_MAX]
        for mots in suites
        if mots
    )
    return "-".join(courtes).replace(" ", "-") or vide
