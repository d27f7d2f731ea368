"""Charts of slides: the drawings of the screens, at the size of a slide."""

from collections.abc import Mapping
from typing import Any

from concertation.analyse.selection.propositions import count_theme_portee
from concertation.donnees import DonneeIndisponible, Donnees
from concertation.graphiques.carte.ateliers import map_ateliers
from concertation.graphiques.dessins.participation import waffle_participation
from concertation.graphiques.dessins.propositions import bars_propositions
from concertation.recits.blocs import Graphique

DEMI = 420  # pixels of a drawing in half a slide
CARTE = 520
GAUFRE = 390


def draw_propositions(donnees: Donnees, theme: str = "") -> Graphique:
    """Mirrored bars of proposals by theme and reach; the other themes fade beside `theme`."""
    comptes = count_theme_portee(donnees.table("propositions"), donnees.table("themes"))
    return Graphique(bars_propositions(comptes, [theme] if theme else []), DEMI)


def draw_participation(donnees: Donnees) -> Graphique:
    """The waffle of a hundred participants."""
    return Graphique(waffle_participation(donnees.table("participation")), GAUFRE)


def draw_ateliers(donnees: Donnees) -> Graphique:
    """The map of the workshops."""
    ateliers = donnees.table("ateliers")
    return Graphique(map_ateliers(ateliers, _outlines(donnees), largeur=CARTE), CARTE)


def _outlines(donnees: Donnees) -> Mapping[str, Any] | None:
    try:
        return donnees.geo("departements")
    except DonneeIndisponible:
        return None
