"""The parts of the screen recherche; `ecran` holds its state."""
