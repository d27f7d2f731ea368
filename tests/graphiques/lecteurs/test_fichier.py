"""Drawings as data that a file keeps, and back."""

import json

import pytest

from concertation.graphiques.dessin import Dessin
from concertation.graphiques.lecteurs.fichier import read_dessin, to_plain
from concertation.graphiques.lecteurs.plotly import to_figure
from concertation.graphiques.lecteurs.svg import to_svg
from tests.graphiques.figures_toutes import every_dessin


# One test for all: to name them, they would be drawn by whoever collects.
def test_drawings_come_back_as_they_were():
    for cle, dessin in every_dessin().items():
        relu = read_dessin(json.loads(json.dumps(to_plain(dessin))))
        assert to_svg(relu) == to_svg(dessin), cle
        assert to_svg(relu, mode="dark") == to_svg(dessin, mode="dark"), cle
        assert to_figure(relu).to_json() == to_figure(dessin).to_json(), cle
        assert (relu.alt, relu.nature, relu.series) == (dessin.alt, dessin.nature, dessin.series)
        assert relu.table().astype(str).equals(dessin.table().astype(str).reset_index(drop=True))


def test_what_says_nothing_is_not_written():
    plat = to_plain(every_dessin()["bars_propositions", "toutes"])
    assert plat["marques"][0]["barres"][0]["encre"] == "theme:0"
    assert "motif" not in plat["marques"][0]["barres"][0]
    assert "cadrage" not in plat


@pytest.mark.parametrize(
    "plat", [None, [], {}, {"genre": "Mot", "lignes": []}, {"genre": "Film"}, {"genre": "Dessin"}]
)
def test_what_is_no_drawing_is_refused(plat):
    with pytest.raises((TypeError, LookupError)):
        assert not isinstance(read_dessin(plat), Dessin)
