"""One drawing or more of each builder, on the published data and on the small follow-up frames."""

import functools
import importlib
import inspect
import pkgutil

import pandas as pd

from concertation import graphiques
from concertation.analyse.chaine.comptes import build_flux, matrix_links
from concertation.analyse.chaine.construction import build_graphe
from concertation.analyse.feuille_route.chiffres import read_chiffres
from concertation.analyse.feuille_route.lecture import list_actions, list_faits, mesures_of
from concertation.analyse.selection.propositions import count_theme_portee
from concertation.donnees import load_donnees
from concertation.donnees.schemas import RACINE
from concertation.graphiques.carte.cartes import (
    FOND,
    SURFACE,
    TRAIT,
    Couche,
    map_ateliers,
    map_territoires,
)
from concertation.graphiques.dessin import Dessin
from concertation.graphiques.dessins.courbe import curve_mesures
from concertation.graphiques.dessins.frise_faits import timeline_faits
from concertation.graphiques.dessins.gantt import gantt_actions
from concertation.graphiques.dessins.grille import heat_grille, heat_matrice
from concertation.graphiques.dessins.groupes import bars_groupes
from concertation.graphiques.dessins.mesures import bars_jauges, bars_parts
from concertation.graphiques.dessins.participation import waffle_participation
from concertation.graphiques.dessins.propositions import bars_decisions, bars_propositions
from concertation.graphiques.dessins.sankey import flows_chaine
from concertation.graphiques.lecteurs.plotly import to_figure
from tests.graphiques.figures_suivi import (
    ACTIONS,
    AUJOURDHUI,
    CELLULES,
    DECISIONS,
    ENGAGEMENTS,
    MESURES,
    QUANTITES,
    SUIVI,
)

DONNEES = load_donnees(RACINE / "data")
FEUILLE = "FR-LE-HAVRE"


def all_builders():
    """Public functions of the charts that give a drawing, by name."""
    trouves = {}
    for module in pkgutil.walk_packages(graphiques.__path__, f"{graphiques.__name__}."):
        nom = module.name
        for cle, f in inspect.getmembers(importlib.import_module(nom), inspect.isfunction):
            est_dessin = inspect.signature(f).return_annotation is Dessin
            if est_dessin and f.__module__ == nom and not cle.startswith("_"):
                trouves[cle] = f
    for cle in ("message", "build_map", "read_ancien"):
        trouves.pop(cle)
    return trouves


@functools.cache
@functools.cache
def every_figure(mode, compact=False):
    """{(builder's name, case): figure of the screen}, for a wide screen or a phone."""
    return {cle: to_figure(dessin, mode) for cle, dessin in every_dessin(compact).items()}


@functools.cache
def every_dessin(compact=False):
    """{(builder's name, case): drawing}, for a wide screen or a phone."""
    largeur = 340 if compact else 700
    figures = {
        (f.__name__, cas): f(*arguments, **options)
        for f, cas, arguments, options in [*_published(compact), *_followed(compact)]
    }
    graphe = build_graphe(DONNEES)
    flux = build_flux(graphe)
    themes = [n.id for n in graphe.of_type("theme")]
    rangs = {r: f"Rang {r}" for r in flux.noeuds["rang"].unique()}
    figures["flows_chaine", "toute"] = flows_chaine(
        flux.noeuds, flux.aretes, rangs, themes=themes, largeur=340 if compact else 1000
    )
    matrice = matrix_links(graphe, graphe.of_type("engagement"), "composante")
    large = 340 if compact else 1000
    figures["heat_matrice", "engagements"] = heat_matrice(matrice, {}, {}, largeur=large)
    figures["bars_decisions", "suivi"] = bars_decisions(DECISIONS, compact)
    figures["bars_groupes", "suivi"] = bars_groupes(QUANTITES, largeur)
    return figures


def _published(compact):
    table = DONNEES.table
    comptes = count_theme_portee(table("propositions"), table("themes"))
    yield bars_propositions, "toutes", (comptes,), {}
    yield bars_propositions, "choisie", (comptes, (comptes["theme"][0],), ("locale",)), {}
    yield waffle_participation, "parts", (table("participation"),), {}
    ateliers, departements = table("ateliers"), DONNEES.geo("departements")
    options = {"compact": compact}
    yield map_ateliers, "tous", (ateliers, departements), options
    choix = {"selection": [ateliers["id"][3]], "en_avant": set(ateliers["id"][:9])}
    actifs = {"actif_departements": [departements["features"][0]["properties"]["code"]]}
    yield map_ateliers, "choisi", (ateliers, departements), {**options, **choix, **actifs}
    yield map_ateliers, "sans contours", (ateliers, None), options
    yield (
        map_territoires,
        "couches",
        (_layers(), _points(ateliers), "D76", "Seine-Maritime"),
        options,
    )
    actions = list_actions(DONNEES, FEUILLE)
    titres = dict(zip(actions["id"], actions["titre_court"], strict=True))
    faits = list_faits(DONNEES, FEUILLE)
    yield timeline_faits, "faits", (faits, titres, 340 if compact else 720), {}
    yield timeline_faits, "aucun", (faits.iloc[:0], titres), {}
    for action in actions["id"]:
        chiffres = read_chiffres(mesures_of(DONNEES, action))
        for tout in [c for c in chiffres if c.is_tout]:
            yield bars_parts, tout.mesure["id"], (tout,), {}
        jauges = [c for c in chiffres if c.is_jauge]
        if jauges:
            yield bars_jauges, action, (jauges,), {}


def _layers():
    territoires = DONNEES.table("territoires")

    def layer(fond, niveau, style):
        siens = territoires[territoires["niveau"] == niveau]
        return Couche(DONNEES.geo(fond), dict(zip(siens["code"], siens["id"], strict=True)), style)

    zones = DONNEES.table("zones_prioritaires")
    return {
        "Départements": layer("departements", "departement", FOND),
        "Arrondissements": layer("arrondissements", "arrondissement", TRAIT),
        "Zones": Couche(
            DONNEES.geo("epci"),
            dict(zip(zones["siren"], zones["territoire"], strict=True)),
            SURFACE,
        ),
    }


def _points(ateliers):
    genres = ["atelier", "dispositif", "action"]
    lignes = ateliers[ateliers["latitude"].notna()].to_dict("records")
    return pd.DataFrame(
        [
            (a["id"], genres[i % 3], a["nom"], "détail", a["latitude"], a["longitude"])
            for i, a in enumerate(lignes)
        ],
        columns=["id", "genre", "nom", "detail", "latitude", "longitude"],
    )


def _followed(compact):
    largeur = 340 if compact else 700
    yield heat_grille, "suivi", (CELLULES, ENGAGEMENTS), {"pixels": largeur}
    yield curve_mesures, "suivi", (MESURES, SUIVI), {}
    yield curve_mesures, "aucune", (MESURES.iloc[:0], dict.fromkeys(SUIVI)), {}
    yield gantt_actions, "suivi", (ACTIONS, ENGAGEMENTS, AUJOURDHUI), {"largeur": largeur}
