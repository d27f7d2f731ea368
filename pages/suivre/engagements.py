"""Engagements: the director's review, by cells of engagement and territory."""

import streamlit as st

from concertation.analyse.chaine.graphe import Noeud
from concertation.interface.chaine.courte import show_chaine
from concertation.interface.ecrans.engagements import cellule as fiche
from concertation.interface.ecrans.engagements import points, revue
from concertation.interface.ecrans.engagements.ecran import Ecran, EtatEngagements
from concertation.interface.ecrans.engagements.indicateurs import show_indicateurs
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

donnees = current_donnees()
acteur = current_acteur()
etat, ignores = EtatEngagements.from_params(read_params(), donnees)

if not etat.is_cellule:
    st.title("Engagements", anchor=False)
store = current_store()
ecran = Ecran(donnees, store, acteur, etat, points.today())
show_message(store)
tell_ignores(ignores)
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
