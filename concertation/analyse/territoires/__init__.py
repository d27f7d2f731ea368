"""Territories: their tree, and what the files say of each."""
