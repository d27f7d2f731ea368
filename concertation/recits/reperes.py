"""Facts published around the consultation: its bodies, who took part, what followed."""

from typing import Any

from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.formats import is_empty
from concertation.analyse.provenance import ANNEE, date_of_source, format_repere, tell_moment
from concertation.donnees import Donnees, soft_table
from concertation.recits.blocs import Liste, Puce, Section

# Groups of `reperes` that belong together.
SUITES = ("Suites données", "Suites annoncées")
PARTICIPATION = "Participation"
CLES = "Chiffres clés"
AUTOUR = (CLES, "Organisation", "Instances", "Engagements")
ZONES, EDITOS = "Zones prioritaires", "Éditos"
"""Told by the screens of the zones and of the documents."""
SANS_DATE = "date non publiée"
PERIODE = "periode"
"""The role of the row that dates the workshops."""


def list_reperes(donnees: Donnees, *groupes: str, source: str = "") -> list[dict[str, Any]]:
    """Rows of these groups, in their order; only those of a document when `source` is given."""
    lignes = list_records(soft_table(donnees, "reperes"))
    siennes = [r for r in lignes if source in ("", r["source"])]
    return [r for groupe in groupes for r in siennes if r["groupe"] == groupe]


def play_roles(donnees: Donnees, *roles: str) -> list[dict[str, Any]]:
    """The rows that play these parts (« periode », « participants »), in the order of the parts."""
    lignes = list_records(soft_table(donnees, "reperes"))
    return [r for role in roles for r in lignes if r["role"] == role]


def target_roles(donnees: Donnees, *roles: str) -> tuple[str, ...]:
    """What a reservation of these rows may aim at: « reperes:participants »."""
    return tuple(f"reperes:{repere['id']}" for repere in play_roles(donnees, *roles))


def tell_when(donnees: Donnees, repere: dict[str, Any]) -> str:
    """When it is; words that no year dates (« prochainement ») are the document's, of its day."""
    dit = tell_moment(repere)
    source = find_row(soft_table(donnees, "sources"), repere["source"])
    if dit and not ANNEE.search(dit) and source is not None:
        dit = f"« {dit} » ({date_of_source(source)})"
    return dit or SANS_DATE


def tell_reperes(donnees: Donnees, titre: str, *groupes: str, source: str = "") -> Section:
    """Each row of these groups with its figure or its date, by group."""
    blocs = []
    for groupe in groupes:
        puces = tuple(_tell(donnees, r) for r in list_reperes(donnees, groupe, source=source))
        if puces:
            blocs.append(Liste(puces, groupe if len(groupes) > 1 else ""))
    return Section(titre, tuple(blocs), "Rien n’est publié.")


def _tell(donnees: Donnees, repere: dict[str, Any]) -> Puce:
    """A row in words. What follows, and nobody dates, says so."""
    if not (is_empty(repere["valeur"]) and is_empty(repere["valeur_max"])):
        suite = format_repere(repere)
    else:
        suite = tell_when(donnees, repere) if repere["groupe"] in SUITES else tell_moment(repere)
    libelle = str(repere["libelle"])
    return Puce(f" : {suite}", fort=libelle) if suite else Puce(libelle)
