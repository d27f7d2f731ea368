"""Charts drawn without a browser."""

import datetime as dt
import itertools
import re
import struct
from dataclasses import replace
from xml.etree import ElementTree

import pandas as pd
import pytest
import typst

from concertation.analyse.mots.typographie import typeset
from concertation.graphiques.contours import contours_of, frame_map
from concertation.graphiques.dessin import Barre, Barres, Dessin, Mot, Note, Point, Points, Trait
from concertation.graphiques.dessins.gantt import gantt_actions
from concertation.graphiques.dessins.propositions import bars_propositions
from concertation.graphiques.lecteurs.svg import size_of, to_svg
from concertation.graphiques.style import ENCRES
from concertation.restitution.images import POLICE, draw_image, polices, to_png, view_of
from tests.graphiques.figures_toutes import DONNEES, all_builders, every_dessin

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


def words_asked(dessin):
    """The words that a chart asks for, without spaces."""
    mots = [note.mot for note in dessin.notes]
    mots += [p.mot for m in dessin.marques if isinstance(m, Points) for p in m.points if p.mot]
    return [t for mot in mots if (t := "".join("".join(mot.lignes).split()))]


def drawing(*marques, hauteur=100, **reste):
    return Dessin("Ce qu’il montre", pd.DataFrame, hauteur, marques, **reste)


def test_every_builder_has_a_drawing_here():
    assert set(all_builders()) == {nom for nom, _ in every_dessin()}


def test_no_picture_is_much_higher_than_wide():
    for cle, dessin in every_dessin().items():
        image = draw_image(dessin, titre="Un titre", mentions=("Une réserve de ce dessin. " * 20,))
        large, haut = view_of(image)
        assert haut <= 1.5 * large, cle
        assert set(words_asked(dessin)) <= set(words_of(image)), cle


@pytest.mark.parametrize(("mode", "compact"), CAS)
def test_every_chart_is_drawn_with_all_its_words_and_nothing_foreign(mode, compact):
    for cle, dessin in every_dessin(compact).items():
        svg = to_svg(dessin, 340 if compact else 860, titre="Un <titre>", mode=mode)
        racine = ElementTree.fromstring(svg)
        assert sorted(words_of(svg)) == sorted(words_asked(dessin)), cle
        assert {e.tag.removeprefix(SVG) for e in racine.iter()} <= BALISES, cle
        assert not re.search(r"href|style=|class=|url\((?!#)|rgba|NaN|nan\b|inf\b", svg), cle
        assert racine.get("role") == "img"
        assert racine.find(f"{SVG}title").text == "Un <titre>"
        assert racine.find(f"{SVG}desc").text == typeset(dessin.alt)


def test_every_mark_of_a_chart_is_drawn():
    for cle, dessin in every_dessin().items():
        marques = sum(
            bool(p.symbole) for m in dessin.marques if isinstance(m, Points) for p in m.points
        )
        svg = to_svg(dessin, 700)
        corps = svg.partition("</defs>")[2] or svg
        traits = len(re.findall(r'<path d="M[\d.,]+H', corps))  # a symbol that is a mere line
        dessines = len(re.findall("<circle|<path transform", corps))
        assert dessines <= marques <= dessines + traits, cle


def test_two_drawings_on_a_page_share_no_id():
    svgs = [to_svg(d, 700) for d in every_dessin().values()]
    identifiants = [i for svg in svgs for i in re.findall(r' id="([^"]+)"', svg)]
    assert len(identifiants) == len(set(identifiants))
    for svg in svgs:
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(identifiants)


def test_what_no_reader_knows_is_refused_by_its_name():
    with pytest.raises(ValueError, match="hourglass"):
        to_svg(drawing(Points((Point(0, 0, "hourglass", 9, "accent"),))))
    with pytest.raises(KeyError, match="arc-en-ciel"):
        to_svg(drawing(Barres((Barre(0, 0, 1, 10, "arc-en-ciel"),))))
    with pytest.raises(ValueError, match="javascript"):
        to_svg(drawing(Points((Point(0, 0, "circle", 9, "#javascript:1"),))))


def test_words_of_people_are_never_markup():
    texte = "<script>alert(1)</script> & <i>co</i>\x00\x0b <image href='x'>"
    dessin = drawing(notes=(Note(0, 0, Mot((texte,))),))
    svg = to_svg(dessin, 300, alt="<b>&\x01", titre="\ud800<x>")
    assert words_of(svg) == ["<script>alert(1)</script>&<i>co</i><imagehref='x'>"]
    assert ElementTree.fromstring(svg).find(f"{SVG}desc").text == "<b>&"


def test_what_begins_a_line_is_in_bold_and_the_rest_is_not():
    mot = Mot(("47 % soignants", "47 autres"), forts=("47 %",))
    texte = ElementTree.fromstring(to_svg(drawing(notes=(Note(0, 0, mot),)))).find(f"{SVG}text")
    gras = [e.text for e in texte.iter(f"{SVG}tspan") if e.get("font-weight")]
    assert gras == ["47 %"]
    assert mot._replace(gras=True).pieces() == [[("47 % soignants", True)], [("47 autres", True)]]


def test_axis_units_fall_on_their_pixels():
    dessin = drawing(Barres((Barre(0.5, 10, 0.5, 20, "accent"),)), gauche=20)
    rect = ElementTree.fromstring(to_svg(dessin, 220, 200)).find(f"{SVG}rect")
    assert [rect.get(c) for c in ("x", "y", "width", "height")] == ["120", "20", "100", "40"]


def test_lines_stand_under_the_bars_unless_they_say_over():
    bas, haut = (Trait((("M", 0, 5), ("L", 1, 5)), "texte", dessus=d) for d in (False, True))
    barre = Barres((Barre(0, 0, 1, 10, "accent"),))
    ordres = [
        [
            e.tag.removeprefix(SVG)
            for e in ElementTree.fromstring(to_svg(drawing(barre, traits=[t])))
        ]
        for t in (bas, haut)
    ]
    assert ordres == [["desc", "path", "rect"], ["desc", "rect", "path"]]


def test_map_falls_where_its_names_were_placed():
    """The names are placed by `Cadrage`, the areas drawn by the projection: they must agree."""
    dessin = every_dessin()["map_ateliers", "tous"]
    largeur, hauteur = size_of(dessin)
    contours = contours_of(DONNEES.geo("departements"))
    lieux = DONNEES.table("ateliers").dropna(subset=["latitude", "longitude"])
    points = list(zip(lieux["longitude"], lieux["latitude"], strict=True))
    boites = [z.bounds for z in contours.zones] + [(x, y, x, y) for x, y in points]
    cadrage = frame_map(boites, largeur)
    racine = ElementTree.fromstring(to_svg(dessin))
    ronds = [(float(c.get("cx")), float(c.get("cy"))) for c in racine.iter(f"{SVG}circle")]
    for rond, lieu in zip(ronds, points, strict=True):
        assert rond == pytest.approx(cadrage.to_screen(*lieu), abs=1.5)
    chemins = [p for p in racine.iter(f"{SVG}path") if "M" in p.get("d")]
    assert len(chemins) == len(contours.zones)
    nombres = [float(n) for p in chemins for n in re.findall(r"[\d.]+", p.get("d"))]
    assert max(nombres) <= largeur
    assert hauteur == pytest.approx(cadrage.hauteur, abs=1)


def test_coordinates_stay_light():
    dessin = to_svg(every_dessin()["map_territoires", "couches"], 860, 560)
    assert not re.search(r"\d\.\d\d", re.sub(r"opacity=\"[^\"]*\"", "", dessin))
    assert len(dessin) < 120_000


# Pictures


def test_png_has_the_width_asked_and_the_shape_of_the_drawing():
    dessin = to_svg(every_dessin()["bars_propositions", "toutes"], 860, 560)
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
    barres = every_dessin()["bars_propositions", "toutes"]
    dessin = draw_image(
        barres,
        titre="95 propositions, par thème",
        mentions=["Source : le livret", "Fichiers au 22 novembre 2026"],
        avertissement="Données fictives",
        mode=mode,
    )
    mots = words_of(dessin)
    assert mots[0] == "95propositions,parthème"
    assert mots[-3:] == ["Donnéesfictives", "Source:lelivret", "Fichiersau22novembre2026"]
    assert set(words_asked(barres)) <= set(mots)
    racine = ElementTree.fromstring(dessin)
    assert racine.find(f"{SVG}rect").get("fill") == ENCRES[mode]["fond"]
    # Nothing falls off the ground.
    hauteur = float(racine.get("height"))
    assert max(float(t.get("y", 0)) for t in racine.findall(f"{SVG}text")) < hauteur - 10
    assert to_png(dessin, 1496).startswith(b"\x89PNG")


def test_a_long_plan_is_a_picture_in_columns_each_under_its_dates():
    lignes = [
        {"id": rang, "engagement": "E1", "intitule": f"Action {rang}", "statut": "en_cours",
         "debut": pd.Timestamp(2026, 1, 1), "fin": pd.Timestamp(2026, 12, 31), "en_retard": False}
        for rang in range(120)
    ]  # fmt: skip
    dessin = gantt_actions(pd.DataFrame(lignes), {"E1": "Un"}, dt.date(2026, 6, 1), 700)
    assert dessin.hauteur > 5 * 700
    image = ElementTree.fromstring(draw_image(dessin, titre="Plan", mentions=["Source : essai"]))
    assert float(image.get("height")) <= 1.5 * float(image.get("width"))
    parts = [vue.get("viewBox").split() for vue in image.findall(f"{SVG}svg")]
    entetes, corps = parts[::2], parts[1::2]
    assert len(entetes) > 1
    assert len(set(map(tuple, entetes))) == 1
    # One after the other, all of it, and no action in two parts.
    bords = [(float(y), float(y) + float(haut)) for _, y, _, haut in corps]
    for (_, fin), (debut, _) in itertools.pairwise(bords):
        assert abs(fin - debut) < 0.2
        assert not any(b.y < fin < b.y + b.hauteur for b in dessin.marques[0].barres)
    assert abs(bords[-1][1] - dessin.hauteur) < 0.2
    assert to_png(draw_image(dessin, titre="Plan"), 1600).startswith(b"\x89PNG")


def test_a_notebook_asks_a_chart_for_its_drawing():
    comptes = pd.DataFrame(
        [("a", "Alpha", 3, 5)], columns=["theme", "nom_court", "locale", "nationale"]
    )
    dessin = bars_propositions(comptes)
    assert words_of(dessin._repr_svg_()) == words_of(to_svg(replace(dessin)))
    assert list(dessin.table()["Total"]) == [8]
