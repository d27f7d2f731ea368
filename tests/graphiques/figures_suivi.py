"""Small frames in the shape that the charts of follow-up take, and one figure of each kind."""

import datetime as dt
import functools

import pandas as pd

from concertation.declarations.action import NATURE
from concertation.graphiques.dessins.courbe import curve_mesures
from concertation.graphiques.dessins.gantt import gantt_actions
from concertation.graphiques.dessins.grille import heat_grille
from concertation.graphiques.dessins.groupes import Quantite, bars_groupes
from concertation.graphiques.dessins.propositions import bars_decisions
from concertation.graphiques.lecteurs.plotly import to_figure

AUJOURDHUI = dt.date(2026, 11, 22)
ENGAGEMENTS = {"E1": "Exercice coordonné", "E2": "Enseignants universitaires", "E3": "Aller-vers"}
NAN = float("nan")


def cells_of(*lignes):
    """Cells as the screen gives them."""
    frame = pd.DataFrame(
        lignes,
        columns=[
            "engagement",
            "territoire",
            "territoire_nom",
            "meteo",
            "progression",
            "date",
            "nb_en_retard",
        ],
    )
    return frame.astype({"progression": "float64", "date": "datetime64[us]"})


CELLULES = cells_of(
    ("E1", "D1", "Calvados", "securises", 42.4, "2026-03-12", 0),
    ("E1", "D2", "Eure", "atteignables", 100.0, "2026-10-01", 12),
    ("E1", "D3", "Seine-Maritime", "appuis", None, "2026-01-31", 1),
    ("E2", "D1", "Calvados", "", None, None, 0),
    ("E2", "D2", "Eure", "", None, None, 0),
    ("E2", "D3", "Seine-Maritime", "atteignables", 7.0, "2026-02-12", 0),
    ("E3", "D1", "Calvados", "", None, None, 3),
    ("E3", "D2", "Eure", "securises", 0.0, "2026-03-12", 0),
    ("E3", "D3", "Seine-Maritime", "compromis", 12.0, "2025-12-12", 0),
)
MESURES = pd.DataFrame(
    [
        (1, pd.Timestamp(2024, 1, 15), 12.5, "Tableau de bord", False),
        (2, pd.Timestamp(2024, 9, 1), 31.0, "Enquête", True),
        (3, pd.Timestamp(2025, 6, 1), 21.0, "Tableau de bord", False),
        (4, pd.Timestamp(2026, 9, 1), 26.0, "Tableau de bord", False),
    ],
    columns=["id", "date", "valeur", "source", "contestee"],
)
SUIVI = {
    "unite": "structures",
    "valeur_initiale": 12.0,
    "date_initiale": pd.Timestamp(2023, 6, 30),
    "cible": 40.0,
    "date_cible": pd.Timestamp(2027, 12, 31),
}
ACTIONS = pd.DataFrame(
    [
        (1, "E1", "Recruter", "en_cours", "2026-01-12", "2026-06-30", True),
        (
            2,
            "E1",
            "Signer un protocole de délégation entre médecins et infirmiers du territoire",
            "bloquee",
            "2025-09-01",
            "2027-03-01",
            False,
        ),
        (3, "E2", "Journée d’échanges", "realisee", "2026-03-03", "2026-03-03", False),
        (4, "E3", "Médicobus", "a_venir", "2027-01-01", None, False),
        (5, "E3", "Transport", "en_pause", None, "2026-10-01", True),
        (6, "E3", "Recensement des besoins", "abandonnee", None, None, False),
    ],
    columns=["id", "engagement", "intitule", "statut", "debut", "fin", "en_retard"],
).astype({"debut": "datetime64[us]", "fin": "datetime64[us]"})
DECISIONS = pd.DataFrame(
    [("acces", "Accès", 12, 5, 2, 1, 7), ("prevention", "Prévention", 0, 20, 0, 0, 1)],
    columns=[
        "theme",
        "nom_court",
        "a_instruire",
        "retenue",
        "deja_engagee",
        "a_approfondir",
        "ecartee",
    ],
)


QUANTITES = [
    Quantite("Agence", "Prévu : 1 000 € (2026)", 1000, NATURE.signe("prevu")),
    Quantite("Agence", "Dépensé : 500 € (2026)", 500, NATURE.signe("depense")),
    Quantite("Région", "Prévu : 250 € (2027)", 250, NATURE.signe("prevu")),
]


def all_dessins(compact):
    """One drawing of each kind, for a wide screen or a phone."""
    largeur = 340 if compact else 700
    return {
        "grille": heat_grille(CELLULES, ENGAGEMENTS, pixels=largeur),
        "groupes": bars_groupes(QUANTITES, largeur),
        "courbe": curve_mesures(MESURES, SUIVI),
        "gantt": gantt_actions(ACTIONS, ENGAGEMENTS, AUJOURDHUI, largeur=largeur),
        "statuts": bars_decisions(DECISIONS, compact),
    }


@functools.cache
def all_figures(mode, compact):
    """The same as figures of the screen."""
    return {nom: to_figure(dessin, mode) for nom, dessin in all_dessins(compact).items()}


def texts(figure):
    """Every text that stands on the figure."""
    ecrits = [a.text for a in figure.layout.annotations]
    return ecrits + [t for trace in figure.data for t in trace.text or ()]


def marks(figure, genre):
    """The first trace of a kind that holds ids."""
    return next(t for t in figure.data if t.type == genre and t.customdata is not None)
