"""Measures in a real browser: `python -m bench`."""
