"""One file per change of the tables, oldest first; a released file never changes."""
