"""PDF by typst: decks and A4 documents, tagged for screen readers, without browser nor network."""

from concertation.restitution.pdf.diaporama import to_pdf

__all__ = ["to_pdf"]
