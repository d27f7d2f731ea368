"""The minutes of a session: gathered, and told section by section."""
