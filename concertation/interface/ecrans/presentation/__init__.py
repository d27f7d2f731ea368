"""The parts of the screen presentation; `ecran` holds its state."""
