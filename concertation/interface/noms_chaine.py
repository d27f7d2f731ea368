"""The words of the chain on screens: kinds, names of nodes, natures of links, where a sheet is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from concertation.analyse.chaine import EDITORIAL, PUBLIE, Arete, Graphe, Noeud
from concertation.analyse.formats import format_date, format_quantite, is_empty
from concertation.analyse.libelles_suivi import DECISION
from concertation.donnees import Donnees, soft_table
from concertation.interface.registre import (
    DONNEES,
    FEUILLE_ROUTE,
    INDICATEURS,
    INSTRUCTION,
    PLAN_ACTION,
    PROPOSITIONS,
    Ecran,
)
from concertation.interface.textes import escape


@dataclass(frozen=True)
class Genre:
    """A kind of node, in words; `icone` never stands without them."""

    un: str
    plusieurs: str
    icone: str


GENRES: dict[str, Genre] = {
    "theme": Genre("Thème", "Thèmes", "category"),
    "proposition": Genre("Proposition", "Propositions", "format_list_bulleted"),
    "engagement": Genre("Engagement", "Engagements", "handshake"),
    "composante": Genre("Composante d'engagement", "Composantes d'engagement", "checklist"),
    "instruction": Genre("Décision d'un comité", "Décisions des comités", "gavel"),
    "feuille": Genre("Feuille de route", "Feuilles de route", "map"),
    "priorite": Genre("Priorité", "Priorités", "flag"),
    "chantier": Genre("Chantier", "Chantiers", "construction"),
    "action": Genre("Action publiée", "Actions publiées", "task_alt"),
    "dispositif": Genre("Dispositif", "Dispositifs", "medical_services"),
    "action_suivi": Genre("Action d'un comité", "Actions des comités", "groups"),
    "indicateur_suivi": Genre("Indicateur d'un comité", "Indicateurs des comités", "monitoring"),
    "mesure": Genre("Résultat publié", "Résultats publiés", "bar_chart"),
    "mesure_suivi": Genre("Mesure d'un comité", "Mesures des comités", "timeline"),
}
UN_GENRE = {type_: genre.un for type_, genre in GENRES.items()}
COLONNES = {
    0: "Thèmes", 1: "Propositions", 2: "Engagements et décisions", 3: "Priorités",
    4: "Actions et dispositifs", 5: "Résultats",
}  # fmt: skip
FORCES = {"forte": "lien fort", "faible": "lien faible"}
# Their number says where they are in the documents.
_NUMEROTES = frozenset({"proposition", "engagement", "composante", "priorite"})
_TABLES = {
    "theme": "themes", "proposition": "propositions", "engagement": "engagements",
    "composante": "composantes", "priorite": "priorites", "chantier": "chantiers",
    "action": "actions", "dispositif": "dispositifs", "mesure": "mesures",
}  # fmt: skip


def name_of(donnees: Donnees, graphe: Graphe, noeud: Noeud) -> str:
    """« ACC-L-13 – Développer le transport à la demande… », a result with its figure."""
    libelle = graphe.libelles.get(noeud, "")
    if noeud.type == "instruction":
        return DECISION.get(libelle, libelle)
    if noeud.type == "mesure":
        return _results(donnees).get(noeud.id, libelle)
    return f"{noeud.id} – {libelle}" if noeud.type in _NUMEROTES else libelle or noeud.id


@lru_cache(maxsize=4)
def _results(donnees: Donnees) -> dict[str, str]:
    """Each measure with its figure, its unit, where and when."""
    indicateurs = soft_table(donnees, "indicateurs").set_index("id").to_dict("index")
    territoires = soft_table(donnees, "territoires")
    noms = dict(zip(territoires["id"], territoires["nom"], strict=True))
    mots = {}
    for mesure in soft_table(donnees, "mesures").to_dict("records"):
        indicateur = indicateurs.get(mesure["indicateur"])
        if indicateur is None:
            continue
        valeur = format_quantite(
            mesure["valeur"], mesure["valeur_max"], str(mesure["qualificatif"]),
            str(indicateur["unite"]),
        )  # fmt: skip
        lieu = noms.get(indicateur["territoire"], "") or indicateur["perimetre"]
        quand = mesure["periode_texte"] or (
            "" if is_empty(mesure["date"]) else format_date(mesure["date"])
        )
        precisions = ", ".join(str(mot) for mot in (lieu, quand) if mot)
        mots[str(mesure["id"])] = f"{indicateur['libelle']} : {valeur}" + (
            f" ({precisions})" if precisions else ""
        )
    return mots


def nature_text(arete: Arete) -> str:
    """Markdown: who says that two things are linked, and for a reading its reason and author."""
    if arete.nature == PUBLIE:
        raison = f" : {escape(arete.justification)}" if arete.justification else ""
        return f":material/article: Lien publié{raison}"
    if arete.nature != EDITORIAL:
        return ":material/groups: Suivi des comités"
    return (
        f":material/link: **Rapprochement éditorial**, {FORCES.get(arete.force, arete.force)} : "
        f"{escape(arete.justification)} *({escape(author_of(arete.auteur))})*"
    )


def author_of(auteur: str) -> str:
    """Who made a link; readers do not get people's names."""
    return auteur or "lecture de la direction"


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
