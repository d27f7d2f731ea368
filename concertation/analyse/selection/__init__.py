"""Workshops and proposals filtered, sorted and counted, as an address says."""
