"""The parts of the screen donnees_personnelles; `ecran` holds its state."""
