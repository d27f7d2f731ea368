"""The reach of a proposal: who it is addressed to, so how it is followed."""

from concertation.declarations.codes import Code, CodeListe, Signe

PORTEE = CodeListe.of(
    "portee", "Portée",
    Code("locale", "Locale", Signe("square"), "location_on", roles=frozenset({"instruite"})),
    Code("nationale", "Nationale", Signe("square", motif="/"), "public",
         roles=frozenset({"transmise"})),
)  # fmt: skip
