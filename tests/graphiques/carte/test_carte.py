"""The map of the workshops."""

import json
import time
from dataclasses import replace
from itertools import combinations
from urllib.parse import unquote

import pandas as pd
import plotly.graph_objects as go
import pytest
import shapely

from concertation.donnees import dossier_courant, load_donnees
from concertation.graphiques.carte.cartes import map_ateliers
from concertation.graphiques.carte.fond import (
    Boite,
    Etiquette,
    place_labels,
    text_box,
    text_variants,
)
from concertation.graphiques.contours import contours_of
from concertation.graphiques.dessin import Points
from concertation.graphiques.lecteurs.plotly import to_figure
from concertation.graphiques.style import ENCRES, text_width

ATELIERS = pd.DataFrame(
    {
        "id": ["AT-01", "AT-02", "AT-03"],
        "nom": ["Nord", "Sud & Est", "Ailleurs"],
        "departement": ["Alpha", "Alpha", "Bêta"],
        "latitude": [46.8, 46.2, float("nan")],
        "longitude": [2.2, 2.7, float("nan")],
        "date": pd.to_datetime(["2022-11-08", None, None]),
        "date_certitude": ["probable (annonce de presse)", "", ""],
    }
)
CARRE = [[2.0, 46.0], [3.0, 46.0], [3.0, 47.0], [2.0, 47.0], [2.0, 46.0]]  # counter-clockwise
GEO = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": "2A", "nom": "Alpha"},
            "geometry": {"type": "Polygon", "coordinates": [CARRE]},
        },
        {"type": "Feature", "properties": {"code": "", "nom": "Sans code"}, "geometry": None},
    ],
}


@pytest.fixture(scope="module")
def publie():
    donnees = load_donnees(dossier_courant())
    return donnees.table("ateliers"), donnees.geo("departements")


def points_of(figure):
    return next(t for t in figure.data if t.type == "scattergeo" and t.customdata is not None)


def test_points_hold_the_ids_of_the_workshops_that_have_coordinates():
    points = points_of(to_figure(map_ateliers(ATELIERS, GEO)))
    assert list(points.customdata) == ["AT-01", "AT-02"]
    assert list(points.lon) == [2.2, 2.7]


def filled(zones):
    """Colour of each area."""
    couleurs = {round(part * zones.zmax): couleur for part, couleur in zones.colorscale}
    return [couleurs[z] for z in zones.z]


def test_areas_hold_their_codes_and_active_ones_differ():
    zones = to_figure(map_ateliers(ATELIERS, GEO, actif_departements=("2A",))).data[0]
    assert list(zones.customdata) == list(zones.locations) == ["2A"]
    assert filled(zones) == [ENCRES["light"]["zone_active"]]
    assert filled(to_figure(map_ateliers(ATELIERS, GEO)).data[0]) == [ENCRES["light"]["zone"]]


def test_hover_says_the_date_how_sure_it_is_or_that_none_is_published():
    points = points_of(to_figure(map_ateliers(ATELIERS, GEO)))
    assert points.hovertext[0] == ("<b>Nord</b><br>8 novembre 2022, probable (annonce de presse)")
    assert points.hovertext[1] == "<b>Sud &amp; Est</b><br>date non publiée"


def places_of(dessin):
    """The points of the workshops, in their order."""
    return next(
        m.points for m in dessin.marques if isinstance(m, Points) and m.points and m.points[0].id
    )


def test_chosen_points_are_larger_and_those_set_aside_smaller_and_paler():
    choisi, ecarte = places_of(
        map_ateliers(ATELIERS, GEO, selection=("AT-01",), en_avant={"AT-01"})
    )
    simple, autre = places_of(map_ateliers(ATELIERS, GEO))
    assert choisi.taille > simple.taille == autre.taille > ecarte.taille
    assert ecarte.encre != simple.encre
    assert choisi.mot.gras
    assert not ecarte.mot.gras


def test_an_empty_choice_puts_all_aside_and_no_choice_puts_none():
    simple = {p.encre for p in places_of(map_ateliers(ATELIERS, GEO))}
    aucun = {p.encre for p in places_of(map_ateliers(ATELIERS, GEO, en_avant=set()))}
    assert simple.isdisjoint(aucun)


def test_outlines_turn_clockwise_whatever_the_file_says():
    for anneau in (CARRE, CARRE[::-1]):
        entite = {
            "properties": {"code": "1"},
            "geometry": {"type": "Polygon", "coordinates": [anneau]},
        }
        exterieur = contours_of({"features": [entite]}).zones[0].geometrie["coordinates"][0][0]
        aire = sum(
            x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(exterieur, exterieur[1:], strict=False)
        )
        assert aire < 0


def test_shapes_travel_inside_the_figure(publie):
    zones = to_figure(map_ateliers(*publie)).data[0]
    entete, texte = zones.geojson.split(",", 1)
    assert entete == "data:application/json"
    assert [f["id"] for f in json.loads(unquote(texte))["features"]] == list(zones.locations)


def test_map_of_the_published_data_is_valid_and_weighs_under_45_kilobytes(publie):
    figure = to_figure(map_ateliers(*publie, selection=(publie[0]["id"].iloc[0],)))
    go.Figure(figure.to_dict())
    assert len(figure.to_json().encode()) <= 45_000


def test_every_published_name_is_written_on_a_desk_and_on_a_phone(publie):
    ateliers, geo = publie
    for compact in (False, True):
        points = points_of(to_figure(map_ateliers(ateliers, geo, compact=compact)))
        assert [t.replace("<br>", " ").replace("- ", "-") for t in points.text] == list(
            ateliers["nom"]
        )


def screen_boxes(dessin, largeur):
    """Rectangles of all texts and points of a map drawn `largeur` pixels wide."""
    cadrage = replace(dessin.cadrage, largeur=largeur)
    boites = []
    for point in (p for m in dessin.marques if isinstance(m, Points) for p in m.points):
        x, y = cadrage.to_screen(point.x, point.y)
        rayon = point.taille / 2
        if rayon:
            boites.append(Boite(x - rayon, y - rayon, x + rayon, y + rayon))
        if point.mot:
            mots = "\n".join(point.mot.lignes)
            boites.append(text_box(mots, x, y, point.mot.taille, point.mot.cote, rayon))
    return boites


@pytest.mark.parametrize("largeur", [640, 350])
def test_no_name_covers_another_nor_a_point(publie, largeur):
    boites = screen_boxes(map_ateliers(*publie), largeur)
    # Longitudes of area names are rounded: a twentieth of a pixel.
    serrees = [Boite(b.gauche + 0.2, b.haut + 0.2, b.droite - 0.2, b.bas - 0.2) for b in boites]
    assert not [paire for paire in combinations(serrees, 2) if paire[0].touches(paire[1])]


@pytest.mark.parametrize("largeur", [560, 900])
def test_every_area_has_its_name_inside_it(publie, largeur):
    dessin = map_ateliers(*publie, largeur=largeur)
    noms = {
        "".join(p.mot.lignes): p
        for m in dessin.marques
        if isinstance(m, Points)
        for p in m.points
        if p.mot and not p.symbole
    }
    contours = contours_of(publie[1])
    assert set(noms) == {zone.nom.upper() for zone in contours.zones}
    for zone in contours.zones:
        point = noms[zone.nom.upper()]
        moitie = text_width(point.mot.lignes[0], point.mot.taille) / 2
        x, y = dessin.cadrage.to_screen(point.x, point.y)
        a, b = (dessin.cadrage.to_screen(*zone.forme.bounds[i : i + 2]) for i in (0, 2))
        assert a[0] <= x - moitie
        assert x + moitie <= b[0]
        assert zone.forme.contains(shapely.Point(point.x, point.y))


def test_where_there_is_no_room_the_first_names_win_and_none_overlap():
    points = [(50, 50), (52, 50), (50, 52)]
    etiquettes = [
        Etiquette(f"Un nom assez long {i}", [point], 13, 3) for i, point in enumerate(points)
    ]
    places, _ = place_labels(etiquettes, [Boite(0, 0, 130, 100)], [2, 0, 1])
    assert 1 <= len(places) < 3
    assert 2 in places
    ecrites = [text_box(p.texte, *points[i], 13, p.position, 3) for i, p in places.items()]
    assert not any(a.touches(b) for a, b in combinations(ecrites, 2))


def test_a_long_name_may_take_two_lines():
    assert text_variants("Mortagne-au-Perche") == ("Mortagne-au-Perche", "Mortagne-\nau-Perche")
    assert text_variants("Le Havre") == ("Le Havre",)


def test_missing_shapes_or_points_still_draw():
    for ateliers, geo in [
        (ATELIERS, None),
        (ATELIERS.head(0), GEO),
        (ATELIERS.head(0), None),
        (ATELIERS.tail(1), {}),
    ]:
        figure = to_figure(map_ateliers(ateliers, geo), "dark")
        go.Figure(figure.to_dict())
        assert figure.layout.height >= 60


def test_nothing_moves_under_a_finger(publie):
    assert to_figure(map_ateliers(*publie)).layout.dragmode not in (
        None,
        "pan",
        "zoom",
        "select",
        "lasso",
    )


def test_drawing_the_same_map_again_takes_a_few_milliseconds(publie):
    to_figure(map_ateliers(*publie))
    debut = time.process_time()
    for _ in range(10):
        to_figure(map_ateliers(*publie))
    assert (time.process_time() - debut) / 10 < 0.05


def test_table_lists_workshops_that_the_map_cannot_place():
    table = map_ateliers(ATELIERS, None).table()
    assert list(table["Atelier"]) == ["Nord", "Sud & Est", "Ailleurs"]
    assert list(table["Date"])[:2] == [
        "8 novembre 2022, probable (annonce de presse)",
        "non publiée",
    ]
    assert list(table["Sur la carte"])[1:] == ["oui", "non : lieu sans coordonnées"]


def test_text_alternative_counts_by_area_and_tells_what_is_missing():
    texte = map_ateliers(ATELIERS, None).alt
    assert texte.startswith("Carte de 3 ateliers dans 2 départements : Alpha 2, Bêta 1.")
    assert texte.endswith("1 sans coordonnées publiées n’est pas sur la carte.")
    assert map_ateliers(ATELIERS.head(0), None).alt == "Carte des ateliers : aucun atelier."
