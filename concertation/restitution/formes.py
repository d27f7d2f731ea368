"""The pages of a deck as a file: one way in for the screen, the dossier and the terminal."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import pandas as pd

from concertation.recits.blocs import Bloc, Chiffres, Graphique, Tableau
from concertation.restitution.classeur.exports import Cachet
from concertation.restitution.diapos.composition import Progression
from concertation.restitution.diapos.modele import Page
from concertation.suivi.socle.textes import clean_text

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
        from concertation.restitution.pdf.formes import to_pdf

        return to_pdf(titre, pages, jour=jour, progression=progression)
    from concertation.restitution.classeur.ecriture import Feuille, write_feuilles

    progression(0, "Classeur")
    feuilles = [Feuille(nom, frame) for nom, frame in list_tables(pages)]
    if not feuilles:
        raise SansTableau("Aucune page de ce diaporama n’a de tableau : rien à exporter.")
    return write_feuilles(feuilles, cachet.rows())


def list_tables(pages: Sequence[Page]) -> Iterator[tuple[str, pd.DataFrame]]:
    """(name, rows) of each table: « 4 Thème », « 4b … » for the second of a page."""
    for rang, page in enumerate(pages, 1):
        frames = [f for bloc in (*page.blocs, *page.a_cote) if (f := _read(bloc)) is not None]
        for place, frame in enumerate(frames):
            suite = "" if not place else chr(ord("a") + min(place, 25))
            yield f"{rang}{suite} {clean_text(page.titre)}", frame


def _read(bloc: Bloc) -> pd.DataFrame | None:
    """A table, a chart's or key figures as text, but whole numbers; None of anything else."""
    if isinstance(bloc, Chiffres):
        lignes = tuple((c.libelle, c.valeur, c.note) for c in bloc.chiffres)
        tableau = Tableau(("Repère", "Valeur", "Note"), lignes)
    elif isinstance(bloc, Graphique | Tableau):
        tableau = bloc.table if isinstance(bloc, Graphique) else bloc
    else:
        return None
    # Every column has a name of its own, and every row as many cells.
    noms: list[str] = []
    for rang, nom in enumerate(tableau.colonnes, 1):
        propre = clean_text(str(nom)).strip() or f"Colonne {rang}"
        pris = {autre.casefold() for autre in noms}
        noms.append(propre if propre.casefold() not in pris else f"{propre} ({rang})")
    if not noms or not tableau.lignes:
        return None
    colonnes = zip(noms, zip_longest(*tableau.lignes, fillvalue=""), strict=False)
    return pd.DataFrame({nom: _column(cellules) for nom, cellules in colonnes})


def _column(cellules: Sequence[str]) -> pd.Series:
    propres = [clean_text(str(cellule)) for cellule in cellules]
    if all(c.isascii() and c.isdecimal() and len(c) < 10 for c in propres):
        return pd.Series([int(c) for c in propres], dtype="Int64")
    return pd.Series(propres, dtype="str")
