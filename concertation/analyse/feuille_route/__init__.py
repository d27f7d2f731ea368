"""A published roadmap as its readers take it."""
