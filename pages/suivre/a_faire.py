"""À faire: what waits for the person."""

from concertation.interface.ecrans.a_faire.ecran import show_a_faire
from concertation.interface.ecrans.presentation.salle import show_salle

show_a_faire(show_salle)
