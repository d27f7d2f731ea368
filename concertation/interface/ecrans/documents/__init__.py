"""The parts of the screen documents; `ecran` holds its state."""
