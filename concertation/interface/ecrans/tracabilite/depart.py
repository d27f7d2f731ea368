"""Traçabilité: a start and what stands near it on both sides, as lists by kind."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import pandas as pd
import streamlit as st

from concertation.analyse.chaine.graphe import FAIBLE, FORTE, Noeud
from concertation.analyse.chaine.mots import UN_GENRE, name_of, tell_before
from concertation.analyse.mots.formats import plural
from concertation.donnees import Donnees
from concertation.interface.chaine import Chaine, nature_text
from concertation.interface.ecrans.tracabilite import ecran as ecrans
from concertation.interface.ecrans.tracabilite.genres import GENRES, targets_of
from concertation.interface.elements.pagination import paged
from concertation.interface.elements.provenance import show_reserves
from concertation.interface.socle.buttons import show_button
from concertation.interface.socle.textes import escape
from concertation.recits.proches import DE_DROIT

MONTRES, PAR_PAGE = 4, 10
TITRES = {"aval": "Vers les actes", "amont": "Vers ce qui s’est dit"}
RIEN = {
    "aval": "Rien n’en est rapproché : ni engagement, ni action, ni résultat.",
    "amont": "Aucune proposition n’en est rapprochée.",
}
RESERVES_LUES = 200
ACTES = frozenset({"action", "dispositif", "action_suivi", "mesure", "mesure_suivi"})


def show_depart(ecran: ecrans.EcranTracabilite) -> None:
    """The start in words, where its sheet is, and how to look at the whole chain again."""
    depart = ecran.depart
    if depart is None:
        return
    st.header(f"{UN_GENRE[depart.type]} : {ecran.name(depart)}", anchor=False)
    _show_before(ecran, depart)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        suites = _by_kind(ecran.chaine, depart, "aval")
        lues = any(ecran.atteints[n].rapprochements for liste in suites.values() for n in liste)
        st.markdown(_summary(suites, lues), width="content")
        ecrans.show_sheet_link(ecran, depart, "Ouvrir la fiche")
        show_button("Voir toute la chaîne", "close", lambda: ecran.start(""))


def _show_before(ecran: ecrans.EcranTracabilite, noeud: Noeud) -> None:
    """What began before the workshops does not come from them."""
    if avant := tell_before(ecran.donnees, noeud):
        st.markdown(f":small[:material/history: {escape(avant[0].upper() + avant[1:])}]")


def _summary(suites: Mapping[str, Sequence[Noeud]], lues: bool) -> str:
    """« Rapproché de : 2 engagements, 3 actions publiées », or « relié à » what a file links."""
    if not suites:
        return f"**{RIEN['aval']}**"
    mots = ", ".join(
        plural(len(noeuds), UN_GENRE[type_].lower(), GENRES[type_].plusieurs.lower())
        for type_, noeuds in suites.items()
    )
    sans_acte = "" if suites.keys() & ACTES else " **Aucune action ni aucun résultat trouvés.**"
    return f"**{'Rapproché de' if lues else 'Relié à'} :** {mots}.{sans_acte}"


@lru_cache(maxsize=128)
def _by_kind(chaine: Chaine, depart: Noeud, sens: str) -> dict[str, list[Noeud]]:
    """Reached nodes in one direction, by kind in the order of the chain, surest first."""
    atteints = ecrans.reach(chaine, depart)
    # In the order of the tables, whatever the order of the walk.
    trouves = [atteints[noeud] for noeud in chaine.graphe.libelles if noeud in atteints]
    trouves.sort(key=lambda a: (a.rapprochements, a.force == FAIBLE, a.force == FORTE))
    listes: dict[str, list[Noeud]] = {type_: [] for type_ in GENRES if type_ != "feuille"}
    for atteint in trouves:
        if atteint.sens == sens and atteint.noeud.type in listes:
            listes[atteint.noeud.type].append(atteint.noeud)
    return {type_: liste for type_, liste in listes.items() if liste}


def show_listes(ecran: ecrans.EcranTracabilite) -> None:
    """Both directions side by side; an open kind takes the whole width, page after page."""
    if ecran.depart is None:
        return
    with st.container(horizontal=True, horizontal_alignment="right"):
        ecran.show_exports(
            _export(ecran.donnees, ecran.chaine, ecran.depart),
            "Chaîne de traçabilité",
            f"Point de départ : {name_of(ecran.donnees, ecran.graphe, ecran.depart)}",
            "chaine",
            [ecran.depart, *ecran.atteints],
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
                _show_some(ecran, ecran.depart, type_, noeuds)


def _show_some(
    ecran: ecrans.EcranTracabilite, depart: Noeud, type_: str, noeuds: list[Noeud]
) -> None:
    genre = GENRES[type_]
    st.subheader(f"{genre.plusieurs} ({len(noeuds)})", anchor=False)
    for noeud in noeuds[:MONTRES]:
        _show_item(ecran, depart, noeud)
    if len(noeuds) > MONTRES:
        show_button(
            f"Voir les {len(noeuds)} {genre.plusieurs.lower()}",
            "list",
            lambda: ecran.go(genre=type_, page=1),
            key=f"genre-{type_}",
        )


def _show_genre(ecran: ecrans.EcranTracabilite, depart: Noeud) -> None:
    type_ = ecran.etat.genre
    noeuds = [
        noeud for sens in TITRES for noeud in _by_kind(ecran.chaine, depart, sens).get(type_, ())
    ]
    st.header(f"{GENRES[type_].plusieurs} ({len(noeuds)})", anchor=False)
    show_button("Revenir à toute la liste", "arrow_back", lambda: ecran.go(genre="", page=1))
    page = ecran.etat.page
    with paged(noeuds, page, PAR_PAGE, lambda p: ecran.go(page=p), "genre") as montres:
        for noeud in montres:
            _show_item(ecran, depart, noeud)


def _show_item(ecran: ecrans.EcranTracabilite, depart: Noeud, noeud: Noeud) -> None:
    """A reached node: a link that follows the chain from it, and how it is reached."""
    with st.container(border=True, gap="xsmall"):
        ecrans.show_start(ecran, noeud, "vers", ecran.name(noeud))
        _show_before(ecran, noeud)
        st.markdown(_way_text(ecran.donnees, ecran.chaine, depart, noeud))


@lru_cache(maxsize=4096)
def _way_text(donnees: Donnees, chaine: Chaine, depart: Noeud, noeud: Noeud) -> str:
    """Markdown: each link of the way from the start, with who makes it."""
    chemin = ecrans.reach(chaine, depart)[noeud].chemin
    if not chemin:
        return f":small[{DE_DROIT}]"
    if len(chemin) == 1:
        return f":small[{nature_text(chemin[0])}]"
    lignes, ici = [f":small[Par {len(chemin)} liens :]"], depart
    for arete in chemin:
        ici = arete.cible if arete.origine == ici else arete.origine
        bout = f"{UN_GENRE[ici.type].lower()} « {escape(name_of(donnees, chaine.graphe, ici))} »"
        lignes.append(f"- :small[{bout} – {nature_text(arete)}]")
    return "\n".join(lignes)


@lru_cache(maxsize=32)
def _export(donnees: Donnees, chaine: Chaine, depart: Noeud) -> pd.DataFrame:
    """Every reached node as a row."""
    atteints = ecrans.reach(chaine, depart)
    noeuds = tuple(
        n for sens in TITRES for liste in _by_kind(chaine, depart, sens).values() for n in liste
    )
    frame = ecrans.name_rows(donnees, chaine, noeuds).copy()
    frame.insert(0, "sens", [TITRES[atteints[n].sens] for n in noeuds])
    rapprochements = pd.Series([atteints[n].rapprochements for n in noeuds], dtype="Int64")
    frame.insert(4, "rapprochements_editoriaux", rapprochements)
    frame.insert(5, "force", [atteints[n].force for n in noeuds])
    return frame


def show_reserves_chaine(ecran: ecrans.EcranTracabilite) -> None:
    """What must be known of links and of the figures in view."""
    cle = ecran.etat.orphelins
    vus: Sequence[Noeud] = ecrans.read_orphans(ecran.chaine, cle) if cle else ()
    if ecran.depart is not None:
        vus = [ecran.depart, *ecran.atteints]
    show_reserves(ecran.donnees, [("liens", None), *targets_of(vus[:RESERVES_LUES])])
