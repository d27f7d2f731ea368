"""How far things are, what asks for attention, what changed."""
