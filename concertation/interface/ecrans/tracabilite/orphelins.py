"""Traçabilité: what nothing follows and what comes from nothing, and the links themselves."""

from functools import lru_cache

import pandas as pd
import streamlit as st

from concertation.analyse.chaine.comptes import list_links
from concertation.analyse.chaine.graphe import EDITORIAL, Arete, Noeud
from concertation.analyse.chaine.mots import UN_GENRE, name_of
from concertation.analyse.lignes import list_records
from concertation.donnees import Donnees
from concertation.interface.chaine.noms import (
    GENRES,
    nature_text,
    source_of,
)
from concertation.interface.chaine.rapprochements import Chaine
from concertation.interface.ecrans.tracabilite.depart import (
    describe_links,
    stamp_mention,
    targets_of,
)
from concertation.interface.ecrans.tracabilite.ecran import (
    ORPHELINS,
    Ecran,
    reach,
    read_orphans,
    show_sheet_link,
)
from concertation.interface.ecrans.tracabilite.saisie import Saisie
from concertation.interface.elements.pagination import paged
from concertation.interface.elements.telechargements import heading, show_exports
from concertation.interface.socle.champs import show_select
from concertation.interface.socle.textes import escape

PAR_PAGE = 10


def show_orphelins(ecran: Ecran) -> None:
    """A list to work on: each leads to its sheet."""
    choix = {
        cle: f"{titre} ({len(read_orphans(ecran.chaine, cle))})"
        for cle, (type_, _, titre) in ORPHELINS.items()
        if ecran.graphe.of_type(type_)
    }
    if not choix:
        return
    cle = ecran.etat.orphelins if ecran.etat.orphelins in choix else next(iter(choix))
    noeuds = read_orphans(ecran.chaine, cle)
    with heading("Ce qui reste sans écho ou sans origine"):
        show_exports(
            ecran.donnees,
            _frame(ecran.donnees, ecran.chaine, noeuds),
            titre=ORPHELINS[cle][2],
            filtres=ORPHELINS[cle][2] + describe_links(),
            fichier="liens",
            nom=cle,
            mention=stamp_mention(ecran.chaine),
            cibles=lambda: targets_of(noeuds),
        )
    show_select("Liste", "w-orphelins", choix, cle, lambda v: ecran.go(orphelins=v, page=1))
    if not noeuds:
        st.markdown("Aucun : la liste est vide.")
        return
    page = ecran.etat.page
    with (
        paged(noeuds, page, PAR_PAGE, lambda p: ecran.go(page=p), "orphelins") as montres,
        st.container(border=True, gap="xsmall"),
    ):
        for noeud in montres:
            with st.container(
                horizontal=True, vertical_alignment="center", gap="small", wrap=False
            ):
                st.markdown(escape(ecran.name(noeud)), width="stretch")
                show_sheet_link(ecran, noeud, f"Fiche {noeud.id}")


@lru_cache(maxsize=32)
def _frame(donnees: Donnees, chaine: Chaine, noeuds: tuple[Noeud, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "genre": [UN_GENRE[noeud.type] for noeud in noeuds],
            "id": [noeud.id for noeud in noeuds],
            "libelle": [name_of(donnees, chaine.graphe, noeud) for noeud in noeuds],
            "source": source_of(donnees, noeuds),
        },
        dtype="str",
    )


def show_liens(ecran: Ecran) -> None:
    """Each editorial link in view: both ends, strength, reason, author; for the direction, more."""
    if not ecran.chaine.liens:
        st.info(
            "Les rapprochements éditoriaux sont masqués, sur tous les écrans.",
            icon=":material/link_off:",
        )
        return
    liens = read_links(ecran.chaine, ecran.depart)
    with heading(f"Rapprochements éditoriaux ({len(liens)})"):
        show_exports(
            ecran.donnees,
            _export(ecran.donnees, ecran.chaine, ecran.depart),
            titre="Rapprochements éditoriaux",
            filtres=(f"Autour de : {ecran.name(ecran.depart)}" if ecran.depart else "tous")
            + describe_links(),
            fichier="liens",
            nom="rapprochements",
            mention=stamp_mention(ecran.chaine),
            cibles=lambda: targets_of(ends_of(liens)),
        )
    saisie = Saisie.read(ecran)
    if saisie is not None:
        saisie.show_form()
        saisie.show_withdrawn()
    if liens.empty:
        st.markdown("Aucun rapprochement éditorial.")
        return
    page = ecran.etat.liens
    with paged(liens, page, PAR_PAGE, lambda p: ecran.go(liens=p), "liens") as montres:
        for lien in list_records(montres):
            with st.container(border=True, gap="xsmall"):
                st.markdown(_text(ecran, lien))
                if saisie is not None:
                    saisie.show_buttons(lien["lien"])


def _text(ecran: Ecran, lien: dict[str, str]) -> str:
    bouts = [
        f"{GENRES[lien[f'{bout}_type']].un} « "
        f"{escape(ecran.name(Noeud(lien[f'{bout}_type'], lien[bout])))} »"
        for bout in ("origine", "cible")
    ]
    origine, cible = (Noeud(lien[f"{bout}_type"], lien[bout]) for bout in ("origine", "cible"))
    raison = (lien["force"], lien["justification"], lien["auteur"])
    arete = Arete(origine, cible, EDITORIAL, *raison)
    return f"{bouts[0]} → {bouts[1]}  \n:small[{nature_text(arete)}]"


@lru_cache(maxsize=64)
def read_links(chaine: Chaine, depart: Noeud | None) -> pd.DataFrame:
    """Editorial links between the nodes in view."""
    noeuds = None if depart is None else [depart, *reach(chaine, depart)]
    return list_links(chaine.graphe, noeuds)


def ends_of(liens: pd.DataFrame) -> list[Noeud]:
    """Both ends of each link, once each."""
    paires = [
        paire
        for bout in ("origine", "cible")
        for paire in zip(liens[f"{bout}_type"], liens[bout], strict=True)
    ]
    return [Noeud(type_, cle) for type_, cle in dict.fromkeys(paires)]


@lru_cache(maxsize=32)
def _export(donnees: Donnees, chaine: Chaine, depart: Noeud | None) -> pd.DataFrame:
    liens = read_links(chaine, depart)
    bouts = [
        [Noeud(t, i) for t, i in zip(liens[f"{bout}_type"], liens[bout], strict=True)]
        for bout in ("origine", "cible")
    ]
    sources = [
        " | ".join(dict.fromkeys(s for s in paire if s))
        for paire in zip(*(source_of(donnees, noeuds) for noeuds in bouts), strict=True)
    ]
    return liens.assign(
        libelle_origine=[name_of(donnees, chaine.graphe, n) for n in bouts[0]],
        libelle_cible=[name_of(donnees, chaine.graphe, n) for n in bouts[1]],
        source=sources,
    ).astype("str")
