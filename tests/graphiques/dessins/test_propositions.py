"""Bars, waffle and what all charts share."""

import json

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.donnees import dossier_courant, load_donnees
from concertation.graphiques.dessins.participation import (
    share_cells,
    waffle_participation,
)
from concertation.graphiques.dessins.propositions import (
    bars_propositions,
)
from concertation.graphiques.lecteurs.plotly import CONFIG, to_figure
from concertation.graphiques.style import ENCRES, theme_color, wrap_text
from tests.graphiques.couleurs import contrast

MODES = ("light", "dark")


def comptes_of(*lignes):
    """Counts as the analysis gives them: (theme, nom_court, locale, nationale)."""
    frame = pd.DataFrame(lignes, columns=["theme", "nom_court", "locale", "nationale"])
    return frame.astype({"locale": "Int64", "nationale": "Int64"})


def parts_of(**parts):
    return pd.DataFrame(
        {"ordre": range(1, len(parts) + 1), "categorie": list(parts), "part": list(parts.values())}
    ).astype({"part": "float64"})


COMPTES = comptes_of(("a", "Alpha", 3, 5), ("b", "Bêta", 0, 2), ("c", "Gamma", 7, 0))
nombres = st.integers(0, 400)


def bars(figure):
    """{(theme, portee): (length, colour)} of the drawn bars."""
    return {
        tuple(donnees): (abs(x), couleur)
        for trace in figure.data
        if trace.type == "bar"
        for donnees, x, couleur in zip(trace.customdata, trace.x, trace.marker.color, strict=True)
    }


def assert_valid(figure):
    """The figure is one that Plotly accepts in full, and its JSON is plain."""
    go.Figure(figure.to_dict())
    json.loads(figure.to_json())


# Mirrored bars


@given(st.lists(st.tuples(nombres, nombres), max_size=11))
def test_bars_are_as_long_as_the_counts(couples):
    comptes = comptes_of(*((f"t{i}", f"Thème {i}", a, b) for i, (a, b) in enumerate(couples)))
    attendu = {}
    for i, (locales, nationales) in enumerate(couples):
        attendu[f"t{i}", "locale"] = locales
        attendu[f"t{i}", "nationale"] = nationales
    dessine = bars(to_figure(bars_propositions(comptes)))
    assert {cle: longueur for cle, (longueur, _) in dessine.items()} == attendu


def test_local_bars_go_left_and_national_bars_go_right():
    for trace in to_figure(bars_propositions(COMPTES)).data[:2]:
        signe = -1 if trace.name == "locale" else 1
        assert all(signe * x >= 0 for x in trace.x)


def test_reach_is_told_by_hatching_and_not_by_colour():
    locale, nationale = to_figure(bars_propositions(COMPTES)).data[:2]
    assert nationale.marker.pattern.shape == "/"
    assert locale.marker.pattern.shape is None
    assert list(locale.marker.color) == list(nationale.marker.color)


def test_a_zero_is_written_at_the_foot_of_its_bar():
    texte = to_figure(bars_propositions(COMPTES)).data[2]
    ecrits = {
        tuple(d): (t, x) for d, t, x in zip(texte.customdata, texte.text, texte.x, strict=True)
    }
    assert ecrits["b", "locale"][0] == "<b>\u00a00\u00a0</b>"
    assert ecrits["b", "locale"][1] == 0
    assert len(ecrits) == 6


def test_chosen_bars_stay_in_full_and_the_others_fade():
    dessine = bars(
        to_figure(bars_propositions(COMPTES, themes=("b", "c"), portees=("locale",)), "dark")
    )
    pleines = {
        cle for cle, (_, c) in dessine.items() if c == theme_color("abc".index(cle[0]), "dark")
    }
    assert pleines == {("b", "locale"), ("c", "locale")}


def test_nothing_chosen_fades_nothing():
    assert all(
        couleur == theme_color("abc".index(theme), "light")
        for (theme, _), (_, couleur) in bars(to_figure(bars_propositions(COMPTES))).items()
    )


def test_names_of_themes_are_wrapped_and_whole():
    nom = "Un intitulé nettement plus long que la largeur d’un téléphone, écrit en entier"
    figure = to_figure(bars_propositions(comptes_of(("x", nom, 1, 2))))
    ecrit = figure.layout.annotations[0].text
    assert ecrit.count("<br>") == 1
    assert ecrit.replace("<br>", " ") == f"<b>{nom}</b>"


def test_text_alternative_of_bars_gives_totals_and_each_count():
    texte = bars_propositions(COMPTES).alt
    assert texte.startswith("17 propositions, dont 10 de portée locale et 7 de portée nationale.")
    assert "Le plus de propositions : Alpha (8)." in texte
    assert "Bêta : aucune proposition locale, 2 propositions nationales" in texte


def test_table_of_bars_adds_up_each_theme():
    assert list(bars_propositions(COMPTES).table()["Total"]) == [8, 2, 7]


def test_no_proposal_at_all_still_draws_and_says_so():
    vide = comptes_of(("a", "Alpha", 0, 0))
    assert_valid(to_figure(bars_propositions(vide)))
    assert bars_propositions(vide).alt.endswith("aucune proposition.")
    assert_valid(to_figure(bars_propositions(comptes_of())))
    assert bars_propositions(comptes_of()).alt.endswith("aucune proposition.")


# Waffle


def cells(figure):
    return {t.name: len(t.x) for t in figure.data}


def test_waffle_has_one_mark_a_percent():
    figure = to_figure(
        waffle_participation(parts_of(soignants=47, élus=22, associatifs=17, particuliers=14))
    )
    assert cells(figure) == {"soignants": 47, "élus": 22, "associatifs": 17, "particuliers": 14}
    places = [p for t in figure.data for p in zip(t.x, t.y, strict=True)]
    assert len(set(places)) == 100
    assert {v for p in places for v in p} == set(range(10))


@given(st.lists(st.floats(0.1, 60), min_size=1, max_size=9))
def test_cells_add_up_and_stay_within_one_of_their_share(parts):
    parts = [100 * p / sum(parts) for p in parts]
    cases = share_cells(parts)
    assert sum(cases) == 100
    assert all(abs(c - p) < 1 for c, p in zip(cases, parts, strict=True))


def test_largest_remainder_gets_the_last_cell():
    assert share_cells([33.3, 33.3, 33.4]) == [33, 33, 34]
    assert share_cells([50.6, 49.4]) == [51, 49]


def test_what_the_shares_leave_out_is_shown_and_not_shared_out():
    assert cells(to_figure(waffle_participation(parts_of(soignants=47, élus=22)))) == {
        "soignants": 47,
        "élus": 22,
        "non précisé": 31,
    }


def test_an_unpublished_share_gets_no_mark_and_is_no_zero():
    parts = parts_of(soignants=60, élus=float("nan"))
    assert "élus" not in cells(to_figure(waffle_participation(parts)))
    assert list(waffle_participation(parts).table()["Part"]) == ["60\u00a0%", "non publiée"]
    assert "élus" not in waffle_participation(parts).alt


@pytest.mark.parametrize("mode", MODES)
def test_categories_differ_by_shape_and_each_stands_out(mode):
    parts = parts_of(**{f"c{i}": 12.5 for i in range(8)})
    traces = to_figure(waffle_participation(parts), mode).data
    assert len({t.marker.symbol for t in traces}) == 8
    assert min(contrast(t.marker.color, ENCRES[mode]["fond"]) for t in traces) >= 3


def test_legends_say_share_and_name_without_touching():
    parts = parts_of(soignants=95, a=1, b=1, c=1, d=1, e=1)
    legendes = to_figure(waffle_participation(parts)).layout.annotations
    assert legendes[0].text == "<b>95\u00a0%</b> soignants"
    hauts = [a.y for a in legendes]
    assert min(b - a for a, b in zip(hauts, hauts[1:], strict=False)) > 0.8


def test_text_alternative_of_the_waffle_gives_shares_and_the_first():
    texte = waffle_participation(parts_of(soignants=47.5, élus=52.5)).alt
    assert "47,5\u00a0% soignants, 52,5\u00a0% élus" in texte
    assert texte.endswith("Première catégorie : élus, 52,5\u00a0%.")


def test_no_share_published_still_draws():
    assert_valid(to_figure(waffle_participation(parts_of())))
    assert waffle_participation(parts_of()).alt == "Répartition des participants : non publiée."


# Shared


@pytest.mark.parametrize("mode", MODES)
def test_figures_are_valid_light_and_transparent(mode):
    figures = [
        to_figure(bars_propositions(COMPTES, ("a",), ("locale",)), mode),
        to_figure(waffle_participation(parts_of(a=60, b=40)), mode),
    ]
    for figure in figures:
        assert_valid(figure)
        assert figure.layout.template.layout.paper_bgcolor == "rgba(0,0,0,0)"
        assert len(figure.to_json().encode()) <= 6_000


def test_published_bars_weigh_under_6_kilobytes():
    themes = load_donnees(dossier_courant()).table("themes")
    comptes = comptes_of(
        *zip(
            themes["id"],
            themes["nom_court"],
            themes["nb_locales"],
            themes["nb_nationales"],
            strict=True,
        )
    )
    assert len(to_figure(bars_propositions(comptes)).to_json().encode()) <= 6_000


def test_every_text_is_at_least_13_pixels():
    figure = to_figure(bars_propositions(COMPTES))
    tailles = [figure.layout.template.layout.font.size]
    tailles += [a.font.size for a in figure.layout.annotations]
    tailles += [t.textfont.size for t in figure.data if t.type == "scatter"]
    assert min(tailles) >= 13


def test_marks_of_a_data_file_are_shown_and_do_not_act():
    figure = to_figure(bars_propositions(comptes_of(("x", "<a href='//x'>Moi & toi", 1, 0))))
    assert "<a" not in figure.to_json()
    assert "&lt;a href='//x'>Moi &amp; toi" in figure.layout.annotations[0].text


def test_charts_ask_for_nothing_on_the_network():
    assert CONFIG["topojsonURL"].startswith("data:")
    # The library adds « /name.json » to it: all of that falls after the #.
    document, reste = (CONFIG["topojsonURL"] + "/world_110m.json").split("#")
    assert reste == "/world_110m.json"
    assert "://" not in document
    assert CONFIG["displayModeBar"] is False
    assert CONFIG["scrollZoom"] is False


def test_wrapping_keeps_every_word():
    texte = "anticonstitutionnellement un deux trois"
    assert wrap_text(texte, 60, 14) == ["anticonstitutionnellement", "un deux", "trois"]
