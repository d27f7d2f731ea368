"""The pages that each kind of slide composes."""
