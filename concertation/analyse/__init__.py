"""Pure functions on frames: filters, search, counts, wording of figures."""
