"""Accueil: what the consultation was and what it gave, in one screen.

Whoever has a profile has « À faire » there instead."""

import streamlit as st

from concertation.interface.ecrans.accueil import ecran as vues
from concertation.interface.socle.garde import show_parts
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.session import current_donnees

if current_acteur().nom and st.query_params.get("vue") != "consultation":
    # The database libraries: whoever took a profile has loaded them.
    from concertation.interface.ecrans.a_faire.ecran import show_a_faire
    from concertation.interface.ecrans.presentation.salle import show_salle

    show_a_faire(show_salle)
else:
    donnees = current_donnees()
    vues.show_titre(donnees)
    show_parts(donnees, vues.show_chiffres)
    gauche, droite = st.columns(2, gap="large")
    # The bars first: the browser draws them while the larger map is on its way.
    with droite:
        show_parts(donnees, vues.show_propositions, vues.show_participation)
    with gauche:
        show_parts(donnees, vues.show_carte)
    show_parts(
        donnees, vues.show_engagements, vues.show_suites, vues.show_chaine_accueil,
        vues.show_autour, vues.show_reserves_accueil,
    )  # fmt: skip
