"""A `Dessin` as plain data that JSON writes, and back; then those of former decks.

Charts of decks frozen before drawings had this form were figures of the screens' library. Nothing
writes them any more. Slides had three, each made again of what its block says.
"""

import html
import inspect
import json
import math
import re
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any
from urllib.parse import unquote

import pandas as pd
import shapely

from concertation.graphiques import dessin as modele
from concertation.graphiques.carte.cartes import map_ateliers
from concertation.graphiques.contours import Cadrage, Contours, Zone
from concertation.graphiques.dessin import Dessin
from concertation.graphiques.dessins.participation import waffle_participation
from concertation.graphiques.dessins.propositions import bars_propositions
from concertation.graphiques.style.couleurs import fade, resolve, theme

GENRES: dict[str, Any] = {
    classe.__name__: classe
    for classe in (
        modele.Mot, modele.Note, modele.Motif, modele.Barre, modele.Barres, modele.Point,
        modele.Points, modele.Ligne, modele.Zones, modele.Image, modele.Trait, modele.Serie,
        Cadrage, Contours, Zone, Dessin,
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


def read_ancien(bloc: Mapping[str, Any]) -> Dessin:
    """The drawing of a block of such a deck. Raises LookupError, TypeError or ValueError for what
    no chart of slides was made of."""
    lire = {"barres_opposees": _bars, "parts": _waffle, "carte": _map}[bloc["nature"]]
    table = partial(pd.DataFrame, bloc["lignes"], columns=bloc["colonnes"])
    dessin = read_dessin(to_plain(lire(bloc, bloc["figure"]["data"])))
    return replace(dessin, alt=bloc["alt"], table=table)


def _bars(bloc: Mapping[str, Any], traces: list[Any]) -> Dessin:
    locales, nationales = (trace for trace in traces if trace["type"] == "bar")
    comptes = pd.DataFrame(
        {
            "theme": [str(cle) for cle, _ in locales["customdata"]],
            "nom_court": bloc["categories"],
            "locale": [-int(n) for n in locales["x"]],
            "nationale": [int(n) for n in nationales["x"]],
        }
    )
    # The themes that were not chosen had faded.
    vives = [
        [resolve(theme(rang), "light"), resolve(fade(theme(rang)), "light")].index(couleur) == 0
        for rang, couleur in enumerate(locales["marker"]["color"])
    ]
    return bars_propositions(comptes, [] if all(vives) else list(comptes["theme"][vives]))


def _waffle(bloc: Mapping[str, Any], traces: list[Any]) -> Dessin:
    if any(trace["type"] != "scatter" for trace in traces):
        raise ValueError(bloc["nature"])
    (serie,) = bloc["series"]
    parts = [
        float("nan") if dite == "non publiée" else float(part)
        for (_, dite), part in zip(bloc["lignes"], serie["valeurs"], strict=True)
    ]
    noms = [nom for nom, _ in bloc["lignes"]]
    return waffle_participation(pd.DataFrame({"categorie": noms, "part": parts}))


def _map(bloc: Mapping[str, Any], traces: list[Any]) -> Dessin:
    """Areas and workshops, whose names find their places again."""
    entites, lieux = [], pd.DataFrame()
    for trace in traces:
        if trace["type"] == "choropleth":
            collection = json.loads(unquote(trace["geojson"].partition(",")[2]))
            formes = {str(e["id"]): e["geometry"] for e in collection["features"]}
            entites = [
                {"geometry": formes[str(code)], "properties": {"code": str(code), "nom": nom}}
                for code, nom in zip(trace["locations"], _names(trace), strict=True)
            ]
        elif trace["type"] != "scattergeo":
            raise ValueError(trace["type"])
        elif "customdata" in trace:
            lieux = pd.DataFrame(
                {
                    "id": trace["customdata"],
                    "nom": _names(trace),
                    "departement": "",
                    "longitude": [float(v) for v in trace["lon"]],
                    "latitude": [float(v) for v in trace["lat"]],
                    "date": pd.NaT,
                }
            )
    try:
        return map_ateliers(lieux, {"features": entites}, largeur=int(bloc["largeur"]))
    except shapely.ShapelyError as erreur:
        raise ValueError("contours") from erreur


def _names(trace: Mapping[str, Any]) -> list[str]:
    """The first line of what was told on hover, without its mark-up."""
    lignes = (texte.partition("<br>")[0] for texte in trace["hovertext"])
    return [html.unescape(re.sub(r"<[^>]*>", "", ligne)) for ligne in lignes]
