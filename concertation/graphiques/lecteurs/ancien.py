"""Charts of decks frozen before drawings had a form of their own: figures of the screens' library.

Nothing writes them any more. Slides had three, each made again of what its block says.
"""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import unquote

import pandas as pd
import shapely

from concertation.graphiques.carte.ateliers import map_ateliers
from concertation.graphiques.dessin import Dessin
from concertation.graphiques.dessins.participation import waffle_participation
from concertation.graphiques.dessins.propositions import bars_propositions
from concertation.graphiques.lecteurs.fichier import read_dessin, to_plain
from concertation.graphiques.style.couleurs import fade, resolve, theme


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
