"""The sheets of one action and of one priority: what the document says, and what was linked."""

from typing import Any

import streamlit as st

from concertation.analyse.chaine.graphe import EDITORIAL, Arete, Graphe, Noeud
from concertation.analyse.chaine.mots import UN_GENRE
from concertation.analyse.feuille_route.lecture import SANS_ELEMENT, list_faits
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import plural
from concertation.analyse.mots.textes import split_liste
from concertation.graphiques.dessins.frise_faits import date_words
from concertation.interface.chaine import current_graphe, nature_text, show_switch
from concertation.interface.ecrans.feuille_route import chiffres
from concertation.interface.ecrans.feuille_route.ecran import EcranFeuilleRoute, show_opener
from concertation.interface.elements import provenance
from concertation.interface.elements.blocs import facts_markdown, list_markdown
from concertation.interface.elements.pagination import show_neighbours
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.garde import guard
from concertation.interface.socle.registre import FEUILLE_ROUTE, PROPOSITIONS
from concertation.interface.socle.session import lexique_of, shows_links
from concertation.interface.socle.textes import escape, rich_text, screen_link
from concertation.recits.blocs import Liste
from concertation.recits.feuille import title_of
from concertation.recits.proches import MASQUES

SUR_CARTE = 4  # the need, who and where; the sheet has the dates too


def show_fiche(ecran: EcranFeuilleRoute) -> None:
    """Need, who, where, when; money and results; what comes next; the words of the document."""
    cle = ecran.etat.action
    action = next(a for a in list_records(ecran.actions) if a["id"] == cle)
    priorite = ecran.priorites.set_index("id").loc[action["priorite"]]
    chantier = ecran.donnees.table("chantiers").set_index("id").loc[action["chantier"]]
    with st.container(horizontal=True, vertical_alignment="center"):
        tout = ecran.params(action="", priorite="")
        show_link(FEUILLE_ROUTE, "Toute la feuille de route", tout, "arrow_back")
        sienne = ecran.params(action="")
        show_link(FEUILLE_ROUTE, f"Priorité {priorite['ordre']}", sienne, "flag")
        show_neighbours(list(ecran.titres), cle, ecran.open_action)
    lieu = f", priorité {priorite['ordre']}, chantier « {chantier['intitule']} »"
    _show_intitule(ecran, action, ecran.titres[cle], lieu)
    recit = ecran.recit(cle)
    gauche, droite = st.columns(2, gap="large")
    with gauche:
        st.header("En bref", anchor=False)
        st.markdown(facts_markdown(recit.reperes, "\n\n"))
        if recit.remarque:
            st.caption(f"Remarque : {escape(recit.remarque)}")
        provenance.show_reserve_lines(ecran.donnees, [f"actions:{cle}"])
    with droite, guard():
        chiffres.show_financements(ecran, cle)
    with guard():
        chiffres.show_resultats(ecran, cle)
    gauche, droite = st.columns(2, gap="large")
    with gauche:
        st.header(recit.suites.titre, anchor=False)
        st.markdown(list_markdown(recit.suites))
    with droite:
        _show_dates(ecran, cle)
    with guard():
        _show_liens(ecran, "action", cle)
    if recit.textes:
        with st.expander("Texte du document, repris à la lettre", icon=":material/article:"):
            for nom, texte in recit.textes:
                st.markdown(f"**{nom}**")
                for paragraphe in texte.paragraphes:
                    st.markdown(rich_text(paragraphe, lexique_of(ecran.donnees)))
    with guard():
        provenance.show_reserves(ecran.donnees, recit.cibles)


def _show_intitule(
    ecran: EcranFeuilleRoute, ligne: dict[str, Any], titre: str, lieu: str = ""
) -> None:
    """The title of a sheet, then the document's own words and where they stand."""
    st.title(escape(titre), anchor=False)
    with st.container(border=True):
        st.markdown(rich_text(ligne["intitule"], lexique_of(ecran.donnees)))
    st.caption(
        f"{escape(ecran.feuille['nom'] + lieu)}. Intitulé repris à la lettre. "
        f"{provenance.source_line(ecran.donnees, [ligne['source']])}"
    )


def _show_dates(ecran: EcranFeuilleRoute, action: str) -> None:
    st.header("Dates", anchor=False)
    faits = list_records(list_faits(ecran.donnees, ecran.feuille["id"]))
    siens = [f for f in faits if action in split_liste(f["action"])]
    if not siens:
        st.markdown("Aucun fait daté n’est publié.")
        return
    st.markdown("\n".join(f"- **{escape(date_words(f))}** : {escape(f['libelle'])}" for f in siens))


def show_priorite(ecran: EcranFeuilleRoute) -> None:
    """The chosen priority, its chantiers and their actions as cards, or its silence said so."""
    cle = ecran.etat.priorite
    priorite = next(p for p in list_records(ecran.priorites) if p["id"] == cle)
    with st.container(horizontal=True, vertical_alignment="center"):
        toutes = ecran.params(priorite="", vue="priorites")
        show_link(FEUILLE_ROUTE, "Toutes les priorités", toutes, "arrow_back")
        ids = ecran.priorites["id"].tolist()
        show_neighbours(ids, cle, lambda autre: ecran.go(priorite=autre))
    _show_intitule(ecran, priorite, f"Priorité {priorite['ordre']} – {title_of(priorite)}")
    provenance.show_reserve_lines(ecran.donnees, [f"priorites:{cle}"])
    if not priorite["elements_publies"]:
        st.info(
            f"Pour cette priorité : {SANS_ELEMENT}. Ce silence ne dit pas que rien n’est fait.",
            icon=":material/do_not_disturb_on:",
        )
    chantiers = ecran.donnees.table("chantiers")
    siens = chantiers[chantiers["priorite"] == cle].sort_values("ordre", kind="stable")
    for chantier in list_records(siens):
        _show_chantier(ecran, chantier)
    with guard():
        _show_liens(ecran, "priorite", cle)
    cles = ecran.actions_par_priorite.get(cle, [])
    provenance.show_reserves(ecran.donnees, [c for cle in cles for c in ecran.recit(cle).cibles])


def _show_chantier(ecran: EcranFeuilleRoute, chantier: dict[str, Any]) -> None:
    st.header(f"Chantier : {escape(chantier['intitule'])}", anchor=False)
    siennes = ecran.actions[ecran.actions["chantier"] == chantier["id"]]
    if siennes.empty:
        st.markdown(f"*{SANS_ELEMENT}*")
        return
    with st.grid(2, min_column_width=330, gap="small"):
        for cle in siennes["id"].tolist():
            recit, resultats = ecran.recit(cle), chiffres.card_markdown(ecran.donnees, cle)
            with st.container(border=True, height="stretch", gap="small"):
                st.subheader(escape(recit.titre), anchor=False)
                st.markdown(facts_markdown(Liste(recit.reperes.puces[:SUR_CARTE])))
                st.markdown(f"**{recit.argent.titre}**\n\n{list_markdown(recit.argent)}")
                st.markdown(f"**{recit.resultats.titre}**\n\n{resultats}")
                st.markdown(f"**{recit.suites.titre}**\n\n{list_markdown(recit.suites)}")
                show_opener(ecran, cle, "Fiche : ")


def _show_liens(ecran: EcranFeuilleRoute, type_: str, identifiant: str) -> None:
    """Where it may come from: links of documents, then strong readings, then the others, each
    with its strength, its reason and its author; a reading is never a document's own words."""
    graphe = current_graphe()
    liens = [lien for lien in graphe.edges(Noeud(type_, identifiant), "amont") if lien.lien]
    liens.sort(key=lambda lien: (lien.nature == EDITORIAL, lien.force != "forte"))
    st.header("Ce qui en a été rapproché", anchor=False)
    show_switch(f"feuille-{type_}")
    if not shows_links():
        st.markdown(MASQUES)
    elif not liens:
        st.markdown("Aucune proposition et aucun engagement n’en a été rapproché.")
    if liens:
        lus = sum(lien.nature == EDITORIAL for lien in liens)
        ecrits = len(liens) - lus
        comptes = {
            plural(ecrits, "lien écrit par un document", "liens écrits par un document"): ecrits,
            plural(lus, "rapprochement éditorial", "rapprochements éditoriaux"): lus,
        }
        titre = ", ".join(mots for mots, nombre in comptes.items() if nombre)
        with st.expander(titre, icon=":material/link:"):
            st.markdown("\n".join(_line(graphe, lien) for lien in liens))
    provenance.show_reserve_lines(ecran.donnees, ["liens"])


def _line(graphe: Graphe, lien: Arete) -> str:
    origine = lien.origine
    nom = f"{UN_GENRE.get(origine.type, origine.type)} {origine.id}"
    ecrit = escape(nom)
    if origine.type == "proposition":
        ecrit = screen_link(PROPOSITIONS, nom, fiche=origine.id)
    return f"- {ecrit} : {escape(graphe.libelles[origine])}  \n  {nature_text(lien)}"
