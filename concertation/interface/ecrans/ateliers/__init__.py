"""The parts of the screen ateliers; `ecran` holds its state."""
