"""One priority of a roadmap: its chantiers, and its actions as cards."""

from typing import Any

import streamlit as st

from concertation.analyse.feuille_route.lecture import SANS_ELEMENT
from concertation.analyse.lignes import list_records
from concertation.interface.ecrans.feuille_route.ecran import Ecran, show_opener
from concertation.interface.ecrans.feuille_route.liens import show_liens
from concertation.interface.ecrans.feuille_route.mots import show_reserve_lines
from concertation.interface.ecrans.feuille_route.resultats import card_markdown
from concertation.interface.elements.blocs import facts_markdown, list_markdown
from concertation.interface.elements.pagination import show_neighbours
from concertation.interface.elements.provenance import show_reserves, source_line
from concertation.interface.socle.boutons import show_link
from concertation.interface.socle.garde import guard
from concertation.interface.socle.registre import FEUILLE_ROUTE
from concertation.interface.socle.session import lexique_of
from concertation.interface.socle.textes import escape, rich_text
from concertation.recits.blocs import Liste
from concertation.recits.feuille import title_of

SUR_CARTE = 4  # the need, who and where; the sheet has the dates too


def show_priorite(ecran: Ecran) -> None:
    """The chosen priority, or its silence said so."""
    priorite = next(p for p in list_records(ecran.priorites) if p["id"] == ecran.etat.priorite)
    _show_navigation(ecran)
    titre = title_of(priorite)
    st.title(f"Priorité {priorite['ordre']} – {escape(titre)}", anchor=False)
    with st.container(border=True):
        st.markdown(rich_text(priorite["intitule"], lexique_of(ecran.donnees)))
    st.caption(
        f"{escape(ecran.feuille['nom'])}. Intitulé repris à la lettre. "
        f"{source_line(ecran.donnees, [priorite['source']])}"
    )
    show_reserve_lines(ecran.donnees, [f"priorites:{priorite['id']}"])
    if not priorite["elements_publies"]:
        st.info(
            f"Pour cette priorité : {SANS_ELEMENT}. Ce silence ne dit pas que rien n'est fait.",
            icon=":material/do_not_disturb_on:",
        )
    chantiers = ecran.donnees.table("chantiers")
    siens = chantiers[chantiers["priorite"] == priorite["id"]].sort_values("ordre", kind="stable")
    for chantier in list_records(siens):
        _show_chantier(ecran, chantier)
    with guard():
        show_liens(ecran, "priorite", priorite["id"])
    cles = ecran.actions_par_priorite.get(priorite["id"], [])
    show_reserves(ecran.donnees, [c for cle in cles for c in ecran.recit(cle).cibles])


def _show_navigation(ecran: Ecran) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        show_link(
            FEUILLE_ROUTE,
            "Toutes les priorités",
            ecran.params(priorite="", vue="priorites"),
            "arrow_back",
        )
        ids = ecran.priorites["id"].tolist()
        show_neighbours(ids, ecran.etat.priorite, lambda cle: ecran.ask(priorite=cle))


def _show_chantier(ecran: Ecran, chantier: dict[str, Any]) -> None:
    st.header(f"Chantier : {escape(chantier['intitule'])}", anchor=False)
    siennes = ecran.actions[ecran.actions["chantier"] == chantier["id"]]
    if siennes.empty:
        st.markdown(f"*{SANS_ELEMENT}*")
        return
    with st.grid(2, min_column_width=330, gap="small"):
        for action in list_records(siennes):
            with st.container(border=True, height="stretch", gap="small"):
                _show_carte(ecran, action)


def _show_carte(ecran: Ecran, action: dict[str, Any]) -> None:
    """Need, who, where, money, results, what comes next."""
    recit = ecran.recit(action["id"])
    st.subheader(escape(recit.titre), anchor=False)
    st.markdown(facts_markdown(Liste(recit.reperes.puces[:SUR_CARTE])))
    st.markdown(f"**{recit.argent.titre}**\n\n{list_markdown(recit.argent)}")
    st.markdown(f"**{recit.resultats.titre}**\n\n{card_markdown(ecran.donnees, action['id'])}")
    st.markdown(f"**{recit.suites.titre}**\n\n{list_markdown(recit.suites)}")
    show_opener(ecran, action["id"], "Fiche : ")
