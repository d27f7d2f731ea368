"""The parts of the screen indicateurs; `ecran` holds its state."""
