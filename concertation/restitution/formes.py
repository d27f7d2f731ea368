"""The pages of a deck as a file: one way in for the screen, the dossier and the terminal."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

import pandas as pd

from concertation.analyse.mots.formats import read_jour, read_nombre
from concertation.donnees import Donnees, soft_table
from concertation.recits.blocs import Bloc, Chiffres, Graphique, Liste, Tableau
from concertation.restitution.classeur.exports import Cachet
from concertation.restitution.classeur.lisible import EUROS, to_readable
from concertation.restitution.diapos.composition import Progression
from concertation.restitution.diapos.modele import Page
from concertation.suivi.socle.textes import clean_text

if TYPE_CHECKING:  # its libraries take a moment to load
    from concertation.restitution.classeur.ecriture import Feuille

_NOMBRE = re.compile(r"\d[\d\u202f\u00a0]*(?:,\d+)?")
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
    donnees: Donnees | None = None,
) -> bytes:
    """The file of a form (`FORMES`), dated `jour`; `modele` is the PPTX whose look it takes. A
    workbook also holds the proposals of `donnees` that the slides list.

    Raises SansTableau, ModeleInvalide, PdfImpossible or another ValueError, all French sentences.
    """
    # Each library takes a moment to load: only when its form is asked for.
    if forme == "pptx":
        from concertation.restitution.pptx.document import to_pptx

        return to_pptx(titre, pages, modele=modele, cachet=cachet, progression=progression)
    if forme == "pdf":
        from concertation.restitution.pdf.formes import to_pdf

        return to_pdf(titre, pages, jour=jour, auteur=cachet.emetteur, progression=progression)
    from concertation.restitution.classeur.ecriture import write_feuilles

    progression(0, "Classeur")
    feuilles = list(list_tables(pages))
    if not feuilles:
        raise SansTableau("Aucune page de ce diaporama n’a de tableau : rien à exporter.")
    return write_feuilles(_cited(pages, donnees) + feuilles, cachet.rows())


def _cited(pages: Sequence[Page], donnees: Donnees | None) -> "list[Feuille]":
    """The proposals that the slides list, in the order of the booklet, with the slides of each."""
    from concertation.restitution.classeur.ecriture import Feuille

    if donnees is None:
        return []
    vues: dict[str, list[str]] = {}
    for rang, page in enumerate(pages, 1):
        listes = (bloc for bloc in (*page.blocs, *page.a_cote) if isinstance(bloc, Liste))
        for marque in dict.fromkeys(puce.marque for liste in listes for puce in liste.puces):
            vues.setdefault(marque, []).append(str(rang))
    lignes = soft_table(donnees, "propositions")
    lignes = lignes[lignes["id"].isin(vues)]
    lisible, formats = to_readable(lignes, donnees, "propositions")
    lisible["Diapositives"] = [", ".join(vues[cle]) for cle in lignes["id"]]
    return [Feuille("Propositions", lisible, formats=formats)] if len(lisible) else []


def list_tables(pages: Sequence[Page]) -> "Iterator[Feuille]":
    """Each table that the pages show, once: « 4 Thème », « 4b … » for the second of a page."""
    from concertation.restitution.classeur.ecriture import Feuille

    vus: list[pd.DataFrame] = []
    for rang, page in enumerate(pages, 1):
        frames = [f for bloc in (*page.blocs, *page.a_cote) if (f := _read(bloc)) is not None]
        for place, frame in enumerate(frames):
            if any(frame.equals(autre) for autre in vus):
                continue
            vus.append(frame)
            suite = "" if not place else chr(ord("a") + min(place, 25))
            lues = {nom: _column(frame[nom].tolist()) for nom in frame.columns}
            typee = pd.DataFrame({nom: colonne for nom, (colonne, _) in lues.items()})
            formats = {nom: sien for nom, (_, sien) in lues.items() if sien}
            yield Feuille(f"{rang}{suite} {clean_text(page.titre)}", typee, formats=formats)


def _read(bloc: Bloc) -> pd.DataFrame | None:
    """A table, a chart's or key figures as text; None of anything else."""
    if isinstance(bloc, Chiffres):
        lignes = tuple((c.libelle, c.valeur, c.valeur, c.note) for c in bloc.chiffres)
        tableau = Tableau(("Repère", "En toutes lettres", "Nombre", "Note"), lignes)
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
    lues = {nom: [clean_text(str(c)) for c in cellules] for nom, cellules in colonnes}
    if isinstance(bloc, Chiffres):  # the figure in the words, whatever its qualifier
        lues["Nombre"] = [_figure(mots) for mots in lues["Nombre"]]
    return pd.DataFrame(lues, dtype="str")


def _figure(mots: str) -> str:
    """The only figure of some words, « 1 250 » of « près de 1 250 »; "" when there are several."""
    lus = _NOMBRE.findall(mots)
    return lus[0] if len(lus) == 1 else ""


def _column(cellules: Sequence[str]) -> tuple[pd.Series, str]:
    """A column as the numbers or the days that all its cells are, and how to show them."""
    pleines = [c for c in cellules if c not in ("", "–")]
    for fin, aspect in (("%", "0.0%"), ("€", EUROS), ("", "")):
        lus = [read_nombre(c.removesuffix(fin).strip()) for c in pleines if c.endswith(fin)]
        if pleines and len(lus) == len(pleines) and None not in lus:
            valeurs = iter([n / 100 if n is not None and fin == "%" else n for n in lus])
            suite = [next(valeurs) if c not in ("", "–") else None for c in cellules]
            entiers = all(v is None or float(v).is_integer() for v in suite)
            aspect = "0%" if fin == "%" and all(n == int(n) for n in lus if n) else aspect
            return pd.Series(suite, dtype="Int64" if entiers and not fin else "float64"), aspect
    jours = [read_jour(c) for c in cellules]
    if pleines and sum(jour is not None for jour in jours) == len(pleines):
        return pd.Series(jours, dtype="datetime64[us]"), ""
    return pd.Series(cellules, dtype="str"), ""
