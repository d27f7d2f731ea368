"""What a published measure says of the action that it belongs to: a need, a means, a result…"""

from concertation.declarations.codes import declared_codes

ROLE = declared_codes("role")
"""`aboutit`: what may end a chain or count as an echo; a need or a means never does."""
