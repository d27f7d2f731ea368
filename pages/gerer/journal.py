"""Journal: who did what, before and after side by side, and how to put it back."""

import streamlit as st

from concertation.interface.ecrans.journal import ecran as vues
from concertation.interface.socle.garde import guard
from concertation.interface.socle.identite import current_acteur
from concertation.interface.suivi.ecran import opened

if current_acteur().reads_public_only:
    st.title("Journal", anchor=False)
    vues.show_ferme()
else:
    with opened(vues.EcranJournal, lambda _: "Journal") as ecran:
        with guard():
            vues.show_filtres(ecran)
            vues.show_entrees(ecran)
        ecran.show_undo()
