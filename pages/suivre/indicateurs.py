"""Indicateurs: what is measured, how far it is, who says so."""

from concertation.interface.ecrans.indicateurs import ecran as vues
from concertation.interface.ecrans.indicateurs.fiche import show_fiche
from concertation.interface.socle.garde import guard
from concertation.interface.suivi.ecran import opened

with opened(vues.EcranIndicateurs, lambda etat: "" if etat.fiche else "Indicateurs") as ecran:
    if ecran.etat.fiche:
        with guard():
            show_fiche(ecran)
    else:
        with guard():
            vues.show_filtres(ecran)
            vues.show_liste(ecran)
        with guard():
            vues.show_publies(ecran)
        with guard():
            vues.show_definir(ecran)
            vues.show_retires(ecran)
    ecran.show_undo()
