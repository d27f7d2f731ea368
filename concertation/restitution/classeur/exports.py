"""Files of rows that people take away, stamped with where they come from.

Column names are the technical ones of the files: the export format is the import format. Three
dialects of the same rows:

- CSV: UTF-8, comma, decimal point, the stamp in leading lines that begin with `# `.
- CSV for Excel: UTF-8 with BOM, semicolon, and decimal comma, since a French Excel reads « 1.5 »
  as the first of May. The stamp names the columns of figures, so that reading back knows which
  commas are decimal. Dates stay ISO, which Excel understands.
- XLSX: a real table with its filters, every text written as text, figures and dates as such, the
  stamp on a second sheet « À propos ».
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from concertation.analyse.mots.formats import format_date
from concertation.analyse.provenance import (
    describe_sources,
    documents_of,
    reserves_of_rows,
)
from concertation.analyse.selection.propositions import FICHIER
from concertation.donnees import Donnees
from concertation.restitution.classeur.cellules import (
    MENTION,
    escape_formula,
    escape_stamp,
    is_number,
    map_columns,
    to_text,
)

__all__ = [
    "Cachet",
    "build_cachet",
    "to_csv",
    "to_text",
    "to_xlsx",
]

BOM = "\ufeff"
COLONNES_DE_NOMBRES = "Colonnes de nombres"
NON_RENSEIGNE = "non renseigné"


@dataclass(frozen=True)
class Cachet:
    """The stamp of an export. Dates are ISO text or days; what is empty is said so.

    The date of export is given by the caller: this module doesn't read the clock.
    """

    titre: str
    filtres: str
    date_donnees: str | dt.date | None
    sources: Sequence[str] = field(default=())
    reserves: Sequence[str] = field(default=())
    licence: str = ""
    date_export: str | dt.date | None = None
    mention: str = ""
    """A warning that nobody may miss, first in the stamp (`FICTIVES`)."""

    def rows(self) -> list[tuple[str, str]]:
        """(label, text) pairs in order; sources and reservations one a row."""
        return [
            *((MENTION, mention) for mention in (self.mention,) if mention),
            ("Titre", self.titre),
            ("Filtres", self.filtres or "aucun filtre"),
            ("Date des données", format_date(self.date_donnees, vide=NON_RENSEIGNE)),
            ("Date de l'export", format_date(self.date_export, vide=NON_RENSEIGNE)),
            *(("Source", source) for source in self.sources or (NON_RENSEIGNE,)),
            *(("Réserve", reserve) for reserve in self.reserves or ("aucune",)),
            ("Licence", self.licence or NON_RENSEIGNE),
        ]


def build_cachet(
    donnees: Donnees,
    titre: str,
    filtres: str,
    frame: pd.DataFrame,
    date_export: dt.date,
    fichier: str = FICHIER,
    cibles: Iterable[tuple[str, str]] = (),
) -> Cachet:
    """The stamp of rows of a file: their sources, their reservations, the data's licence.

    Reservations are those of the file, of the documents that the rows come from, and of `cibles`,
    (file, id) of other rows that these rows speak of.
    Raises DonneeIndisponible when sources or reservations can't be read.
    """
    metadonnees = donnees.metadonnees
    licences = [str(licence.get("title", "")) for licence in metadonnees.get("licenses") or ()]
    return Cachet(
        titre=" – ".join(mot for mot in (titre, str(metadonnees.get("nom") or "")) if mot),
        filtres=filtres,
        date_donnees=metadonnees.get("date_donnees") or metadonnees.get("date"),
        sources=tuple(describe_sources(donnees, documents_of(frame))),
        reserves=tuple(
            f"{reserve['id']} – {reserve['titre']} : {reserve['constat']} {reserve['conduite']}"
            for _, reserve in reserves_of_rows(donnees, fichier, frame, cibles).iterrows()
        ),
        licence=", ".join(licence for licence in licences if licence),
        date_export=date_export,
    )


def to_csv(frame: pd.DataFrame, cachet: Cachet | None, excel: bool = False) -> bytes:
    """The rows as CSV, in one of its two dialects (see the module)."""
    texte = to_text(frame)
    nombres = [rang for rang, nom in enumerate(frame.columns) if is_number(frame[nom])]
    mots = [rang for rang in range(len(texte.columns)) if rang not in nombres]
    lignes = map_columns(_rows(texte), mots, escape_formula)
    if excel:
        lignes = map_columns(lignes, nombres, lambda nombre: nombre.replace(".", ","))
    sortie = io.StringIO(newline="")
    for libelle, valeur in cachet.rows() if cachet else ():
        sortie.write(f"# {escape_stamp(f'{libelle} : {valeur}')}\r\n")
    if excel and nombres:
        noms = " | ".join(str(frame.columns[rang]) for rang in nombres)
        sortie.write(f"# {COLONNES_DE_NOMBRES} : {noms}\r\n")
    # Both line ends in the terminator, so that the writer quotes a cell that holds either.
    ecrivain = csv.writer(sortie, delimiter=";" if excel else ",", lineterminator="\r\n")
    ecrivain.writerow([escape_formula(nom) for nom in texte.columns])
    ecrivain.writerows(lignes)
    contenu = sortie.getvalue().encode("utf-8", "replace")
    return BOM.encode() + contenu if excel else contenu


def to_xlsx(frame: pd.DataFrame, cachet: Cachet | None, feuille: str) -> bytes:
    """The rows as an Excel workbook; same rows, same stamp, same bytes.

    Raises ValueError, in French, for a cell longer than what a workbook can hold.
    """
    # The libraries of workbooks take 0.2 s to load: only when one is asked for.
    from concertation.restitution.classeur.ecriture import Feuille, write_feuilles

    return write_feuilles([Feuille(feuille, frame)], cachet.rows() if cachet else [])


def _rows(texte: pd.DataFrame) -> list[list[str]]:
    colonnes = [texte[nom].tolist() for nom in texte.columns]
    return [list(ligne) for ligne in zip(*colonnes, strict=True)]
