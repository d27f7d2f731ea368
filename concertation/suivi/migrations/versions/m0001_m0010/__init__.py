"""The first ten, apart for room."""
