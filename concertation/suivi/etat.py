"""Where things stand: pure functions on the frames that the store gives."""

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from concertation.suivi.references import References

FINIS = ("realisee", "abandonnee")
FAVORABLES = ("securises", "atteignables")
SILENCE_JOURS = 90

COLONNES_CELLULES = {
    "engagement": "str", "territoire": "str", "meteo": "str", "date": "datetime64[us]",
    "synthese": "str", "origine": "str", "progression": "float64", "actions": "int64",
    "en_retard": "int64", "bloquees": "int64", "sans_porteur": "int64", "indicateurs": "int64",
}  # fmt: skip
COLONNES_ATTENTION = ("nature", "engagement", "territoire", "objet", "objet_id", "texte")


def progress(initial: float | None, cible: float | None, actuel: float | None) -> float | None:
    """100·(actuel − initial)/(cible − initial), bounded 0–100, rising or falling.

    None when one of the three is missing, or when the target is the initial value.
    """
    if (
        initial is None
        or cible is None
        or actuel is None
        or pd.isna([initial, cible, actuel]).any()
    ):
        return None
    if cible == initial:
        return None
    bas, haut = sorted((initial, cible))
    if not bas < actuel < haut:
        return 100.0 if (actuel >= haut) == (cible == haut) else 0.0
    if math.isinf(haut - bas):
        # The difference of two very large numbers overflows: halves do not.
        initial, cible, actuel = initial / 2, cible / 2, actuel / 2
    return min(100.0, 100 * ((actuel - initial) / (cible - initial)))


def mean_progress(parts: Iterable[float | None]) -> float | None:
    """The mean; None when there is no part, or when a part is None."""
    valeurs = list(parts)
    if not valeurs or any(_missing(valeur) for valeur in valeurs):
        return None
    return sum(float(valeur) for valeur in valeurs if valeur is not None) / len(valeurs)


def is_late(action: Mapping[str, Any], today: datetime.date) -> bool:
    """Whether the end is past while the action is neither done nor given up."""
    fin = action["fin"]
    if fin is None or pd.isna(fin) or action["statut"] in FINIS:
        return False
    return pd.Timestamp(fin) < pd.Timestamp(today)


def late_actions(actions: pd.DataFrame, today: datetime.date) -> pd.Series:
    """`is_late` of each row, as one column."""
    return (actions["fin"] < pd.Timestamp(today)) & ~actions["statut"].isin(FINIS)


def with_progress(indicateurs: pd.DataFrame, mesures: pd.DataFrame) -> pd.DataFrame:
    """Indicators with `actuel`, `date_actuelle` (of `mesures.latest`) and `progression`."""
    derniere = mesures.set_index("indicateur_id")[["valeur", "date"]]
    derniere = derniere.rename(columns={"valeur": "actuel", "date": "date_actuelle"})
    frame = indicateurs.join(derniere, on="id")
    triples = zip(frame["valeur_initiale"], frame["cible"], frame["actuel"], strict=True)
    return frame.assign(progression=pd.Series([progress(*t) for t in triples], dtype="float64"))


def cells(
    engagements: Sequence[str],
    territoires: Sequence[str],
    references: References,
    points: pd.DataFrame,
    actions: pd.DataFrame,
    indicateurs: pd.DataFrame,
    mesures: pd.DataFrame,
    today: datetime.date,
) -> pd.DataFrame:
    """One row per engagement × territoire, with what was said in it or in territories inside it.

    `points` and `mesures` are the `latest` of the store. Columns: `COLONNES_CELLULES`; `meteo` ""
    and `date` NaT where nobody spoke, `origine` the territory that spoke last, `progression` NaN
    when it can't be computed.
    """
    # Each territory counts in every asked territory that contains it.
    liens = pd.DataFrame(
        [
            (part, lieu)
            for part in sorted({*references.parents, *territoires})
            for lieu in references.around(part)
            if lieu in territoires
        ],
        columns=["origine", "lieu"],
        dtype="str",
    )
    cle = ["engagement", "lieu"]
    derniers = _place(points, liens).sort_values(["date", "id"]).drop_duplicates(cle, keep="last")
    derniers = derniers.set_index(cle)[["meteo", "date", "synthese", "origine"]]
    comptes = _place(
        actions.assign(
            actions=1,
            en_retard=late_actions(actions, today),
            bloquees=actions["statut"] == "bloquee",
            sans_porteur=_without_lead(actions),
        ),
        liens,
    ).groupby(cle)[["actions", "en_retard", "bloquees", "sans_porteur"]]
    suivis = _place(with_progress(indicateurs, mesures), liens).groupby(cle)["progression"]
    # No mean where a part is none.
    moyennes = suivis.mean().where(suivis.size() == suivis.count())
    toutes = pd.MultiIndex.from_product([engagements, territoires], names=cle)
    frame = pd.DataFrame(index=toutes).join(derniers).join(comptes.sum())
    frame = frame.join(moyennes).join(suivis.size().rename("indicateurs")).reset_index()
    frame = frame.rename(columns={"lieu": "territoire"})[list(COLONNES_CELLULES)]
    vides = {nom: "" if genre == "str" else 0 for nom, genre in COLONNES_CELLULES.items()
             if genre in ("str", "int64")}  # fmt: skip
    return frame.fillna(vides).astype(COLONNES_CELLULES)


def _place(frame: pd.DataFrame, liens: pd.DataFrame) -> pd.DataFrame:
    """Rows with `origine`, their territory, and `lieu`, each asked territory around it."""
    return frame.rename(columns={"territoire": "origine"}).merge(liens, on="origine")


def attention(
    cellules: pd.DataFrame,
    actions: pd.DataFrame,
    today: datetime.date,
    silence_jours: int = SILENCE_JOURS,
) -> pd.DataFrame:
    """What asks for a look, each row leading to a cell. Columns: `COLONNES_ATTENTION`.

    `nature`: `retard`, `bloquee`, `sans_porteur` (an action each), `silence` (no word for so many
    days, or never), `sans_indicateur` (a cell where something was entered), `contradiction`
    (favourable météo with a blocked action). `objet_id` is 0 for a cell.
    """
    colonnes = ["engagement", "territoire", "objet", "id", "intitule"]
    directes = [
        actions[choix].assign(objet="action")[colonnes].assign(nature=nature)
        for nature, choix in (
            ("retard", late_actions(actions, today)),
            ("bloquee", actions["statut"] == "bloquee"),
            ("sans_porteur", _without_lead(actions)),
        )
    ]
    lignes: list[tuple[Any, ...]] = []
    limite = pd.Timestamp(today) - pd.Timedelta(days=silence_jours)
    for cellule in cellules.to_dict("records"):
        cle = (cellule["engagement"], cellule["territoire"], "", 0)
        if pd.isna(cellule["date"]):
            lignes.append(("silence", *cle, "Jamais renseigné"))
        elif cellule["date"] < limite:
            jours = (pd.Timestamp(today) - cellule["date"]).days
            lignes.append(("silence", *cle, f"Aucun point d’étape depuis {jours} jours"))
        if not cellule["indicateurs"] and (cellule["actions"] or cellule["meteo"]):
            lignes.append(("sans_indicateur", *cle, "Aucun indicateur"))
        if cellule["meteo"] in FAVORABLES and cellule["bloquees"]:
            lignes.append(("contradiction", *cle, "Météo favorable et action bloquée"))
    noms = {"id": "objet_id", "intitule": "texte"}
    des_actions = pd.concat(directes).rename(columns=noms)[list(COLONNES_ATTENTION)]
    des_cellules = pd.DataFrame(lignes, columns=list(COLONNES_ATTENTION)).astype(des_actions.dtypes)
    return pd.concat([des_actions, des_cellules], ignore_index=True)


def _without_lead(actions: pd.DataFrame) -> pd.Series:
    return (actions["porteur"].str.strip() == "") & ~actions["statut"].isin(FINIS)


def changes_since(journal: pd.DataFrame) -> pd.DataFrame:
    """What moved over these journal entries, one row per object, newest first.

    Columns: objet, objet_id, territoire, verbes (in order), qui (in order), quand (last), avant
    (as first found, None for what did not exist) and apres (as last left), both dictionaries
    limited to the fields that moved.
    """
    objets: dict[tuple[str, int], dict[str, Any]] = {}
    for entree in journal.sort_values("id").to_dict("records"):
        cle = (entree["objet"], entree["objet_id"])
        resume = objets.setdefault(
            cle, {"verbes": [], "qui": [], "avant": {}, "apres": {}, "nouveau": not entree["avant"]}
        )
        resume |= {nom: entree[nom] for nom in ("objet", "objet_id", "territoire", "quand", "id")}
        resume["verbes"].append(entree["verbe"])
        if entree["qui"] not in resume["qui"]:
            resume["qui"].append(entree["qui"])
        resume["avant"] = {**(entree["avant"] or {}), **resume["avant"]}
        resume["apres"] |= entree["apres"] or {}
    lignes = sorted(objets.values(), key=lambda resume: -resume["id"])
    for resume in lignes:
        _keep_moved(resume)
    colonnes = ["objet", "objet_id", "territoire", "verbes", "qui", "quand", "avant", "apres"]
    return pd.DataFrame(lignes, columns=colonnes)


def _keep_moved(resume: dict[str, Any]) -> None:
    if resume["nouveau"]:
        resume["avant"] = None
        return
    avant, apres = resume["avant"], resume["apres"]
    bouges = [
        nom
        for nom in apres
        if nom not in ("version", "modifie_le") and avant.get(nom) != apres[nom]
    ]
    resume["avant"] = {nom: avant.get(nom) for nom in bouges}
    resume["apres"] = {nom: apres[nom] for nom in bouges}


def _missing(valeur: float | None) -> bool:
    return valeur is None or bool(pd.isna(valeur))
