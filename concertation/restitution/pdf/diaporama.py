"""A deck as a PDF: the pages of the model, one slide a page, at half the scene in points."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from concertation.restitution.diapos import mise_en_page
from concertation.restitution.diapos.composition import Progression, foot_text
from concertation.restitution.diapos.modele import Page
from concertation.restitution.pdf.blocs import Dessins, signs, to_data
from concertation.restitution.pdf.moteur import clean, compile_pdf

MODELE = "diaporama.typ"
DEMI = 0.5  # a pixel of the scene in points
COUVERTURE, CORPS_COUVERTURE = 88, 40  # pixels of the title and of the words of a cover
# Drawing the charts, then laying out, take about as long.
PART_DES_DESSINS = 0.5


def to_pdf(
    titre: str,
    pages: Sequence[Page],
    *,
    jour: dt.date,
    progression: Progression | None = None,
) -> bytes:
    """The slides as a tagged PDF (PDF/UA-1), exactly one page each; same slides, same bytes.

    `jour` is the document's date. `progression` is told the part done (0 to 1) and what is at
    hand; an exception that it raises stops everything. Raises PdfImpossible, in French.
    """
    dessins = Dessins()
    plates = []
    for rang, page in enumerate(pages, 1):
        if progression is not None:
            progression(PART_DES_DESSINS * (rang - 1) / len(pages), page.titre)
        plates.append(_page(page, rang, len(pages), dessins))
    if progression is not None:
        progression(PART_DES_DESSINS, "Mise en page")
    donnees = {
        "titre": clean(titre) or "Diaporama",
        "mots": sorted({clean(page.mention) for page in pages if page.mention}),
        "signes": signs(),
        "cotes": {
            "marge": mise_en_page.MARGE * DEMI,
            "haut": mise_en_page.HAUT * DEMI,
            "titre": mise_en_page.TITRE * DEMI,
            "surtitre": mise_en_page.SURTITRE * DEMI,
            "chapeau": mise_en_page.CHAPEAU * DEMI,
            "pied": mise_en_page.PIED * DEMI,
            "gouttiere": mise_en_page.GOUTTIERE * DEMI,
            "couverture": COUVERTURE * DEMI,
            "corps_couverture": CORPS_COUVERTURE * DEMI,
        },
        "pages": plates,
    }
    return compile_pdf(MODELE, donnees, dessins.fichiers, jour)


def _page(page: Page, rang: int, nombre: int, dessins: Dessins) -> dict[str, Any]:
    return {
        "titre": clean(page.titre) or "Diapositive",
        "surtitre": clean(page.surtitre),
        "chapeau": clean(page.chapeau),
        "disposition": page.disposition,
        "couleur": page.couleur,
        "corps": page.corps,
        "colonnes": [largeur * DEMI for largeur in mise_en_page.columns(page.partage)],
        "blocs": to_data(page.blocs, dessins),
        "a_cote": to_data(page.a_cote, dessins),
        "pied": clean(foot_text(page)),
        "rang": f"{rang} / {nombre}",
        "mention": clean(page.mention),
    }
