"""Full-text search in the proposals."""
