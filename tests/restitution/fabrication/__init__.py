"""Processes of their own."""
