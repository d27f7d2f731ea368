"""The parts of the screen aide; `ecran` holds its state."""
