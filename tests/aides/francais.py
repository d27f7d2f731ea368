"""Faults of French that no screen, slide, paper or file may show."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

from concertation.recits.blocs import Graphique

VOCABULAIRE = Path(__file__).resolve().parents[2] / "docs" / "vocabulaire.md"
_RANGEES = [ligne.split("|") for ligne in VOCABULAIRE.read_text("utf-8").splitlines()]
REJETES = [mot.strip() for r in _RANGEES if len(r) > 3 for mot in r[2].split(",")][2:]
FAUTES = {
    "ordinary space": re.compile(r" (?:[;!?](?![\w=&])|»|:(?![\w/:])|%(?!\w)|€)|« "),
    "straight apostrophe": re.compile(r"(?<![\w'])(?:[cdjlmnst]|\w*qu|aujourd)'(?= ?[\w«])", re.I),
    "plural in brackets": re.compile(r"\w\(s\)"),
    "word of docs/vocabulaire.md": re.compile("|".join(map(re.escape, REJETES))),
}
# Fields of Streamlit's messages that no reader reads, or that hold what somebody typed.
_HORS_TEXTE = frozenset(
    {"id", "form_id", "url", "icon", "css_content", "js_content", "default", "value", "data"}
)


def faults(textes: Iterable[str]) -> list[str]:
    """Each fault with the words around it."""
    return [
        f"{nom}: {texte[max(0, trouve.start() - 40) : trouve.end() + 20]!r}"
        for texte in textes
        for nom, motif in FAUTES.items()
        for trouve in motif.finditer(texte)
    ]


def words_of(at: AppTest) -> Iterator[str]:
    """All texts of a screen: labels, helps, alternatives, tables and charts too."""
    for bloc in (at.main, at.sidebar):
        yield from _words(bloc)
    for tableau in at.table:
        frame: pd.DataFrame = tableau.value
        yield from (str(mot) for mot in [*frame.columns, *frame.to_numpy().ravel()])


def _words(noeud: Any) -> Iterator[str]:
    if proto := getattr(noeud, "proto", None):
        yield from _message_words(proto)
    for enfant in getattr(noeud, "children", {}).values():
        yield from _words(enfant)


def _message_words(message: Any) -> Iterator[str]:
    for champ, valeur in message.ListFields():
        if champ.name not in _HORS_TEXTE:
            # A field that repeats holds a list, or a mapping that machines read.
            for partie in [valeur] if hasattr(valeur, "ListFields") else _texts(valeur):
                if isinstance(partie, str):
                    yield partie
                elif hasattr(partie, "ListFields"):
                    yield from _message_words(partie)


def _texts(valeur: Any) -> list[Any]:
    return list(valeur) if hasattr(valeur, "__iter__") and not isinstance(valeur, str) else [valeur]


def texts_in(valeur: Any) -> Iterator[str]:
    """All texts of a document, a page or their blocks; a chart's are those beside it."""
    if isinstance(valeur, str):
        yield valeur
    elif isinstance(valeur, tuple | list):
        for partie in valeur:
            yield from texts_in(partie)
    elif isinstance(valeur, Graphique):
        yield from texts_in([valeur.alt, valeur.table])
    elif is_dataclass(valeur):
        yield from texts_in(list(vars(valeur).values()))
