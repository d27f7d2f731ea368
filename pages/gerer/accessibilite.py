"""Accessibilité: the declaration that the law asks for, honest."""

from concertation.interface.ecrans.accessibilite.ecran import show_declaration
from concertation.interface.socle.session import current_donnees

show_declaration(current_donnees())
