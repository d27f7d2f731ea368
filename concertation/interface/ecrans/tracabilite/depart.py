"""Traçabilité: a start, what it comes from and what it leads to, as lists by kind."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.chaine.graphe import Arete, Atteint, Noeud
from concertation.analyse.chaine.mots import UN_GENRE, name_of
from concertation.analyse.chaine.parcours import find_way
from concertation.analyse.mots.formats import plural
from concertation.donnees import Donnees
from concertation.interface.chaine.noms import (
    GENRES,
    nature_text,
    source_of,
)
from concertation.interface.chaine.rapprochements import Chaine
from concertation.interface.ecrans.tracabilite.ecran import (
    Ecran,
    reach,
    show_sheet_link,
    show_start,
)
from concertation.interface.elements.pagination import paged
from concertation.interface.elements.provenance import show_reserves
from concertation.interface.elements.telechargements import show_exports
from concertation.interface.socle.session import shows_links
from concertation.interface.socle.textes import escape
from concertation.suivi.mentions import FICTIVES

MONTRES, PAR_PAGE = 4, 10
TITRES = {"aval": "Ce qui en découle", "amont": "D'où cela vient"}
RIEN = {
    "aval": "Aucune suite trouvée : ni engagement, ni action, ni résultat.",
    "amont": "Aucune origine trouvée dans la concertation.",
}
# Tables of reservations by kind of node.
_FICHIERS = {
    "composante": "composantes",
    "priorite": "priorites",
    "action": "actions",
    "dispositif": "dispositifs",
    "mesure": "mesures",
}
RESERVES_LUES = 200
ACTES = frozenset({"action", "dispositif", "action_suivi", "mesure", "mesure_suivi"})


def show_depart(ecran: Ecran) -> None:
    """The start in words, where its sheet is, and how to look at the whole chain again."""
    depart = ecran.depart
    if depart is None:
        return
    genre = GENRES[depart.type]
    st.header(f"{genre.un} : {escape(ecran.name(depart))}", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.markdown(_summary(ecran), width="content")
        show_sheet_link(ecran, depart, "Ouvrir la fiche")
        st.button(
            "Voir toute la chaîne",
            icon=":material/close:",
            type="tertiary",
            on_click=lambda: ecran.start(""),
        )


def _summary(ecran: Ecran) -> str:
    """« Mène à : 2 engagements, 3 actions publiées »."""
    comptes = _by_kind(ecran.chaine, ecran.depart, "aval") if ecran.depart else {}
    if not comptes:
        return f"**{RIEN['aval']}**"
    mots = ", ".join(
        plural(len(noeuds), GENRES[type_].un.lower(), GENRES[type_].plusieurs.lower())
        for type_, noeuds in comptes.items()
    )
    sans_acte = "" if comptes.keys() & ACTES else " **Aucune action ni aucun résultat trouvés.**"
    return f"**Mène à :** {mots}.{sans_acte}"


@lru_cache(maxsize=128)
def _by_kind(chaine: Chaine, depart: Noeud, sens: str) -> dict[str, list[Noeud]]:
    """Reached nodes in one direction, by kind in the order of the chain, surest first."""
    atteints = reach(chaine, depart)
    listes: dict[str, list[Atteint]] = {type_: [] for type_ in GENRES if type_ != "feuille"}
    # In the order of the tables, whatever the order of the walk.
    for noeud in chaine.graphe.libelles:
        atteint = atteints.get(noeud)
        if atteint and atteint.sens == sens and noeud.type in listes:
            listes[noeud.type].append(atteint)
    force = {"": 0, "forte": 1, "faible": 2}
    return {
        type_: [a.noeud for a in sorted(liste, key=lambda a: (a.rapprochements, force[a.force]))]
        for type_, liste in listes.items()
        if liste
    }


def show_listes(ecran: Ecran) -> None:
    """Both directions side by side; an open kind takes the whole width, page after page."""
    if ecran.depart is None:
        return
    with st.container(horizontal=True, horizontal_alignment="right"):
        show_exports(
            ecran.donnees,
            export_chaine(ecran.donnees, ecran.chaine, ecran.depart),
            titre="Chaîne de traçabilité",
            filtres=f"Point de départ : {ecran.name(ecran.depart)}" + describe_links(),
            fichier="liens",
            nom="chaine",
            mention=stamp_mention(ecran.chaine),
            cibles=lambda: targets_of([ecran.depart, *ecran.atteints]),
        )
    if ecran.etat.genre:
        _show_genre(ecran, ecran.depart)
        return
    # A theme is where a chain begins.
    sens_lus = [sens for sens in TITRES if sens == "aval" or ecran.depart.type != "theme"]
    for colonne, sens in zip(st.columns(len(sens_lus), gap="large"), sens_lus, strict=True):
        with colonne:
            st.header(TITRES[sens], anchor=False)
            par_genre = _by_kind(ecran.chaine, ecran.depart, sens)
            if not par_genre:
                st.markdown(RIEN[sens])
            for type_, noeuds in par_genre.items():
                _show_some(ecran, type_, noeuds)


def _show_some(ecran: Ecran, type_: str, noeuds: list[Noeud]) -> None:
    genre = GENRES[type_]
    st.subheader(f"{genre.plusieurs} ({len(noeuds)})", anchor=False)
    for noeud in noeuds[:MONTRES]:
        show_item(ecran, noeud)
    if len(noeuds) > MONTRES:
        st.button(
            f"Voir les {len(noeuds)} {genre.plusieurs.lower()}",
            key=f"genre-{type_}",
            icon=":material/list:",
            type="tertiary",
            on_click=lambda: ecran.go(genre=type_, page=1),
        )


def _show_genre(ecran: Ecran, depart: Noeud) -> None:
    type_ = ecran.etat.genre
    noeuds = [
        noeud for sens in TITRES for noeud in _by_kind(ecran.chaine, depart, sens).get(type_, ())
    ]
    st.header(f"{GENRES[type_].plusieurs} ({len(noeuds)})", anchor=False)
    st.button(
        "Revenir à toute la liste",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=lambda: ecran.go(genre="", page=1),
    )
    page = ecran.etat.page
    with paged(noeuds, page, PAR_PAGE, lambda p: ecran.go(page=p), "genre") as montres:
        for noeud in montres:
            show_item(ecran, noeud)


def show_item(ecran: Ecran, noeud: Noeud) -> None:
    """A reached node: a link that follows the chain from it, and how it is reached."""
    with st.container(border=True, gap="xsmall"):
        show_start(ecran, noeud, "vers", ecran.name(noeud))
        st.markdown(_way_text(ecran.donnees, ecran.chaine, ecran.depart, noeud))


@lru_cache(maxsize=4096)
def _way_text(donnees: Donnees, chaine: Chaine, depart: Noeud | None, noeud: Noeud) -> str:
    """Markdown: each link of the way from the start, with who makes it."""
    if depart is None:
        return ""
    chemin = find_way(chaine.graphe, depart, reach(chaine, depart), noeud)
    if not chemin:
        return ":small[De plein droit]"
    if len(chemin) == 1:
        return f":small[{nature_text(chemin[0])}]"
    lignes = [
        f"- :small[{_end_text(donnees, chaine, arete, bout)} – {nature_text(arete)}]"
        for arete, bout in zip(chemin, _stops(depart, chemin), strict=True)
    ]
    return f":small[Par {len(chemin)} liens :]\n" + "\n".join(lignes)


def _stops(depart: Noeud, chemin: Iterable[Arete]) -> list[Noeud]:
    """The node at which each link of a way arrives."""
    bouts, ici = [], depart
    for arete in chemin:
        ici = arete.cible if arete.origine == ici else arete.origine
        bouts.append(ici)
    return bouts


def _end_text(donnees: Donnees, chaine: Chaine, arete: Arete, bout: Noeud) -> str:
    genre = GENRES[bout.type].un.lower()
    return f"{genre} « {escape(name_of(donnees, chaine.graphe, bout))} »"


@lru_cache(maxsize=32)
def export_chaine(donnees: Donnees, chaine: Chaine, depart: Noeud) -> pd.DataFrame:
    """Every reached node as a row."""
    atteints = reach(chaine, depart)
    noeuds = [
        n for sens in TITRES for liste in _by_kind(chaine, depart, sens).values() for n in liste
    ]
    return pd.DataFrame(
        {
            "sens": [TITRES[atteints[n].sens] for n in noeuds],
            "genre": [UN_GENRE[n.type] for n in noeuds],
            "id": [n.id for n in noeuds],
            "libelle": [name_of(donnees, chaine.graphe, n) for n in noeuds],
            "rapprochements_editoriaux": [atteints[n].rapprochements for n in noeuds],
            "force": [atteints[n].force for n in noeuds],
            "source": source_of(donnees, noeuds),
        }
    ).astype({"rapprochements_editoriaux": "Int64"})


def describe_links() -> str:
    """What a stamp says of the switch."""
    if shows_links():
        return " ; les rapprochements éditoriaux sont une lecture, aucun document ne les écrit"
    return " ; sans les rapprochements éditoriaux"


def holds_suivi(chaine: Chaine) -> bool:
    """Whether the chain goes on into what committees entered."""
    return any(noeud.type.endswith("_suivi") for noeud in chaine.graphe.libelles)


def stamp_mention(chaine: Chaine) -> str:
    """The warning of fictional follow-up, when the chain holds some."""
    if not holds_suivi(chaine):
        return ""
    from concertation.interface.suivi.partage import current_store

    return FICTIVES if current_store().fictif else ""


def show_reserves_chaine(ecran: Ecran) -> None:
    """What must be known of links and of the figures in view."""
    vus = [ecran.depart, *ecran.atteints] if ecran.depart else ecran.orphelins
    cibles: list[tuple[str, Any]] = [("liens", None), *targets_of(vus[:RESERVES_LUES])]
    show_reserves(ecran.donnees, cibles)


def targets_of(noeuds: Iterable[Noeud | None]) -> list[tuple[str, str]]:
    """(file, id) of the nodes that a reservation may be about."""
    return [(_FICHIERS[n.type], n.id) for n in noeuds if n is not None and n.type in _FICHIERS]
