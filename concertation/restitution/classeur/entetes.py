"""What a table of people's own says of its columns, and which of its rows are none."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from concertation.analyse.mots.textes import fold as fold_text
from concertation.declarations.champ import Champ
from concertation.donnees.fichiers.textes import key_of
from concertation.donnees.phrases import quote, say
from concertation.restitution.classeur.cells import to_plain

_TOTAL = re.compile(r"(sous.?)?(total|totaux)( general| generaux)?s?\s?:?")
COLONNE_PROCHE = "la colonne {0!q} ressemble à {1!q}, qui manque : renommez-la, ou retirez-la."


def fold(texte: str) -> str:
    """Lower case, no accents, one space: `debut` from « Début »."""
    return " ".join(fold_text(texte).split())


def name_columns(cellules: Iterable[Any], champs: Mapping[str, Champ]) -> list[str]:
    """The column that each cell of a header names, by its name or its words on screen; else the
    cell as it is written, "" when it is empty."""
    noms = {key_of(mot): nom for nom, champ in champs.items() for mot in (
        champ.question, champ.entete, champ.libelle, nom)}  # fmt: skip
    textes = [to_plain(cellule) for cellule in cellules]
    return [noms.get(key_of(texte), texte) for texte in textes]


def closest(nom: str, autres: Iterable[str]) -> str:
    """The one of these columns whose name is nearly this one, "" when there is none."""
    plies = {key_of(autre): autre for autre in autres}
    proches = get_close_matches(key_of(nom), plies, n=1, cutoff=0.75)
    return plies[proches[0]] if proches else ""


def is_total(cellules: Sequence[Any]) -> bool:
    """Whether a row adds up those above it."""
    premier = next((texte for cellule in cellules if (texte := to_plain(cellule))), "")
    return _TOTAL.fullmatch(fold(premier)) is not None


def tell_total(titre: str, numero: int) -> str:
    """The row that is not read."""
    return say("{0!q}, ligne {1} : ligne de total, qui n’est pas reprise.", titre, numero)


def tell_aside(titre: str, noms: Sequence[str]) -> str:
    """The columns of people's own that are left where they are."""
    cites = [quote(nom) for nom in noms]
    if len(noms) == 1:
        return say(
            "{0!q} : la colonne {1!j} n’est pas du modèle et n’est pas reprise.", titre, cites
        )
    phrase = "{0!q} : les colonnes {1!j} ne sont pas du modèle et ne sont pas reprises."
    return say(phrase, titre, cites)
