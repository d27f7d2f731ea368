"""« Points d'attention »: what asks for a look, each leading to its cell."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd

from concertation.analyse.avancement import is_late, is_without_lead
from concertation.analyse.formats import INSECABLE, format_date
from concertation.analyse.libelles_suivi import (
    GRAVITE,
    GRAVITE_DU_MOTIF,
    METEO,
    METEO_FAVORABLE,
    MOTIF_ATTENTION,
    STATUT_FINI,
)
from concertation.analyse.lignes import list_records
from concertation.analyse.textes import split_liste

SILENCE_JOURS = 90
COLONNES_ATTENTION = {
    "motif": "str", "engagement": "str", "territoire": "str", "lieu": "str",
    "objet": "str", "objet_id": "Int64", "phrase": "str", "gravite": "str",
}  # fmt: skip


def attention(
    cells: pd.DataFrame,
    actions: pd.DataFrame,
    indicateurs: pd.DataFrame,
    points: pd.DataFrame,
    today: dt.date,
    silence_jours: int = SILENCE_JOURS,
    porteurs_connus: bool = True,
) -> pd.DataFrame:
    """What asks for a look, gravest first, then by `MOTIF_ATTENTION`, then in the order of `cells`.

    Columns: `COLONNES_ATTENTION`. `motif` is a key of `MOTIF_ATTENTION`, `gravite` of `GRAVITE`;
    `engagement` and `territoire` name the cell, `lieu` the territory of the object itself,
    `objet` its table ("" and NA for what is absent). `cells` is `build_cells`'s, `points` the
    latest words. Done and given up actions ask for nothing.

    A cell is silent when its last word is more than `silence_jours` days old, or was never said.
    It lacks an indicator once something else was entered in it. A blocked action is a
    contradiction when the last météo of its own territory, or of the cell, is favourable.
    """
    limite = pd.Timestamp(today) - pd.Timedelta(days=silence_jours)
    paroles = {(p["engagement"], p["territoire"]): p["meteo"] for p in list_records(points)}
    suivis = set(zip(indicateurs["engagement"], indicateurs["territoire"], strict=True))
    ouvertes = actions[~actions["statut"].isin(STATUT_FINI)]
    ouvertes = ouvertes.assign(
        en_retard=is_late(ouvertes, today),
        sans_porteur=is_without_lead(ouvertes) & porteurs_connus,
    )
    par_lieu: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for action in list_records(ouvertes):
        par_lieu.setdefault((action["engagement"], action["territoire"]), []).append(action)
    lignes: list[dict[str, Any]] = []
    for cellule in list_records(cells):
        inclus = [(cellule["engagement"], lieu) for lieu in split_liste(cellule["inclus"])]
        lignes += _cell_rows(cellule, limite, today, any(cle in suivis for cle in inclus))
        for cle in inclus:
            for action in par_lieu.get(cle, ()):
                meteo = _favourable(paroles.get(cle, ""), cellule["meteo"])
                lignes += _action_rows(cellule, action, meteo, today)
    frame = pd.DataFrame(lignes, columns=list(COLONNES_ATTENTION)).astype(COLONNES_ATTENTION)
    rang = frame["motif"].map({motif: i for i, motif in enumerate(MOTIF_ATTENTION)})
    poids = frame["gravite"].map({gravite: i for i, gravite in enumerate(GRAVITE)})
    ordre = pd.DataFrame({"poids": poids, "rang": rang}).sort_values(
        ["poids", "rang"], kind="stable"
    )
    return frame.loc[ordre.index].reset_index(drop=True)


def _favourable(*meteos: str) -> str:
    return next((meteo for meteo in meteos if meteo in METEO_FAVORABLE), "")


def _row(motif: str, cellule: dict[str, Any], phrase: str, **objet: Any) -> dict[str, Any]:
    return {
        "motif": motif, "engagement": cellule["engagement"], "territoire": cellule["territoire"],
        "lieu": cellule["territoire"], "objet": "", "objet_id": pd.NA, "phrase": phrase,
        "gravite": GRAVITE_DU_MOTIF[motif], **objet,
    }  # fmt: skip


def _cell_rows(
    cellule: dict[str, Any], limite: pd.Timestamp, today: dt.date, suivie: bool
) -> Iterator[dict[str, Any]]:
    jamais = pd.isna(cellule["date"])
    if jamais:
        yield _row("silence", cellule, "Aucun point d’étape n’a été enregistré.")
    elif cellule["date"] < limite:
        jours = (pd.Timestamp(today) - cellule["date"]).days
        phrase = (
            f"Aucun point d’étape depuis {jours}{INSECABLE}jours "
            f"(le dernier date du {format_date(cellule['date'])})."
        )
        point = {"objet": "point_etape", "objet_id": cellule["point_id"]}
        yield _row("silence", cellule, phrase, lieu=cellule["origine"], **point)
    if not suivie and not (jamais and cellule["nb_actions"] == 0):
        yield _row("sans_indicateur", cellule, "Aucun indicateur n’est défini.")


def _action_rows(
    cellule: dict[str, Any], action: dict[str, Any], favorable: str, today: dt.date
) -> Iterator[dict[str, Any]]:
    objet = {"objet": "action", "objet_id": action["id"], "lieu": action["territoire"]}
    titre = f"«{INSECABLE}{action['intitule']}{INSECABLE}»"
    if action["en_retard"]:
        jours = (pd.Timestamp(today) - action["fin"]).days
        duree = f"{jours}{INSECABLE}jour" + "s" * (jours > 1)
        phrase = f"L’action {titre} devait finir le {format_date(action['fin'])}, il y a {duree}."
        yield _row("retard", cellule, phrase, **objet)
    if action["statut"] == "bloquee":
        yield _row("bloquee", cellule, f"L’action {titre} est bloquée.", **objet)
        if favorable:
            mot = f"«{INSECABLE}{METEO[favorable].mot}{INSECABLE}»"
            phrase = f"La météo dit {mot} alors que l’action {titre} est bloquée."
            yield _row("contradiction", cellule, phrase, **objet)
    if action["sans_porteur"]:
        yield _row("sans_porteur", cellule, f"L’action {titre} n’a pas de porteur.", **objet)
