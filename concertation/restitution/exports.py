"""Files of rows that people take away, stamped with where they come from, and read back.

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
from pathlib import PurePath

import pandas as pd

from concertation.analyse.mots.formats import format_date
from concertation.analyse.provenance import (
    describe_sources,
    documents_of,
    reserves_of_rows,
)
from concertation.analyse.schema import libelles_of
from concertation.analyse.selection.propositions import FICHIER
from concertation.donnees import Donnees
from concertation.restitution.cellules import (
    MENTION,
    escape_formula,
    escape_stamp,
    is_number,
    map_columns,
    restore_types,
    to_text,
    unescape_formula,
)

__all__ = [
    "Cachet",
    "build_cachet",
    "column_labels",
    "read_export",
    "restore_types",
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


def column_labels(fichier: str) -> dict[str, str]:
    """French label of each column of a file, for tables on screen."""
    return libelles_of(fichier)


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
    from concertation.restitution.classeur import write_classeur

    return write_classeur(frame, cachet.rows() if cachet else [], feuille)


def read_export(contenu: bytes, nom: str) -> pd.DataFrame:
    """The rows of an export as text (see `to_text`; `restore_types` gives types back).

    The dialect comes from the end of the name and from the content. Raises ValueError, in French,
    for a file that can't be read.
    """
    if PurePath(nom).suffix.lower() == ".xlsx":
        from concertation.restitution.lecture_classeur import read_classeur

        return read_classeur(contenu)
    return _read_csv(contenu)


def _rows(texte: pd.DataFrame) -> list[list[str]]:
    colonnes = [texte[nom].tolist() for nom in texte.columns]
    return [list(ligne) for ligne in zip(*colonnes, strict=True)]


def _read_csv(contenu: bytes) -> pd.DataFrame:
    try:
        texte = contenu.decode("utf-8")
    except UnicodeDecodeError as erreur:
        raise ValueError("Ce fichier n'est pas en UTF-8 : enregistrez-le en CSV UTF-8.") from erreur
    has_bom = texte.startswith(BOM)
    cachet, corps = _split_stamp(texte.removeprefix(BOM))
    entete = corps.partition("\n")[0]
    # A file saved again by Excel keeps its BOM and may have another separator.
    is_excel = ";" in entete or (has_bom and "," not in entete)
    lecteur = csv.reader(io.StringIO(corps, newline=""), delimiter=";" if is_excel else ",")
    try:
        noms, *lignes = [ligne for ligne in lecteur if ligne] or [[]]
    except csv.Error as erreur:
        raise ValueError("Ce fichier CSV ne peut pas être découpé en cellules.") from erreur
    if not noms:
        raise ValueError("Ce fichier CSV est vide : il lui manque une ligne d'en-tête.")
    noms = [unescape_formula(nom) for nom in noms]
    for numero, ligne in enumerate(lignes, 1):
        if len(ligne) != len(noms):
            raise ValueError(
                f"La ligne de données {numero} a {len(ligne)} cellules au lieu de {len(noms)}."
            )
    nombres = _number_columns(cachet, noms) if is_excel else []
    lignes = map_columns(lignes, nombres, lambda nombre: nombre.replace(",", "."))
    # A figure never begins with an apostrophe, so every cell can be read alike.
    lignes = [[unescape_formula(cellule) for cellule in ligne] for ligne in lignes]
    return pd.DataFrame(lignes, columns=noms, dtype="str")


def _split_stamp(texte: str) -> tuple[list[str], str]:
    cachet = []
    while texte.startswith("#"):
        ligne, _, texte = texte.partition("\n")
        cachet.append(ligne.strip())
    return cachet, texte


def _number_columns(cachet: Sequence[str], noms: Sequence[str]) -> list[int]:
    debut = f"# {COLONNES_DE_NOMBRES} : "
    annonces = {
        nom.strip()
        for ligne in cachet
        if ligne.startswith(debut)
        for nom in ligne.removeprefix(debut).split("|")
    }
    return [rang for rang, nom in enumerate(noms) if nom in annonces]
