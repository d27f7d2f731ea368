"""French typography of texts: their spaces that don't break, their apostrophe.

For what is shown alone: what is stored, searched or compared stays as it was typed. A character
takes the place of one other, so that places in a text stay the same.
"""

import re
from functools import lru_cache

# White space but the two hard spaces.
_BLANCS = re.compile(r"[^\S\u00a0\u202f]+")
_ADRESSE = re.compile(r"((?:https?://|www\.)\S+)")
# Before a colon that begins no directive of Markdown; after a figure, before its unit.
_DURE = re.compile(r" (?=[;!?](?![\w=])|»|:(?![\w/])|[%€](?!\w))|(?<=\d) (?=[kKM]€)|(?<=«) ")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=\w|«|\*\*)|(?<=\b[LDld])'(?= \w)")


def one_line(texte: str) -> str:
    """The text on one line, its words apart by one space; its hard spaces stay hard."""
    return _BLANCS.sub(" ", texte).strip()


# A screen, a deck, a room of telephones write the same words again and again.
@lru_cache(maxsize=8192)
def typeset(texte: str) -> str:
    """« l'accès : 5 % » with hard spaces and « ’ »; addresses stay as they are."""
    return "".join(
        morceau if rang % 2 else _APOSTROPHE.sub("’", _DURE.sub("\u00a0", morceau))
        for rang, morceau in enumerate(_ADRESSE.split(texte))
    )
