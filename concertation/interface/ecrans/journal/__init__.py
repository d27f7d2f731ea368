"""The parts of the screen journal; `ecran` holds its state."""
