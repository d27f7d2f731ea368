"""What a click on a chart tells a screen, and the picture to take away."""

import pytest

from concertation.analyse.mots.textes import file_name
from concertation.interface.elements.figures import plain_text, read_click
from concertation.interface.socle.textes import escape
from tests.interface.ecrans.test_ecrans import charts, open_ecran

# As the browser sends them: a point has coordinates, an area a location.
POINT = {"curve_number": 2, "lon": 2.2, "lat": 46.8, "location": None, "customdata": "AT-01"}
ZONE = {"curve_number": 0, "location": "2A", "z": 0, "customdata": "2A"}
BARRE = {"curve_number": 1, "x": 3, "y": "Prévention", "customdata": ["prevention", "locale"]}


@pytest.mark.parametrize(
    ("points", "marque", "zone"),
    [
        ([], [], []),
        ([POINT], ["AT-01"], []),
        ([ZONE], [], ["2A"]),
        ([{**POINT, "customdata": ["AT-01"]}], ["AT-01"], []),
        ([{**ZONE, "customdata": ["2A"]}], [], ["2A"]),
        ([{"lon": 1.0, "lat": 2.0}], [], []),
        ([{**POINT, "customdata": []}], [], []),
        ([ZONE, POINT], ["AT-01"], ["2A"]),
        ([BARRE], ["prevention", "locale"], []),
        ([BARRE, {**BARRE, "customdata": ["acces", "locale"]}], ["prevention", "locale"], []),
        ([{"x": 1, "customdata": 12}], ["12"], []),
        # A fact of no action: its own id, and an empty one that opens nothing.
        ([{"x": 1, "customdata": ["prs", ""]}], ["prs", ""], []),
    ],
)
def test_a_click_tells_the_ids_of_a_mark_from_those_of_an_area(points, marque, zone):
    assert read_click(points) == (marque, zone)


def test_picture_is_offered_only_once_asked_for() -> None:
    at = open_ecran("comprendre/accueil.py")
    avant = charts(at)
    assert not [b for b in at.get("download_button") if "Image (PNG)" in str(b.proto)]
    at.session_state["barres-accueil-image"] = True
    at.run()
    offerts = [b.proto for b in at.get("download_button")]
    assert [b.label for b in offerts] == ["Image (PNG)", "Dessin (SVG)"]
    assert charts(at) == avant


@pytest.mark.parametrize(
    ("titre", "nom"),
    [
        ("Propositions par thème et portée", "propositions-par-theme-et-portee"),
        ("Où se sont tenus les 18 ateliers", "ou-se-sont-tenus-les-18-ateliers"),
        ("« œuvre » / ../../etc", "oeuvre-etc"),
        ("…", "graphique"),
        ("a" * 200, "a" * 60),
        ("mot " * 40, "-".join(["mot"] * 15)),
    ],
)
def test_file_is_named_after_the_chart(titre: str, nom: str) -> None:
    assert file_name(titre, vide="graphique") == nom


def test_caption_in_a_picture_has_no_markup() -> None:
    dit = "Livret *2022*, p. 12 [annexe] :fin: <b> 1_000 \\ fin"
    assert plain_text(escape(dit)) == dit.replace(" :", "\u00a0:")
    assert (
        plain_text("**Source** : [le livret](https://exemple.fr/a_b)") == "Source\u00a0: le livret"
    )
