"""PDF by typst: decks and A4 documents, tagged for screen readers, without browser nor network."""
