"""The map of the workshops: areas as clickable polygons, workshops as clickable points."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

import pandas as pd

from concertation.analyse.lignes import tabulate
from concertation.analyse.mots.formats import plural
from concertation.analyse.selection.ateliers import date_of_atelier
from concertation.graphiques.carte.fond import RAYONS, Lieu, build_map
from concertation.graphiques.contours import contours_of
from concertation.graphiques.dessin import Dessin, Point, Points, Zones
from concertation.graphiques.style.couleurs import mix

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
    contours, lieux, coeurs = contours_of(departements), [], []
    for a in _placed(ateliers).to_dict("records"):
        ecarte = en_avant is not None and a["id"] not in en_avant
        rang = 0 if a["id"] in selection else 1 + ecarte
        encre = ("fond", "accent", mix("accent", 0.35, "zone"))[rang]
        bord, epaisseur = ("texte", 3) if rang == 0 else ("fond", 1.5)
        lieu = (a["longitude"], a["latitude"], "circle")
        survol = f"{a['nom']}\n{date_of_atelier(a, 'date non publiée')}"
        point = Point(*lieu, 2 * RAYONS[rang], encre, bord, epaisseur, a["id"], survol)
        lieux.append(Lieu(point, a["nom"], rang))
        if rang == 0:
            coeurs.append(Point(*lieu, 2 * COEUR, "texte"))
    codes = tuple(z.code for z in contours.zones)
    encres = tuple("zone_active" if code in actif_departements else "zone" for code in codes)
    retenus = ateliers if en_avant is None else ateliers[ateliers["id"].isin(set(en_avant))]
    return build_map(
        _alt(retenus),
        partial(_table, retenus),
        [Zones(contours, codes, codes, encres, "bord", 1)] if codes else [],
        contours,
        [lieux],
        compact,
        largeur,
        [Points(tuple(coeurs))],
    )


def _placed(ateliers: pd.DataFrame) -> pd.DataFrame:
    """Rows that have both coordinates."""
    return ateliers[ateliers["latitude"].notna() & ateliers["longitude"].notna()]


def _table(ateliers: pd.DataFrame) -> pd.DataFrame:
    places = set(_placed(ateliers)["id"])
    return tabulate(
        ateliers.to_dict("records"),
        ("Atelier", lambda a: a["nom"]),
        ("Département", lambda a: a["departement"]),
        ("Date", date_of_atelier),
        ("Sur la carte", lambda a: "oui" if a["id"] in places else "non : lieu sans coordonnées"),
    )


def _alt(ateliers: pd.DataFrame) -> str:
    total = len(ateliers)
    if not total:
        return "Carte des ateliers : aucun atelier."
    comptes = ateliers.loc[ateliers["departement"] != "", "departement"].value_counts()
    debut = f"Carte de {plural(total, 'atelier')}"
    phrases = [debut + "."]
    if len(comptes):
        detail = ", ".join(f"{nom} {n}" for nom, n in comptes.items())
        phrases = [f"{debut} dans {plural(len(comptes), 'département')} : {detail}."]
    absents = total - len(_placed(ateliers))
    if absents:
        verbe = "n’est" if absents == 1 else "ne sont"
        phrases.append(f"{absents} sans coordonnées publiées {verbe} pas sur la carte.")
    return " ".join(phrases)
