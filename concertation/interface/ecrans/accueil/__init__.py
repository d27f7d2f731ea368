"""The parts of the screen accueil; `ecran` holds its state."""
