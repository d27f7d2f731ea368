"""Charts of a roadmap: parts of a whole, scales with their target, dated facts."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.analyse.feuille_route.chiffres import read_chiffres, reste_of
from concertation.analyse.feuille_route.lecture import (
    list_actions,
    list_faits,
    list_mesures,
    mesures_of,
)
from concertation.donnees import load_donnees
from concertation.donnees.schemas import RACINE
from concertation.graphiques.dessins import frise_faits, mesures
from concertation.graphiques.lecteurs.plotly import to_figure
from tests.aides.dossiers import VALMONT

HAVRE = load_donnees(RACINE / "data")
VALMONTS = load_donnees(VALMONT)
FR = "FR-LE-HAVRE"
NOMS = dict(zip(list_actions(HAVRE, FR)["id"], list_actions(HAVRE, FR)["titre_court"], strict=True))


def chiffres_of(action, donnees=HAVRE):
    return read_chiffres(mesures_of(donnees, action))


def by_id(chiffres):
    return {c.mesure["id"]: c for c in chiffres}


def test_every_measure_stands_in_one_figure_alone():
    for donnees, feuille in ((HAVRE, FR), (VALMONTS, "FV-PORTCENDRE")):
        for action in list_actions(donnees, feuille)["id"]:
            lus = [m["id"] for c in chiffres_of(action, donnees) for m in c.walk()]
            assert sorted(lus) == sorted(mesures_of(donnees, action)["id"])


def test_list_of_a_roadmap_is_that_of_its_actions():
    for donnees, feuille in ((HAVRE, FR), (VALMONTS, "FV-PORTCENDRE")):
        par_action = [
            mesures_of(donnees, action).assign(action=action)
            for action in list_actions(donnees, feuille)["id"]
        ]
        attendues = pd.concat([m for m in par_action if not m.empty], ignore_index=True)
        pd.testing.assert_frame_equal(list_mesures(donnees, feuille), attendues, check_dtype=False)
    assert list_mesures(HAVRE, "X").empty
    assert "action" in list_mesures(HAVRE, "X")


def test_flow_is_never_a_part_nor_a_scale():
    chiffres = by_id(chiffres_of("ACT-01"))
    assert set(chiffres) == {"pole-besoin", "pole-medecins", "pole-consultations", "pole-patients"}
    assert not any(c.is_jauge or c.is_tout for c in chiffres.values())
    lecteurs = by_id(chiffres_of("VA-1", VALMONTS))["lecteurs"]
    assert [c["id"] for c in lecteurs.cibles] == ["lecteurs-objectif"]
    assert not lecteurs.is_jauge


def test_details_of_another_unit_are_not_drawn_as_parts():
    chiffres = by_id(chiffres_of("ACT-09"))
    assert not chiffres["bulle-familles"].is_tout  # fathers are no families
    assert chiffres["bulle-enfants"].is_tout


def test_declared_sum_fills_its_whole_and_a_dont_does_not():
    places = by_id(chiffres_of("ACT-07"))["cnh-places"]
    parts = {p.mesure["id"]: (p.debut, p.mesure["valeur"]) for p in mesures.list_parts(places)}
    assert parts["cnh-adultes"] == (15, 13)
    assert parts["cnh-samsah-vivre"] == (22, 6)
    assert max(debut + valeur for debut, valeur in parts.values()) == 28
    assert reste_of(places) is None
    evaluations = by_id(chiffres_of("ACT-02"))["uaped-evaluations"]
    assert reste_of(evaluations) == 162 - 45 - 34 - 15
    assert "ne détaille pas le reste" in mesures.bars_parts(evaluations).alt


def test_bars_are_lengths_of_the_whole():
    figure = to_figure(mesures.bars_parts(by_id(chiffres_of("ACT-02"))["uaped-evaluations"]))
    (barres,) = figure.data
    assert list(barres.x) == [1, 0.27778, 0.20988, 0.09259]
    assert list(barres.base) == [0, 0, 0, 0]
    assert figure.layout.height >= max(barres.y)


def test_rate_is_out_of_a_hundred_and_a_capacity_up_to_its_proposal():
    couverture = [c for c in chiffres_of("ACT-11") if c.is_jauge]
    assert [c.mesure["id"] for c in couverture] == ["cpts-couverture"]
    assert list(to_figure(mesures.bars_jauges(couverture)).data[1].x) == [0.91]
    assert mesures.target_words(couverture[0]) == "Objectif : 100\u00a0%"
    lits = by_id(chiffres_of("ACT-04"))["crenppi-lits-panda"]
    assert lits.is_jauge
    assert list(to_figure(mesures.bars_jauges([lits]), "dark").data[1].x) == [round(2 / 6, 5)]
    assert mesures.target_words(lits) == "Proposition : 6 lits"
    assert "6 lits" in mesures.bars_jauges([lits]).table()["Objectif ou proposition"][0]


def test_scale_says_its_territory_in_picture_alt_and_table():
    jauges = [c for c in chiffres_of("ACT-11") if c.is_jauge]
    (jauge,) = jauges
    lieu = jauge.mesure["lieu"]
    assert "Seine-Maritime" in lieu
    notes = " ".join(n.text for n in to_figure(mesures.bars_jauges(jauges)).layout.annotations)
    assert lieu in notes.replace("<br>", " ")
    assert jauge.mesure["mots"] in mesures.bars_jauges(jauges).alt
    assert list(mesures.bars_jauges(jauges).table()["Territoire"]) == [lieu]


@pytest.mark.parametrize("largeur", [340, 720])
def test_every_fact_is_drawn_once_on_the_line_of_each_action(largeur):
    faits = list_faits(HAVRE, FR)
    figure = to_figure(frise_faits.timeline_faits(faits, NOMS, largeur))
    dessines = sorted(tuple(c) for trace in figure.data[:2] for c in trace.customdata)
    attendus = []
    for fait in faits.to_dict("records"):
        actions = [a.strip() for a in fait["action"].split("|") if a.strip()] or [""]
        attendus += [(fait["id"], action) for action in actions]
    assert dessines == sorted(attendus)


@given(
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 900)), max_size=25),
    st.sampled_from([300, 400, 900]),
)
def test_marks_and_words_of_a_lane_never_meet(jours, largeur):
    origine = pd.Timestamp("2018-01-01")
    faits = pd.DataFrame(
        {
            "id": [f"f{n}" for n in range(len(jours))],
            "action": "",
            "date": [origine + pd.Timedelta(d, "D") for d, _ in jours],
            "fin": [origine + pd.Timedelta(d + duree, "D") for d, duree in jours],
            "libelle": [f"Fait numéro {n} de la liste" for n in range(len(jours))],
        }
    )
    lignes, _ = frise_faits.place_faits(faits, {}, largeur)
    assert sum(len(marques) for _, marques in lignes) == len(jours)
    for _, marques in lignes:
        tenus = [(m, range(m.couloir, m.couloir + m.couloirs)) for m in marques]
        for couloir in {couloir for _, siens in tenus for couloir in siens}:
            bouts = sorted((m.debut, m.fin) for m, siens in tenus if couloir in siens)
            for (_, fin), (debut, _) in zip(bouts, bouts[1:], strict=False):
                assert fin < debut


def test_without_fact_the_chart_says_so():
    vide = list_faits(HAVRE, "X")
    figure = to_figure(frise_faits.timeline_faits(vide, NOMS))
    assert "Aucun fait daté" in figure.layout.annotations[0].text
    assert frise_faits.timeline_faits(vide, NOMS).alt == "Aucun fait daté n’est publié."
    assert frise_faits.timeline_faits(vide, NOMS).table().empty


def test_facts_say_what_they_leave_out_and_their_reservations():
    table = frise_faits.timeline_faits(list_faits(HAVRE, FR), NOMS).table()
    dits = " ".join(table["Date écrite"] + " " + table["Fait"])
    assert "113 dyades (sans les femmes enceintes) dans les lits Panda" in dits
    assert "(hors période estivale et vacances de Noël)" in dits
    assert "4 MSP et 1 CDS (réserve R18)" in dits


def test_deduced_date_is_told():
    dessin = frise_faits.timeline_faits(list_faits(HAVRE, FR), NOMS, 720)
    assert "en octobre dernier (année déduite : 2024)" in list(dessin.table()["Date écrite"])
    # Hollow among full ones, and its words say so.
    vides = [
        p.id[0]
        for marques in dessin.marques
        for p in getattr(marques, "points", ())
        if p.encre == "fond"
    ]
    assert vides == ["attractivite-demarche"]
