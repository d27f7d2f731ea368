"""The heat map of engagements by territory."""

from concertation.declarations.point_etape import METEO
from concertation.graphiques.dessins.grille import heat_grille
from concertation.graphiques.lecteurs.plotly import to_figure
from tests.graphiques.figures_suivi import (
    CELLULES,
    ENGAGEMENTS,
    cells_of,
    marks,
)


def test_every_cell_is_drawn_once_and_holds_both_ids():
    barres = marks(to_figure(heat_grille(CELLULES, ENGAGEMENTS)), "bar")
    attendu = list(zip(CELLULES["engagement"], CELLULES["territoire"], strict=True))
    assert sorted(map(tuple, barres.customdata)) == sorted(attendu)


def test_a_cell_says_word_progress_date_and_lateness():
    frame = cells_of(("E1", "D1", "Orne", "appuis", 42.4, "2026-03-12", 2))
    mots = to_figure(heat_grille(frame, ENGAGEMENTS)).data[2].text[0]
    assert mots == "<b>Appuis</b><br>Progr. 42\u00a0%<br>12/03/2026<br><b>2 en retard</b>"


def test_where_nobody_spoke_the_cell_says_so_and_is_dashed():
    frame = cells_of(("E1", "D1", "Orne", "", None, None, 0))
    figure = to_figure(heat_grille(frame, ENGAGEMENTS))
    assert figure.data[2].text[0] == "Non renseigné"
    assert figure.layout.shapes[0].line.dash == "dash"
    assert figure.data[0].marker.color[0] == "rgba(0,0,0,0)"
    assert "%" not in figure.data[2].text[0]


def test_zero_progress_is_written_and_unknown_progress_is_not():
    frame = cells_of(
        ("E1", "D1", "Orne", "appuis", 0.0, "2026-03-12", 0),
        ("E1", "D2", "Eure", "appuis", None, "2026-03-12", 0),
    )
    nul, inconnu = to_figure(heat_grille(frame, ENGAGEMENTS)).data[2].text
    assert "0\u00a0%" in nul
    assert "%" not in inconnu
    table = heat_grille(frame, ENGAGEMENTS).table()
    assert list(table["Progression"]) == ["0\u00a0%", "non calculable"]


def test_legend_has_the_exact_words_in_order():
    ecrits = [
        a.text for a in to_figure(heat_grille(CELLULES, ENGAGEMENTS), "dark").layout.annotations
    ][:5]
    assert ecrits == [
        "Objectifs sécurisés",
        "Objectifs atteignables",
        "Appuis nécessaires",
        "Objectifs compromis",
        "Non renseigné",
    ]


def test_territories_without_room_go_on_in_another_band():
    frame = cells_of(*(("E1", f"T{i}", f"Nom {i}", "", None, None, 0) for i in range(17)))
    for compact in (False, True):
        figure = to_figure(heat_grille(frame, ENGAGEMENTS, pixels=340 if compact else 700))
        barres = marks(figure, "bar")
        assert len(barres.x) == 17
        assert len(set(zip(barres.x, barres.base, strict=True))) == 17
        assert all(0 < x < 1 for x in barres.x)
        assert len(set(barres.base)) == (6 if compact else 3)


def test_a_row_where_nobody_spoke_is_lower():
    vide = cells_of(("E1", "D1", "Orne", "", None, None, 0))
    plein = cells_of(("E1", "D1", "Orne", "appuis", 4.0, "2026-03-12", 2))
    hauteurs = [to_figure(heat_grille(f, ENGAGEMENTS)).layout.height for f in (vide, plein)]
    assert hauteurs[0] + 40 < hauteurs[1]


def test_text_alternative_of_the_grid_counts_and_names_what_is_compromised():
    texte = heat_grille(CELLULES, ENGAGEMENTS).alt
    assert "Objectifs compromis 1" in texte
    assert texte.endswith("Objectifs compromis : Aller-vers (Seine-Maritime).")
    assert heat_grille(CELLULES.iloc[:0], ENGAGEMENTS).alt.endswith("aucune case.")


def test_table_of_the_grid_has_a_row_a_cell_in_words():
    table = heat_grille(CELLULES, ENGAGEMENTS).table()
    assert len(table) == len(CELLULES)
    assert set(table["Météo"]) <= set(METEO.values())
    assert (table == "").sum().sum() == 0
