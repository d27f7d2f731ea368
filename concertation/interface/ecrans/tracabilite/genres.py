"""The kinds of the chain: their words and icons, the table that holds each, its screen."""

from collections.abc import Iterable
from typing import NamedTuple

from concertation.analyse.chaine.graphe import Graphe, Noeud
from concertation.interface.socle import registre
from concertation.interface.socle.registre import DONNEES, FEUILLE_ROUTE, PROPOSITIONS


class Genre(NamedTuple):
    """A kind of node, in words; `icone` never stands without them.

    Its sheets are on the screen `fiche`, the one that the parameter `param` names when it names
    any; `reserves`: its rows have reservations that a reader of the chain must know.
    """

    plusieurs: str
    icone: str
    table: str = ""
    fiche: registre.Ecran = DONNEES
    param: str = ""
    reserves: bool = False


GENRES = {
    "theme": Genre("Thèmes", "category", "themes", PROPOSITIONS, "theme"),
    "proposition": Genre(
        "Propositions", "format_list_bulleted", "propositions", PROPOSITIONS, "fiche"
    ),
    "engagement": Genre("Engagements", "handshake", "engagements"),
    "composante": Genre("Composantes d’engagement", "checklist", "composantes", reserves=True),
    "instruction": Genre("Décisions des comités", "gavel", fiche=registre.INSTRUCTION),
    "feuille": Genre("Feuilles de route", "map"),
    "priorite": Genre("Priorités", "flag", "priorites", FEUILLE_ROUTE, "priorite", True),
    "chantier": Genre("Chantiers", "construction", "chantiers"),
    "action": Genre("Actions publiées", "task_alt", "actions", FEUILLE_ROUTE, "action", True),
    "dispositif": Genre("Dispositifs", "medical_services", "dispositifs", DONNEES, "fiche", True),
    "action_suivi": Genre(
        "Actions des comités", "groups", fiche=registre.PLAN_ACTION, param="action"
    ),
    "indicateur_suivi": Genre("Indicateurs des comités", "monitoring", fiche=registre.INDICATEURS),
    "mesure": Genre("Résultats publiés", "bar_chart", "mesures", reserves=True),
    "mesure_suivi": Genre("Mesures des comités", "timeline", fiche=registre.INDICATEURS),
}
COLONNES = {
    0: "Thèmes", 1: "Propositions", 2: "Engagements, décisions", 3: "Priorités",
    4: "Actions et dispositifs", 5: "Résultats",
}  # fmt: skip


def sheet_of(graphe: Graphe, noeud: Noeud) -> tuple[registre.Ecran, dict[str, str]]:
    """The screen that tells all about a node, and its parameters."""
    if noeud.type in ("engagement", "composante"):
        engagement = next(iter(graphe.wholes(noeud)), noeud)
        return DONNEES, {"fichier": "composantes", "engagement": engagement.id}
    genre = GENRES[noeud.type]
    if genre.fiche == DONNEES and genre.param:
        return DONNEES, {"fichier": genre.table, genre.param: noeud.id}
    if genre.fiche == DONNEES:
        return DONNEES, {"fichier": genre.table or "liens"}
    return genre.fiche, {genre.param: noeud.id} if genre.param else {}


def targets_of(noeuds: Iterable[Noeud]) -> list[tuple[str, str]]:
    """(file, id) of the nodes that a reservation may be about."""
    return [(GENRES[n.type].table, n.id) for n in noeuds if GENRES[n.type].reserves]
