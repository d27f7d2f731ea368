"""A folder a screen; no screen imports another."""
