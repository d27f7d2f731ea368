"""What people may mark in their free text: words in bold, links. The rest is as they typed it."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple


class Mots(NamedTuple):
    """Words of one look; `lien` is where they lead, "" for nowhere."""

    texte: str
    gras: bool = False
    lien: str = ""


# Bounds, so that no text takes long: a mark that nothing closes is words.
_MARQUES = re.compile(
    r"\*\*(?=\S)(.{1,500}?)(?<=\S)\*\*"
    r'|\[([^\[\]\n]{1,500})\]\((https?://[^\s()<>"]{1,500})\)'
    r"|(https?://[^\s()<>\"]{0,500}[^\s()<>\".,;:!?»’*])"
)


def cut_looks(bloc: Any, texte: str) -> list[Mots]:
    """A text of a block by looks: one, unless it is rich."""
    return list(cut_words(texte)) if bloc.riche else [Mots(texte)]


def cut_words(texte: str, gras: bool = False) -> Iterator[Mots]:
    """« **Un mot** et [un lien](https://…) » by looks; an address alone leads where it says."""
    fin = 0
    for lu in _MARQUES.finditer(texte):
        if lu.start() > fin:
            yield Mots(texte[fin : lu.start()], gras)
        dits, mots, lien, nue = lu.groups()
        yield from cut_words(dits, True) if dits else [Mots(mots or nue, gras, lien or nue)]
        fin = lu.end()
    if fin < len(texte):
        yield Mots(texte[fin:], gras)
