"""The sheet of an engagement: its words, where each committee says that it stands, what is done."""

from dataclasses import replace

import streamlit as st

from concertation.analyse.adresses import short_path
from concertation.analyse.territoires.noms import territoire_names
from concertation.interface.chaine import show_switch
from concertation.interface.ecrans.engagements.cellule import show_composantes
from concertation.interface.ecrans.engagements.ecran import EcranEngagements
from concertation.interface.elements.blocs import show_blocs, show_section
from concertation.interface.elements.provenance import show_reserves, source_line
from concertation.interface.elements.reponse import (
    read_reponse,
    show_partage,
    show_proches,
    show_suites,
)
from concertation.interface.elements.telechargements import ENGAGEMENT, link_document
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.registre import ENGAGEMENTS
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.ecran import show_filtre
from concertation.recits.comites import tell_answer_engagement


def show_engagement(ecran: EcranEngagements) -> None:
    """What became of the engagement of the address, for all the committees."""
    cle = ecran.etat.engagement
    reponse = read_reponse(ecran.donnees, cle, tell_answer_engagement)
    show_link(ENGAGEMENTS, "Tous les engagements", ecran.params(engagement=""), "arrow_back")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(escape(reponse.titre), anchor=False, width="stretch")
        link_document("Fiche engagement (PDF)", ENGAGEMENT, engagement=cle)
        show_partage(short_path("e", cle))
    gauche, droite = st.columns([3, 2], gap="large")
    with gauche:
        show_blocs(replace(reponse.dite, blocs=reponse.dite.blocs[:1]))
        st.caption(source_line(ecran.donnees, reponse.sources))
        show_section(reponse.reponse)
    with droite:
        lieux = territoire_names(ecran.donnees)
        show_filtre(ecran, "territoire", "Ouvrir un comité", options=lieux)
        show_section(reponse.suite)
        show_switch("engagement")
    show_composantes(ecran)
    show_suites(ecran.donnees, reponse)
    show_reserves(ecran.donnees, reponse.all_cibles)


def show_publies(ecran: EcranEngagements) -> None:
    """What is published beside each engagement: a reading of the documents, never an entry."""
    show_switch("publies")
    for rang, (cle, nom) in enumerate(ecran.engagements.items()):
        proches = read_reponse(ecran.donnees, cle, tell_answer_engagement).proches[-1]
        if not rang:
            st.markdown(f"**{escape(proches.titre)}**  \n:small[{escape(proches.legende)}]")
        show_proches(ecran.donnees, replace(proches, titre=nom), legende=False)
        show_link(ENGAGEMENTS, f"Fiche de {escape(cle)}", ecran.params(engagement=cle))
