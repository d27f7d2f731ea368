"""The parts of the screen feuille_route; `ecran` holds its state."""
