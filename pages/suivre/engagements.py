"""Engagements: the director's review, by cells of engagement and territory."""

import streamlit as st

from concertation.analyse.chaine import Noeud
from concertation.interface import engagement_cellule as fiche
from concertation.interface import engagement_points as points
from concertation.interface import engagements_revue as revue
from concertation.interface.chaine_courte import show_chaine
from concertation.interface.engagement_indicateurs import show_indicateurs
from concertation.interface.engagements import Ecran, EtatEngagements
from concertation.interface.garde import guard
from concertation.interface.identite import current_acteur
from concertation.interface.seance_courante import show_seance_courante
from concertation.interface.session import current_donnees, read_params
from concertation.interface.suivi import current_store, show_message, show_undo, watch_entries
from concertation.interface.textes import escape

donnees = current_donnees()
acteur = current_acteur()
etat, ignores = EtatEngagements.from_params(read_params(), donnees)

if not etat.is_cellule:
    st.title("Engagements", anchor=False)
store = current_store()
ecran = Ecran(donnees, store, acteur, etat, points.today())
show_message(store)
for phrase in ignores:
    st.warning(phrase, icon=":material/link_off:")
with guard():
    show_seance_courante(store, acteur, donnees)
if etat.is_cellule:
    cellule = fiche.Cellule(ecran)
    st.title(escape(cellule.nom), anchor=False)
    with guard():
        fiche.show_navigation(ecran)
        fiche.show_etat(cellule)
    fiche.show_composantes(cellule)
    with guard():
        fiche.show_frise(cellule)
    points.show_ajouter(cellule)
    with guard():
        points.show_points(cellule)
        points.show_publier(cellule)
        show_indicateurs(cellule)
        fiche.show_actions(cellule)
        fiche.show_seances(cellule)
        show_chaine(
            donnees,
            Noeud("engagement", cellule.engagement),
            {"amont": "D'où vient cet engagement", "aval": "Ce que cet engagement est devenu"},
        )
        fiche.show_reserves_cellule(cellule)
else:
    with guard():
        revue.show_revue(ecran)
with guard():
    show_undo(store, acteur)
    watch_entries(store)
