"""« Note de revue »: what moved since a day, what asks for attention, then every cell."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from concertation.analyse.avancement.attention import SILENCE_JOURS, attention
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import motifs_attention, tell_absence
from concertation.analyse.mots.formats import INSECABLE, format_date, format_nombre
from concertation.analyse.territoires.noms import every_territoire
from concertation.declarations.point_etape import METEO, NON_RENSEIGNE
from concertation.declarations.veille import GRAVITE
from concertation.graphiques.dessins.grille import heat_grille
from concertation.recits.blocs import Bloc, Graphique, Liste, Puce, Section, Tableau, Texte
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.revue import (
    NIVEAUX,
    inside,
    level_of,
    read_changements,
    tell_changements,
    tell_points,
)
from concertation.restitution.documents.cachet import build_document
from concertation.restitution.documents.modele import Document
from concertation.restitution.documents.suivi import in_table, name_engagement, table_cells

LARGEUR_GRILLE = 660  # pixels across the page


def build_revue(contexte: Contexte, parametres: Mapping[str, Any]) -> Document:
    """The review (`niveau`, `depuis` an ISO day, `territoire` with those in it).

    Raises DiapoImpossible without follow-up, ErreurSuivi when it can't be read.
    """
    territoire = str(parametres.get("territoire") or "")
    if territoire:
        contexte.require(contexte.territoires, territoire, "Le territoire")
    niveau = str(parametres.get("niveau") or "") or level_of(contexte, territoire)
    contexte.require(NIVEAUX, niveau, "Le niveau")
    revue = contexte.revue(niveau)
    lieux = inside(contexte, territoire) if territoire else set(contexte.territoires)
    cellules = revue.cellules[revue.cellules["territoire"].isin(lieux)]
    if cellules.empty:
        raise DiapoImpossible("Aucun engagement n'est suivi pour ces territoires.")
    changements, depuis = read_changements(
        contexte, str(parametres.get("depuis") or ""), territoire
    )
    points = attention(
        cellules,
        revue.actions,
        revue.indicateurs,
        revue.points,
        contexte.jour,
        SILENCE_JOURS,
        not contexte.acteur.reads_public_only,
        contexte.reads_partly,
    )
    partiel = contexte.reads_partly(territoire)
    ou = contexte.territoires[territoire] if territoire else NIVEAUX[niveau]
    return build_document(
        contexte,
        "Note de revue",
        "Revue des engagements" + (f" – {ou}" if territoire else ""),
        [
            Section("En bref", _summary(cellules, changements, points, depuis, partiel)),
            Section(
                f"Ce qui a changé depuis le {format_date(depuis)}",
                in_table(_moves(changements)),
                f"{tell_absence('changement', partiel)}.",
            ),
            Section(
                "Ce qui demande attention",
                in_table(_alerts(contexte, points)),
                f"{tell_absence('attention', partiel)}.",
            ),
            *_cells(contexte, cellules),
        ],
        sous_titre=f"Au {format_date(contexte.jour)}",
        filtres=f"{ou}, changements depuis le {format_date(depuis)}",
    )


def _summary(
    cellules: pd.DataFrame,
    changements: pd.DataFrame,
    points: pd.DataFrame,
    depuis: Any,
    partiel: bool,
) -> tuple[Bloc, ...]:
    comptes = cellules["meteo"].value_counts()
    dites = int((cellules["meteo"] != NON_RENSEIGNE).sum())
    pluriel = "s" * (dites > 1)
    puces = [
        Puce(
            f"{format_nombre(dites)} cellule{pluriel} "
            f"{tell_absence(f'renseignee{pluriel}', partiel)} sur "
            f"{format_nombre(len(cellules))}",
            sous=tuple(
                f"{mot}{INSECABLE}: {format_nombre(int(comptes[code]))}"
                for code, mot in METEO.items()
                if code in comptes
            ),
        ),
        Puce(_plural(len(changements), "changement") + f" depuis le {format_date(depuis)}"),
        Puce(
            _plural(len(points), "point") + " d'attention",
            sous=tuple(
                f"gravité {mot.lower()}{INSECABLE}: {int((points['gravite'] == code).sum())}"
                for code, mot in GRAVITE.items()
                if (points["gravite"] == code).any()
            ),
        ),
    ]
    return (Liste(tuple(puces)),)


def _plural(nombre: int, mot: str) -> str:
    return f"{format_nombre(nombre)} {mot}" + "s" * (nombre > 1)


def _moves(changements: pd.DataFrame) -> Tableau:
    return Tableau(
        ("Date", "Ce qui a changé"),
        tuple(
            (format_date(jour, "courte", vide="–"), puce.dit)
            for jour, puce in zip(changements["date"], tell_changements(changements), strict=True)
        ),
        (13, 87),
    )


def _alerts(contexte: Contexte, points: pd.DataFrame) -> Tableau:
    motifs = motifs_attention(contexte.reads_partly())
    lieux = every_territoire(contexte.donnees)
    return Tableau(
        ("Gravité", "Engagement", "Territoire", "Motif"),
        tuple(
            (
                GRAVITE.mot(p["gravite"]),
                p["engagement"],
                lieux.get(p["lieu"] or p["territoire"], p["territoire"]),
                puce.dit,
            )
            for p, puce in zip(list_records(points), tell_points(points, motifs), strict=True)
        ),
        (11, 13, 18, 58),
    )


def _cells(contexte: Contexte, cellules: pd.DataFrame) -> list[Section]:
    """The picture of all cells, then one table an engagement."""
    sections = [
        Section(
            "Toutes les cellules",
            (
                _draw(contexte, cellules),
                Texte(("Les mêmes cellules, avec leurs mots :",), "discret"),
            ),
        )
    ]
    for engagement in dict.fromkeys(cellules["engagement"]):
        siennes = cellules[cellules["engagement"] == engagement]
        tableau = table_cells(
            siennes, "Territoire", lambda c: str(c["nom"]), contexte.acteur.reads_public_only
        )
        titre = name_engagement(contexte, str(engagement))
        sections.append(Section(titre, (tableau,), niveau=2))
    return sections


def _draw(contexte: Contexte, cellules: pd.DataFrame) -> Graphique:
    nommees = cellules.rename(columns={"nom": "territoire_nom"})
    dessin = heat_grille(nommees, contexte.engagements, largeur=LARGEUR_GRILLE)
    return Graphique(dessin, LARGEUR_GRILLE)
