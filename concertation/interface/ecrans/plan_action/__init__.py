"""The parts of the screen plan_action; `ecran` holds its state."""
