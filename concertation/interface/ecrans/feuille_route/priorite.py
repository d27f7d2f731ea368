"""One priority of a roadmap: its chantiers, and its actions as cards."""

from functools import lru_cache
from typing import Any

import streamlit as st

from concertation.analyse.feuille_route.lecture import (
    NON_PRECISE,
    SANS_ELEMENT,
    financements_of,
    perspectives_of,
)
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.textes import split_liste
from concertation.donnees import Donnees
from concertation.interface.ecrans.feuille_route.argent import lines_markdown
from concertation.interface.ecrans.feuille_route.ecran import Ecran, show_opener
from concertation.interface.ecrans.feuille_route.liens import show_liens
from concertation.interface.ecrans.feuille_route.mots import show_reserve_lines, where, who
from concertation.interface.ecrans.feuille_route.resultats import card_markdown
from concertation.interface.elements.pagination import show_neighbours
from concertation.interface.elements.provenance import show_reserves, source_line
from concertation.interface.socle.garde import guard
from concertation.interface.socle.registre import FEUILLE_ROUTE
from concertation.interface.socle.session import lexique_of
from concertation.interface.socle.textes import escape, rich_text


def show_priorite(ecran: Ecran) -> None:
    """The chosen priority, or its silence said so."""
    priorites = list_records(ecran.priorites)
    rang = [p["id"] for p in priorites].index(ecran.etat.priorite)
    priorite = priorites[rang]
    _show_navigation(ecran, priorites, rang)
    titre = priorite["titre_court"] or priorite["intitule"]
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
    show_reserves(ecran.donnees, _targets(ecran, cles))


def _show_navigation(ecran: Ecran, priorites: list[dict[str, Any]], rang: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            FEUILLE_ROUTE.chemin,
            label="Toutes les priorités",
            icon=":material/arrow_back:",
            query_params=ecran.params(priorite="", vue="priorites"),
        )
        ids = [priorite["id"] for priorite in priorites]
        show_neighbours(
            ids[rang - 1] if rang else None,
            ids[rang + 1] if rang + 1 < len(ids) else None,
            lambda priorite: ecran.ask(priorite=priorite),
            f"{rang + 1} sur {len(ids)}",
        )


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
    donnees = ecran.donnees
    st.subheader(escape(ecran.titres[action["id"]]), anchor=False)
    faits = {
        "Besoin": action["besoin"] or NON_PRECISE,
        "Porteur": action["porteur"] or NON_PRECISE,
        "Partenaires": who(action["partenaires"]),
        "Où": where(donnees, action),
    }
    st.markdown("  \n".join(f"**{nom} :** {escape(mots)}" for nom, mots in faits.items()))
    st.markdown(f"**Argent**\n\n{_money_markdown(donnees, action['id'])}")
    st.markdown(f"**Résultats**\n\n{card_markdown(donnees, action['id'])}")
    st.markdown(f"**Et ensuite**\n\n{next_markdown(ecran, action['id'])}")
    show_opener(ecran, action["id"], "Fiche : ")


@lru_cache(maxsize=256)
def _money_markdown(donnees: Donnees, action: str) -> str:
    return lines_markdown(donnees, financements_of(donnees, action))


def next_markdown(ecran: Ecran, action: str) -> str:
    """What is announced for an action, to the letter, with its year."""
    return _next_markdown(ecran.donnees, ecran.feuille["id"], action)


@lru_cache(maxsize=256)
def _next_markdown(donnees: Donnees, feuille: str, action: str) -> str:
    suites = list_records(perspectives_of(donnees, feuille, action))
    if not suites:
        return f"- {NON_PRECISE}"
    return "\n".join(f"- {_year(suite)}{escape(suite['texte'])}" for suite in suites)


def _year(suite: dict[str, Any]) -> str:
    annee = str(suite["annee"])
    return f"{annee} : " if annee.isdigit() else ""


def _targets(ecran: Ecran, actions: list[str]) -> list[tuple[str, str | None]]:
    """Whatever a reservation of these actions' figures may aim at."""
    return [cible for action in actions for cible in targets_of_action(ecran.donnees, action)]


@lru_cache(maxsize=256)
def targets_of_action(donnees: Donnees, action: str) -> tuple[tuple[str, str | None], ...]:
    """An action, its lines of money and its figures, as `show_reserves` takes them."""
    indicateurs, mesures = (donnees.table(nom) for nom in ("indicateurs", "mesures"))
    siens = indicateurs[indicateurs["action"] == action]["id"].tolist()
    siennes = mesures[mesures["indicateur"].isin(siens)]["id"].tolist()
    lignes = financements_of(donnees, action)["id"].tolist()
    actions = donnees.table("actions")
    documents = actions[actions["id"] == action]["source"].tolist()
    return (
        ("actions", action),
        *(("sources", cle) for cellule in documents for cle in split_liste(cellule)),
        *(("financements", cle) for cle in lignes),
        *(("indicateurs", cle) for cle in siens),
        *(("mesures", cle) for cle in siennes),
    )
