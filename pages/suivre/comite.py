"""Comité: a territory's state on one screen, its sessions and their minutes."""

import datetime as dt
from dataclasses import replace

import streamlit as st

from concertation.interface.ecrans.comite import ecran as vues
from concertation.interface.ecrans.comite.seances import show_seance, show_seances
from concertation.interface.socle.garde import guard, tell_ignores
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.session import current_donnees, read_params
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.partage import (
    current_store,
    show_message,
    show_undo,
    watch_entries,
)
from concertation.interface.suivi.seance_courante import show_seance_courante
from concertation.interface.suivi.territoires import default_territoire, may_write, show_territoire

donnees, store, acteur = current_donnees(), current_store(), current_acteur()
noms = vues.read_noms(donnees)
etat, ignores = vues.EtatComite.from_params(read_params(), donnees)
territoire = etat.territoire or default_territoire(noms, acteur)
etat = replace(etat, territoire=territoire)
ecran = vues.Ecran(donnees, store, acteur, etat, dt.date.today(), noms)

show_message(store)
tell_ignores(ignores)
if not etat.releve:
    show_seance_courante(store, acteur, donnees, etat.seance)
if not territoire:
    st.title("Comité", anchor=False)
    st.info("Aucun territoire n'est publié : il n'y a pas encore de comité.")
elif etat.seance or etat.nouvelle:
    show_seance(ecran)
else:
    st.title(f"Comité – {escape(ecran.nom)}", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        show_territoire(noms, territoire, lambda lieu: ecran.go(territoire=lieu), cle="w-comite")
        show_undo(store, acteur)
    may_write(store, acteur, territoire, ecran.nom)
    vues.show_chiffres(ecran)
    gauche, droite = st.columns([3, 2], gap="large")
    with gauche:
        vues.show_engagements(ecran)
        # To a public reader silence says nothing: only what is published is seen.
        if not acteur.reads_public_only:
            vues.show_attention(ecran)
    with droite, guard():
        show_seances(ecran)
watch_entries(store)
