"""Presentation: a deck in front of a room."""

from concertation.interface.presentation import show_presentation
from concertation.interface.session import current_donnees

show_presentation(current_donnees())
