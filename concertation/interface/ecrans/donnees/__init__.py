"""The parts of the screen donnees; `ecran` holds its state."""
