"""A deck as a PowerPoint file: real text, tables, charts and a map that can be edited.

contenu = to_pptx(titre, pages)                       # pages of `diapos.composition.compose`
contenu = to_pptx(titre, pages, modele=fichier)       # in the look of another presentation

Any presentation serves as `modele`, one that this package wrote too: only its masters, layouts,
theme and size are kept.
"""

from collections.abc import Callable, Sequence

from concertation.restitution.classeur.exports import Cachet
from concertation.restitution.diapos.modele import Page

Progression = Callable[[float, str], None]


class ModeleInvalide(ValueError):
    """A template that is no presentation, or can't hold a slide; its text is a French sentence."""


def to_pptx(
    titre: str,
    pages: Sequence[Page],
    *,
    modele: bytes | None = None,
    cachet: Cachet | None = None,
    progression: Progression | None = None,
) -> bytes:
    """One slide a page, in order.

    `cachet` goes to the properties of the document, its day is the document's. `progression` is
    told the part done (0 to 1) and the page at hand; an exception that it raises stops everything.
    Raises ModeleInvalide.
    """
    # The libraries of presentations take 0.4 s to load: only when one is asked for.
    from concertation.restitution.pptx.document import write_pptx

    return write_pptx(titre, pages, modele, cachet, progression)
