"""What the published files say of one territory: workshops, priority zones, places, actions."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import shapely

from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.territoires.arborescence import inside, lineage
from concertation.donnees import DonneeIndisponible, Donnees

REGION, DEPARTEMENT, ARRONDISSEMENT = "region", "departement", "arrondissement"
CTS, EPCI, COMMUNE = "cts", "epci", "commune"
# Column of ateliers.csv that says which territory of a level a workshop belongs to, and the
# column of territoires.csv that it repeats.
APPARTENANCE = {
    DEPARTEMENT: ("code_departement", "code"),
    ARRONDISSEMENT: ("code_arrondissement", "code"),
    CTS: ("cts", "nom"),
    EPCI: ("siren_epci", "code"),
    COMMUNE: ("code_insee", "code"),
}
# File of the outlines of a level; the others have none.
FONDS = {DEPARTEMENT: "departements", ARRONDISSEMENT: "arrondissements", EPCI: "epci"}
ICI, DEDANS, AUTOUR = "ici", "dans une partie", "dans un territoire plus large"


def ancestors(territoires: pd.DataFrame, territoire: str) -> list[str]:
    """The territories that hold this one, the nearest first."""
    return lineage(_parents(territoires), territoire)[1:]


def descendants(territoires: pd.DataFrame, territoire: str) -> set[str]:
    """The territories inside this one, of every level, itself left out."""
    return set(inside(_parents(territoires), [territoire])) - {territoire}


def _parents(territoires: pd.DataFrame) -> dict[str, str]:
    return dict(zip(territoires["id"].tolist(), territoires["parent"].tolist(), strict=True))


def ateliers_in(donnees: Donnees, territoire: str) -> pd.DataFrame:
    """Workshops held inside a territory, by what ateliers.csv says of each."""
    ateliers = donnees.table("ateliers")
    ligne = find_row(donnees.table("territoires"), territoire)
    if ligne is None:
        return ateliers.iloc[:0]
    if ligne["niveau"] == REGION:
        return ateliers
    colonne, cle = APPARTENANCE[ligne["niveau"]]
    siens: pd.DataFrame = ateliers[(ateliers[colonne] == ligne[cle]) & (ateliers[colonne] != "")]
    return siens


def has_known_limits(donnees: Donnees, territoire: str) -> bool:
    """Whether one can tell what lies inside: a CTS that shares its département has no outline."""
    territoires = donnees.table("territoires")
    ligne = find_row(territoires, territoire)
    if ligne is None or ligne["niveau"] != CTS:
        return ligne is not None
    freres = (territoires["niveau"] == CTS) & (territoires["parent"] == ligne["parent"])
    return bool(ligne["parent"]) and int(freres.sum()) == 1


def zones_in(donnees: Donnees, territoire: str) -> pd.DataFrame:
    """Priority zones inside a territory, or that it touches (an arrondissement).

    A CTS alone in its département has that département's; one that shares it has none to tell.
    """
    zones = donnees.table("zones_prioritaires")
    if not has_known_limits(donnees, territoire):
        return zones.iloc[:0]
    territoires = donnees.table("territoires")
    dedans = descendants(territoires, _area_of(territoires, territoire)) | {territoire}
    garde = [
        ligne["territoire"] in dedans or territoire in split_liste(ligne["arrondissements"])
        for ligne in list_records(zones)
    ]
    return zones[pd.array(garde, dtype="bool")]


def lieux_in(donnees: Donnees, territoire: str) -> pd.DataFrame:
    """Places that documents name inside a territory: by its code, else by its outline."""
    lieux, territoires = donnees.table("lieux"), donnees.table("territoires")
    ligne = find_row(territoires, _area_of(territoires, territoire))
    if ligne is None or not has_known_limits(donnees, territoire):
        return lieux.iloc[:0]
    if ligne["niveau"] == REGION:
        return lieux
    if ligne["niveau"] in (DEPARTEMENT, COMMUNE):
        siens: pd.DataFrame = lieux[lieux[APPARTENANCE[ligne["niveau"]][0]] == ligne["code"]]
        return siens
    forme = _outline(donnees, ligne["niveau"], ligne["code"])
    if forme is None:
        return lieux.iloc[:0]
    dedans = shapely.contains_xy(
        forme, lieux["longitude"].to_numpy(float), lieux["latitude"].to_numpy(float)
    )
    trouves: pd.DataFrame = lieux[dedans]
    return trouves


def territoire_of(donnees: Donnees, table: str, identifiant: str) -> str:
    """The smallest territory that a row of `ateliers` or `lieux` names by its code, among those
    that a map shows: its arrondissement, else its département; "" for an unknown row."""
    ligne = find_row(donnees.table(table), identifiant)
    territoires = donnees.table("territoires")
    for niveau in (ARRONDISSEMENT, DEPARTEMENT):
        colonne, cle = APPARTENANCE[niveau]
        code = "" if ligne is None else ligne.get(colonne, "")
        siens = territoires[(territoires["niveau"] == niveau) & (territoires[cle] == code)]
        if code and not siens.empty:
            return str(siens.iloc[0]["id"])
    return ""


def _area_of(territoires: pd.DataFrame, territoire: str) -> str:
    """The territory itself, or the département that a CTS has for itself."""
    ligne = find_row(territoires, territoire)
    if ligne is not None and ligne["niveau"] == CTS:
        return str(ligne["parent"])
    return territoire


def _outline(donnees: Donnees, niveau: str, code: str) -> shapely.Geometry | None:
    try:
        collection = donnees.geo(FONDS[niveau])
    except (DonneeIndisponible, KeyError):
        return None
    for entite in collection["features"]:
        if str(entite["properties"].get("code")) == code:
            return shapely.geometry.shape(entite["geometry"])
    return None


def relate(donnees: Donnees, table: str, territoire: str) -> pd.DataFrame:
    """Rows of `actions` or `dispositifs` that concern a territory, with `rapport`.

    `rapport`: the row names the territory itself, a part of it, or a larger one that holds it;
    the nearest of them when it names several. Nearest rows first.
    """
    frame, territoires = donnees.table(table), donnees.table("territoires")
    lieux = {
        **dict.fromkeys(ancestors(territoires, territoire), AUTOUR),
        **dict.fromkeys(descendants(territoires, territoire), DEDANS),
        territoire: ICI,
    }
    rapports = [_nearest(split_liste(cellule), lieux) for cellule in frame["territoire"].tolist()]
    frame = frame.assign(rapport=pd.Series(rapports, index=frame.index, dtype="str"))
    rangs = {ICI: 0, DEDANS: 1, AUTOUR: 2}
    return frame[frame["rapport"] != ""].sort_values(
        "rapport", key=lambda colonne: colonne.map(rangs), kind="stable"
    )


def _nearest(nommes: Iterable[str], lieux: Mapping[str, str]) -> str:
    trouves = {lieux[nom] for nom in nommes if nom in lieux}
    return next((rapport for rapport in (ICI, DEDANS, AUTOUR) if rapport in trouves), "")


def list_zones(donnees: Donnees) -> pd.DataFrame:
    """Priority zones with `ateliers`: names of the workshops held inside, joined; "" for none."""
    zones, ateliers = donnees.table("zones_prioritaires"), donnees.table("ateliers")
    noms = [
        ", ".join(ateliers.loc[ateliers["siren_epci"] == siren, "nom"])
        for siren in zones["siren"].tolist()
    ]
    return zones.assign(ateliers=pd.Series(noms, index=zones.index, dtype="str"))


def list_axes(donnees: Donnees) -> list[dict[str, Any]]:
    """Axes of the other region's plan, each with `themes` as a list and its `chiffres`."""
    chiffres = donnees.table("comparaison_chiffres")
    return [
        ligne
        | {
            "themes": split_liste(ligne["themes"]),
            "chiffres": list_records(chiffres[chiffres["axe"] == ligne["id"]]),
        }
        for ligne in list_records(donnees.table("comparaison").sort_values("ordre", kind="stable"))
    ]
