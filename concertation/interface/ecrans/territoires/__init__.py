"""The parts of the screen territoires; `ecran` holds its state."""
