"""The colours of the themes stay apart and readable, whatever the eyes and the background."""

import numpy as np
import pytest

from concertation.graphiques.style import COULEURS, ENCRES, blend, theme_color
from concertation.graphiques.style.couleurs import VIDE, fade, legible, mix, resolve, theme, veil
from tests.graphiques.couleurs import ciecam02, closest_pair, contrast

MODES = ("light", "dark")


def test_reference_agrees_with_the_worked_example_of_ciecam02():
    j, m, h = ciecam02([[19.01, 20, 21.78]], np.array([95.05, 100, 108.88]), 318.31)
    assert j[0] == pytest.approx(41.73, abs=0.01)
    assert m[0] == pytest.approx(0.1088, abs=0.0001)
    assert h[0] == pytest.approx(219.0, abs=0.1)


@pytest.mark.parametrize("mode", MODES)
def test_first_four_colours_stay_22_apart_for_every_sight(mode):
    assert closest_pair(COULEURS[mode][:4]) >= 22


@pytest.mark.parametrize("mode", MODES)
def test_all_eight_colours_stay_14_apart_for_every_sight(mode):
    assert len(set(COULEURS[mode])) == 8
    assert closest_pair(COULEURS[mode]) >= 14


@pytest.mark.parametrize("mode", MODES)
def test_theme_colours_stand_out_from_the_page(mode):
    assert min(contrast(c, ENCRES[mode]["fond"]) for c in COULEURS[mode]) >= 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("encre", ["texte", "discret"])
@pytest.mark.parametrize("fond", ["fond", "zone", "zone_active"])
def test_words_are_readable_on_the_page_and_on_areas(mode, encre, fond):
    encres = ENCRES[mode]
    assert contrast(encres[encre], encres[fond]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_points_stand_out_from_areas(mode):
    encres = ENCRES[mode]
    assert contrast(encres["accent"], encres["zone"]) >= 3
    assert contrast(encres["accent"], encres["zone_active"]) >= 3


@pytest.mark.parametrize("mode", MODES)
def test_a_faded_colour_goes_towards_the_page(mode):
    for couleur in COULEURS[mode]:
        pale = contrast(resolve(fade(couleur), mode), ENCRES[mode]["fond"])
        assert 1.05 < pale < contrast(couleur, ENCRES[mode]["fond"])


def test_blend_goes_from_one_colour_to_the_other():
    assert blend("#0A4077", "#FFFFFF", 1) == "#0A4077"
    assert blend("#0A4077", "#FFFFFF", 0) == "#FFFFFF"
    assert blend("#000000", "#FFFFFF", 0.5) == "#808080"


def test_a_ninth_theme_still_has_a_colour():
    assert theme_color(8, "light") == theme_color(0, "light")
    assert len({theme_color(i, "dark") for i in range(8)}) == 8


@pytest.mark.parametrize("mode", MODES)
def test_a_role_is_the_colour_of_its_mode(mode):
    encres = ENCRES[mode]
    assert resolve("accent", mode) == encres["accent"]
    assert resolve(theme(1), mode) == COULEURS[mode][1]
    assert resolve("#123456", mode) == "#123456"
    assert resolve("", mode) == VIDE
    assert resolve(mix("accent", 0.3, "zone"), mode) == blend(encres["accent"], encres["zone"], 0.3)
    rouge = int(encres["fond"][1:3], 16)
    assert resolve(veil("fond", 0.7), mode).startswith(f"rgba({rouge},")
    with pytest.raises(KeyError, match="arc-en-ciel"):
        resolve("arc-en-ciel", mode)


@pytest.mark.parametrize("couleur", [*COULEURS["light"], "#FFFFFF", "#000000"])
def test_words_in_the_colour_of_a_theme_are_legible_on_white(couleur):
    lue = legible(couleur)
    assert contrast(lue, "#FFFFFF") >= 4.5
    if contrast(couleur, "#FFFFFF") >= 4.5:
        assert lue == couleur.upper()
