"""The map of the workshops: areas as clickable polygons, workshops as clickable points."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from concertation.analyse.mots.formats import format_date
from concertation.graphiques.carte.cadrage import Cadrage, frame_map
from concertation.graphiques.carte.contours import Contours, contours_of
from concertation.graphiques.carte.noms import (
    RAYON,
    RAYON_CHOISI,
    RAYON_ECARTE,
    TAILLE_CHOISI,
    TAILLE_NOM,
    place_names,
)
from concertation.graphiques.gabarit import (
    ENCRES,
    Mode,
    blend,
    build_figure,
    escape,
    nice_height,
)

LARGEUR, LARGEUR_COMPACTE = 640, 350  # pixels for which the names are placed
COEUR = 8.0  # inside the ring of a chosen point


def map_ateliers(
    ateliers: pd.DataFrame,
    departements: Mapping[str, Any] | None,
    mode: Mode,
    selection: Collection[str] = (),
    en_avant: Collection[str] | None = None,
    compact: bool = False,
    actif_departements: Collection[str] = (),
    largeur: int | None = None,
) -> go.Figure:
    """Map of `ateliers` (columns of ateliers.csv) over `departements` (GeoJSON, or None).

    `selection` holds ids drawn larger with a ring; `en_avant`, when given, the ids that stay
    in full while the others fade; `actif_departements` the codes of areas filled more strongly.
    The height suits `largeur` pixels: 640, or 350 when `compact` (a phone), unless it is given.
    Names are placed so that none covers another at that width and on a phone; one that finds no
    place is not written, its point still tells it. Rows without coordinates are left out.
    `customdata` holds the workshop's id or the area's code.
    """
    places = place_able(ateliers)
    contours = contours_of(departements)
    zones = contours.zones
    points = list(zip(places["longitude"], places["latitude"], strict=True))
    largeur = largeur or (LARGEUR_COMPACTE if compact else LARGEUR)
    boites = [z.bounds for z in zones] + [(lon, lat, lon, lat) for lon, lat in points]
    # Without outlines, the names need room around the outermost points.
    cadrages = [
        c
        for pixels in sorted({largeur, LARGEUR_COMPACTE}, reverse=True)
        if (c := frame_map(boites, pixels, marge=0.02 if zones else 0.12))
    ]
    if not cadrages:
        return empty_map(mode)
    cadrages.sort(key=lambda c: c.largeur != largeur)  # the asked one first
    rangs = [_rank(i, selection, en_avant) for i in places["id"]]
    noms, noms_zones = place_names(
        contours, tuple(points), tuple(places["nom"]), tuple(rangs), tuple(cadrages), compact
    )
    traces = [_zones_trace(contours, mode, actif_departements)] if zones else []
    traces += zone_names_traces(noms_zones, mode)
    traces += _points_traces(places, rangs, noms, mode)
    return build_figure(traces, map_layout(cadrages[0]), mode)


def place_able(ateliers: pd.DataFrame) -> pd.DataFrame:
    """Rows that have both coordinates."""
    return ateliers[ateliers["latitude"].notna() & ateliers["longitude"].notna()]


def _rank(identifiant: str, selection: Collection[str], en_avant: Collection[str] | None) -> int:
    """0 for a chosen workshop, 1 for a shown one, 2 for one set aside."""
    if identifiant in selection:
        return 0
    return 1 if en_avant is None or identifiant in en_avant else 2


def _zones_trace(contours: Contours, mode: Mode, actifs: Collection[str]) -> dict[str, Any]:
    encres = ENCRES[mode]
    codes = [z.code for z in contours.zones]
    return {
        "type": "choropleth",
        "geojson": contours.url,
        "locations": codes,
        "customdata": codes,
        "z": [int(code in actifs) for code in codes],
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, encres.zone], [1, encres.zone_active]],
        "showscale": False,
        "marker": {"line": {"color": encres.bord, "width": 1}},
        "hovertext": [f"<b>{escape(z.nom)}</b>" for z in contours.zones],
        "hoverinfo": "text",
    }


def zone_names_traces(noms: Sequence[tuple[str, float, float]], mode: Mode) -> list[dict[str, Any]]:
    if not noms:
        return []
    return [
        {
            "type": "scattergeo",
            "mode": "text",
            "text": [escape(nom) for nom, _, _ in noms],
            "lon": [round(lon, 3) for _, lon, _ in noms],
            "lat": [round(lat, 3) for _, _, lat in noms],
            "textfont": {
                "color": ENCRES[mode].discret,
                "size": TAILLE_NOM,
                "shadow": halo(mode),
            },
            "hoverinfo": "skip",
        }
    ]


def _points_traces(
    places: pd.DataFrame, rangs: Sequence[int], noms: Sequence[tuple[str, str] | None], mode: Mode
) -> list[dict[str, Any]]:
    if places.empty:
        return []
    encres = ENCRES[mode]
    ecarte = blend(encres.accent, encres.zone, 0.35)
    lons, lats = list(places["longitude"]), list(places["latitude"])
    points: dict[str, Any] = {
        "type": "scattergeo",
        "mode": "markers+text",
        "lon": lons,
        "lat": lats,
        "customdata": list(places["id"]),
        "text": [
            ""
            if nom is None
            else f"<b>{name_lines(nom[0])}</b>"
            if rang == 0
            else name_lines(nom[0])
            for nom, rang in zip(noms, rangs, strict=True)
        ],
        "textposition": [nom[1] if nom else "middle right" for nom in noms],
        "textfont": {
            "size": [TAILLE_CHOISI if r == 0 else TAILLE_NOM for r in rangs],
            "color": [encres.discret if r == 2 else encres.texte for r in rangs],
            "shadow": halo(mode),
        },
        "marker": {
            "opacity": 1,
            "size": [2 * (RAYON_CHOISI, RAYON, RAYON_ECARTE)[r] for r in rangs],
            "color": [(encres.fond, encres.accent, ecarte)[r] for r in rangs],
            "line": {
                "color": [encres.texte if r == 0 else encres.fond for r in rangs],
                "width": [3 if r == 0 else 1.5 for r in rangs],
            },
        },
        "hovertext": [_hover(atelier) for atelier in places.to_dict("records")],
        "hoverinfo": "text",
    }
    choisis = [i for i, r in enumerate(rangs) if r == 0]
    if not choisis:
        return [points]
    coeur = {
        "type": "scattergeo",
        "mode": "markers",
        "lon": [lons[i] for i in choisis],
        "lat": [lats[i] for i in choisis],
        "marker": {"opacity": 1, "size": 2 * COEUR, "color": encres.texte},
        "hoverinfo": "skip",
    }
    return [points, coeur]


def name_lines(nom: str) -> str:
    """A name as the map writes it: what it holds of mark-up shows as it is, but the line break."""
    return "<br>".join(escape(ligne) for ligne in nom.split("<br>"))


def halo(mode: Mode) -> str:
    """Keeps a name legible where it crosses the outline of an area."""
    return ", ".join([f"0 0 2px {ENCRES[mode].zone}"] * 3)


def _hover(atelier: Mapping[Any, Any]) -> str:
    """Name and date of a workshop; how sure the date is when it is not certain."""
    nom = f"<b>{escape(atelier['nom'])}</b>"
    if pd.isna(atelier["date"]):
        return f"{nom}<br>date non publiée"
    certitude = atelier.get("date_certitude", "")
    precision = f", {certitude}" if certitude and certitude != "certaine" else ""
    return f"{nom}<br>{format_date(atelier['date'])}{escape(precision)}"


def map_layout(cadrage: Cadrage) -> dict[str, Any]:
    return {
        "height": nice_height(cadrage.hauteur),
        # A mode of 3D scenes alone: nothing moves under a finger or a mouse, a click still counts.
        # Streamlit would put "pan" in the place of False.
        "dragmode": "orbit",
        "geo": {
            "visible": False,
            "bgcolor": "rgba(0,0,0,0)",
            "projection": {"type": "mercator"},
            "lonaxis": {"range": [round(cadrage.ouest, 3), round(cadrage.est, 3)]},
            "lataxis": {"range": [round(cadrage.sud, 3), round(cadrage.nord, 3)]},
        },
    }


def empty_map(mode: Mode) -> go.Figure:
    message = {
        "text": "Aucun contour ni aucun lieu publié",
        "showarrow": False,
        "font": {"color": ENCRES[mode].discret},
    }
    vide = {"visible": False}
    return build_figure(
        [], {"height": 120, "annotations": [message], "xaxis": vide, "yaxis": vide}, mode
    )


def first_customdata(points: Iterable[Mapping[str, Any]], zone: bool) -> str | None:
    """`customdata` of the first clicked area (`zone`) or point, whatever shape it comes in."""
    for point in points:
        # The browser gives a `location` for an area, coordinates for a point.
        valeur = point.get("customdata")
        if isinstance(valeur, list | tuple):
            valeur = valeur[0] if valeur else None
        if valeur is not None and (point.get("location") is not None) == zone:
            return str(valeur)
    return None


def atelier_of(event_points: Iterable[Mapping[str, Any]]) -> str | None:
    """Id of the workshop in the points of a Streamlit selection, None when it has none."""
    return first_customdata(event_points, zone=False)


def departement_of(event_points: Iterable[Mapping[str, Any]]) -> str | None:
    """Code of the area in the points of a Streamlit selection, None when it has none."""
    return first_customdata(event_points, zone=True)


def table_ateliers(ateliers: pd.DataFrame) -> pd.DataFrame:
    """What the map shows, as rows to read: all workshops, those without coordinates too."""
    return pd.DataFrame(
        {
            "Atelier": list(ateliers["nom"]),
            "Département": list(ateliers["departement"]),
            "Date": ["non publiée" if pd.isna(d) else format_date(d) for d in ateliers["date"]],
            "Sur la carte": [
                "oui" if i in set(place_able(ateliers)["id"]) else "non : lieu sans coordonnées"
                for i in ateliers["id"]
            ],
        }
    )


def describe_ateliers(ateliers: pd.DataFrame) -> str:
    """French text alternative of the map."""
    total = len(ateliers)
    if not total:
        return "Carte des ateliers : aucun atelier."
    comptes = ateliers.loc[ateliers["departement"] != "", "departement"].value_counts()
    debut = f"Carte de {total} atelier{'s' if total > 1 else ''}"
    phrases = [debut + "."]
    if len(comptes):
        detail = ", ".join(f"{nom} {n}" for nom, n in comptes.items())
        pluriel = "s" if len(comptes) > 1 else ""
        phrases = [f"{debut} dans {len(comptes)} département{pluriel} : {detail}."]
    absents = total - len(place_able(ateliers))
    if absents:
        verbe = "n'est" if absents == 1 else "ne sont"
        phrases.append(f"{absents} sans coordonnées publiées {verbe} pas sur la carte.")
    return " ".join(phrases)
