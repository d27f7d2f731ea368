"""The parts of the screen engagements; `ecran` holds its state."""
