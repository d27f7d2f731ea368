"""The parts of the screen propositions; `ecran` holds its state."""
