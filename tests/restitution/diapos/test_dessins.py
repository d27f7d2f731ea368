"""Charts of decks that a file keeps: those of today, and those frozen by a former version."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from concertation.analyse.mots.textes import fold
from concertation.analyse.selection.propositions import count_theme_portee
from concertation.donnees import load_donnees, soft_geo
from concertation.graphiques.carte.cartes import map_ateliers
from concertation.graphiques.dessins.propositions import bars_propositions
from concertation.graphiques.lecteurs.svg import to_svg
from concertation.recits.blocs import Graphique
from concertation.recits.contexte import Contexte
from concertation.restitution.diapos.lecture import read_json, read_pages, to_json
from concertation.restitution.diapos.pages.publies import DEMI, compose_participants
from concertation.restitution.pptx.document import to_pptx
from tests.aides.dossiers import VALMONT

# A deck frozen when its charts were figures of the library of the screens.
ANCIEN = Path(__file__).with_name("diaporama_figures.json").read_text("utf-8")


def read_frozen(texte):
    """The deck with its pages, as a base keeps them: a file's are left out."""
    pages = read_pages(json.dumps(json.loads(texte)["pages"]))
    return replace(read_json(texte), pages=pages)


def charts_of(deck):
    return [bloc for page in deck.pages for bloc in page.blocs if isinstance(bloc, Graphique)]


def charts_now():
    donnees = load_donnees(VALMONT)
    theme = str(donnees.table("themes")["id"].iloc[0])
    comptes = count_theme_portee(donnees.table("propositions"), donnees.table("themes"))
    contexte = Contexte(donnees, dt.date(2031, 5, 1))
    pages = tuple(compose_participants(contexte, {}))
    contours = soft_geo(donnees, "departements")
    return [
        *(Graphique(bars_propositions(comptes, choix), DEMI) for choix in ([], [theme])),
        *(bloc for page in pages for bloc in page.blocs if isinstance(bloc, Graphique)),
        Graphique(map_ateliers(donnees.table("ateliers"), contours, largeur=520), 520),
    ]


def shapes_of(svg):
    """How many of each element a drawing has, and its words."""
    return {nom: svg.count(f"<{nom} ") for nom in ("rect", "path", "circle", "text", "pattern")}


@pytest.mark.parametrize("rang", range(4))
def test_a_chart_frozen_by_a_former_version_is_drawn_as_today(rang):
    lu, attendu = charts_of(read_frozen(ANCIEN))[rang], charts_now()[rang]
    assert shapes_of(to_svg(lu.dessin)) == shapes_of(to_svg(attendu.dessin))
    assert fold(lu.alt) == fold(attendu.alt), "typed with plain spaces then"
    assert (lu.largeur, lu.hauteur) == (attendu.largeur, attendu.hauteur)
    ecrits = [fold(repr(c.table).replace("\\xa0", " ")) for c in (lu, attendu)]
    assert ecrits[0] == ecrits[1]
    assert lu.dessin.categories == attendu.dessin.categories
    assert [(s.nom, s.valeurs, s.hachure) for s in lu.dessin.series] == [
        (s.nom, s.valeurs, s.hachure) for s in attendu.dessin.series
    ]


def test_such_a_deck_is_written_in_the_form_of_today_and_loses_nothing():
    deck = read_frozen(ANCIEN)
    ecrit = to_json(deck)
    assert "figure" not in json.loads(ecrit)["pages"][0]["blocs"][0]
    relu = read_frozen(ecrit)
    assert to_json(relu) == ecrit
    assert [to_svg(c.dessin) for c in charts_of(relu)] == [
        to_svg(c.dessin) for c in charts_of(deck)
    ]
    assert len(to_pptx("Essai", deck.pages)) > 20_000


@pytest.mark.parametrize(
    "gate",
    [
        lambda bloc: bloc["figure"]["data"][0].update(type="film"),
        lambda bloc: bloc["figure"]["data"][0]["marker"].update(color="javascript:alert(1)"),
        lambda bloc: bloc.update(figure=None),
        lambda bloc: bloc.update(figure={"data": 3, "layout": []}),
        lambda bloc: bloc.update(dessin={"genre": "Barre"}),
    ],
)
def test_a_chart_that_is_not_ours_is_told_by_its_words(gate):
    plat = json.loads(ANCIEN)
    bloc = plat["pages"][0]["blocs"][0]
    gate(bloc)
    if "dessin" in bloc:
        bloc["dessin"] |= {"alt": bloc["alt"], "hauteur": bloc["hauteur"]}
    deck = read_frozen(json.dumps(plat))
    lu = charts_of(deck)[0]
    assert not lu.dessin.marques
    assert fold(lu.alt).startswith("14 propositions")
    assert to_pptx("Essai", deck.pages)
