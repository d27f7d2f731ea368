"""The parts of the screen diaporamas; `ecran` holds its state."""
