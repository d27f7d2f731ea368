"""The words of the chain on screens: kinds, names of nodes, natures of links, where a sheet is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from concertation.analyse.chaine.graphe import EDITORIAL, PUBLIE, Arete, Graphe, Noeud
from concertation.analyse.chaine.mots import UN_GENRE
from concertation.donnees import Donnees, soft_table
from concertation.interface.socle.registre import (
    DONNEES,
    FEUILLE_ROUTE,
    INDICATEURS,
    INSTRUCTION,
    PLAN_ACTION,
    PROPOSITIONS,
    Ecran,
)
from concertation.interface.socle.textes import escape
from concertation.recits.chaine import tell_link, tell_reason


@dataclass(frozen=True)
class Genre:
    """A kind of node, in words; `icone` never stands without them."""

    un: str
    plusieurs: str
    icone: str


# The plural of each kind, and its icon.
_PLUSIEURS = {
    "theme": ("Thèmes", "category"),
    "proposition": ("Propositions", "format_list_bulleted"),
    "engagement": ("Engagements", "handshake"),
    "composante": ("Composantes d'engagement", "checklist"),
    "instruction": ("Décisions des comités", "gavel"),
    "feuille": ("Feuilles de route", "map"),
    "priorite": ("Priorités", "flag"),
    "chantier": ("Chantiers", "construction"),
    "action": ("Actions publiées", "task_alt"),
    "dispositif": ("Dispositifs", "medical_services"),
    "action_suivi": ("Actions des comités", "groups"),
    "indicateur_suivi": ("Indicateurs des comités", "monitoring"),
    "mesure": ("Résultats publiés", "bar_chart"),
    "mesure_suivi": ("Mesures des comités", "timeline"),
}
GENRES = {type_: Genre(un, *_PLUSIEURS[type_]) for type_, un in UN_GENRE.items()}
COLONNES = {
    0: "Thèmes", 1: "Propositions", 2: "Engagements et décisions", 3: "Priorités",
    4: "Actions et dispositifs", 5: "Résultats",
}  # fmt: skip
_TABLES = {
    "theme": "themes", "proposition": "propositions", "engagement": "engagements",
    "composante": "composantes", "priorite": "priorites", "chantier": "chantiers",
    "action": "actions", "dispositif": "dispositifs", "mesure": "mesures",
}  # fmt: skip


def nature_text(arete: Arete) -> str:
    """Markdown: who says that two things are linked, and why."""
    signe = {PUBLIE: "article", EDITORIAL: "link"}.get(arete.nature, "groups")
    raison = tell_reason(arete)
    suite = f" : {escape(raison)}" if raison else ""
    return f":material/{signe}: **{tell_link(arete)}**{suite}"


def sheet_of(graphe: Graphe, noeud: Noeud) -> tuple[Ecran, dict[str, str]]:
    """The screen that tells all about a node, and its parameters."""
    if noeud.type == "proposition":
        return PROPOSITIONS, {"fiche": noeud.id}
    if noeud.type == "theme":
        return PROPOSITIONS, {"theme": noeud.id}
    if noeud.type in ("engagement", "composante"):
        engagement = next(iter(graphe.wholes(noeud)), noeud)
        return DONNEES, {"fichier": "composantes", "engagement": engagement.id}
    if noeud.type == "action_suivi":
        return PLAN_ACTION, {"action": noeud.id}
    if noeud.type in ("indicateur_suivi", "mesure_suivi"):
        return INDICATEURS, {}
    if noeud.type == "instruction":
        return INSTRUCTION, {}
    if noeud.type in ("action", "priorite"):
        return FEUILLE_ROUTE, {noeud.type: noeud.id}
    return DONNEES, {"fichier": _TABLES.get(noeud.type, "liens")}


def source_of(donnees: Donnees, noeuds: Iterable[Noeud]) -> list[str]:
    """The cell `source` of each node's row, "" for what committees entered."""
    return [_sources(donnees, _TABLES.get(noeud.type, "")).get(noeud.id, "") for noeud in noeuds]


@lru_cache(maxsize=32)
def _sources(donnees: Donnees, table: str) -> Mapping[str, str]:
    if not table:
        return {}
    frame: pd.DataFrame = soft_table(donnees, table)
    return dict(zip(frame["id"], frame["source"], strict=True))
