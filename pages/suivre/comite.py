"""Comité: a territory's state on one screen, its sessions and their minutes."""

import streamlit as st

from concertation.interface.ecrans.comite import ecran as vues
from concertation.interface.ecrans.comite.releve import show_fil
from concertation.interface.ecrans.comite.seances import show_seance, show_seances
from concertation.interface.elements.comites import show_remontee, show_reunion
from concertation.interface.socle.garde import guard
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.avis import show_avis
from concertation.interface.suivi.changements import show_changements
from concertation.interface.suivi.ecran import opened, show_filtre

with opened(vues.EcranComite) as ecran:
    if not ecran.territoire:
        st.title("Comité", anchor=False)
        st.info("Aucun territoire n’est publié : il n’y a pas encore de comité.")
    elif ecran.etat.seance or ecran.etat.nouvelle:
        show_seance(ecran)
    else:
        st.title(escape(ecran.comite), anchor=False)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            show_filtre(ecran, "territoire", width=420)
            ecran.show_undo()
        ecran.may_write(ecran.territoire)
        show_remontee(ecran, [ecran.territoire])
        show_reunion(ecran, ecran.territoire)
        vues.show_chiffres(ecran)
        gauche, droite = st.columns([3, 2], gap="large")
        with gauche:
            vues.show_engagements(ecran)
            # To a public reader silence says nothing: only what is published is seen.
            if not ecran.acteur.reads_public_only:
                vues.show_attention(ecran)
            with guard():
                show_changements(ecran, ecran.territoire)
        with droite, guard():
            show_avis(ecran, ecran.territoire, ouvert=ecran.etat.avis)
            show_seances(ecran)
            if ecran.can_write:
                show_fil(ecran)
        with guard():
            vues.show_feuille(ecran)
