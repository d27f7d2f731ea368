"""Charts of follow-up over time: curve, timeline, Gantt, and their dates."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.graphiques.dessins.courbe import (
    curve_mesures,
    value_ticks,
)
from concertation.graphiques.dessins.gantt import gantt_actions
from concertation.graphiques.lecteurs.plotly import to_figure
from concertation.graphiques.style.marques import GRADUATIONS, date_ticks, frame_dates
from tests.graphiques.figures_suivi import (
    ACTIONS,
    AUJOURDHUI,
    ENGAGEMENTS,
    MESURES,
    SUIVI,
    marks,
    texts,
)

NAN = float("nan")


# Curve


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=8))
def test_ticks_enclose_all_values(valeurs):
    ticks = value_ticks(valeurs)
    ecart = 1e-6 * max(1, max(map(abs, valeurs)))
    assert ticks[0] <= min(valeurs) + ecart
    assert ticks[-1] >= max(valeurs) - ecart
    assert 2 <= len(ticks) <= 8
    assert ticks == sorted(set(ticks))


def test_contested_points_have_another_shape_and_a_word():
    figure = to_figure(curve_mesures(MESURES, SUIVI))
    points = marks(figure, "scatter")
    formes = dict(zip(points.customdata, points.marker.symbol, strict=True))
    contestees = set(MESURES.loc[MESURES["contestee"], "id"])
    assert {i for i, forme in formes.items() if forme == "x-open"} == contestees
    assert "Mesure contestée" in texts(figure)
    assert "Mesure contestée" in points.hovertext[list(formes).index(min(contestees))]


def test_measures_follow_one_another_by_date_whatever_their_order():
    points = marks(to_figure(curve_mesures(MESURES.iloc[::-1], SUIVI)), "scatter")
    assert list(points.x) == sorted(points.x)


def test_higher_values_stand_higher():
    points = marks(to_figure(curve_mesures(MESURES, SUIVI)), "scatter")
    valeurs = list(MESURES.sort_values("date")["valeur"])
    rangs = sorted(range(len(valeurs)), key=lambda i: valeurs[i])
    assert rangs == sorted(range(len(valeurs)), key=lambda i: -points.y[i])


def test_curve_leaves_out_of_the_legend_what_it_does_not_show():
    sans = {**SUIVI, "cible": NAN, "valeur_initiale": NAN}
    ecrits = texts(to_figure(curve_mesures(MESURES[~MESURES["contestee"]], sans)))
    assert "Mesure" in ecrits
    assert not {"Mesure contestée", "Valeur initiale"} & set(ecrits)
    assert not [t for t in ecrits if t.startswith("Cible")]


def test_curve_without_anything_says_so():
    rien = dict.fromkeys(SUIVI, None) | {"unite": ""}
    assert texts(to_figure(curve_mesures(MESURES.iloc[:0], rien))) == ["Aucune mesure"]
    assert curve_mesures(MESURES.iloc[:0], rien).alt.startswith(
        "Aucune mesure. Valeur initiale : non"
    )


def test_text_alternative_and_table_of_the_curve():
    texte = curve_mesures(MESURES, SUIVI).alt
    assert texte.startswith("4 mesures, dont 1 contestée, de 12,5 le 15 janvier 2024 à 26 le")
    assert texte.endswith("Valeur initiale : 12. Cible : 40.")
    assert list(curve_mesures(MESURES, SUIVI).table()["Contestée"]).count("oui") == 1


# Gantt


def test_every_action_has_a_bar_and_a_sign_with_its_id():
    figure = to_figure(gantt_actions(ACTIONS, ENGAGEMENTS, AUJOURDHUI))
    for genre in ("bar", "scatter"):
        assert sorted(marks(figure, genre).customdata) == sorted(ACTIONS["id"])


def test_actions_are_grouped_by_engagement_in_their_order():
    barres = marks(to_figure(gantt_actions(ACTIONS.iloc[::-1], ENGAGEMENTS, AUJOURDHUI)), "bar")
    groupes = dict(zip(ACTIONS["id"], ACTIONS["engagement"], strict=True))
    ordre = list(dict.fromkeys(groupes[i] for i in barres.customdata))
    assert ordre == [e for e in ENGAGEMENTS if e in ordre]
    assert list(barres.y) == sorted(barres.y)


def ends(figure):
    barres = marks(figure, "bar")
    return {i: (a, a + b) for i, a, b in zip(barres.customdata, barres.base, barres.x, strict=True)}


def test_bars_follow_the_dates_and_missing_dates_are_open_ends():
    figure = to_figure(gantt_actions(ACTIONS, ENGAGEMENTS, AUJOURDHUI))
    bouts = ends(figure)
    assert bouts[4][1] == pytest.approx(1)
    assert bouts[5][0] == 0
    assert bouts[6] == (0, 1)
    assert bouts[1][0] > bouts[2][0]
    sans_id = [t for t in figure.data if t.type == "scatter" and t.customdata is None]
    fleches = [s for t in sans_id for s in t.marker.symbol]
    assert sorted(fleches) == ["triangle-left", "triangle-right"]
    assert any("fin non renseignée" in t for t in texts(figure))
    assert any("dates non renseignées" in t for t in texts(figure))


@given(st.lists(st.tuples(*(st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)),) * 2)))
def test_bars_stay_on_the_page_whatever_the_dates(dates):
    frame = pd.DataFrame(
        [(i, "E1", "Action", "en_cours", a, b, False) for i, (a, b) in enumerate(dates)],
        columns=list(ACTIONS.columns),
    )
    frame[["debut", "fin"]] = frame[["debut", "fin"]].astype("datetime64[us]")
    figure = to_figure(gantt_actions(frame, ENGAGEMENTS, AUJOURDHUI))
    if dates:
        assert all(0 <= a < b <= 1.02 for a, b in ends(figure).values())


def test_lateness_is_written_and_leads_to_today():
    figure = to_figure(gantt_actions(ACTIONS, ENGAGEMENTS, AUJOURDHUI))
    assert sum("En retard" in t for t in texts(figure)) == ACTIONS["en_retard"].sum() == 2
    (depassement,) = (s for s in figure.layout.shapes if s.line.width == 4)
    assert depassement.path.count("M") == 2
    assert gantt_actions(ACTIONS, {}, AUJOURDHUI).alt.endswith(
        "En retard au 22 novembre 2026 : Recruter ; Transport."
    )


def test_today_is_named_on_the_chart():
    assert "<b>Aujourd’hui, 22/11/2026</b>" in texts(
        to_figure(gantt_actions(ACTIONS.iloc[:0], ENGAGEMENTS, AUJOURDHUI), "dark")
    )


def test_table_of_the_gantt_says_what_is_missing():
    table = gantt_actions(ACTIONS, ENGAGEMENTS, AUJOURDHUI).table()
    assert list(table.loc[3:5, "Fin"]) == ["non renseignée", "01/10/2026", "non renseignée"]
    assert gantt_actions(ACTIONS.iloc[:0], {}, AUJOURDHUI).alt == "Aucune action à montrer."


# Dates


@given(st.lists(st.dates(dt.date(1800, 1, 1), dt.date(2500, 1, 1)), min_size=1, max_size=6))
def test_dates_fall_inside_with_few_french_ticks(jours):
    calendrier = frame_dates(jours)
    assert all(0 <= calendrier.to_x(j) <= 1 for j in jours)
    ticks = date_ticks(calendrier)
    assert 1 <= len(ticks) <= GRADUATIONS
    assert all(0.05 <= x <= 0.95 for x, _ in ticks)


def test_ticks_are_french():
    calendrier = frame_dates([dt.date(2026, 1, 20), dt.date(2026, 5, 10)])
    assert [t for _, t in date_ticks(calendrier)] == [
        "févr.\n2026",
        "mars\n2026",
        "avr.\n2026",
        "mai\n2026",
    ]


def test_no_known_date_gives_no_axis():
    assert frame_dates([None, pd.NaT]) is None
