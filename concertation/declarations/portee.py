"""The reach of a proposal: who it is addressed to, so how it is followed."""

from concertation.declarations.codes import Code, CodeListe, Signe

# In the order of the document: the local proposals come first in each theme.
PORTEE = CodeListe(
    "portee", "Portée",
    Code("locale", "Locale", Signe("square"), "location_on", roles=frozenset({"instruite"})),
    Code("nationale", "Nationale", Signe("square", motif="/"), "public",
         roles=frozenset({"transmise"})),
)  # fmt: skip
COTES = {"locale": "instruite", "nationale": "transmise"}
"""The two ways of following a proposal, with the part that its reach plays in each."""
