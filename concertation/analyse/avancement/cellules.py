"""How far things are: progress of indicators, late actions, and cells engagement × territoire.

Frames are those of the store's `list` and `latest`; what was withdrawn is not in them.
"""

import datetime as dt
import math

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import is_empty
from concertation.analyse.mots.textes import SEPARATEUR
from concertation.analyse.territoires.noms import committees
from concertation.declarations.action import STATUT
from concertation.declarations.point_etape import NON_RENSEIGNE
from concertation.donnees.vue import lineage

COLONNES_CELLULES = {
    "engagement": "str", "territoire": "str", "nom": "str", "inclus": "str",
    "meteo": "str", "date": "datetime64[us]", "synthese": "str", "origine": "str",
    "point_id": "Int64", "progression": "float64", "nb_actions": "int64",
    "nb_en_retard": "int64", "nb_bloquees": "int64", "nb_sans_porteur": "Int64",
    "nb_indicateurs": "int64", "derniere_seance": "datetime64[us]",
    "prochaine_seance": "datetime64[us]",
}  # fmt: skip
_CLE = ["engagement", "cellule"]


def part_done(initial: float | None, cible: float | None, actuel: float | None) -> float | None:
    """Part of the way from the initial value (0) to the target (1), below and beyond included.

    None when one of the three is missing (None, NaN, infinite) or the target is the initial value.
    """
    if any(is_empty(v) or math.isinf(v or 0) for v in (initial, cible, actuel)):
        return None
    depart, arrivee, ici = float(initial or 0), float(cible or 0), float(actuel or 0)
    if arrivee == depart:
        return None
    if math.isinf(ici - depart) or math.isinf(arrivee - depart):
        # The difference of two enormous numbers overflows, that of their halves doesn't.
        depart, arrivee, ici = depart / 2, arrivee / 2, ici / 2
    part = (ici - depart) / (arrivee - depart)
    return part if math.isfinite(part) else None


def progress(initial: float | None, cible: float | None, actuel: float | None) -> float | None:
    """The same in hundredths, bounded 0–100."""
    part = part_done(initial, cible, actuel)
    return None if part is None else min(100.0, max(0.0, 100.0 * part))


def is_late(actions: pd.DataFrame, today: dt.date) -> pd.Series:
    """Column `en_retard`: the end is past while the action is neither done nor given up."""
    retard = (actions["fin"] < pd.Timestamp(today)) & ~actions["statut"].isin(STATUT.which("fini"))
    return retard.rename("en_retard")


def is_without_lead(actions: pd.DataFrame) -> pd.Series:
    """Column `sans_porteur`: an action still open that nobody leads.

    Meaningless on frames read by a public reader, from whom the names are hidden.
    """
    seules = (actions["porteur"].str.strip() == "") & ~actions["statut"].isin(STATUT.which("fini"))
    return seules.rename("sans_porteur")


def mark_alerts(actions: pd.DataFrame, today: dt.date) -> pd.DataFrame:
    """Actions with `en_retard` and `bloquee`, as every screen counts them: one may be both."""
    bloquee = actions["statut"].isin(STATUT.which("bloque"))
    return actions.assign(en_retard=is_late(actions, today), bloquee=bloquee)


def with_progress(indicateurs: pd.DataFrame, mesures_latest: pd.DataFrame) -> pd.DataFrame:
    """Indicators with their last measure (`actuel`, `date_actuelle`) and `progression` (%, NaN
    when it can't be computed)."""
    derniere = mesures_latest.set_index("indicateur_id")[["valeur", "date"]]
    derniere = derniere.rename(columns={"valeur": "actuel", "date": "date_actuelle"})
    frame = indicateurs.join(derniere, on="id")
    triples = zip(frame["valeur_initiale"], frame["cible"], frame["actuel"], strict=True)
    parts = pd.Series([progress(*t) for t in triples], index=frame.index, dtype="float64")
    return frame.assign(progression=parts)


def territoires_inside(territoires: pd.DataFrame, niveau: str) -> pd.DataFrame:
    """Pairs (`cellule`, `territoire`): each committee of the level with itself and all those in it.

    `territoires` is the published table (`id, niveau, parent`), whose order is kept.
    """
    parents = dict(zip(territoires["id"], territoires["parent"], strict=True))
    cellules = set(committees(list_records(territoires), niveau))
    couples = [(lieu, cle) for cle in parents for lieu in lineage(parents, cle) if lieu in cellules]
    return pd.DataFrame(couples, columns=["cellule", "territoire"]).astype("str")


def build_cells(
    engagements: pd.DataFrame,
    territoires: pd.DataFrame,
    points_latest: pd.DataFrame,
    actions: pd.DataFrame,
    indicateurs: pd.DataFrame,
    mesures_latest: pd.DataFrame,
    seances: pd.DataFrame,
    today: dt.date,
    niveau: str = "departement",
    porteurs_connus: bool = True,
) -> pd.DataFrame:
    """One row per engagement × territory of `niveau`, both in the order of their tables.

    What was said in a territory inside the cell's counts for the cell: `inclus` lists them all,
    joined by ` | `. Columns and types: `COLONNES_CELLULES`. `meteo` is the last one by date ("" and
    `date` NaT where nobody spoke), `origine` the territory that said it; `progression` is the mean
    of the indicators, NaN when one can't be computed; `nb_sans_porteur` is NA unless
    `porteurs_connus` (names are hidden from public readers); sessions are the territory's last one
    held and next one announced, whatever the engagement.
    """
    dedans = territoires_inside(territoires, niveau)
    cellules = _frame_of_cells(engagements, territoires, dedans, niveau)
    for groupe in (
        _last_words(points_latest, dedans),
        _action_counts(actions, dedans, today),
        _indicator_means(with_progress(indicateurs, mesures_latest), dedans),
    ):
        cellules = cellules.join(groupe, on=["engagement", "territoire"])
    cellules = cellules.join(_session_dates(seances, dedans, today), on="territoire")
    for nom, type_colonne in COLONNES_CELLULES.items():
        if type_colonne in ("int64", "Int64") and nom != "point_id":
            cellules[nom] = cellules[nom].fillna(0)
        elif type_colonne == "str":
            cellules[nom] = cellules[nom].fillna(NON_RENSEIGNE)
    cellules = cellules[list(COLONNES_CELLULES)].astype(COLONNES_CELLULES)
    return cellules if porteurs_connus else cellules.assign(
        nb_sans_porteur=pd.array([pd.NA] * len(cellules), dtype="Int64")
    )  # fmt: skip


def _frame_of_cells(
    engagements: pd.DataFrame, territoires: pd.DataFrame, dedans: pd.DataFrame, niveau: str
) -> pd.DataFrame:
    ids = committees(list_records(territoires), niveau)
    choisis = territoires.set_index("id").loc[ids, ["nom"]].reset_index()
    inclus = dedans.groupby("cellule")["territoire"].agg(SEPARATEUR.join).rename("inclus")
    choisis = choisis.rename(columns={"id": "territoire"}).join(inclus, on="territoire")
    tous = engagements[["id"]].rename(columns={"id": "engagement"})
    return tous.merge(choisis, how="cross")


def _last_words(points: pd.DataFrame, dedans: pd.DataFrame) -> pd.DataFrame:
    colonnes = ["id", "engagement", "territoire", "date", "meteo", "synthese"]
    tries = points[colonnes].merge(dedans, on="territoire").sort_values(["date", "id"])
    derniers = tries.drop_duplicates(_CLE, keep="last").set_index(_CLE)
    return derniers.rename(columns={"id": "point_id", "territoire": "origine"})


def _action_counts(actions: pd.DataFrame, dedans: pd.DataFrame, today: dt.date) -> pd.DataFrame:
    lues = mark_alerts(actions, today)
    marques = actions[["engagement", "territoire"]].assign(
        nb_actions=1,
        nb_en_retard=lues["en_retard"].astype("int64"),
        nb_bloquees=lues["bloquee"].astype("int64"),
        nb_sans_porteur=is_without_lead(actions).astype("int64"),
    )
    return marques.merge(dedans, on="territoire").drop(columns="territoire").groupby(_CLE).sum()


def _indicator_means(indicateurs: pd.DataFrame, dedans: pd.DataFrame) -> pd.DataFrame:
    colonnes = ["engagement", "territoire", "progression"]
    lignes = indicateurs[colonnes].merge(dedans, on="territoire")
    groupes = lignes.assign(manque=lignes["progression"].isna()).groupby(_CLE)
    moyennes = groupes["progression"].mean().where(~groupes["manque"].any())
    return pd.DataFrame({"progression": moyennes, "nb_indicateurs": groupes.size()})


def _session_dates(seances: pd.DataFrame, dedans: pd.DataFrame, today: dt.date) -> pd.DataFrame:
    lignes = seances[["territoire", "date", "etat"]].merge(dedans, on="territoire")
    jour = pd.Timestamp(today)
    tenues = lignes[(lignes["date"] <= jour) & (lignes["etat"] != "preparee")]
    annoncees = lignes[(lignes["date"] >= jour) & (lignes["etat"] == "preparee")]
    return pd.DataFrame(
        {
            "derniere_seance": tenues.groupby("cellule")["date"].max(),
            "prochaine_seance": annoncees.groupby("cellule")["date"].min(),
        }
    )
