"""The kinds of slides: what each is set to (`genres.toml`), and what composes it."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from concertation.recits.contexte import Contexte
from concertation.restitution.diapos.modele import Diaporama, Page
from concertation.restitution.diapos.pages import propositions, publies, suivis

Type = Literal[
    "texte", "long", "theme", "themes", "portee", "propositions", "proposition", "engagement",
    "territoire", "niveau", "feuille", "seance", "date", "oui", "photo",
]  # fmt: skip
PLUSIEURS = ("themes", "propositions")  # the types that take several ids


@dataclass(frozen=True)
class Parametre:
    """A setting of a slide; `type` tells the editor which field to show."""

    nom: str
    libelle: str
    type: Type
    requis: bool = False
    aide: str = ""


@dataclass(frozen=True)
class Genre:
    """A kind of slide. `compose` is None for the one that reads the pages before it."""

    titre: str
    description: str
    compose: Callable[[Contexte, Mapping[str, Any]], Iterable[Page]] | None
    parametres: tuple[Parametre, ...] = ()


def needs_territoire(deck: Diaporama, territoire: str = "") -> bool:
    """Whether a deck waits for a territory that nothing gives it."""
    attendent = (
        any(p.type == "territoire" and p.requis for p in genre.parametres)
        and not diapo.parametres.get("territoire")
        for diapo in deck.diapos
        if (genre := GENRES.get(diapo.genre))
    )
    return not (territoire or deck.territoire or deck.pages) and any(attendent)


_COMMUNS = {
    "titre": Parametre(
        "titre", "Titre", "texte", aide="Vide : celui que la diapositive a d’office."
    ),
    "territoire": Parametre("territoire", "Territoire", "territoire"),
}


def read_kinds(chemin: Path) -> dict[str, dict[str, Any]]:
    """What a file declares of each kind, with its settings."""
    lus = tomllib.loads(chemin.read_text(encoding="utf-8"))
    for lu in lus.values():
        dits = lu.get("parametres", ())
        lu["parametres"] = tuple(_COMMUNS.get(str(p)) or Parametre(**p) for p in dits)
    return lus


_COMPOSE = {
    nom.removeprefix("compose_"): compose
    for module in (propositions, publies, suivis)
    for nom, compose in vars(module).items()
}
GENRES: dict[str, Genre] = {
    cle: Genre(compose=_COMPOSE.get(cle), **lu)
    for cle, lu in read_kinds(Path(__file__).with_name("genres.toml")).items()
}
