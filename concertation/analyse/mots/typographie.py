"""French typography of texts: their spaces that don't break, their apostrophe."""

import re

# White space but the two hard spaces.
_BLANCS = re.compile(r"[^\S\u00a0\u202f]+")


def one_line(texte: str) -> str:
    """The text on one line, its words apart by one space; its hard spaces stay hard."""
    return _BLANCS.sub(" ", texte).strip()
