"""The parts of the screen accessibilite; `ecran` holds its state."""
