"""Points of attention against a naive search, and the words of every code."""

from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from concertation.analyse.avancement.attention import attention
from concertation.analyse.avancement.cellules import (
    build_cells,
    is_late,
    is_without_lead,
)
from concertation.declarations.veille import GRAVITE
from tests.aides.epreuves import times
from tests.aides.lignes_suivi import (
    ENGAGEMENTS,
    JOUR,
    TERRITOIRES,
    actions_of,
    actions_st,
    belongs,
    cles,
    indicateurs_of,
    mesures_of,
    points_of,
    points_st,
    seances_of,
)


def test_leads_hidden_from_a_reader_are_unknown_and_not_absent() -> None:
    actions = actions_of(("E1", "D1", "Ouvrir", "", None, "en_cours"))
    reste = (indicateurs_of(), mesures_of(), seances_of())
    cellules = build_cells(
        ENGAGEMENTS, TERRITOIRES, points_of(), actions, *reste, JOUR, porteurs_connus=False
    )
    assert cellules["nb_sans_porteur"].isna().all()
    points = attention(cellules, actions, reste[0], JOUR, porteurs_connus=False)
    assert "sans_porteur" not in set(points["motif"])
    assert "sans_porteur" in set(attention(cellules, actions, reste[0], JOUR)["motif"])


# Points of attention against a naive twin


def naive_attention(
    cellules: pd.DataFrame, frames: dict[str, pd.DataFrame], silence: int
) -> set[tuple[Any, ...]]:
    trouves = set()
    jour, favorables = pd.Timestamp(JOUR), ("securises", "atteignables")
    for cellule in cellules.to_dict("records"):
        e, t = cellule["engagement"], cellule["territoire"]
        if pd.isna(cellule["date"]):
            trouves.add(("silence", e, t, 0))
        elif (jour - cellule["date"]).days > silence:
            trouves.add(("silence", e, t, cellule["point_id"]))
        parle = cellule["meteo"] or cellule["nb_actions"]
        if parle and not cellule["nb_indicateurs"]:
            trouves.add(("sans_indicateur", e, t, 0))
        for action in frames["actions"].to_dict("records"):
            if action["engagement"] != e or not belongs(action["territoire"], t):
                continue
            if action["statut"] in ("realisee", "abandonnee"):
                continue
            if action["statut"] == "bloquee":
                favorable = cellule["meteo"] in favorables
                trouves.add(("contradiction" if favorable else "bloquee", e, t, action["id"]))
            elif action["fin"] is not pd.NaT and action["fin"] < jour:
                trouves.add(("retard", e, t, action["id"]))
            elif not action["porteur"].strip():
                trouves.add(("sans_porteur", e, t, action["id"]))
    return trouves


@settings(max_examples=times(4), deadline=None)
@given(points_st, actions_st, st.lists(cles, max_size=4), st.sampled_from([0, 30, 90, 400]))
def test_points_of_attention_agree_with_a_naive_search(
    points: dict[Any, Any], actions: list[Any], suivis: list[Any], silence: int
) -> None:
    frames = {
        "points": points_of(*[(*cle, *dit) for cle, dit in points.items()]),
        "actions": actions_of(*[(*cle, "A", *reste) for cle, *reste in actions]),
        "indicateurs": indicateurs_of(*[(*cle, "I", "", None, None) for cle in suivis]),
        "mesures": mesures_of(),
        "seances": seances_of(),
    }
    cellules = build_cells(ENGAGEMENTS, TERRITOIRES, *frames.values(), JOUR)
    trouves = attention(cellules, frames["actions"], frames["indicateurs"], JOUR, silence)
    lignes = [
        (
            p["motif"],
            p["engagement"],
            p["territoire"],
            0 if pd.isna(p["objet_id"]) else p["objet_id"],
        )
        for p in trouves.to_dict("records")
    ]
    assert len(lignes) == len(set(lignes))
    assert set(lignes) == naive_attention(cellules, frames, silence)
    poids = [list(GRAVITE).index(gravite) for gravite in trouves["gravite"]]
    assert poids == sorted(poids)


def test_points_of_attention_say_what_is_wrong_in_words() -> None:
    points = points_of(("E1", "D1", "2025-12-01", "atteignables"))
    actions = actions_of(
        ("E1", "C1", "Ouvrir", "Zoé", "2026-03-11", "bloquee"),
        ("E2", "D1", "Former", "", "2026-03-13", "a_venir"),
        ("E2", "D1", "Finir", "", "2026-01-13", "realisee"),
    )
    cellules = build_cells(
        ENGAGEMENTS,
        TERRITOIRES,
        points,
        actions,
        indicateurs_of(),
        mesures_of(),
        seances_of(),
        JOUR,
    )
    trouves = attention(cellules, actions, indicateurs_of(), JOUR)
    ici = trouves[trouves["territoire"] == "D1"]
    assert list(ici["phrase"]) == [
        "La météo dit « Objectifs atteignables » alors que l’action « Ouvrir » est bloquée. "
        "Elle devait finir le 11 mars 2026, il y a 1 jour.",
        "Aucun point d’étape depuis 101 jours (le dernier date du 1er décembre 2025).",
        "Aucun point d’étape n’a été enregistré.",
        "L’action « Former » n’a pas de porteur.",
        "Aucun indicateur n’est défini.",
        "Aucun indicateur n’est défini.",
    ]
    public = attention(cellules, actions, indicateurs_of(), JOUR, partiel=lambda lieu: lieu == "D1")
    ici_publie = public[public["territoire"] == "D1"]
    assert list(ici_publie["motif"]) == list(ici["motif"])
    assert list(ici_publie["phrase"]) == [
        "La dernière météo publiée dit « Objectifs atteignables » alors que l’action « Ouvrir » "
        "est bloquée dans sa version publiée. Elle devait finir le 11 mars 2026, il y a 1 jour, "
        "selon sa version publiée.",
        "Aucun point d’étape publié depuis 101 jours (le dernier publié date du 1er décembre "
        "2025).",
        "Aucun point d’étape n’est publié.",
        "L’action « Former » n’a pas de porteur.",
        "Aucun indicateur n’est publié.",
        "Aucun indicateur n’est publié.",
    ]
    ailleurs = trouves[trouves["territoire"] != "D1"]
    assert list(public.loc[public["territoire"] != "D1", "phrase"]) == list(ailleurs["phrase"])
    assert list(ici["lieu"])[0] == "C1"
    assert list(is_late(actions, JOUR)) == [True, False, False]
    assert list(is_without_lead(actions)) == [False, True, False]


def test_an_alert_says_the_meteo_that_its_cell_shows() -> None:
    points = points_of(
        ("E1", "C1", "2026-01-01", "atteignables"), ("E1", "D1", "2026-02-01", "compromis"),
    )  # fmt: skip
    actions = actions_of(("E1", "C1", "Ouvrir", "Zoé", "2026-12-11", "bloquee"))
    reste = (indicateurs_of(), mesures_of(), seances_of(), JOUR)
    par_departement = build_cells(ENGAGEMENTS, TERRITOIRES, points, actions, *reste)
    dites = attention(par_departement, actions, reste[0], JOUR)
    assert "contradiction" not in set(dites["motif"])
    par_cts = build_cells(ENGAGEMENTS, TERRITOIRES, points, actions, *reste, "cts")
    dites = attention(par_cts, actions, reste[0], JOUR)
    assert dites.loc[dites["motif"] == "contradiction", "territoire"].tolist() == ["C1"]


def test_committees_that_roll_others_up_stand_beside_them_and_tell_each_action_once() -> None:
    reunis = TERRITOIRES.assign(
        comite=[{"C1": "D1", "C2": "D1", "C3": "D2"}.get(cle, "") for cle in TERRITOIRES["id"]]
    )
    points = points_of(
        ("E1", "C1", "2026-03-01", "atteignables"), ("E1", "D1", "2026-02-01", "compromis"),
    )  # fmt: skip
    actions = actions_of(("E1", "C1", "Ouvrir", "", "2026-12-11", "bloquee"))
    reste = (indicateurs_of(), mesures_of(), seances_of(), JOUR)
    cellules = build_cells(ENGAGEMENTS, reunis, points, actions, *reste, "cts")
    premieres = cellules[cellules["engagement"] == "E1"]
    # C3 is one with D2.
    assert premieres["territoire"].tolist() == ["D1", "C1", "C2", "D2"]
    assert premieres["meteo"].tolist() == ["atteignables", "atteignables", "", ""]
    assert premieres["nb_actions"].tolist() == [1, 1, 0, 0]
    dites = attention(cellules, actions, reste[0], JOUR)
    assert dites.loc[dites["objet"] == "action", "territoire"].unique().tolist() == ["C1"]
