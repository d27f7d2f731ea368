"""Text typed by people: kept as typed, minus what could disguise it."""

import re
import unicodedata

LONGUEUR_MAX = 20_000

# Control characters (tab and line feed stay), overrides of the writing direction, and halves
# of surrogate pairs, which no UTF-8 can hold.
_INTERDITS = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_FINS_DE_LIGNE = re.compile("\r\n?")


def clean_text(texte: str) -> str:
    """The text without control characters and direction overrides; line ends become \\n.

    Nothing else changes: markup, formulas and spaces are the reader's business.
    """
    return _INTERDITS.sub("", _FINS_DE_LIGNE.sub("\n", texte))


def clean_name(nom: str) -> str:
    """A person's name as it is read: what shows nothing goes, so that two names that look the same
    are the same; "" when nothing in it can be read."""
    visible = "".join(c for c in unicodedata.normalize("NFC", nom) if not _is_invisible(c))
    propre = " ".join(clean_text(visible).split())
    return propre if any(c.isalnum() for c in propre) else ""


def _is_invisible(c: str) -> bool:
    # Hangul fillers are letters to Unicode, and blank to people.
    return unicodedata.category(c) == "Cf" or c in "\u115f\u1160\u3164\uffa0"
