"""Words of a roadmap: who, where, how much, and the reservations of the very figures shown."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import streamlit as st

from concertation.analyse.feuille_route.lecture import NON_PRECISE
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.textes import split_liste
from concertation.donnees import Donnees
from concertation.interface.elements.provenance import reserve_text
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.territoires import every_territoire

TERRITOIRE_NON_PRECISE = f"territoire {NON_PRECISE}"


@lru_cache(maxsize=4)
def _noms(donnees: Donnees) -> dict[str, str]:
    return every_territoire(donnees)


def names_of_territoires(donnees: Donnees, cellule: str) -> str:
    """« Seine-Maritime (département) et Eure (département) »; "" for an empty cell."""
    noms = _noms(donnees)
    return " et ".join(noms.get(cle, cle) for cle in split_liste(cellule))


def where(donnees: Donnees, ligne: Mapping[str, Any]) -> str:
    """The territory that a figure has, and its perimeter as the document writes it."""
    nom = names_of_territoires(donnees, ligne["territoire"])
    perimetre = f"«\u00a0{ligne['perimetre']}\u00a0»" if ligne["perimetre"] else ""
    return ", ".join(mots for mots in (nom, perimetre) if mots) or TERRITOIRE_NON_PRECISE


def who(cellule: str) -> str:
    """Names joined by a comma, « non précisé » when nobody is written."""
    return ", ".join(split_liste(cellule)) or NON_PRECISE


def period(ligne: Mapping[str, Any]) -> str:
    """The period of a measure as written."""
    return str(ligne["periode_texte"]) or f"période {NON_PRECISE}e"


@lru_cache(maxsize=4)
def _by_target(donnees: Donnees) -> dict[str, tuple[dict[str, Any], ...]]:
    cibles: dict[str, tuple[dict[str, Any], ...]] = {}
    for reserve in list_records(donnees.table("reserves")):
        for cible in split_liste(reserve["cibles"]):
            cibles[cible] = (*cibles.get(cible, ()), reserve)
    return cibles


def reserves_precises(donnees: Donnees, cibles: Iterable[str]) -> list[dict[str, Any]]:
    """Reservations of these very targets (« mesures:cpts-couverture », « actions »), once each.

    Raises DonneeIndisponible when they can't be read.
    """
    connues = _by_target(donnees)
    trouvees = {r["id"]: r for cible in cibles for r in connues.get(cible, ())}
    return [trouvees[numero] for numero in sorted(trouvees)]


def targets_of_mesure(mesure: Mapping[str, Any]) -> list[str]:
    """What a reservation of a measure may aim at."""
    return [f"mesures:{mesure['id']}", f"indicateurs:{mesure['indicateur']}"]


def mark_reserves(donnees: Donnees, cibles: Iterable[str]) -> str:
    """« (réserve R24) » after a figure, in small Markdown; "" when it has none."""
    numeros = [r["id"] for r in reserves_precises(donnees, cibles)]
    if not numeros:
        return ""
    return f" :small[(réserve {escape(', '.join(numeros))})]"


def show_reserve_lines(donnees: Donnees, cibles: Iterable[str]) -> None:
    """The reservations of what stands above, in full."""
    for reserve in reserves_precises(donnees, cibles):
        st.caption(f":material/info: Réserve {reserve_text(reserve)}")
