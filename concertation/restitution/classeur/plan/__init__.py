"""The action plan as a file, and back."""
