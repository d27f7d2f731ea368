"""Progress and cells, against naive loops."""

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concertation.analyse.avancement.attention import attention
from concertation.analyse.avancement.cellules import (
    build_cells,
    is_late,
    progress,
    territoires_inside,
    with_progress,
)
from concertation.declarations.point_etape import METEO
from tests.aides.epreuves import times
from tests.aides.lignes_suivi import (
    ENGAGEMENTS,
    JOUR,
    TERRITOIRES,
    actions_of,
    actions_st,
    belongs,
    indicateurs_of,
    indicateurs_st,
    mesures_of,
    points_of,
    points_st,
    seances_of,
    seances_st,
)

nombres = st.floats(allow_nan=False, allow_infinity=False)
moderes = st.integers(-10_000, 10_000)

# Progress


@given(nombres, nombres, nombres)
def test_progress_stays_between_its_bounds(initial: float, cible: float, actuel: float) -> None:
    part = progress(initial, cible, actuel)
    assert (part is None) == (initial == cible)
    if part is not None:
        assert 0 <= part <= 100
        assert progress(initial, cible, initial) == 0
        assert progress(initial, cible, cible) == 100


@given(moderes, moderes, moderes, moderes)
def test_progress_grows_towards_the_target_whichever_way_it_lies(
    initial: int, cible: int, un: int, autre: int
) -> None:
    pas = [progress(initial, cible, valeur) for valeur in sorted((un, autre))]
    if initial == cible:
        assert pas == [None, None]
        return
    assert pas == sorted(pas, reverse=cible < initial)
    exact = 100 * (un - initial) / (cible - initial)
    assert progress(initial, cible, un) == pytest.approx(min(100, max(0, exact)))
    assert progress(-initial, -cible, -un) == progress(initial, cible, un)


@given(nombres, nombres, nombres, st.integers(0, 2))
def test_progress_is_none_when_a_part_is_missing(
    initial: float, cible: float, actuel: float, place: int
) -> None:
    for vide in (None, math.nan, pd.NA, math.inf):
        valeurs: list[Any] = [initial, cible, actuel]
        valeurs[place] = vide
        assert progress(*valeurs) is None


def test_an_action_is_late_after_its_end_unless_finished() -> None:
    actions = actions_of(
        ("E1", "D1", "A", "", "2026-03-11", "en_cours"),
        ("E1", "D1", "A", "", "2026-03-11", "bloquee"),
        ("E1", "D1", "A", "", "2026-03-12", "en_cours"),
        ("E1", "D1", "A", "", "2026-03-11", "realisee"),
        ("E1", "D1", "A", "", "2026-03-11", "abandonnee"),
        ("E1", "D1", "A", "", None, "en_cours"),
    )
    assert list(is_late(actions, JOUR)) == [True, True, False, False, False, False]


def test_an_indicator_shows_its_last_measure_and_its_progress() -> None:
    indicateurs = indicateurs_of(("E1", "D1", "I", "", 10, 0), ("E1", "D1", "J", "", 0, 10))
    suivis = with_progress(indicateurs, mesures_of((1, 4, "2026-02-01")))
    assert suivis["progression"].iloc[0] == 60
    assert suivis["date_actuelle"].iloc[0] == pd.Timestamp("2026-02-01")
    assert suivis[["actuel", "progression"]].iloc[1].isna().all()


# Cells against a naive twin


def naive_mean(parts: list[float | None]) -> float | None:
    """None when a part is missing, or when there is no part."""
    connues = [part for part in parts if part is not None]
    return math.fsum(connues) / len(parts) if parts and len(connues) == len(parts) else None


def naive_cell(engagement: str, cellule: str, frames: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """One cell counted by hand."""
    ici = {
        nom: [
            ligne
            for ligne in frame.to_dict("records")
            if ligne["engagement"] == engagement and belongs(ligne["territoire"], cellule)
        ]
        for nom, frame in frames.items()
        if "engagement" in frame
    }
    dernier = max(ici["points"], key=lambda p: (p["date"], p["id"]), default=None)
    ouvertes = [a for a in ici["actions"] if a["statut"] not in ("realisee", "abandonnee")]
    valeurs = dict(
        zip(frames["mesures"]["indicateur_id"], frames["mesures"]["valeur"], strict=True)
    )
    parts = [
        progress(i["valeur_initiale"], i["cible"], valeurs.get(i["id"])) for i in ici["indicateurs"]
    ]
    seances = [s for s in frames["seances"].to_dict("records") if belongs(s["territoire"], cellule)]
    jour = pd.Timestamp(JOUR)
    return {
        "engagement": engagement,
        "territoire": cellule,
        "meteo": dernier["meteo"] if dernier else "",
        "date": dernier["date"] if dernier else None,
        "origine": dernier["territoire"] if dernier else "",
        "point_id": dernier["id"] if dernier else None,
        "progression": naive_mean(parts),
        "nb_actions": len(ici["actions"]),
        "nb_en_retard": sum(a["fin"] is not pd.NaT and a["fin"] < jour for a in ouvertes),
        "nb_bloquees": sum(a["statut"] == "bloquee" for a in ouvertes),
        "nb_sans_porteur": sum(not a["porteur"].strip() for a in ouvertes),
        "nb_indicateurs": len(parts),
        "derniere_seance": max(
            (s["date"] for s in seances if s["date"] <= jour and s["etat"] != "preparee"),
            default=None,
        ),
        "prochaine_seance": min(
            (s["date"] for s in seances if s["date"] >= jour and s["etat"] == "preparee"),
            default=None,
        ),
    }


@settings(max_examples=times(6), deadline=None)
@given(points_st, actions_st, indicateurs_st, seances_st, st.sampled_from(["departement", "cts"]))
def test_cells_agree_with_a_naive_count(
    points: dict[Any, Any], actions: list[Any], indicateurs: list[Any], seances: list[Any],
    niveau: str,
) -> None:  # fmt: skip
    frames = {
        "points": points_of(*[(*cle, *dit) for cle, dit in points.items()]),
        "actions": actions_of(*[(*cle, "A", *reste) for cle, *reste in actions]),
        "indicateurs": indicateurs_of(
            *[(*cle, "I", "", *reste[:2]) for cle, *reste in indicateurs]
        ),
        "mesures": mesures_of(
            *[(i + 1, reste[2], JOUR) for i, (_, *reste) in enumerate(indicateurs)
              if reste[2] is not None]
        ),
        "seances": seances_of(*seances),
    }  # fmt: skip
    cellules = build_cells(ENGAGEMENTS, TERRITOIRES, *frames.values(), JOUR, niveau)
    ids = TERRITOIRES.loc[TERRITOIRES["niveau"] == niveau, "id"]
    attendues = [naive_cell(e, t, frames) for e in ("E1", "E2") for t in ids]
    assert len(cellules) == len(attendues)
    for trouvee, attendue in zip(cellules.to_dict("records"), attendues, strict=True):
        for nom, valeur in attendue.items():
            if valeur is None:
                assert pd.isna(trouvee[nom]), nom
            else:
                assert trouvee[nom] == (pytest.approx(valeur) if nom == "progression" else valeur)


def test_first_launch_invents_nothing() -> None:
    rien = (points_of(), actions_of(), indicateurs_of(), mesures_of(), seances_of())
    cellules = build_cells(ENGAGEMENTS, TERRITOIRES, *rien, JOUR)
    assert list(zip(cellules["engagement"], cellules["nom"], strict=True)) == [
        ("E1", "Orne"), ("E1", "Manche"), ("E2", "Orne"), ("E2", "Manche")
    ]  # fmt: skip
    assert [METEO[code] for code in cellules["meteo"]] == ["Non renseigné"] * 4
    assert cellules[["date", "point_id", "progression", "derniere_seance"]].isna().all(axis=None)
    assert not cellules[["nb_actions", "nb_indicateurs", "nb_sans_porteur"]].any(axis=None)
    assert cellules["inclus"].iloc[0] == "D1 | A1 | C1 | C2"
    points = attention(cellules, rien[1], rien[2], JOUR)
    assert set(points["motif"]) == {"silence"}


def test_a_loop_in_the_tree_of_territories_ends() -> None:
    boucle = pd.DataFrame(
        [("X", "cts", "X", "Y"), ("Y", "cts", "Y", "X")], columns=list(TERRITOIRES.columns)
    )
    assert len(territoires_inside(boucle, "cts")) == 4
