"""Données personnelles: what is kept of people, and what is done when one asks."""

from concertation.interface.ecrans.donnees_personnelles.ecran import show_personne, show_registre
from concertation.interface.socle.session import current_donnees

show_registre(current_donnees())
show_personne()
