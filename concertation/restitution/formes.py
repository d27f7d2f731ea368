"""The pages of a deck as a file: one way in for the screen, the dossier and the terminal."""

import datetime as dt
from collections.abc import Sequence

from concertation.restitution.classeur.exports import Cachet
from concertation.restitution.diapos.composition import Progression
from concertation.restitution.diapos.modele import Page

FORMES = ("pptx", "pdf", "xlsx")


class SansTableau(ValueError):
    """A workbook is asked for, and no page has a table; its text is a French sentence."""


def write_forme(
    forme: str,
    titre: str,
    pages: Sequence[Page],
    cachet: Cachet,
    jour: dt.date,
    progression: Progression,
    modele: bytes | None = None,
) -> bytes:
    """The file of a form (`FORMES`), dated `jour`; `modele` is the PPTX whose look it takes.

    Raises SansTableau, ModeleInvalide, PdfImpossible or another ValueError, all French sentences.
    """
    # Each library takes a moment to load: only when its form is asked for.
    if forme == "pptx":
        from concertation.restitution.pptx.document import to_pptx

        return to_pptx(titre, pages, modele=modele, cachet=cachet, progression=progression)
    if forme == "pdf":
        from concertation.restitution.pdf import to_pdf

        return to_pdf(titre, pages, jour=jour, progression=progression)
    from concertation.restitution.diapos.tables import to_xlsx

    progression(0, "Classeur")
    contenu = to_xlsx(pages, cachet)
    if contenu is None:
        raise SansTableau("Aucune page de ce diaporama n'a de tableau : rien à exporter.")
    return contenu
