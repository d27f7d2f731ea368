"""Accessibilité: the declaration that the law asks for, honest."""

from concertation.interface.accessibilite import show_declaration
from concertation.interface.session import current_donnees

show_declaration(current_donnees())
