"""Charts drawn without a browser."""

import re
import struct
from html import unescape
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest
import typst

from concertation.graphiques.carte.cadrage import frame_map
from concertation.graphiques.carte.contours import contours_of
from concertation.graphiques.gabarit import ENCRES, build_figure
from concertation.graphiques.lecteurs.svg import size_of, to_svg
from concertation.graphiques.lecteurs.svg_traits import symbol_path
from concertation.graphiques.signes import note, page_layout
from concertation.restitution.images import POLICE, draw_image, polices, to_png
from tests.graphiques.figures_toutes import DONNEES, all_builders, every_figure

SVG = "{http://www.w3.org/2000/svg}"
CAS = [(mode, compact) for mode in ("light", "dark") for compact in (False, True)]
BALISES = {
    "svg", "title", "desc", "defs", "pattern", "g", "path", "rect", "circle", "ellipse", "text",
    "tspan",
}  # fmt: skip


def words_of(dessin):
    """All the words of a drawing, without spaces."""
    racine = ElementTree.fromstring(dessin)
    return ["".join("".join(t.itertext()).split()) for t in racine.iter(f"{SVG}text")]


def words_asked(figure):
    """The words that a figure asks for, without mark-up nor spaces."""
    plan = figure.to_dict()
    textes = [a["text"] for a in plan["layout"].get("annotations", ())]
    textes += [t for trace in plan["data"] for t in trace.get("text", ())]
    nus = (unescape(re.sub(r"</?(?:b|br|span)\b[^>]*>", "", t)) for t in textes)
    return [t for nu in nus if (t := "".join(nu.split()))]


def test_every_builder_has_a_figure_here():
    assert set(all_builders()) == {nom for nom, _ in every_figure("light")}


@pytest.mark.parametrize(("mode", "compact"), CAS)
def test_every_chart_is_drawn_with_all_its_words_and_nothing_foreign(mode, compact):
    for cle, figure in every_figure(mode, compact).items():
        dessin = to_svg(figure, 340 if compact else 860, alt="Ce qu'il montre", titre="Un <titre>")
        racine = ElementTree.fromstring(dessin)
        assert sorted(words_of(dessin)) == sorted(words_asked(figure)), cle
        assert {e.tag.removeprefix(SVG) for e in racine.iter()} <= BALISES, cle
        assert not re.search(r"href|style=|class=|url\((?!#)|rgba|NaN|nan\b|inf\b", dessin), cle
        assert racine.get("role") == "img"
        assert racine.find(f"{SVG}title").text == "Un <titre>"
        assert racine.find(f"{SVG}desc").text == "Ce qu'il montre"


def test_every_mark_of_a_chart_is_drawn():
    for cle, figure in every_figure("light").items():
        marques = sum(
            len(t.x if t.type == "scatter" else t.lon)
            for t in figure.data
            if t.type in ("scatter", "scattergeo") and "markers" in t.mode
        )
        dessin = to_svg(figure, 700, alt="x")
        corps = dessin.partition("</defs>")[2] or dessin
        traits = len(re.findall(r'<path d="M[\d.,]+H', corps))  # a symbol that is a mere line
        dessines = len(re.findall("<circle|<path transform", corps))
        assert dessines <= marques <= dessines + traits, cle


def test_two_drawings_on_a_page_share_no_id():
    figures = list(every_figure("light").values())
    dessins = [to_svg(f, 700, alt=f"n° {i}") for i, f in enumerate(figures)]
    identifiants = [i for d in dessins for i in re.findall(r' id="([^"]+)"', d)]
    assert len(identifiants) == len(set(identifiants))
    for dessin in dessins:
        assert set(re.findall(r"url\(#([^)]+)\)", dessin)) <= set(identifiants)


def test_drawing_says_nothing_of_a_figure_it_does_not_know():
    with pytest.raises(ValueError, match="heatmap, pie"):
        to_svg({"data": [{"type": "pie"}, {"type": "heatmap"}], "layout": {}}, 300, alt="x")
    with pytest.raises(ValueError, match="gradué"):
        to_svg(go.Figure(go.Bar(x=[1], y=[1])), 300, alt="x")
    with pytest.raises(ValueError, match="hourglass"):
        symbol_path("hourglass", 10)
    fleche = {"text": "là", "x": 0, "y": 0, "showarrow": True}
    with pytest.raises(ValueError, match="fléchée"):
        to_svg(build_figure([], page_layout(60, [fleche]), "light"), 300, alt="x")


def test_words_of_people_are_never_markup():
    texte = "&lt;script>alert(1)&lt;/script> & <i>co</i>\x00\x0b <image href='x'>"
    figure = build_figure([], page_layout(60, [note(texte, 0, 0)]), "light")
    dessin = to_svg(figure, 300, alt="<b>&\x01", titre="\ud800<x>")
    assert words_of(dessin) == ["<script>alert(1)</script>&co<imagehref='x'>"]
    assert ElementTree.fromstring(dessin).find(f"{SVG}desc").text == "<b>&"


def test_axis_units_fall_on_their_pixels():
    page = page_layout(100, formes=[{"type": "rect", "x0": 0.5, "x1": 1, "y0": 10, "y1": 30}])
    figure = build_figure([], {**page, "margin": {"l": 20, "r": 0, "t": 0, "b": 0}}, "light")
    rect = ElementTree.fromstring(to_svg(figure, 220, 200, alt="x")).find(f"{SVG}rect")
    assert [rect.get(c) for c in ("x", "y", "width", "height")] == ["120", "20", "100", "40"]


def test_map_falls_where_its_names_were_placed():
    """The names are placed by `Cadrage`, the areas drawn by the projection: they must agree."""
    figure = every_figure("light")["map_ateliers", "tous"]
    largeur, hauteur = size_of(figure)
    contours = contours_of(DONNEES.geo("departements"))
    lieux = DONNEES.table("ateliers").dropna(subset=["latitude", "longitude"])
    points = list(zip(lieux["longitude"], lieux["latitude"], strict=True))
    boites = [z.bounds for z in contours.zones] + [(x, y, x, y) for x, y in points]
    cadrage = frame_map(boites, largeur)
    racine = ElementTree.fromstring(to_svg(figure, largeur, alt="x"))
    ronds = [(float(c.get("cx")), float(c.get("cy"))) for c in racine.iter(f"{SVG}circle")]
    for rond, lieu in zip(ronds, points, strict=True):
        assert rond == pytest.approx(cadrage.to_screen(*lieu), abs=1.5)
    chemins = [p for p in racine.iter(f"{SVG}path") if "M" in p.get("d")]
    assert len(chemins) == len(contours.zones)
    nombres = [float(n) for p in chemins for n in re.findall(r"[\d.]+", p.get("d"))]
    assert max(nombres) <= largeur
    assert hauteur == pytest.approx(cadrage.hauteur, abs=1)


def test_coordinates_stay_light():
    dessin = to_svg(every_figure("light")["map_territoires", "couches"], 860, 560, alt="x")
    assert not re.search(r"\d\.\d\d", re.sub(r"opacity=\"[^\"]*\"", "", dessin))
    assert len(dessin) < 120_000


# Pictures


def test_png_has_the_width_asked_and_the_shape_of_the_drawing():
    figure = every_figure("light")["bars_propositions", "toutes"]
    dessin = to_svg(figure, 860, 560, alt="x")
    for largeur in (333, 860, 1720):
        png = to_png(dessin, largeur)
        assert png.startswith(b"\x89PNG")
        large, haut = struct.unpack(">II", png[16:24])
        assert large == largeur
        assert haut == pytest.approx(largeur * 560 / 860, abs=1)


@pytest.mark.parametrize("texte", ["", "du texte", "<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_drawing_gives_no_png(texte):
    with pytest.raises(ValueError, match="viewBox"):
        to_png(texte, 100)


def test_fonts_are_ours_and_bear_no_reserved_name():
    fontes = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[polices()]
    )
    assert fontes.families() == [POLICE]
    assert {(f.style, f.weight) for f in fontes.fonts()} == {
        (style, poids) for style in ("normal", "italic") for poids in (400, 700)
    }
    assert "SIL OPEN FONT LICENSE Version 1.1" in (polices() / "OFL.txt").read_text("utf-8")
    for fichier in polices().glob("*.ttf"):
        assert fichier.stat().st_size < 120_000


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_picture_carries_its_title_its_source_and_its_warning(mode):
    figure = every_figure(mode)["bars_propositions", "toutes"]
    dessin = draw_image(
        figure,
        titre="95 propositions, par thème",
        alt="Des barres",
        mentions=["Source : le livret", "Données du 22 novembre 2026"],
        avertissement="Données fictives",
        mode=mode,
    )
    mots = words_of(dessin)
    assert mots[0] == "95propositions,parthème"
    assert mots[-3:] == ["Donnéesfictives", "Source:lelivret", "Donnéesdu22novembre2026"]
    assert set(words_asked(figure)) <= set(mots)
    racine = ElementTree.fromstring(dessin)
    assert racine.find(f"{SVG}rect").get("fill") == ENCRES[mode].fond
    # Nothing falls off the ground.
    hauteur = float(racine.get("height"))
    assert max(float(t.get("y", 0)) for t in racine.findall(f"{SVG}text")) < hauteur - 10
    assert to_png(dessin, 1496).startswith(b"\x89PNG")
