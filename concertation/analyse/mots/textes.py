"""Text basics shared by search, filters and sorting."""

import datetime as dt
import re
import unicodedata

SEPARATEUR = " | "
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "ʼ": "'"})
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
