"""The parts of the screen a_faire; `ecran` holds its state."""
