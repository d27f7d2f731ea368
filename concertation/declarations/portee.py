"""The reach of a proposal: who it is addressed to, so how it is followed."""

from concertation.declarations.codes import declared_codes

# In the order of the document: the local proposals come first in each theme.
PORTEE = declared_codes("portee")
COTES = {"locale": "instruite", "nationale": "transmise"}
"""The two ways of following a proposal, with the part that its reach plays in each."""
