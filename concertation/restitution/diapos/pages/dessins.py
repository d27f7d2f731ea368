"""Charts of slides: the figures of the screens, at the size of a slide, with their series."""

from typing import Any

import pandas as pd

from concertation.analyse.selection.propositions import count_theme_portee
from concertation.donnees import DonneeIndisponible, Donnees
from concertation.graphiques.carte import ateliers as carte
from concertation.graphiques.dessins import participation, propositions
from concertation.graphiques.gabarit import theme_color
from concertation.recits.blocs import Graphique, Serie

DEMI = 420  # pixels of a figure in half a slide
CARTE = 520
GAUFRE = 390


def draw_propositions(donnees: Donnees, theme: str = "") -> Graphique:
    """Mirrored bars of proposals by theme and reach; the other themes fade beside `theme`."""
    comptes = count_theme_portee(donnees.table("propositions"), donnees.table("themes"))
    figure = propositions.bars_propositions(comptes, "light", [theme] if theme else [])
    return _graphique(
        "barres_opposees",
        figure,
        DEMI,
        propositions.describe_propositions(comptes),
        propositions.table_propositions(comptes),
        categories=tuple(comptes["nom_court"]),
        series=(
            Serie("Locales", _floats(comptes["locale"]), theme_color(0, "light")),
            Serie("Nationales", _floats(comptes["nationale"]), theme_color(0, "light"), True),
        ),
    )


def draw_participation(donnees: Donnees) -> Graphique:
    """The waffle of a hundred participants."""
    parts = donnees.table("participation")
    return _graphique(
        "parts",
        participation.waffle_participation(parts, "light"),
        GAUFRE,
        participation.describe_participation(parts),
        participation.table_participation(parts),
        categories=tuple(str(c).capitalize() for c in parts["categorie"]),
        series=(Serie("Part (%)", _floats(parts["part"].fillna(0)), theme_color(0, "light")),),
    )


def draw_ateliers(donnees: Donnees) -> Graphique:
    """The map of the workshops."""
    ateliers = donnees.table("ateliers")
    figure = carte.map_ateliers(ateliers, _outlines(donnees), "light", largeur=CARTE)
    return _graphique(
        "carte",
        figure,
        CARTE,
        carte.describe_ateliers(ateliers),
        carte.table_ateliers(ateliers),
    )


def _outlines(donnees: Donnees) -> Any:
    try:
        return donnees.geo("departements")
    except DonneeIndisponible:
        return None


def _graphique(
    nature: str, figure: Any, largeur: int, alt: str, table: pd.DataFrame, **reste: Any
) -> Graphique:
    return Graphique(
        nature,
        figure.to_plotly_json(),
        largeur,
        int(figure.layout.height),
        alt,
        colonnes=tuple(str(nom) for nom in table.columns),
        lignes=tuple(tuple(_text(v) for v in ligne) for ligne in table.itertuples(index=False)),
        **reste,
    )


def _text(valeur: Any) -> str:
    return "" if valeur is None or valeur is pd.NA or valeur != valeur else str(valeur)


def _floats(valeurs: Any) -> tuple[float, ...]:
    return tuple(float(v) for v in valeurs)
