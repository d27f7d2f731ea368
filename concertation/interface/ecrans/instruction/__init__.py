"""The parts of the screen instruction; `ecran` holds its state."""
