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

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from concertation.analyse import provenance
from concertation.analyse.mots.formats import format_date
from concertation.analyse.selection.propositions import FICHIER
from concertation.declarations import words_of
from concertation.donnees import Donnees
from concertation.restitution.classeur import cells
from concertation.suivi.mentions import FICTIVES

BOM = "\ufeff"
COLONNES_DE_NOMBRES = "Colonnes de nombres"
NON_RENSEIGNE = "non renseigné"
DETAILS = "Une ligne qui a un « parent » en est un détail : son tout la compte déjà."
SOURCE = "Saisies des comités de suivi et de la direction"
Format = Literal["xlsx", "csv", "csv-excel"]
# Columns that serve the application and say nothing to a reader of the file.
INTERNES = ("retire", "publie", "version_publiee", "cree_le", "modifie_le", "seance_id")


@dataclass(frozen=True)
class Cachet:
    """The stamp of an export. Dates are ISO text or days; what is empty is said so.

    The date of export is given by the caller: this module doesn't read the clock.
    """

    titre: str
    filtres: str
    date_donnees: str | dt.date | None
    sources: Sequence[str] = ()
    reserves: Sequence[str] = ()
    licence: str = ""
    date_export: str | dt.date | None = None
    mention: str = ""
    """A warning that nobody may miss, first in the stamp (`FICTIVES`)."""
    lecture: str = ""
    """What a reader of the rows must know before adding them."""
    emetteur: str = ""
    """The dashboard that made the file: a roadmap in it is not the consultation's."""

    def rows(self) -> list[tuple[str, str]]:
        """(label, text) pairs in order; sources and reservations one a row."""
        return [
            *((cells.MENTION, mention) for mention in (self.mention,) if mention),
            ("Titre", self.titre),
            *(("Tableau de bord", nom) for nom in (self.emetteur,) if nom),
            ("Filtres", self.filtres or "aucun filtre"),
            ("Fichiers au", format_date(self.date_donnees, vide=NON_RENSEIGNE)),
            ("Date de l’export", format_date(self.date_export, vide=NON_RENSEIGNE)),
            *(("Source", source) for source in self.sources or (NON_RENSEIGNE,)),
            *(("Réserve", reserve) for reserve in self.reserves or ("aucune",)),
            ("Licence", self.licence or NON_RENSEIGNE),
            *(("Lecture", lecture) for lecture in (self.lecture,) if lecture),
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
    """The stamp of rows of a file: their sources with their own licences, their reservations.

    Reservations are those of the file, of the documents that the rows come from, and of `cibles`,
    (file, id) of other rows that these rows speak of.
    Raises DonneeIndisponible when sources or reservations can't be read.
    """
    metadonnees = donnees.metadonnees
    cites = provenance.documents_of(frame)
    return Cachet(
        titre=titre,
        filtres=filtres,
        date_donnees=metadonnees.get("date_donnees") or metadonnees.get("date"),
        sources=tuple(provenance.describe_sources(donnees, cites)),
        reserves=tuple(
            provenance.describe_reserves(
                donnees, provenance.reserves_of_rows(donnees, fichier, frame, cibles)["id"]
            )
        ),
        licence=provenance.describe_licence(donnees, cites),
        date_export=date_export,
        lecture=DETAILS if any(frame.get("parent", ())) else "",
        emetteur=str(metadonnees.get("nom") or ""),
    )


def build_cachet_suivi(
    titre: str, filtres: str, jour: dt.date, fictif: bool, concertation: str = ""
) -> Cachet:
    """The stamp of follow-up rows read on `jour`; `fictif` is `store.fictif`."""
    return Cachet(
        titre=titre,
        filtres=filtres,
        date_donnees=jour,
        sources=(SOURCE,),
        licence=provenance.SANS_LICENCE,
        date_export=jour,
        mention=FICTIVES if fictif else "",
        emetteur=concertation,
    )


def to_csv(frame: pd.DataFrame, cachet: Cachet | None, excel: bool = False) -> bytes:
    """The rows as CSV, in one of its two dialects (see the module)."""
    texte = cells.to_text(frame)
    nombres = [str(nom) for nom in frame.columns if cells.is_number(frame[nom])]
    for nom in texte.columns:
        if nom not in nombres:
            texte[nom] = [cells.escape_formula(cellule) for cellule in texte[nom]]
        elif excel:
            texte[nom] = texte[nom].str.replace(".", ",", regex=False)
    sortie = io.StringIO(newline="")
    for libelle, valeur in cachet.rows() if cachet else ():
        sortie.write(f"# {cells.escape_stamp(f'{libelle} : {valeur}')}\r\n")
    if excel and nombres:
        sortie.write(f"# {COLONNES_DE_NOMBRES} : {' | '.join(nombres)}\r\n")
    # Both line ends in the terminator, so that the writer quotes a cell that holds either.
    texte.rename(columns=cells.escape_formula).to_csv(
        sortie, sep=";" if excel else ",", index=False, lineterminator="\r\n"
    )
    contenu = sortie.getvalue().encode("utf-8", "replace")
    return BOM.encode() + contenu if excel else contenu


def to_xlsx(frame: pd.DataFrame, cachet: Cachet | None, feuille: str) -> bytes:
    """The rows as an Excel workbook; same rows, same stamp, same bytes.

    Raises ValueError, in French, for a cell longer than what a workbook can hold.
    """
    # The libraries of workbooks take 0.2 s to load: only when one is asked for.
    from concertation.restitution.classeur.ecriture import Feuille, write_feuilles

    return write_feuilles([Feuille(feuille, frame)], cachet.rows() if cachet else [])


def with_labels(frame: pd.DataFrame, objet: str = "") -> pd.DataFrame:
    """The rows with words instead of codes, without the columns that serve the application.

    `objet` is the table's name, which tells the states of a session from those of a transmission.
    """
    garde = frame[[nom for nom in frame.columns if nom not in INTERNES]].copy()
    for nom in garde.columns:
        if mots := words_of(objet, nom):
            # What is empty stays empty in a file, whatever the word of a code that is empty.
            dits = [mots.get(texte, texte) if (texte := _flat(code)) else "" for code in garde[nom]]
            garde[nom] = pd.Series(dits, index=garde.index, dtype="str")
    return garde


def to_tableau(
    frame: pd.DataFrame, cachet: Cachet, feuille: str, format_: Format = "xlsx", objet: str = ""
) -> bytes:
    """A table of follow-up as a file: `with_labels`, then the stamped export of the house.

    Excel knows no time zone: times are in UTC, as the column name says (`quand_utc`).
    Dictionaries of the journal become text.
    Raises ValueError, in French, for a cell longer than what a workbook can hold.
    """
    propre = with_labels(frame, objet)
    for nom, colonne in propre.items():
        if isinstance(colonne.dtype, pd.DatetimeTZDtype):
            textes = colonne.dt.tz_convert("UTC").dt.strftime("%Y-%m-%d %H:%M:%S")
            propre[nom] = textes.fillna("").astype("str")
            propre = propre.rename(columns={nom: f"{nom}_utc"})
        elif colonne.dtype == object:
            propre[nom] = pd.Series(map(_flat, colonne), index=propre.index, dtype="str")
    if format_ == "xlsx":
        return to_xlsx(propre, cachet, feuille)
    return to_csv(propre, cachet, excel=format_ == "csv-excel")


def _flat(valeur: Any) -> str:
    if isinstance(valeur, Mapping):
        return " | ".join(f"{nom} : {_flat(contenu)}" for nom, contenu in valeur.items())
    if isinstance(valeur, list | tuple):
        return ", ".join(_flat(contenu) for contenu in valeur)
    return "" if valeur is None or pd.isna(valeur) else str(valeur)
