"""Charts of follow-up in a real browser: what is clicked, and words that never meet."""

import base64
import json
from importlib.resources import files

import pytest

from concertation.graphiques.lecteurs.plotly import CONTOURS_VIDES
from concertation.graphiques.lecteurs.svg import size_of, to_svg
from tests.graphiques.figures_suivi import all_figures
from tests.graphiques.figures_toutes import every_dessin, every_figure

FONT = "SourceSansVF-Upright*.woff2"
# Words that cross, or that leave the drawing, by more than the air around letters.
MEET = """() => {
    const cadre = document.querySelector('.main-svg').getBoundingClientRect();
    const mots = [...document.querySelectorAll('.main-svg text')]
        .filter(t => t.textContent.trim())
        .map(t => [t.textContent, t.getBoundingClientRect()]);
    const fautes = mots.filter(([, r]) => r.left < cadre.left - 1 || r.right > cadre.right + 1
        || r.top < cadre.top - 3 || r.bottom > cadre.bottom + 3).map(([t]) => 'cut: ' + t);
    for (let i = 0; i < mots.length; i++) for (let j = 0; j < i; j++) {
        const [a, b] = [mots[i][1], mots[j][1]];
        const x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (x > 1 && y > 5) fautes.push(mots[i][0] + ' / ' + mots[j][0]);
    }
    return fautes;
}"""
DRAW = """async ([figure, largeur, topojsonURL]) => {
    document.body.innerHTML = '<div id="g" style="width:' + largeur + 'px"></div>';
    [window.clics, window.survols] = [[], 0];
    const layout = {...figure.layout, width: largeur, clickmode: 'event+select'};
    // Quick clicks here and there are no double click.
    const options = {displayModeBar: false, doubleClickDelay: 1, topojsonURL};
    await Plotly.newPlot('g', figure.data, layout, options);
    document.getElementById('g').on('plotly_hover', () => { window.survols += 1; });
    document.getElementById('g').on('plotly_selected', e => {
        if (e) window.clics.push(...e.points.map(p => p.customdata));
    });
}"""

# Where each text stands in a drawing, in pixels from its corner.
PLACES = """selecteur => {
    const cadre = document.querySelector(selecteur).getBoundingClientRect();
    return [...document.querySelectorAll(selecteur + ' text')]
        .filter(t => t.textContent.trim())
        .map(t => [t.textContent.replace(/\\s+/g, ''), t.getBoundingClientRect()])
        .map(([mots, r]) => [mots, r.left - cadre.left, r.top - cadre.top,
            r.right - cadre.left, r.bottom - cadre.top]);
}"""
BESIDE = "svg => document.body.insertAdjacentHTML('beforeend', '<div id=s>' + svg + '</div>')"


@pytest.fixture(scope="module")
def draw(browser):
    """Draw a figure at a width, on a page that has nothing but Plotly."""
    page = browser.new_page(viewport={"width": 1100, "height": 1600})
    page.set_content("<!doctype html><body style='margin:20px'></body>")
    script = files("plotly").joinpath("package_data", "plotly.min.js")
    # The letters that the application serves.
    lettres = next(files("streamlit").joinpath("static", "static", "media").glob(FONT))
    adresse = base64.b64encode(lettres.read_bytes()).decode()
    page.add_style_tag(
        content="@font-face { font-family: 'Source Sans'; font-weight: 200 900;"
        f" src: url(data:font/woff2;base64,{adresse}); }}"
    )
    page.evaluate("document.fonts.load('15px \"Source Sans\"')")
    page.add_script_tag(content=script.read_text(encoding="utf-8"))

    def draw_one(figure, largeur):
        page.evaluate(DRAW, [json.loads(figure.to_json()), largeur, CONTOURS_VIDES])
        return page

    yield draw_one
    page.close()


@pytest.mark.parametrize("largeur", [340, 700, 1000])
@pytest.mark.parametrize("nom", list(all_figures("light", False)))
def test_words_are_whole_and_never_meet(draw, nom, largeur):
    figure = all_figures("light", largeur < 480)[nom]
    assert draw(figure, largeur).evaluate(MEET) == []


def id_of(donnee):
    return tuple(donnee) if isinstance(donnee, list | tuple) else donnee


# Bars that compare amounts lead nowhere: they carry no id.
REPONDENT = [
    nom
    for nom, figure in all_figures("light", False).items()
    if any(trace.customdata is not None for trace in figure.data)
]


@pytest.mark.parametrize("largeur", [340, 1000])
@pytest.mark.parametrize("nom", REPONDENT)
def test_each_mark_answers_a_click_with_its_id(draw, nom, largeur):
    figure = all_figures("light", largeur < 480)[nom]
    trace = next(t for t in figure.data if t.customdata is not None)
    page = draw(figure, largeur)
    couche = ".barlayer .trace.bars" if trace.type == "bar" else ".scatterlayer .trace"
    rang = [t for t in figure.data if t.type == trace.type].index(trace)
    points = page.locator(couche).nth(rang).locator(".points path")
    for i, donnee in enumerate(trace.customdata):
        boite = points.nth(i).bounding_box()
        page.evaluate("[window.clics, window.survols] = [[], 0]")
        page.mouse.move(boite["x"] + boite["width"] / 2, boite["y"] + boite["height"] / 2)
        page.wait_for_function("window.survols > 0", timeout=5_000)
        page.mouse.down()
        page.mouse.up()
        page.wait_for_function("window.clics.length > 0", timeout=5_000)
        assert {id_of(c) for c in page.evaluate("window.clics")} == {id_of(donnee)}


# One test for all: to name them, they would be drawn by whoever collects.
def test_drawings_without_browser_write_where_the_browser_does(draw):
    for cle, dessin in every_dessin().items():
        page = draw(every_figure("light")[cle], size_of(dessin)[0])
        page.evaluate(BESIDE, to_svg(dessin))
        attendus = sorted(page.evaluate(PLACES, ".main-svg"))
        ecrits = sorted(page.evaluate(PLACES, "#s svg"))
        assert [mots for mots, *_ in ecrits] == [mots for mots, *_ in attendus], cle
        # The browser's library frames a map by arcs a little wider than its edges.
        marge = 4 if "map" in cle[0] else 2
        for (mots, *ecrit), (_, *attendu) in zip(ecrits, attendus, strict=True):
            assert ecrit == pytest.approx(attendu, abs=marge), (cle, mots)
