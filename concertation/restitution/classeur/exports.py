"""Files of rows that people take away, stamped with where they come from.

Each file has the rows as people read them (French headers, words), then as they come back
(« Données »: technical names, codes), then its stamp (« À propos »). Three forms of them:

- XLSX: a sheet each, real tables with their filters, every text written as text, figures and
  dates as such.
- CSV for Excel: an archive of them in UTF-8 with BOM, semicolon, and decimal comma, since a French
  Excel reads « 1.5 » as the first of May. Dates stay ISO, which Excel understands.
- CSV: an archive of the codes and the stamp in UTF-8, comma, decimal point.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from concertation.analyse import provenance
from concertation.analyse.mots.formats import format_date
from concertation.analyse.mots.textes import file_name, fold
from concertation.analyse.mots.typographie import one_line, typeset
from concertation.analyse.selection.propositions import FICHIER
from concertation.donnees import Donnees
from concertation.donnees.fichiers.textes import escape_formula
from concertation.restitution.classeur import cells
from concertation.restitution.classeur.lisible import INTERNES, flat, to_readable
from concertation.suivi.mentions import FICTIVES

BOM = "\ufeff"
NON_RENSEIGNE = "non renseigné"
DETAILS = "Une ligne qui a un « parent » en est un détail : son tout la compte déjà."
SOURCE = "Saisies des comités de suivi et de la direction"
Format = Literal["xlsx", "csv", "csv-excel"]
# The format of the instants in an archive: the same rows give the same bytes.
_INSTANT = (2000, 1, 1, 0, 0, 0)


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


def to_csv(frame: pd.DataFrame, excel: bool = False) -> bytes:
    """The rows alone as CSV, in one of its two dialects (see the module)."""
    texte = cells.to_text(frame)
    for nom in texte.columns:
        if not cells.is_number(frame[nom]):
            texte[nom] = [escape_formula(cellule) for cellule in texte[nom]]
        elif excel:
            texte[nom] = texte[nom].str.replace(".", ",", regex=False)
    # Both line ends in the terminator, so that the writer quotes a cell that holds either.
    contenu = (
        texte.rename(columns=escape_formula)
        .to_csv(sep=";" if excel else ",", index=False, lineterminator="\r\n")
        .encode("utf-8", "replace")
    )
    return BOM.encode() + contenu if excel else contenu


def zip_csv(
    tables: Mapping[str, pd.DataFrame], lignes: Sequence[tuple[str, str]], excel: bool = False
) -> bytes:
    """An archive of tables as CSV, and of what is said of them in a file of its own; the same
    bytes for the same rows. The name of each says a mention: it may leave the archive alone."""
    tampon = io.BytesIO()
    mention = dict(lignes).get(cells.MENTION, "")
    suite = f" ({fold(mention)})" if mention else ""
    fichiers = {f"{file_name(nom)}{suite}": to_csv(f, excel) for nom, f in tables.items()}
    fichiers[file_name(cells.A_PROPOS)] = stamp_csv(lignes, excel)
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in fichiers.items():
            membre = zipfile.ZipInfo(f"{nom}.csv", _INSTANT)
            membre.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(membre, contenu)
    return tampon.getvalue()


def stamp_csv(lignes: Sequence[tuple[str, str]], excel: bool = False) -> bytes:
    """What is said of the rows, as a table of its own."""
    dites = [(libelle, typeset(one_line(texte))) for libelle, texte in lignes]
    return to_csv(pd.DataFrame(dites, columns=["Rubrique", "Contenu"], dtype="str"), excel)


def to_fichier(
    frame: pd.DataFrame,
    cachet: Cachet,
    nom: str,
    format_: Format = "xlsx",
    *,
    donnees: Donnees | None = None,
    fichier: str = "",
    objet: str = "",
) -> bytes:
    """Rows of a published file, or of an `objet` of the follow-up, as people read them and as
    they come back (`lisible`), with their stamp.

    Raises ValueError, in French, for a cell longer than what a workbook can hold.
    """
    codes = frame[[n for n in frame.columns if n not in INTERNES]].copy()
    for colonne, valeurs in codes.items():
        if isinstance(valeurs.dtype, pd.DatetimeTZDtype):  # Excel knows no time zone
            textes = valeurs.dt.tz_convert("UTC").dt.strftime("%Y-%m-%d %H:%M:%S")
            codes[colonne] = textes.fillna("").astype("str")
            codes = codes.rename(columns={colonne: f"{colonne}_utc"})
        elif valeurs.dtype == object:
            codes[colonne] = pd.Series(map(flat, valeurs), index=codes.index, dtype="str")
    if format_ == "csv":
        return zip_csv({nom: codes}, cachet.rows())
    lisible, formats = to_readable(frame, donnees, fichier, objet)
    if format_ == "csv-excel":
        return zip_csv({nom: lisible, cells.DONNEES: codes}, cachet.rows(), excel=True)
    # The libraries of workbooks take 0.2 s to load: only when one is asked for.
    from concertation.restitution.classeur.ecriture import Feuille, write_feuilles

    feuilles = [Feuille(nom, lisible, formats=formats), Feuille(cells.DONNEES, codes)]
    return write_feuilles(feuilles, cachet.rows())
