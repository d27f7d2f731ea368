"""The map of the workshops: areas as clickable polygons, workshops as clickable points."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import format_date, plural
from concertation.graphiques.carte.fond import RAYONS, Lieu, build_map
from concertation.graphiques.contours import Contours, contours_of
from concertation.graphiques.dessin import Dessin, Point, Points, Zones
from concertation.graphiques.gabarit.couleurs import mix

COEUR = 8.0  # inside the ring of a chosen point


def map_ateliers(
    ateliers: pd.DataFrame,
    departements: Mapping[str, Any] | None,
    selection: Collection[str] = (),
    en_avant: Collection[str] | None = None,
    compact: bool = False,
    actif_departements: Collection[str] = (),
    largeur: int | None = None,
) -> Dessin:
    """Map of `ateliers` (columns of ateliers.csv) over `departements` (GeoJSON, or None).

    `selection` holds ids drawn larger with a ring; `en_avant`, when given, the ids that stay
    in full while the others fade; `actif_departements` the codes of areas filled more strongly.
    The height suits `largeur` pixels: 640, or 350 when `compact` (a phone), unless it is given.
    Names are placed so that none covers another at that width and on a phone; one that finds no
    place is not written, its point still tells it. Rows without coordinates are left out. Ids are
    those of workshops, codes for areas. The text alternative and the table are of the workshops
    that stay in full.
    """
    places = place_able(ateliers)
    contours = contours_of(departements)
    lieux = [_place(a, _rank(a["id"], selection, en_avant)) for a in places.to_dict("records")]
    coeurs = (Point(p.x, p.y, "circle", 2 * COEUR, "texte") for p, *_ in lieux if p.bord == "texte")
    retenus = ateliers if en_avant is None else ateliers[ateliers["id"].isin(set(en_avant))]
    return build_map(
        _alt(retenus),
        partial(_table, retenus),
        [_areas(contours, actif_departements)] if contours.zones else [],
        contours,
        [lieux],
        compact,
        largeur,
        [Points(tuple(coeurs))],
    )


def place_able(ateliers: pd.DataFrame) -> pd.DataFrame:
    """Rows that have both coordinates."""
    return ateliers[ateliers["latitude"].notna() & ateliers["longitude"].notna()]


def _rank(identifiant: str, selection: Collection[str], en_avant: Collection[str] | None) -> int:
    """0 for a chosen workshop, 1 for a shown one, 2 for one set aside."""
    if identifiant in selection:
        return 0
    return 1 if en_avant is None or identifiant in en_avant else 2


def _areas(contours: Contours, actifs: Collection[str]) -> Zones:
    codes = tuple(z.code for z in contours.zones)
    encres = tuple("zone_active" if code in actifs else "zone" for code in codes)
    return Zones(contours, codes, codes, encres, "bord", 1)


def _place(atelier: Mapping[Any, Any], rang: int) -> Lieu:
    point = Point(
        atelier["longitude"],
        atelier["latitude"],
        "circle",
        2 * RAYONS[rang],
        ("fond", "accent", mix("accent", 0.35, "zone"))[rang],
        "texte" if rang == 0 else "fond",
        3 if rang == 0 else 1.5,
        atelier["id"],
        _hover(atelier),
    )
    return Lieu(point, atelier["nom"], rang)


def _hover(atelier: Mapping[Any, Any]) -> str:
    """Name and date of a workshop; how sure the date is when it is not certain."""
    if pd.isna(atelier["date"]):
        return f"{atelier['nom']}\ndate non publiée"
    certitude = atelier.get("date_certitude", "")
    precision = f", {certitude}" if certitude and certitude != "certaine" else ""
    return f"{atelier['nom']}\n{format_date(atelier['date'])}{precision}"


def _table(ateliers: pd.DataFrame) -> pd.DataFrame:
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


def _alt(ateliers: pd.DataFrame) -> str:
    total = len(ateliers)
    if not total:
        return "Carte des ateliers : aucun atelier."
    comptes = ateliers.loc[ateliers["departement"] != "", "departement"].value_counts()
    debut = f"Carte de {plural(total, 'atelier')}"
    phrases = [debut + "."]
    if len(comptes):
        detail = ", ".join(f"{nom} {n}" for nom, n in comptes.items())
        phrases = [f"{debut} dans {plural(len(comptes), 'département')} : {detail}."]
    absents = total - len(place_able(ateliers))
    if absents:
        verbe = "n'est" if absents == 1 else "ne sont"
        phrases.append(f"{absents} sans coordonnées publiées {verbe} pas sur la carte.")
    return " ".join(phrases)
