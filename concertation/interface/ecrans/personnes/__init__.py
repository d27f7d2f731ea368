"""The parts of the screen of people; `ecran` holds its state."""
