"""The parts of the screen tracabilite; `ecran` holds its state."""
