"""Journal: who did what, before and after side by side, and how to put it back."""

import streamlit as st

from concertation.interface.ecrans.journal import ecran as vues
from concertation.interface.socle.garde import guard
from concertation.interface.suivi.ecran import opened

with opened(vues.EcranJournal, lambda _: "Journal") as ecran:
    with guard():
        if ecran.acteur.reads_public_only:
            st.info(vues.PUBLIC, icon=":material/public:")
        vues.show_filtres(ecran)
        vues.show_entrees(ecran)
    ecran.show_undo()
