"""The parts of the screen comite; `ecran` holds its state."""
