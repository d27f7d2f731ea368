"""What a click on a chart tells a screen."""

import pytest

from concertation.interface.elements.figures import read_click

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
