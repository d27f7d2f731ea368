"""The tables of a deck as a workbook: a sheet for each, and the stamp."""

from collections.abc import Iterator, Sequence

import pandas as pd

from concertation.recits.blocs import Bloc, Chiffres, Graphique, Tableau
from concertation.restitution.classeur.exports import Cachet
from concertation.restitution.diapos.modele import Page
from concertation.suivi.socle.textes import clean_text


def to_xlsx(pages: Sequence[Page], cachet: Cachet) -> bytes | None:
    """Every table, chart's table and set of key figures of the pages; None without any.

    Raises ValueError, in French, for a cell longer than what a workbook can hold.
    """
    # The libraries of workbooks take 0.2 s to load: only when one is asked for.
    from concertation.restitution.classeur.ecriture import Feuille, write_feuilles

    feuilles = [Feuille(nom, frame) for nom, frame in list_tables(pages)]
    return write_feuilles(feuilles, cachet.rows()) if feuilles else None


def list_tables(pages: Sequence[Page]) -> Iterator[tuple[str, pd.DataFrame]]:
    """(name, rows) of each table: « 4 Thème », « 4b … » for the second of a page."""
    for rang, page in enumerate(pages, 1):
        frames = [f for bloc in (*page.blocs, *page.a_cote) if (f := _read(bloc)) is not None]
        for place, frame in enumerate(frames):
            suite = "" if not place else chr(ord("a") + min(place, 25))
            yield f"{rang}{suite} {clean_text(page.titre)}", frame


def _read(bloc: Bloc) -> pd.DataFrame | None:
    if isinstance(bloc, Chiffres):
        lignes = tuple((c.libelle, c.valeur, c.note) for c in bloc.chiffres)
        return _frame(("Repère", "Valeur", "Note"), lignes)
    tableau = bloc.table if isinstance(bloc, Graphique) else bloc
    if isinstance(tableau, Tableau) and tableau.colonnes and tableau.lignes:
        return _frame(tableau.colonnes, tableau.lignes)
    return None


def _frame(colonnes: Sequence[str], lignes: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Rows as text, but whole numbers; every column has a name of its own."""
    noms: list[str] = []
    for rang, nom in enumerate(colonnes, 1):
        propre = clean_text(str(nom)).strip() or f"Colonne {rang}"
        pris = {autre.casefold() for autre in noms}
        noms.append(propre if propre.casefold() not in pris else f"{propre} ({rang})")
    nombre = len(noms)
    completes = [[*(clean_text(str(v)) for v in ligne), *("",) * nombre] for ligne in lignes]
    colonnes_lues = {
        nom: _column([ligne[rang] for ligne in completes]) for rang, nom in enumerate(noms)
    }
    return pd.DataFrame(colonnes_lues)


def _column(cellules: Sequence[str]) -> pd.Series:
    if all(c.isascii() and c.isdecimal() and len(c) < 10 for c in cellules):
        return pd.Series([int(c) for c in cellules], dtype="Int64")
    return pd.Series(cellules, dtype="str")
