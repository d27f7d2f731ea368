"""Tables of what committees follow: words, signs and dates, rows as people read them."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from concertation.analyse.avancement.cellules import is_late, with_progress
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import INSECABLE, format_date, format_nombre, format_pourcent
from concertation.declarations.action import ACTION, EN_RETARD, STATUT
from concertation.declarations.indicateur import INDICATEUR
from concertation.declarations.point_etape import METEO, POINT_ETAPE
from concertation.recits.blocs import Tableau, tabulate
from concertation.recits.champs import join_lines, tell_fields
from concertation.recits.contexte import Contexte
from concertation.recits.releve import AGIS, DITS, tell_money, tell_period

INDIQUES = tuple(champ.nom for champ in INDICATEUR.champs if champ.nom != "composante")
RIEN = "–"
Say = Callable[[Any], str]


def table_cells(
    contexte: Contexte, cellules: pd.DataFrame, largeurs: Mapping[str, int], titre: str = ""
) -> Tableau:
    """Cells of the review, a row each: the columns that `largeurs` names, so large."""
    publie = contexte.acteur.reads_public_only

    def tell_day(cellule: Any) -> str:
        return format_date(cellule["date"], "courte", vide=RIEN)

    def tell_meteo(cellule: Any) -> str:
        return METEO.mot(cellule["meteo"])

    colonnes: dict[str, tuple[str, Say]] = {
        "engagement": ("Engagement", contexte.name_engagement),
        "territoire": ("Territoire", lambda c: str(c["nom"])),
        "meteo": ("Météo", tell_meteo),
        "meteo_lue": (tell_absence("meteo", publie), tell_meteo),
        "au": ("Au", tell_day),
        "dernier": (tell_absence("dernier", publie), tell_day),
        "synthese": ("Synthèse", lambda c: c["synthese"].strip() or RIEN),
        "progression": ("Progression", lambda c: format_pourcent(c["progression"], 0, vide=RIEN)),
        "nombre": (tell_absence("actions", publie), lambda c: str(c["nb_actions"])),
        "actions": (tell_absence("actions", publie), _count_actions),
    }
    choisies = [(colonnes[nom][0], part, colonnes[nom][1]) for nom, part in largeurs.items()]
    return tabulate(list_records(cellules), *choisies, meteo=1, titre=titre)


def _count_actions(cellule: Mapping[str, Any]) -> str:
    mots = [str(cellule["nb_actions"])]
    if cellule["nb_en_retard"]:
        mots.append(f"{cellule['nb_en_retard']}{INSECABLE}en retard")
    if cellule["nb_bloquees"]:
        bloquees = int(cellule["nb_bloquees"])
        mots.append(f"{bloquees}{INSECABLE}bloquée" + "s" * (bloquees > 1))
    return ", ".join(mots)


def table_points(contexte: Contexte, points: pd.DataFrame) -> Tableau:
    """Words of committees, the newest first."""
    return tabulate(
        list_records(points.sort_values(["date", "id"], ascending=False)),
        ("Date", 13, lambda p: format_date(p["date"], "courte")),
        ("Territoire", 20, contexte.name_place),
        ("Météo", 22, lambda p: METEO.mot(p["meteo"])),
        ("Synthèse", 45, lambda p: join_lines(
            p["synthese"], *tell_fields(POINT_ETAPE, "fiche", p, DITS)) or RIEN),
        meteo=2,
    )  # fmt: skip


def table_actions(contexte: Contexte, actions: pd.DataFrame, colonne: str, name: Say) -> Tableau:
    """Actions with their money, earliest end first; who leads is told but to readers.

    `name` gives the words of the column `colonne` (its territory, or its engagement).
    """
    argent = tell_money(contexte.need_store().financements.list(contexte.acteur))
    tri = actions.assign(retard=is_late(actions, contexte.jour))
    noms = not contexte.acteur.reads_public_only
    parts = (32, 14, 15, 11, 18, 10) if noms else (36, 16, 16, 12, 20, 0)
    colonnes: list[tuple[str, Say]] = [
        ("Action", lambda a: join_lines(
            a["intitule"], a["description"],
            *tell_fields(ACTION, "fiche", a, (*AGIS, "description")))),
        (colonne, name),
        ("Calendrier", lambda a: tell_period(a["debut"], a["fin"])),
        ("État", lambda a: STATUT.mot(a["statut"]) + (f"\n{EN_RETARD}" if a["retard"] else "")),
        ("Financement", lambda a: argent.get(int(a["id"]), "Non renseigné")),
        ("Porteur", lambda a: a["porteur"].strip() or "À désigner"),
    ]  # fmt: skip
    return tabulate(
        list_records(tri.sort_values(["fin", "id"], na_position="last")),
        *((nom, part, tell) for (nom, tell), part in zip(colonnes, parts, strict=True) if part),
    )


def table_indicateurs(
    contexte: Contexte, indicateurs: pd.DataFrame, mesures: pd.DataFrame
) -> Tableau:
    """Indicators with where they started, their last measure, their target and the way done."""

    def say(valeur: str, jour: str) -> Say:
        return lambda i: _figure(i[valeur], i["unite"], i[jour])

    return tabulate(
        list_records(with_progress(indicateurs, mesures)),
        ("Indicateur", 30, lambda i: join_lines(
            i["libelle"], *tell_fields(INDICATEUR, "fiche", i, INDIQUES))),
        ("Territoire", 16, contexte.name_place),
        ("Départ", 14, say("valeur_initiale", "date_initiale")),
        ("Dernier relevé", 14, say("actuel", "date_actuelle")),
        ("Cible", 14, say("cible", "date_cible")),
        ("Progression", 12, lambda i: format_pourcent(
            i["progression"], 0, vide="Non calculable")),
    )  # fmt: skip


def _figure(valeur: Any, unite: str, jour: Any) -> str:
    nombre = format_nombre(valeur, vide="")
    if not nombre:
        return "Non renseignée"
    date = format_date(jour, "courte", vide="")
    return " ".join(mot for mot in (nombre, unite.strip()) if mot) + (f" ({date})" if date else "")
