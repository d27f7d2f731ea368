"""Commands of `python -m concertation`."""
