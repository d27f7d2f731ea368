"""The sheet of one cell: an engagement in a territory, with all that is recorded there."""

import streamlit as st

from concertation.analyse.avancement.cellules import with_progress
from concertation.analyse.avancement.trajectoire import tell_methode, tell_trajectoire, worst
from concertation.analyse.mots.formats import format_date
from concertation.interface.chaine import show_switch
from concertation.interface.ecrans.engagements.ecran import EcranEngagements
from concertation.interface.elements.blocs import cut_markdown, list_markdown, show_blocs
from concertation.interface.elements.comites import show_remontee, show_reunion
from concertation.interface.elements.provenance import show_reserves, source_line
from concertation.interface.elements.reponse import read_reponse, show_proches
from concertation.interface.elements.telechargements import ENGAGEMENT, REVUE, link_document
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.registre import COMITE, ENGAGEMENTS, INDICATEURS, TRACABILITE
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.contexte import read_contexte
from concertation.interface.suivi.ecran import show_filtre
from concertation.interface.suivi.indicateurs import show_courbes
from concertation.interface.suivi.noms import meteo_markdown
from concertation.recits.blocs import Liste, Puce
from concertation.recits.comites import tell_answer_engagement
from concertation.recits.publies import tell_engagement
from concertation.recits.suites import tell_actions
from concertation.recits.suivi import tell_counts

LIGNES_MONTREES = 12


def show_navigation(ecran: EcranEngagements) -> None:
    """Back to the grid, and to the other cells."""
    etat = ecran.etat
    toutes = ecran.params(engagement="", territoire="")
    show_link(ENGAGEMENTS, "Tous les engagements", toutes, "arrow_back")
    cellules = ecran.revue.cellules
    lieux = dict(zip(cellules["territoire"], cellules["nom"], strict=True))
    with st.container(horizontal=True):
        show_filtre(ecran, "engagement", width=380)
        show_filtre(ecran, "territoire", options=lieux, width=380)
    with st.container(horizontal=True, gap="small"):
        link_document("Fiche engagement (PDF)", ENGAGEMENT, engagement=etat.engagement)
        link_document("Note de revue (PDF)", REVUE, territoire=etat.territoire)
        show_link(COMITE, "Son comité, ses séances", {"territoire": etat.territoire})


def show_etat(ecran: EcranEngagements) -> None:
    """Where the cell stands: météo, date, progress, counts; its attention points."""
    ligne = ecran.cellule
    with st.container(border=True):
        st.header(meteo_markdown(ligne["meteo"]), anchor=False)
        if ligne["meteo"]:
            lieu = escape(ecran.lieu(ligne["origine"]))
            st.markdown(f"{ecran.lacks('dernier')} : {format_date(ligne['date'])}, {lieu}.")
        else:
            st.markdown(ecran.lacks("point"))
        if faits := list(tell_counts(ligne)):
            st.markdown(" · ".join(faits))
        if pire := worst(ecran.inside(ecran.revue.trajectoires)):
            mots = f"{meteo_markdown(pire['meteo'])}. {escape(tell_trajectoire(pire))}."
            st.markdown(f"Les indicateurs suggèrent : {mots}")
            st.caption(tell_methode())
    show_remontee(ecran, [ecran.etat.territoire])
    show_reunion(ecran, ecran.etat.territoire)
    if ligne["meteo"] or ligne["nb_actions"]:
        alertes = ecran.attention
        ici = alertes["territoire"] == ecran.etat.territoire
        alertes = alertes[ici & (alertes["engagement"] == ecran.etat.engagement)]
        if len(alertes):
            phrases = cut_markdown(map(Puce, alertes["phrase"]), LIGNES_MONTREES)
            st.warning(f"**Points d’attention**\n\n{phrases}", icon=":material/priority_high:")


def show_composantes(ecran: EcranEngagements) -> None:
    """What the engagement is made of, as published."""
    recit = tell_engagement(ecran.donnees, ecran.etat.engagement)
    titre = f"L’engagement et ses composantes ({len(recit.parties)})"
    with st.expander(titre, icon=":material/account_tree:"):
        for section in (recit.mots, recit.composantes):
            show_blocs(section)
        st.caption(source_line(ecran.donnees, recit.sources))


def show_rapproches(ecran: EcranEngagements) -> None:
    """What stands near to the engagement, as its own sheet says, and what must be known of it."""
    cle = ecran.etat.engagement
    reponse = read_reponse(ecran.donnees, cle, tell_answer_engagement)
    show_switch("engagement")
    for proches in reponse.proches:
        show_proches(ecran.donnees, proches)
    show_link(TRACABILITE, "Suivre toute la chaîne", {"depart": f"engagement:{cle}"})
    show_reserves(ecran.donnees, reponse.all_cibles)


def show_actions(ecran: EcranEngagements) -> None:
    st.header("Actions", anchor=False)
    actions = ecran.inside(ecran.revue.actions)
    if actions.empty:
        st.markdown(ecran.lacks("action"))
        return
    montrees = actions.head(LIGNES_MONTREES)
    contexte = read_contexte(ecran.donnees)
    st.markdown(
        list_markdown(Liste(tuple(tell_actions(contexte, montrees, ecran.etat.territoire))))
    )
    if len(actions) > LIGNES_MONTREES:
        st.caption(f"Les {LIGNES_MONTREES} premières actions sur {len(actions)}.")


def show_indicateurs(ecran: EcranEngagements) -> None:
    """Each with its curve; the sources of its measures are on its sheet."""
    st.header("Indicateurs", anchor=False)
    indicateurs = ecran.inside(with_progress(ecran.revue.indicateurs, ecran.revue.mesures))
    if indicateurs.empty:
        st.markdown(ecran.lacks("indicateur"))
    else:
        show_courbes(ecran, indicateurs.head(LIGNES_MONTREES))
        if len(indicateurs) > LIGNES_MONTREES:
            st.caption(f"Les {LIGNES_MONTREES} premiers indicateurs sur {len(indicateurs)}.")
    ici = {"engagement": ecran.etat.engagement, "territoire": ecran.etat.territoire}
    show_link(INDICATEURS, "Définir, mesurer, contester", ici)
