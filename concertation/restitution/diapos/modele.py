"""What a deck is: an ordered list of slides with parameters, and the pages that they compose.

A `Diapo` is a declaration (« the theme acces »); composing it gives one `Page` or several, plain
texts and figures without any form. Every form (projector, PPTX, PDF, telephone) draws the same
pages. Both travel as JSON.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal

from concertation.graphiques.dessin import Dessin
from concertation.graphiques.lecteurs import fichier
from concertation.recits.blocs import BLOCS, Bloc
from concertation.suivi.verbes.photos import Photo

# The scene is the projector's: CSS pixels at 1080p.
LARGEUR, HAUTEUR = 1920, 1080
COULEUR = re.compile(r"#[0-9A-Fa-f]{6}")

EDITIONS = {
    "publique": "Édition publique : ce que tout lecteur peut lire, sans nom de personne",
    "complete": "Édition complète : brouillons et noms compris, à ne pas diffuser",
}
Disposition = Literal["couverture", "page"]


@dataclass(frozen=True)
class Page:
    """What one slide shows. Texts are plain, never markup; days are French words already.

    `diapo` is the id of the declaration it comes from; `blocs` fill the page, or `partage`
    hundredths of it on the left when `a_cote` has some; `corps` is the size of its text in pixels
    of the scene. `ecran` is the address of the filtered screen behind the slide
    (« propositions?theme=acces »), "" for none.
    `mention` is a warning that nobody may miss. `panne` says, in French, why it can't be shown.
    `edition` says who may read it, and on which day it was read. `section` is the part of the deck
    that it belongs to, `minutes` how long the speaker plans to stay on it.
    """

    titre: str
    diapo: str = ""
    surtitre: str = ""
    chapeau: str = ""
    disposition: Disposition = "page"
    blocs: tuple[Bloc, ...] = ()
    a_cote: tuple[Bloc, ...] = ()
    partage: int = 50
    corps: int = 32
    couleur: str = ""
    notes: str = ""
    sources: tuple[str, ...] = ()
    reserves: tuple[str, ...] = ()
    date: str = ""
    ecran: str = ""
    mention: str = ""
    panne: str = ""
    edition: str = ""
    section: str = ""
    minutes: float = 0


@dataclass(frozen=True)
class Diapo:
    """A slide as declared: its kind (a key of `GENRES`), what it is set to, the speaker's notes."""

    id: str
    genre: str
    parametres: Mapping[str, Any] = field(default_factory=dict)
    notes: str = ""
    section: str = ""
    minutes: float = 0


@dataclass(frozen=True)
class Diaporama:
    """A deck. `pages` are those of the day it was frozen on (`fige_le`, ISO), none when live.

    `territoire` is the one that it is kept for, "" for the region: no part of its file.
    `edition` says who may read these pages: `publique`, `complete` (drafts and names).
    `photos` are the pictures that its file brings along; the database has them apart.
    """

    id: str
    titre: str
    diapos: tuple[Diapo, ...]
    description: str = ""
    fige_le: str = ""
    pages: tuple[Page, ...] = ()
    edition: str = ""
    territoire: str = ""
    photos: tuple[Photo, ...] = ()


class DiaporamaInvalide(ValueError):
    """A file or a text that is no deck; its text is a French sentence."""


def to_plain(valeur: Any) -> Any:
    """Dictionaries and lists that JSON can write."""
    if isinstance(valeur, Dessin):
        return fichier.to_plain(valeur)
    if is_dataclass(valeur):
        plat = {champ.name: to_plain(getattr(valeur, champ.name)) for champ in fields(valeur)}
        nom = type(valeur).__name__.lower()
        return {"bloc": nom, **plat} if nom in BLOCS else plat
    if isinstance(valeur, Mapping):
        return {str(cle): to_plain(contenu) for cle, contenu in valeur.items()}
    if isinstance(valeur, list | tuple):
        return [to_plain(contenu) for contenu in valeur]
    if hasattr(valeur, "tolist"):
        return to_plain(valeur.tolist())
    return valeur
