"""What the published files say of one territory: workshops, priority zones, places, actions."""

from typing import Any

import pandas as pd
import shapely

from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.territoires.noms import inside
from concertation.donnees import Donnees, soft_geo, soft_table
from concertation.donnees.vue import lineage

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
RAPPORTS = ICI, DEDANS, AUTOUR, FEUILLE = (
    "ici", "dans une partie", "dans un territoire plus large", "de sa feuille de route",
)  # fmt: skip


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
    return _area_of(donnees, territoire) is not None


def zones_in(donnees: Donnees, territoire: str) -> pd.DataFrame:
    """Priority zones inside a territory, or that it touches (an arrondissement).

    A CTS alone in its département has that département's; one that shares it has none to tell.
    """
    zones, aire = donnees.table("zones_prioritaires"), _area_of(donnees, territoire)
    if aire is None:
        return zones.iloc[:0]
    dedans = descendants(donnees.table("territoires"), aire["id"]) | {territoire}
    garde = [
        ligne["territoire"] in dedans or territoire in split_liste(ligne["arrondissements"])
        for ligne in list_records(zones)
    ]
    return zones[pd.array(garde, dtype="bool")]


def lieux_in(donnees: Donnees, territoire: str) -> pd.DataFrame:
    """Places that documents name inside a territory: by its code, else by its outline."""
    lieux, aire = donnees.table("lieux"), _area_of(donnees, territoire)
    if aire is not None and aire["niveau"] == REGION:
        return lieux
    if aire is not None and aire["niveau"] in (DEPARTEMENT, COMMUNE):
        return lieux[lieux[APPARTENANCE[aire["niveau"]][0]] == aire["code"]]  # type: ignore[no-any-return]
    forme = None if aire is None else _outline(donnees, aire["niveau"], aire["code"])
    if forme is None:
        return lieux.iloc[:0]
    dedans = shapely.contains_xy(
        forme, lieux["longitude"].to_numpy(float), lieux["latitude"].to_numpy(float)
    )
    trouves: pd.DataFrame = lieux[dedans]
    return trouves


def _area_of(donnees: Donnees, territoire: str) -> pd.Series | None:
    """The territory itself, or the département that a CTS has for itself; None when it shares
    one, or is unknown."""
    territoires = donnees.table("territoires")
    ligne = find_row(territoires, territoire)
    if ligne is None or ligne["niveau"] != CTS:
        return ligne
    freres = (territoires["niveau"] == CTS) & (territoires["parent"] == ligne["parent"])
    return find_row(territoires, ligne["parent"]) if freres.sum() == 1 else None


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


def _outline(donnees: Donnees, niveau: str, code: str) -> shapely.Geometry | None:
    collection = soft_geo(donnees, FONDS[niveau]) if niveau in FONDS else None
    for entite in collection["features"] if collection else ():
        if str(entite["properties"].get("code")) == code:
            return shapely.geometry.shape(entite["geometry"])
    return None


def relate(donnees: Donnees, table: str, territoire: str) -> pd.DataFrame:
    """Rows of `actions` or `dispositifs` that concern a territory, with `rapport`.

    `rapport`: the row names the territory itself, a part of it, or a larger one that holds it;
    the nearest of them when it names several. An action that names none of these is listed when
    it is of the roadmap of the territory. Nearest rows first.
    """
    frame, territoires = donnees.table(table), donnees.table("territoires")
    lieux = {
        **dict.fromkeys(ancestors(territoires, territoire), AUTOUR),
        **dict.fromkeys(descendants(territoires, territoire), DEDANS),
        territoire: ICI,
    }
    feuilles = _roadmaps(donnees) if table == "actions" else {}
    rapports = []
    for cle, cellule in zip(frame["id"].tolist(), frame["territoire"].tolist(), strict=True):
        sienne = feuilles.get(cle, "")
        # An action without a place of its own is where its roadmap is.
        nommes = [lieux[n] for n in split_liste(cellule or sienne) if n in lieux]
        nommes += [FEUILLE] if sienne == territoire else []
        rapports.append(min(nommes, key=RAPPORTS.index, default=""))
    frame = frame.assign(rapport=pd.Series(rapports, index=frame.index, dtype="str"))
    return frame[frame["rapport"] != ""].sort_values(
        "rapport", key=lambda colonne: colonne.map(RAPPORTS.index), kind="stable"
    )


def _roadmaps(donnees: Donnees) -> dict[str, str]:
    """The territory of the roadmap of each action."""
    actions = donnees.table("actions")
    cles = actions["chantier"]
    for table, colonne in (("chantiers", "priorite"), ("priorites", "feuille"),
                           ("feuilles", "territoire")):  # fmt: skip
        cles = cles.map(soft_table(donnees, table).set_index("id")[colonne])
    return dict(zip(actions["id"].tolist(), cles.fillna("").tolist(), strict=True))


def list_zones(donnees: Donnees) -> pd.DataFrame:
    """Priority zones with `ateliers`: names of the workshops held inside, joined; "" for none."""
    zones = donnees.table("zones_prioritaires")
    noms = donnees.table("ateliers").groupby("siren_epci")["nom"].agg(", ".join)
    return zones.assign(ateliers=zones["siren"].map(noms).fillna("").astype("str"))


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
