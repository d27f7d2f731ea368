"""The map of the territories: layers of areas and of points that can be combined."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from concertation.graphiques.carte.ateliers import (
    LARGEUR,
    LARGEUR_COMPACTE,
    empty_map,
    halo,
    map_layout,
    name_lines,
    zone_names_traces,
)
from concertation.graphiques.carte.cadrage import frame_map
from concertation.graphiques.carte.contours import Contours, contours_of
from concertation.graphiques.carte.noms import RAYON, RAYON_CHOISI, TAILLE_NOM, place_names
from concertation.graphiques.gabarit import ENCRES, Mode, blend, build_figure, escape

# Never by colour alone: each kind of point has its shape.
FORMES = {"atelier": "circle", "dispositif": "diamond", "action": "square"}
SIGNES = {"atelier": "●", "dispositif": "◆", "action": "■"}
# The ground, what lies over it, and what is drawn by its outline alone.
FOND, SURFACE, TRAIT = "fond", "surface", "trait"


@dataclass(frozen=True)
class Couche:
    """Areas of one kind: their outlines (GeoJSON), the codes kept, the territory of each code.

    `style`: FOND (the ground), SURFACE (filled, over it) or TRAIT (a thin outline).
    """

    geo: Mapping[str, Any] | None
    territoires: Mapping[str, str]
    style: str
    contours: Contours = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "contours", contours_of(self.geo))

    @property
    def zones(self) -> list[Any]:
        """The areas kept."""
        return [z for z in self.contours.zones if z.code in self.territoires]


def map_territoires(
    couches: Sequence[Couche],
    points: pd.DataFrame,
    mode: Mode,
    choisi: str = "",
    compact: bool = False,
    largeur: int | None = None,
) -> go.Figure:
    """Map of layers of areas and of `points` (id, genre, nom, detail, latitude, longitude).

    `choisi` is the territory drawn more strongly. `customdata` holds the territory's id for an
    area, « genre:id » for a point. Names are placed as on the map of the workshops.
    """
    points = points[points["latitude"].notna() & points["longitude"].notna()]
    largeur = largeur or (LARGEUR_COMPACTE if compact else LARGEUR)
    lieux = tuple(zip(points["longitude"], points["latitude"], strict=True))
    boites = [z.bounds for couche in couches for z in couche.zones]
    boites += [(lon, lat, lon, lat) for lon, lat in lieux]
    cadrages = [
        cadrage
        for pixels in sorted({largeur, LARGEUR_COMPACTE}, reverse=True)
        if (cadrage := frame_map(boites, pixels, marge=0.02 if couches else 0.12))
    ]
    if not cadrages:
        return empty_map(mode)
    cadrages.sort(key=lambda cadrage: cadrage.largeur != largeur)
    fonds = [couche for couche in couches if couche.style == FOND]
    nommes = fonds[0].contours if fonds else Contours(())
    noms, noms_zones = place_names(
        nommes, lieux, tuple(points["nom"]), (1,) * len(points), tuple(cadrages), compact
    )
    traces = [_areas(couche, mode, choisi) for couche in couches if couche.zones]
    traces += zone_names_traces(noms_zones, mode)
    traces += _points(points, noms, mode)
    return build_figure(traces, map_layout(cadrages[0]), mode)


def _areas(couche: Couche, mode: Mode, choisi: str) -> dict[str, Any]:
    encres = ENCRES[mode]
    codes = [zone.code for zone in couche.zones]
    ids = [couche.territoires[code] for code in codes]
    # A transparent area still answers to a click.
    plein = {
        FOND: encres.zone,
        SURFACE: blend(encres.accent, encres.zone, 0.3),
        TRAIT: "rgba(0,0,0,0)",
    }[couche.style]
    trait = {FOND: (encres.bord, 1.5), SURFACE: (encres.texte, 1.5), TRAIT: (encres.bord, 0.7)}
    couleur, epaisseur = trait[couche.style]
    vif = encres.zone_active if couche.style != SURFACE else blend(encres.accent, encres.zone, 0.6)
    return {
        "type": "choropleth",
        "geojson": couche.contours.url,
        "locations": codes,
        "customdata": ids,
        "z": [int(identifiant == choisi) for identifiant in ids],
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, plein], [1, vif]],
        "showscale": False,
        "marker": {"line": {"color": couleur, "width": epaisseur}},
        "hovertext": [f"<b>{escape(zone.nom)}</b>" for zone in couche.zones],
        "hoverinfo": "text",
    }


def _points(
    points: pd.DataFrame, noms: Sequence[tuple[str, str] | None], mode: Mode
) -> list[dict[str, Any]]:
    """One trace a kind: its shape tells it."""
    encres = ENCRES[mode]
    traces = []
    for genre, forme in FORMES.items():
        rangs = [i for i, g in enumerate(points["genre"].tolist()) if g == genre]
        lignes = points.iloc[rangs].to_dict("records")
        ecrits = [noms[i] for i in rangs]
        if not lignes:
            continue
        traces.append(
            {
                "type": "scattergeo",
                "mode": "markers+text",
                "lon": [ligne["longitude"] for ligne in lignes],
                "lat": [ligne["latitude"] for ligne in lignes],
                "customdata": [f"{genre}:{ligne['id']}" for ligne in lignes],
                "text": ["" if nom is None else name_lines(nom[0]) for nom in ecrits],
                "textposition": [nom[1] if nom else "middle right" for nom in ecrits],
                "textfont": {"size": TAILLE_NOM, "color": encres.texte, "shadow": halo(mode)},
                "marker": {
                    "opacity": 1,
                    "symbol": forme,
                    "size": 2 * RAYON if genre == "atelier" else RAYON_CHOISI,
                    "color": encres.accent if genre == "atelier" else encres.fond,
                    "line": {
                        "color": encres.fond if genre == "atelier" else encres.texte,
                        "width": 1.5 if genre == "atelier" else 2,
                    },
                },
                "hovertext": [
                    f"<b>{escape(ligne['nom'])}</b><br>{escape(ligne['detail'])}"
                    for ligne in lignes
                ],
                "hoverinfo": "text",
            }
        )
    return traces


def describe_territoires(couches: Mapping[str, int], points: pd.DataFrame, lieu: str = "") -> str:
    """French text alternative: what each layer holds, and the chosen territory."""
    parts = [f"{nombre} {mots}" for mots, nombre in couches.items()]
    noms = {
        "atelier": "ateliers",
        "dispositif": "lieux de dispositifs",
        "action": "lieux d'actions",
    }
    parts += [
        f"{nombre} {mots}"
        for genre, mots in noms.items()
        if (nombre := int((points["genre"] == genre).sum()))
    ]
    debut = f"Carte : {', '.join(parts)}." if parts else "Carte sans aucune couche."
    return f"{debut} Territoire choisi : {lieu}." if lieu else debut


def table_points(points: pd.DataFrame) -> pd.DataFrame:
    """What the points of the map are, as rows to read."""
    sortes = {
        "atelier": "Atelier",
        "dispositif": "Lieu d'un dispositif",
        "action": "Lieu d'une action",
    }
    return pd.DataFrame(
        {
            "Sorte": [sortes[genre] for genre in points["genre"]],
            "Nom": list(points["nom"]),
            "Détail": list(points["detail"]),
        }
    )


def kinds_of(points: pd.DataFrame) -> Collection[str]:
    """Kinds among the points, in the order of the legend."""
    return [genre for genre in FORMES if genre in set(points["genre"])]
