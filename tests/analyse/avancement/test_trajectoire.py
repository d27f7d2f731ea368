"""What indicators suggest: against a naive computation, and what is said where nothing is known."""

import datetime as dt

import pandas as pd
import pytest

from concertation.analyse.avancement.attention import attention
from concertation.analyse.avancement.cellules import build_cells
from concertation.analyse.avancement.trajectoire import (
    list_trajectoires,
    tell_methode,
    tell_trajectoire,
    worst,
)
from tests.aides.lignes_suivi import (
    ENGAGEMENTS,
    JOUR,
    TERRITOIRES,
    actions_of,
    indicateurs_of,
    mesures_of,
    points_of,
    seances_of,
)

DEBUT, FIN = dt.date(2025, 1, 1), dt.date(2027, 1, 1)  # 730 days
MILIEU = dt.date(2026, 1, 1)


def suivi(
    actuel: float | None, jour: object = MILIEU, cible: float | None = 100.0, fin: object = FIN
) -> pd.DataFrame:
    """One indicator of E1 in D1, from 0 on the first day, with its last measure."""
    frame = indicateurs_of(("E1", "D1", "Consultations", "", 0.0, cible))
    jours = {"date_initiale": DEBUT, "date_cible": fin, "date_actuelle": jour}
    return frame.assign(
        actuel=actuel, **{n: pd.to_datetime(pd.Series([j])) for n, j in jours.items()}
    )


@pytest.mark.parametrize(
    ("actuel", "meteo"),
    [
        (60.0, "securises"), (47.5, "securises"), (47.4, "atteignables"), (30.0, "atteignables"),
        (29.9, "appuis"), (0.0, "appuis"), (-0.1, "compromis"),
    ],
)  # fmt: skip
def test_half_way_in_time_the_way_done_suggests(actuel: float, meteo: str) -> None:
    (ligne,) = list_trajectoires(suivi(actuel)).to_dict("records")
    assert ligne["meteo"] == meteo
    assert ligne["part"] == pytest.approx(actuel / 100)
    assert ligne["temps"] == pytest.approx(0.5)


def test_a_falling_indicator_goes_the_same_way() -> None:
    frame = suivi(70.0, cible=40.0).assign(valeur_initiale=100.0)
    assert list_trajectoires(frame)["meteo"].tolist() == ["securises"]


def test_after_its_target_the_whole_time_is_spent() -> None:
    (ligne,) = list_trajectoires(suivi(50.0, dt.date(2028, 1, 1))).to_dict("records")
    assert (ligne["temps"], ligne["meteo"]) == (1.0, "appuis")


@pytest.mark.parametrize(
    "frame",
    [
        suivi(None), suivi(10.0, None), suivi(10.0, DEBUT), suivi(10.0, cible=None),
        suivi(10.0, fin=None), suivi(10.0, cible=0.0), suivi(10.0, fin=DEBUT),
    ],
)  # fmt: skip
def test_nothing_is_suggested_where_nothing_is_known(frame: pd.DataFrame) -> None:
    assert list_trajectoires(frame).empty


def test_the_least_favourable_counts_and_is_told() -> None:
    frame = pd.concat([suivi(60.0), suivi(10.0).assign(libelle="Postes")])
    pire = worst(list_trajectoires(frame))
    assert pire is not None
    dit = tell_trajectoire(pire).replace("\u00a0", " ")
    assert dit == "Postes : 10 % du chemin le 1er janvier 2026, pour 50 % du temps"
    assert worst(list_trajectoires(frame).head(0)) is None


@pytest.mark.parametrize("meteo", ["securises", "atteignables", "appuis", "compromis"])
@pytest.mark.parametrize("actuel", [10.0, 60.0])
def test_a_favourable_meteo_off_its_way_asks_for_a_look_once(meteo: str, actuel: float) -> None:
    frame, vides = suivi(actuel), (actions_of(), seances_of())
    cellules = build_cells(
        ENGAGEMENTS, TERRITOIRES, points_of(("E1", "D1", JOUR, meteo)), vides[0],
        frame.drop(columns=["actuel", "date_actuelle"]), mesures_of((1, actuel, MILIEU)),
        vides[1], JOUR,
    )  # fmt: skip
    points = attention(cellules, vides[0], frame, JOUR, trajectoires=list_trajectoires(frame))
    dites = points[points["motif"] == "trajectoire"]
    attendues = int(meteo in ("securises", "atteignables") and actuel == 10.0)
    assert len(dites) == attendues
    for phrase in dites["phrase"]:
        assert "sort de sa trajectoire" in phrase
        assert "10\u00a0% du chemin" in phrase


def test_the_method_names_each_status_and_claims_no_cause() -> None:
    dite = tell_methode()
    for mot in (
        "sécurisés",
        "atteignables",
        "Appuis",
        "compromis",
        "seuils du tableau de bord",
        "aucune cause",
    ):
        assert mot in dite
