"""A `Dessin` as plain data that JSON writes, and back."""

import inspect
import math
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

import pandas as pd

from concertation.graphiques import dessin as modele
from concertation.graphiques.contours import Cadrage, Contours, Zone
from concertation.graphiques.dessin import Dessin

GENRES: dict[str, Any] = {
    classe.__name__: classe
    for classe in (
        modele.Mot, modele.Note, modele.Motif, modele.Barre, modele.Barres, modele.Point,
        modele.Points, modele.Ligne, modele.Zones, modele.Trait, modele.Serie, Cadrage, Contours,
        Zone, Dessin,
    )
}  # fmt: skip


# Beyond any pixel, degree or count of a chart.
NOMBRE_MAXIMUM = 1e9


def to_plain(valeur: Any) -> Any:
    """Lists and dictionaries; what says nothing else than its default is left out."""
    if type(valeur) in GENRES.values():
        champs = _signature(valeur.__class__)
        tous = {nom: getattr(valeur, nom) for nom in champs if nom != "table"}
        plat = {nom: to_plain(v) for nom, v in tous.items() if v != champs[nom].default}
        if isinstance(valeur, Dessin):
            plat["table"] = valeur.table().astype(str).to_dict("split", index=False)
        return {"genre": type(valeur).__name__, **plat}
    if isinstance(valeur, list | tuple):
        return [to_plain(v) for v in valeur]
    if isinstance(valeur, Mapping):
        return {cle: to_plain(v) for cle, v in valeur.items()}
    return valeur.item() if hasattr(valeur, "item") else valeur


def read_dessin(plat: Any) -> Dessin:
    """What `to_plain` wrote. Raises TypeError, ValueError or KeyError for anything else."""
    lu = _read(plat)
    if not isinstance(lu, Dessin):
        raise TypeError("ce n’est pas un dessin")
    return lu


def _read(plat: Any) -> Any:
    if isinstance(plat, list | tuple):
        return tuple(_read(v) for v in plat)
    if not isinstance(plat, Mapping) or "genre" not in plat:
        return plat
    classe = GENRES[plat["genre"]]
    champs = _signature(classe)
    lus = {nom: _read(v) for nom, v in plat.items() if nom in champs and nom != "table"}
    if classe is Dessin:
        table = plat["table"]
        lus["table"] = partial(pd.DataFrame, table["data"], columns=table["columns"])
    return classe(**lus)


def check_dessin(valeur: Any, genre: Any = Dessin) -> None:
    """Raise TypeError where a field is not what its class says: who draws it trusts that."""
    if isinstance(genre, types.UnionType):
        siens = {typing.get_origin(g) or g: g for g in typing.get_args(genre)}
        genre = siens.get(type(valeur), types.NoneType)
    parts, origine = typing.get_args(genre), typing.get_origin(genre)
    if genre in (float, int):
        vrai = isinstance(valeur, int | genre) and not isinstance(valeur, bool)
        vrai = vrai and math.isfinite(valeur) and abs(valeur) < NOMBRE_MAXIMUM
    elif origine in (tuple, Sequence):
        genres = parts[:1] * len(valeur) if parts[-1:] == (...,) or origine is Sequence else parts
        vrai = isinstance(valeur, tuple) and len(valeur) == len(genres)
        for element, sien in zip(valeur, genres, strict=False):
            check_dessin(element, sien)
    elif genre in GENRES.values():
        vrai = type(valeur) is genre
        for nom, sien in _types_of(genre).items():
            check_dessin(getattr(valeur, nom), sien)
        if genre is Zone:
            anneaux = [a for polygone in valeur.geometrie["coordinates"] for a in polygone]
            vrai = vrai and all(abs(v) < 400 for a in anneaux for lon, lat in a for v in (lon, lat))
            vrai = vrai and min(map(len, anneaux)) > 3
    else:
        vrai = origine in (Callable, dict) or genre is Any or isinstance(valeur, genre)
    if not vrai:
        raise TypeError(f"{genre} attendu")


@lru_cache(maxsize=32)
def _signature(classe: Any) -> Mapping[str, inspect.Parameter]:
    """The fields of a class, with their defaults."""
    return inspect.signature(classe).parameters


_types_of = lru_cache(maxsize=32)(typing.get_type_hints)
