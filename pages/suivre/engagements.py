"""Engagements: the director's review, by cells of engagement and territory."""

import streamlit as st

from concertation.interface.ecrans.engagements import cellule, points
from concertation.interface.ecrans.engagements.ecran import REVUES, EcranEngagements
from concertation.interface.ecrans.engagements.fiche import show_engagement
from concertation.interface.ecrans.engagements.revue import show_revue
from concertation.interface.socle.garde import guard
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.ecran import opened


def show_cellule(ecran: EcranEngagements) -> None:
    st.title(escape(ecran.cell_name), anchor=False)
    with guard():
        cellule.show_navigation(ecran)
        cellule.show_etat(ecran)
    cellule.show_composantes(ecran)
    points.show_ajouter(ecran)
    with guard():
        points.show_points(ecran)
        ecran.show_publication("point_etape", ecran.points, *points.MOTS, ici=ecran.etat.territoire)
        cellule.show_indicateurs(ecran)
        cellule.show_actions(ecran)
        cellule.show_rapproches(ecran)


with opened(
    EcranEngagements, lambda etat: REVUES.get(etat.revue, "" if etat.engagement else "Engagements")
) as ecran:
    if ecran.etat.revue:
        with guard():
            {"guidee": points.show_guidee, "publier": points.show_publier}[ecran.etat.revue](ecran)
    elif ecran.etat.is_cellule:
        show_cellule(ecran)
    elif ecran.etat.engagement:
        with guard():
            show_engagement(ecran)
    else:
        with guard():
            show_revue(ecran)
    ecran.show_undo()
