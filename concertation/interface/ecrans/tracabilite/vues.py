"""Traçabilité: the chain as a picture of bands, and as a matrix."""

from collections.abc import Sequence
from functools import lru_cache

import streamlit as st

from concertation.analyse.chaine import comptes
from concertation.analyse.chaine.graphe import Noeud
from concertation.analyse.chaine.mots import UN_GENRE, cited, name_of
from concertation.analyse.mots.formats import plural
from concertation.declarations.instruction import DECISION
from concertation.donnees import Donnees
from concertation.graphiques.dessin import Dessin
from concertation.graphiques.dessins.grille import heat_matrice
from concertation.graphiques.dessins.sankey import flows_chaine
from concertation.interface.chaine import Chaine
from concertation.interface.ecrans.tracabilite import ecran as ecrans
from concertation.interface.ecrans.tracabilite.genres import COLONNES, GENRES
from concertation.interface.ecrans.tracabilite.liens import show_orphelins
from concertation.interface.elements.figures import show_figure
from concertation.interface.elements.pagination import paged
from concertation.interface.elements.provenance import source_line
from concertation.interface.socle.champs import show_choice, show_select
from concertation.interface.socle.session import is_narrow, room

LIGNES, LIGNES_TELEPHONE = 16, 6
COLONNES_MAX = 14


def show_vues(ecran: ecrans.EcranTracabilite) -> None:
    """The chosen view of the chain: a matrix, lists, or bands around a start."""
    show_choice("Voir la chaîne en", "w-vue", ecran.vues, ecran.vue, lambda vue: ecran.go(vue=vue))
    show = {"matrice": _show_matrice, "listes": show_orphelins, "diagramme": _show_flux}
    show[ecran.vue](ecran)


def _show_flux(ecran: ecrans.EcranTracabilite) -> None:
    dessin = _draw_flux(ecran.donnees, ecran.chaine, ecran.depart, room())
    if dessin is None:
        st.markdown("Aucun lien à dessiner.")
        return
    titre = "De la parole aux actes"
    if ecran.depart is not None:
        titre += f" autour de : {name_of(ecran.donnees, ecran.graphe, ecran.depart)}"
    show_figure(
        titre,
        dessin,
        source=_source(ecran.donnees, ecran.chaine, ecran.depart),
        cle="flux",
        suivi=lambda: ecran.holds_suivi,
        on_select=lambda ids: _start_from(ecran, ids[0]),
        aide="Cliquez sur un élément pour en faire le point de départ. Les traits disent qui fait "
        "le lien : plein, publié ; tirets, rapprochement éditorial ; points, suivi des comités.",
    )


def _start_from(ecran: ecrans.EcranTracabilite, cle: str) -> None:
    # What stands for many is no start.
    if (
        cle
        and not cle.endswith(f":{comptes.TOUS}")
        and comptes.read_key(cle) in ecran.graphe.libelles
    ):
        ecran.start(cle)


@lru_cache(maxsize=64)
def _draw_flux(
    donnees: Donnees, chaine: Chaine, depart: Noeud | None, largeur: int
) -> Dessin | None:
    """The bands around a start, or all of them; None: no band."""
    membres = None if depart is None else list(ecrans.reach(chaine, depart))
    flux = comptes.build_flux(chaine.graphe, membres, depart)
    if flux.aretes.empty:
        return None
    noms = []
    for cle, n in zip(flux.noeuds["cle"], flux.noeuds["n"], strict=True):
        noeud = comptes.read_key(cle)
        if noeud.id == comptes.TOUS:
            noms.append(f"{n} {GENRES[noeud.type].plusieurs.lower()}")
        elif noeud.type == "instruction":
            noms.append(f"{DECISION.mot(noeud.id)} ({plural(n, 'décision')})")
        else:
            noms.append(name_of(donnees, chaine.graphe, noeud))
    themes = [noeud.id for noeud in chaine.graphe.of_type("theme")]
    cle = comptes.key_of(depart) if depart else ""
    noeuds = flux.noeuds.assign(libelle=noms)
    return flows_chaine(noeuds, flux.aretes, COLONNES, UN_GENRE, cle, themes, largeur)


def _show_matrice(ecran: ecrans.EcranTracabilite) -> None:
    choix = _crossings(ecran)
    if not choix:
        st.markdown("Aucun lien à croiser.")
        return
    croise = ecran.etat.croise if ecran.etat.croise in choix else next(iter(choix))
    show_select("Croiser", "w-croise", choix, croise, lambda v: ecran.go(croise=v, lignes=1))
    lignes = _rows(ecran.chaine, ecran.depart, croise)
    taille = LIGNES_TELEPHONE if is_narrow() else LIGNES
    page = ecran.etat.lignes
    with paged(lignes, page, taille, lambda p: ecran.go(lignes=p), "matrice") as montrees:
        dessin, cachees = _draw_matrice(
            ecran.donnees, ecran.chaine, croise, montrees, ecran.depart, room()
        )
        show_figure(
            choix[croise],
            dessin,
            source=_source(ecran.donnees, ecran.chaine, ecran.depart, croise),
            cle="matrice",
            suivi=lambda: ecran.holds_suivi,
            on_select=lambda ids: _start_from_cell(ecran, croise, ids),
            scrolls=True,
            aide="Cliquez sur une case pour suivre la chaîne à partir de sa ligne.",
        )
        if cachees:
            nombre = plural(cachees, "colonne moins liée", "colonnes moins liées")
            st.caption(
                f"{nombre} hors de l’image : la chaîne de chaque ligne et l’export les donnent."
            )


def _start_from_cell(ecran: ecrans.EcranTracabilite, croise: str, ids: Sequence[str]) -> None:
    """The row becomes the start; when it is the start already, the column does."""
    de, vers = (Noeud(t, i) for t, i in zip(croise.split("-"), ids[:2], strict=True))
    ecran.start(comptes.key_of(vers if de == ecran.depart else de))


def _crossings(ecran: ecrans.EcranTracabilite) -> dict[str, str]:
    """Crossings that have rows and columns, in words."""
    depart = ecran.depart
    types = {n.type for n in ([depart, *ecran.atteints] if depart else ecran.graphe.libelles)}
    return {
        croise: _crossing_text(croise)
        for croise in ecrans.CROISEMENTS
        # Counts by theme are of the whole; around a start each link is shown.
        if types.issuperset(croise.split("-")) and not (croise.startswith("theme") and depart)
    }


def _crossing_text(croise: str) -> str:
    ligne, colonne = croise.split("-")
    return f"{GENRES[ligne].plusieurs} × {GENRES[colonne].plusieurs.lower()}"


@lru_cache(maxsize=64)
def _rows(chaine: Chaine, depart: Noeud | None, croise: str) -> tuple[Noeud, ...]:
    """Rows of a matrix that have some link in it; themes all of them."""
    ligne, colonne = croise.split("-")
    noeuds = chaine.graphe.of_type(ligne)
    if ligne == "theme":
        return tuple(noeuds)
    if depart is not None:
        choisis = {depart, *ecrans.reach(chaine, depart)}
        noeuds = [noeud for noeud in noeuds if noeud in choisis]
    lies = (comptes.matrix_links(chaine.graphe, noeuds, colonne) != "").any(axis=1)
    return tuple(noeud for noeud, lie in zip(noeuds, lies, strict=True) if lie)


@lru_cache(maxsize=64)
def _draw_matrice(
    donnees: Donnees,
    chaine: Chaine,
    croise: str,
    lignes: tuple[Noeud, ...],
    depart: Noeud | None,
    largeur: int,
) -> tuple[Dessin, int]:
    """The chart of these rows, and how many columns are left out."""
    ligne, colonne = croise.split("-")
    graphe = chaine.graphe
    if ligne == "theme":
        table = comptes.matrix_themes(graphe, colonne)
    else:
        table = comptes.matrix_links(graphe, lignes, colonne)
        if depart is not None:
            choisis = {depart, *ecrans.reach(chaine, depart)}
            table = table[[n.id for n in graphe.of_type(colonne) if n in choisis]]
    # The columns with most links, in their order: a count weighs its number, a link one.
    poids = table.map(lambda case: bool(case) if isinstance(case, str) else case).sum()
    table = table.loc[:, poids > 0]
    gardees = poids.sort_values(ascending=False, kind="stable").index[:COLONNES_MAX]
    visible = table.loc[:, table.columns.isin(gardees)]
    noms = [
        {cle: name_of(donnees, graphe, Noeud(type_, cle)) for cle in ids}
        for type_, ids in ((ligne, visible.index), (colonne, visible.columns))
    ]
    titre = _crossing_text(croise)
    dessin = heat_matrice(visible, noms[0], noms[1], titre, UN_GENRE[ligne], largeur)
    return dessin, table.shape[1] - visible.shape[1]


@lru_cache(maxsize=64)
def _source(donnees: Donnees, chaine: Chaine, depart: Noeud | None, croise: str = "") -> str:
    """The documents of what is drawn, and that nobody wrote the links between them."""
    noeuds = chaine.graphe.libelles if depart is None else (depart, *ecrans.reach(chaine, depart))
    genres = croise.split("-") if croise else GENRES
    ligne = source_line(donnees, cited(donnees, (n for n in noeuds if n.type in genres)))
    if chaine.liens:
        return f"{ligne} · Rapprochements éditoriaux : aucun document ne les écrit."
    return f"{ligne} · Rapprochements éditoriaux masqués."
