"""The chain from what was said to what was done."""
