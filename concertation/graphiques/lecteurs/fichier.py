"""A `Dessin` as plain data that JSON writes, and back."""

import inspect
import math
import types
import typing
from collections.abc import Mapping, Sequence
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


def read_dessin(plat: Any, genre: Any = Dessin) -> Any:
    """What `to_plain` wrote, each field as its class says: who draws it trusts that.

    Raises TypeError, ValueError or LookupError for anything else.
    """
    if isinstance(genre, types.UnionType):
        siens = {typing.get_origin(g) or g.__name__: g for g in typing.get_args(genre)}
        vide = "NoneType" if plat is None else tuple
        genre = siens[plat["genre"] if isinstance(plat, Mapping) else vide]
    parts, origine = typing.get_args(genre), typing.get_origin(genre)
    if genre in GENRES.values():
        champs, vrai = _types_of(genre), plat["genre"] == genre.__name__
        dits = {nom: v for nom, v in plat.items() if nom in champs and nom != "table"}
        lus = {nom: read_dessin(v, champs[nom]) for nom, v in dits.items()}
        if genre is Dessin:
            table = plat["table"]
            lus["table"] = partial(pd.DataFrame, table["data"], columns=table["columns"])
        lu = genre(**lus)
        if genre is Zone:
            anneaux = [a for polygone in lu.geometrie["coordinates"] for a in polygone]
            vrai = vrai and all(abs(v) < 400 for a in anneaux for lon, lat in a for v in (lon, lat))
            vrai = vrai and min(map(len, anneaux)) > 3
    elif origine in (tuple, Sequence):
        genres = parts[:1] * len(plat) if parts[-1:] == (...,) or origine is Sequence else parts
        vrai = isinstance(plat, list) and len(plat) == len(genres)
        lu = tuple(map(read_dessin, plat, genres))
    elif genre in (float, int):
        lu, vrai = plat, isinstance(plat, int | genre) and not isinstance(plat, bool)
        vrai = vrai and math.isfinite(plat) and abs(plat) < NOMBRE_MAXIMUM
    else:
        lu = tuple(plat) if genre is Any and isinstance(plat, list) else plat
        vrai = genre is Any or isinstance(plat, origine or genre)
    if not vrai:
        raise TypeError(f"{genre} attendu")
    return lu


@lru_cache(maxsize=32)
def _signature(classe: Any) -> Mapping[str, inspect.Parameter]:
    """The fields of a class, with their defaults."""
    return inspect.signature(classe).parameters


_types_of = lru_cache(maxsize=32)(typing.get_type_hints)
