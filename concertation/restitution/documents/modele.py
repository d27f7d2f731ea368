"""What an A4 document is: a title, a stamp, sections of blocks. Texts are plain, never markup."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from concertation.recits.blocs import Section
from concertation.recits.contexte import Contexte
from concertation.restitution.diapos.genres import Parametre


@dataclass(frozen=True)
class Document:
    """A document ready to be drawn, whatever the form.

    `nature` is its kind (« Fiche engagement »), `cachet` the (label, text) pairs of the first
    page, `jour` the day it is made on. `mention` is a warning on each page, "" for none.
    """

    nature: str
    titre: str
    jour: dt.date
    cachet: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    sous_titre: str = ""
    consultation: str = ""
    mention: str = ""


Build = Callable[[Contexte, Mapping[str, Any]], Document]


@dataclass(frozen=True)
class Piece:
    """A kind of document: what it says, what it is set to, and what builds it.

    `build` raises DiapoImpossible, DonneeIndisponible or an ErreurSuivi, all French sentences.
    """

    titre: str
    description: str
    build: Build
    parametres: tuple[Parametre, ...] = ()
    suivi: bool = False
    """Whether it says nothing without follow-up."""
