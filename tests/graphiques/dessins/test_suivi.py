"""Charts of follow-up: signs, bullets, decisions, and what all of them share."""

import json
import re

import plotly.graph_objects as go
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from concertation.declarations.action import STATUT
from concertation.declarations.instruction import DECISION
from concertation.declarations.point_etape import METEO
from concertation.graphiques.dessin import Points
from concertation.graphiques.dessins.courbe import (
    curve_mesures,
)
from concertation.graphiques.dessins.gantt import gantt_actions
from concertation.graphiques.dessins.grille import heat_grille
from concertation.graphiques.dessins.groupes import bars_groupes
from concertation.graphiques.dessins.mesures import (
    bullet_words,
    raw_progress,
)
from concertation.graphiques.dessins.propositions import (
    bars_decisions,
    split_row,
    spread,
)
from concertation.graphiques.lecteurs.plotly import to_figure
from concertation.graphiques.style import ENCRES, shorten
from concertation.graphiques.style.couleurs import (
    COULEURS_SUIVI,
    resolve,
    sign_ground,
    sign_role,
)
from concertation.graphiques.style.marques import sign_bar, sign_point
from tests.graphiques.couleurs import closest_pair, contrast
from tests.graphiques.figures_suivi import (
    ACTIONS,
    AUJOURDHUI,
    CELLULES,
    DECISIONS,
    MESURES,
    QUANTITES,
    SUIVI,
    all_dessins,
    all_figures,
    marks,
    texts,
)

MODES = ("light", "dark")
MOIS_ANGLAIS = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b")


# Signs


@pytest.mark.parametrize("mode", MODES)
def test_colours_of_follow_up_stand_out_and_stay_apart_for_every_sight(mode):
    couleurs = list(COULEURS_SUIVI[mode].values())
    assert closest_pair(couleurs) >= 22
    assert min(contrast(c, ENCRES[mode]["fond"]) for c in couleurs) >= 3


@pytest.mark.parametrize("mode", MODES)
def test_signs_and_words_are_readable_on_their_cell(mode):
    for signe in map(METEO.signe, METEO):
        assert contrast(resolve(sign_role(signe), mode), resolve(sign_ground(signe), mode)) >= 3
        assert contrast(ENCRES[mode]["texte"], resolve(sign_ground(signe), mode)) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("liste", [STATUT, DECISION])
def test_hatching_and_outlines_stand_out_from_the_page(mode, liste):
    barres = [sign_bar(liste.signe(cle), 0, 0, 1, 10) for cle in liste]
    fond = ENCRES[mode]["fond"]
    assert min(contrast(resolve(b.bord, mode), fond) for b in barres) >= 3
    assert min(contrast(resolve(b.encre, mode), fond) for b in barres if b.motif) >= 3


def test_a_ring_is_empty_inside():
    point = sign_point(METEO.signe("atteignables"), 0, 0, 20)
    assert (point.encre, point.bord) == ("fond", "bleu")
    assert point.epaisseur >= 4


# Bullets


def row_of(depart, cible, actuel, progression=50.0):
    return {
        "id": 1,
        "libelle": "Maisons",
        "unite": "maisons",
        "valeur_initiale": depart,
        "cible": cible,
        "actuel": actuel,
        "progression": progression,
    }


@example(5e-324, 0.0, 0.0)
@given(*(st.floats(-1e6, 1e6),) * 3)
def test_a_bar_reaches_the_target_exactly_when_the_value_does(depart, cible, ici):
    part = raw_progress(row_of(depart, cible, ici))
    if depart == cible:
        assert part is None
    elif depart < cible:
        assert part is None or (part >= 1) == (ici >= cible) or part == pytest.approx(1)
    else:
        assert part is None or (part >= 1) == (ici <= cible) or part == pytest.approx(1)


def test_a_target_says_its_side():
    assert "(à la hausse)" in bullet_words(row_of(0.0, 10.0, 4.0))
    assert "(à la baisse)" in bullet_words(row_of(10.0, 0.0, 6.0))
    dit = bullet_words(row_of(0.0, 10.0, 4.0) | {"unite": "lits"})
    assert "départ 0 lits, actuel 4 lits, cible 10 lits" in dit


NAN = float("nan")


@pytest.mark.parametrize(
    ("ligne", "mots"),
    [
        (row_of(NAN, 40.0, 4.0, NAN), "départ non renseigné"),
        (row_of(0.0, NAN, 4.0, NAN), "cible non renseignée"),
        (row_of(0.0, 40.0, NAN, NAN), "aucune mesure"),
        (row_of(40.0, 40.0, 40.0, NAN), "cible égale au départ"),
    ],
)
def test_what_an_indicator_lacks_is_said(ligne, mots):
    assert mots in bullet_words(ligne)
    assert bullet_words(ligne).startswith("Progression non calculable")


def test_going_back_is_said():
    assert "recul depuis le départ" in bullet_words(row_of(27.0, 35.0, 24.0, 0.0))


def test_quantities_share_one_scale_and_each_group_is_named_once():
    dessin = bars_groupes(QUANTITES)
    (barres,) = dessin.marques
    assert [b.largeur for b in barres.barres] == [1, 0.5, 0.25]
    assert [n.mot.lignes[0] for n in dessin.notes].count("Agence") == 1
    assert dessin.table()["Valeur"].tolist() == [q.mots for q in QUANTITES]
    assert bars_groupes([]).marques[0].barres == ()


# Decisions

comptes = st.lists(st.integers(0, 500), min_size=5, max_size=5)


@given(comptes)
def test_parts_add_up_to_the_whole_bar(nombres):
    ligne = {"theme": "t", "nom_court": "T", **dict(zip(DECISION, nombres, strict=True))}
    segments = split_row(ligne)
    assert [s["nombre"] for s in segments] == [n for n in nombres if n]
    assert sum(s["part"] for s in segments) == pytest.approx(1 if any(nombres) else 0)


@given(st.lists(st.floats(0, 1), max_size=5).map(sorted), st.floats(0.01, 0.19))
def test_numbers_never_touch_nor_leave_the_page(centres, largeur):
    places = spread(list(centres), [largeur] * len(centres))
    assert all(largeur / 2 - 1e-9 <= p <= 1 - largeur / 2 + 1e-9 for p in places)
    assert all(b - a >= largeur - 1e-9 for a, b in zip(places, places[1:], strict=False))


def test_numbers_of_every_decision_are_written():
    figure = to_figure(bars_decisions(DECISIONS))
    ecrits = texts(figure)
    for nombre in ("12", "5", "2", "1", "7", "20"):
        assert f"<b>{nombre}</b>" in ecrits
    assert "<b>Accès : 15 instruites sur 27</b>" in ecrits
    assert ["acces", "ecartee"] in [list(c) for c in marks(figure, "bar").customdata]
    assert set(DECISION.values()) <= set(ecrits)


def test_a_theme_without_proposal_has_no_bar_and_says_so():
    vide = DECISIONS.assign(**dict.fromkeys(DECISION, 0))
    assert "<b>Accès : aucune proposition</b>" in texts(to_figure(bars_decisions(vide)))
    assert "Accès : aucune proposition." in bars_decisions(vide).alt
    assert list(bars_decisions(DECISIONS).table()["Total"]) == [27, 21]


# Shared


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("compact", [False, True])
def test_figures_are_valid_light_and_french(mode, compact):
    for nom, figure in all_figures(mode, compact).items():
        go.Figure(figure.to_dict())
        contenu = figure.to_json()
        json.loads(contenu)
        assert len(contenu.encode()) <= 12_000, nom
        assert not [t for t in texts(figure) if MOIS_ANGLAIS.search(t)], nom


def test_texts_are_at_least_13_pixels():
    for nom, dessin in all_dessins(False).items():
        points = [p for m in dessin.marques if isinstance(m, Points) for p in m.points]
        tailles = [n.mot.taille for n in dessin.notes] + [p.mot.taille for p in points if p.mot]
        assert min(tailles) >= 13, nom


def test_words_of_people_show_their_mark_up():
    piege = "<a href='//x'>Moi & toi"
    figures = [
        to_figure(heat_grille(CELLULES.assign(territoire_nom=piege), {"E1": piege})),
        to_figure(bars_groupes([QUANTITES[0]._replace(groupe=piege, mots=piege)])),
        to_figure(curve_mesures(MESURES.assign(source=piege), {**SUIVI, "unite": piege})),
        to_figure(gantt_actions(ACTIONS.assign(intitule=piege), {"E1": piege}, AUJOURDHUI)),
        to_figure(bars_decisions(DECISIONS.assign(nom_court=piege))),
    ]
    for figure in figures:
        assert "<a" not in figure.to_json()
        assert "&lt;a" in figure.to_json()


def test_shortened_text_keeps_its_beginning():
    assert shorten("Cherbourg", 1000, 14) == "Cherbourg"
    court = shorten("Cherbourg-en-Cotentin", 60, 14)
    assert court.endswith("…")
    assert "Cherbourg-en-Cotentin".startswith(court[:-1])
