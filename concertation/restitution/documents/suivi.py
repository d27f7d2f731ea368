"""Tables of what committees follow, for documents: words, signs and dates, rows as people read."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from concertation.analyse.avancement.cellules import is_late, with_progress
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import INSECABLE, format_date, format_nombre, format_pourcent
from concertation.declarations.action import ACTION, EN_RETARD, STATUT
from concertation.declarations.indicateur import INDICATEUR
from concertation.declarations.point_etape import METEO, POINT_ETAPE
from concertation.recits.blocs import Bloc, Section, Tableau
from concertation.recits.champs import tell_fields
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.releve.sections import AGIS, DITS, tell_money, tell_period
from concertation.suivi.socle.erreurs import ErreurSuivi

INDIQUES = tuple(champ.nom for champ in INDICATEUR.champs if champ.nom != "composante")
RIEN = "–"
SANS_CIBLE = "Non renseignée"


def followed(contexte: Contexte, titre: str, build: Callable[[], list[Section]]) -> list[Section]:
    """The sections of follow-up, or one that says why they can't be read: the rest goes on."""
    try:
        contexte.need_store()
        return build()
    except (DiapoImpossible, ErreurSuivi) as erreur:
        return [Section(titre, vide=str(erreur))]


def silence(contexte: Contexte, quoi: str, territoire: str = "") -> str:
    """« Aucune action n'est publiée. » to a reader, « … saisie. » to who reads drafts."""
    return tell_absence(quoi, contexte.reads_partly(territoire))


def _reads(contexte: Contexte) -> bool:
    return contexte.acteur.reads_public_only


def in_table(tableau: Tableau) -> tuple[Bloc, ...]:
    """The table as the blocks of a section; none when it has no row."""
    return (tableau,) if tableau.lignes else ()


def name_engagement(contexte: Contexte, cle: str) -> str:
    """« E1 – Exercice coordonné »."""
    return " – ".join(mot for mot in (cle, contexte.engagements.get(cle, "")) if mot)


def name_place(contexte: Contexte, cle: str) -> str:
    """The territory's name, its id where no file names it."""
    return contexte.territoires.get(cle, cle)


def table_cells(
    cellules: pd.DataFrame, premiere: str, name: Callable[[Any], str], publie: bool
) -> Tableau:
    """Cells of the review, a row each; `name` gives the words of column `premiere`, `publie`,
    whether they hold what is published only."""
    lignes = list_records(cellules)
    return Tableau(
        (
            premiere,
            tell_absence("meteo", publie),
            "Au",
            "Synthèse",
            "Progression",
            tell_absence("actions", publie),
        ),
        tuple(
            (
                name(c),
                METEO.mot(c["meteo"]),
                format_date(c["date"], "courte", vide=RIEN),
                c["synthese"].strip() or RIEN,
                format_pourcent(c["progression"], 0, vide=RIEN),
                _count_actions(c),
            )
            for c in lignes
        ),
        (16, 18, 11, 32, 11, 12),
        tuple((rang, 1, str(c["meteo"])) for rang, c in enumerate(lignes)),
    )


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
    lignes = list_records(points.sort_values(["date", "id"], ascending=False))
    return Tableau(
        ("Date", "Territoire", "Météo", "Synthèse"),
        tuple(
            (
                format_date(p["date"], "courte"),
                name_place(contexte, p["territoire"]),
                METEO.mot(p["meteo"]),
                _lines(p["synthese"], *tell_fields(POINT_ETAPE, "fiche", p, DITS)) or RIEN,
            )
            for p in lignes
        ),
        (13, 20, 22, 45),
        tuple((rang, 2, str(p["meteo"])) for rang, p in enumerate(lignes)),
    )


def table_actions(
    contexte: Contexte, actions: pd.DataFrame, colonne: str, name: Callable[[Any], str]
) -> Tableau:
    """Actions with their money, earliest end first; who leads is told but to readers.

    `name` gives the words of the column `colonne` (its territory, or its engagement).
    """
    argent: dict[int, list[str]] = {}
    for ligne in list_records(contexte.need_store().financements.list(contexte.acteur)):
        argent.setdefault(int(ligne["action_id"]), []).append(tell_money(ligne))
    tri = actions.assign(retard=is_late(actions, contexte.jour))
    tri = tri.sort_values(["fin", "id"], na_position="last")
    noms = not _reads(contexte)
    return Tableau(
        ("Action", colonne, "Calendrier", "État", "Financement", *(("Porteur",) if noms else ())),
        tuple(
            (
                _lines(
                    a["intitule"],
                    a["description"],
                    *tell_fields(ACTION, "fiche", a, (*AGIS, "description")),
                ),
                name(a),
                tell_period(a["debut"], a["fin"]),
                STATUT.mot(a["statut"]) + (f"\n{EN_RETARD}" if a["retard"] else ""),
                "\n".join(argent.get(int(a["id"]), ())) or "Non renseigné",
                *((a["porteur"].strip() or "À désigner",) if noms else ()),
            )
            for a in list_records(tri)
        ),
        (32, 14, 15, 11, 18, 10) if noms else (36, 16, 16, 12, 20),
    )


def table_indicateurs(
    contexte: Contexte, indicateurs: pd.DataFrame, mesures: pd.DataFrame
) -> Tableau:
    """Indicators with where they started, their last measure, their target and the way done."""
    return Tableau(
        ("Indicateur", "Territoire", "Départ", "Dernier relevé", "Cible", "Progression"),
        tuple(
            (
                _lines(i["libelle"], *tell_fields(INDICATEUR, "fiche", i, INDIQUES)),
                name_place(contexte, i["territoire"]),
                _figure(i["valeur_initiale"], i["unite"], i["date_initiale"]),
                _figure(i["actuel"], i["unite"], i["date_actuelle"]),
                _figure(i["cible"], i["unite"], i["date_cible"]),
                format_pourcent(i["progression"], 0, vide="Non calculable"),
            )
            for i in list_records(with_progress(indicateurs, mesures))
        ),
        (30, 16, 14, 14, 14, 12),
    )


def _lines(*textes: str) -> str:
    return "\n".join(nu for texte in textes if (nu := texte.strip()))


def _figure(valeur: Any, unite: str, jour: Any) -> str:
    nombre = format_nombre(valeur, vide="")
    if not nombre:
        return SANS_CIBLE
    date = format_date(jour, "courte", vide="")
    return " ".join(mot for mot in (nombre, unite.strip()) if mot) + (f" ({date})" if date else "")


def in_places(frame: pd.DataFrame, lieux: Iterable[str]) -> pd.DataFrame:
    """The rows of these territories."""
    return frame[frame["territoire"].isin(set(lieux))]
