"""The sheet of one action: all that the document says of it, and what was linked to it."""

from typing import Any

import streamlit as st

from concertation.analyse.feuille_route.lecture import list_faits
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.textes import split_liste
from concertation.graphiques.dessins.frise_faits import date_words
from concertation.interface.ecrans.feuille_route import argent, resultats
from concertation.interface.ecrans.feuille_route.ecran import Ecran
from concertation.interface.ecrans.feuille_route.liens import show_liens
from concertation.interface.ecrans.feuille_route.mots import show_reserve_lines
from concertation.interface.elements.blocs import facts_markdown, list_markdown
from concertation.interface.elements.pagination import show_neighbours
from concertation.interface.elements.provenance import show_reserves, source_line
from concertation.interface.socle.boutons import show_link
from concertation.interface.socle.garde import guard
from concertation.interface.socle.registre import FEUILLE_ROUTE
from concertation.interface.socle.session import lexique_of
from concertation.interface.socle.textes import escape, rich_text


def show_fiche(ecran: Ecran) -> None:
    """Need, who, where, when; money and results; what comes next; the words of the document."""
    cle = ecran.etat.action
    action = next(a for a in list_records(ecran.actions) if a["id"] == cle)
    _show_navigation(ecran, action)
    st.title(escape(ecran.titres[cle]), anchor=False)
    with st.container(border=True):
        st.markdown(rich_text(action["intitule"], lexique_of(ecran.donnees)))
    st.caption(
        f"{escape(_place(ecran, action))}. Intitulé repris à la lettre. "
        f"{source_line(ecran.donnees, [action['source']])}"
    )
    gauche, droite = st.columns(2, gap="large")
    with gauche:
        _show_faits(ecran, action)
    with droite, guard():
        argent.show_action(ecran, cle)
    with guard():
        resultats.show_action(ecran, cle)
    gauche, droite = st.columns(2, gap="large")
    with gauche:
        suites = ecran.recit(cle).suites
        st.header(suites.titre, anchor=False)
        st.markdown(list_markdown(suites))
    with droite:
        _show_dates(ecran, cle)
    with guard():
        show_liens(ecran, "action", cle)
    _show_textes(ecran, action)
    with guard():
        show_reserves(ecran.donnees, ecran.recit(cle).cibles)


def _show_navigation(ecran: Ecran, action: dict[str, Any]) -> None:
    ordres = dict(
        zip(ecran.priorites["id"].tolist(), ecran.priorites["ordre"].tolist(), strict=True)
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        show_link(
            FEUILLE_ROUTE,
            "Toute la feuille de route",
            ecran.params(action="", priorite=""),
            "arrow_back",
        )
        show_link(
            FEUILLE_ROUTE, f"Priorité {ordres[action['priorite']]}", ecran.params(action=""), "flag"
        )
        show_neighbours(list(ecran.titres), action["id"], ecran.open_action)


def _place(ecran: Ecran, action: dict[str, Any]) -> str:
    """« Feuille de route…, priorité 2, chantier « … » »."""
    chantiers = ecran.donnees.table("chantiers")
    priorites = ecran.priorites
    ordre = priorites[priorites["id"] == action["priorite"]]["ordre"].iloc[0]
    chantier = chantiers[chantiers["id"] == action["chantier"]]["intitule"].iloc[0]
    return f"{ecran.feuille['nom']}, priorité {ordre}, chantier « {chantier} »"


def _show_faits(ecran: Ecran, action: dict[str, Any]) -> None:
    recit = ecran.recit(action["id"])
    st.header("En bref", anchor=False)
    st.markdown(facts_markdown(recit.reperes, "\n\n"))
    if recit.remarque:
        st.caption(f"Remarque : {escape(recit.remarque)}")
    show_reserve_lines(ecran.donnees, [f"actions:{action['id']}"])


def _show_dates(ecran: Ecran, action: str) -> None:
    st.header("Dates", anchor=False)
    faits = list_records(list_faits(ecran.donnees, ecran.feuille["id"]))
    siens = [f for f in faits if action in split_liste(f["action"])]
    if not siens:
        st.markdown("Aucun fait daté n'est publié.")
        return
    st.markdown("\n".join(f"- **{escape(date_words(f))}** : {escape(f['libelle'])}" for f in siens))


def _show_textes(ecran: Ecran, action: dict[str, Any]) -> None:
    """The words of the document, to the letter, one click away."""
    lexique = lexique_of(ecran.donnees)
    textes = ecran.recit(action["id"]).textes
    if not textes:
        return
    with st.expander("Texte du document, repris à la lettre", icon=":material/article:"):
        for nom, texte in textes:
            st.markdown(f"**{nom}**")
            for paragraphe in texte.paragraphes:
                st.markdown(rich_text(paragraphe, lexique))
