"""Presentation: a deck in front of a room."""

from concertation.interface.ecrans.presentation.ecran import show_presentation
from concertation.interface.socle.session import current_donnees

show_presentation(current_donnees())
