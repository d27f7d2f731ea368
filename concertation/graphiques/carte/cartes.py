"""The maps: workshops as clickable points, territories as layers that can be combined."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from concertation.analyse.lignes import tabulate
from concertation.analyse.mots.formats import plural
from concertation.analyse.selection.propositions import date_of_atelier
from concertation.graphiques.carte.fond import RAYONS, Lieu, build_map
from concertation.graphiques.contours import Contours, contours_of
from concertation.graphiques.dessin import Dessin, Point, Points, Zones
from concertation.graphiques.style.couleurs import mix

# Never by colour alone: each kind of point has its shape.
FORMES = {"atelier": "circle", "dispositif": "diamond", "action": "square"}
SIGNES = {"atelier": "●", "dispositif": "◊", "action": "□"}
MOTS = {
    "atelier": ("Atelier", "ateliers"),
    "dispositif": ("Lieu d’un dispositif", "lieux de dispositifs"),
    "action": ("Lieu d’une action", "lieux d’actions"),
}
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

    @property
    def contours(self) -> Contours:
        """The outlines, read once for all."""
        return contours_of(self.geo)

    @property
    def zones(self) -> list[Any]:
        """The areas kept."""
        return [z for z in self.contours.zones if z.code in self.territoires]


def map_territoires(
    couches: Mapping[str, Couche],
    points: pd.DataFrame,
    choisi: str = "",
    lieu: str = "",
    compact: bool = False,
    largeur: int | None = None,
) -> Dessin:
    """Map of layers of areas, by their names, and of `points` (id, genre, nom, detail, latitude,
    longitude).

    `choisi` is the territory drawn more strongly, `lieu` its name. Ids are the territories' for
    areas, « genre:id » for points. Names are placed as on the map of the workshops.
    """
    fond = next((c for c in couches.values() if c.style == FOND), None)
    # One group a kind: its shape tells it.
    groupes: dict[str, list[Lieu]] = {genre: [] for genre in FORMES}
    places = points[points["latitude"].notna() & points["longitude"].notna()]
    for ligne in places.to_dict("records"):
        genre = ligne["genre"]
        atelier = genre == "atelier"
        encre, bord, epaisseur = ("accent", "fond", 1.5) if atelier else ("fond", "texte", 2)
        point = Point(
            ligne["longitude"],
            ligne["latitude"],
            FORMES[genre],
            2 * RAYONS[1] if atelier else RAYONS[0],
            encre,
            bord,
            epaisseur,
            f"{genre}:{ligne['id']}",
            f"{ligne['nom']}\n{ligne['detail']}",
        )
        groupes[genre].append(Lieu(point, ligne["nom"]))
    return build_map(
        _alt_territoires(couches, points, lieu),
        partial(_table_territoires, points),
        [_areas(couche, choisi) for couche in couches.values() if couche.zones],
        fond.contours if fond else Contours(()),
        list(groupes.values()),
        compact,
        largeur,
    )


def _areas(couche: Couche, choisi: str) -> Zones:
    codes = tuple(zone.code for zone in couche.zones)
    ids = tuple(couche.territoires[code] for code in codes)
    # A transparent area still answers to a click.
    plein, vif, bord, epaisseur = {
        FOND: ("zone", "zone_active", "bord", 1.5),
        SURFACE: (mix("accent", 0.3, "zone"), mix("accent", 0.6, "zone"), "texte", 1.5),
        TRAIT: ("", "zone_active", "bord", 0.7),
    }[couche.style]
    encres = tuple(vif if identifiant == choisi else plein for identifiant in ids)
    return Zones(couche.contours, codes, ids, encres, bord, epaisseur)


def _alt_territoires(couches: Mapping[str, Couche], points: pd.DataFrame, lieu: str) -> str:
    parts = [f"{len(couche.zones)} {nom.lower()}" for nom, couche in couches.items()]
    genres = list(points["genre"])
    parts += [f"{genres.count(g)} {mots}" for g, (_, mots) in MOTS.items() if g in genres]
    debut = f"Carte : {', '.join(parts)}." if parts else "Carte sans aucune couche."
    return f"{debut} Territoire choisi : {lieu}." if lieu else debut


def _table_territoires(points: pd.DataFrame) -> pd.DataFrame:
    sortes = points.assign(genre=[MOTS[genre][0] for genre in points["genre"]])
    noms = {"genre": "Sorte", "nom": "Nom", "detail": "Détail"}
    return sortes[list(noms)].rename(columns=noms)


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
